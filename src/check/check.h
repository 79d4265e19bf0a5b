/* Start-up refuses tables that contradict themselves or the SQL they name. */
#ifndef BALCAO_CHECK_CHECK_H
#define BALCAO_CHECK_CHECK_H

#include <stdbool.h>

struct buffer;
struct endpoint;

/* Checks one compiled route; each inconsistency is a line in `faults`. */
bool check_endpoint(const struct endpoint *endpoint, struct buffer *faults);

#endif
