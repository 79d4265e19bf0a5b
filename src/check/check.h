/* Checks that the row of a route agrees with itself, with the other routes, and with the SQL that it
 * names. */
#ifndef BALCAO_CHECK_CHECK_H
#define BALCAO_CHECK_CHECK_H

#include <stdbool.h>

struct buffer;
struct endpoint;

/* Checks one compiled route; call it when all routes are compiled. False: `faults` got a line for each
 * mistake. */
bool check_endpoint(const struct endpoint *endpoint, struct buffer *faults);

#endif
