/* Checks the problems, faults and constraints that a room defines. */
#ifndef BALCAO_CHECK_CHECK_MODULE_H
#define BALCAO_CHECK_CHECK_MODULE_H

#include <stdbool.h>

struct buffer;
struct module;

/* Checks the module's problems, faults and constraints, and that some module lists each problem in the
 * .fails of its routes. Call endpoints_init before. False: `faults` got a line for each mistake. */
bool check_module(const struct module *module, struct buffer *faults);

#endif
