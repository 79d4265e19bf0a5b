/* Start-up refuses a room whose own nouns are incomplete. */
#ifndef BALCAO_CHECK_CHECK_MODULE_H
#define BALCAO_CHECK_CHECK_MODULE_H

#include <stdbool.h>

struct buffer;
struct module;

/* Checks the module's problems, faults and constraints, and that its routes' .fails are somebody's. After
 * endpoints_init. False: each mistake is a line in `faults`. */
bool check_module(const struct module *module, struct buffer *faults);

#endif
