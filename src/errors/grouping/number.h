/* Recognises numbers and amounts in texts for people. normal.h defines them. */
#ifndef BALCAO_ERRORS_GROUPING_NUMBER_H
#define BALCAO_ERRORS_GROUPING_NUMBER_H

#include <stddef.h>

/* Matches a number at the beginning of `text`, with a currency before it or a unit behind it. Returns its
 * length in bytes, or 0 if there is none or if a letter, a digit or _ follows. */
size_t number_match(const char *text);

#endif
