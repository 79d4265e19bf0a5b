/* The IBGE's abbreviations of the 26 states of Brazil and the Federal District. */
#ifndef BALCAO_CUSTOMERS_STATE_H
#define BALCAO_CUSTOMERS_STATE_H

#include <stdbool.h>

/* In alphabetical order, ended by NULL. */
extern const char *const state_codes[];

/* Returns whether `text` is one of them, in capitals. */
bool state_exists(const char *text);

#endif
