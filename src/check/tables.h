/* Compiles and checks the tables of all rooms. */
#ifndef BALCAO_CHECK_TABLES_H
#define BALCAO_CHECK_TABLES_H

#include <stdbool.h>

#include "base/status.h"

struct buffer;
struct module;

/* Parses all embedded statements, compiles the routes of `modules` (ended by NULL; they live as long as
 * the process) and checks each row. Call it once, before the first fork. False: `faults` got a line for
 * each mistake, which names the row and says what to write instead. */
MUST_CHECK bool tables_init(const struct module *const *modules, struct buffer *faults);

#endif
