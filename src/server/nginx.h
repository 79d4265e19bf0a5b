/* `balcao nginx`: the part of the nginx configuration that is made from the routes. */
#ifndef BALCAO_SERVER_NGINX_H
#define BALCAO_SERVER_NGINX_H

#include <stdbool.h>

#include "base/status.h"

struct buffer;

/* Appends a `location` for each path that nginx treats differently from the rest: routes whose replies nginx
 * may cache (NEED_ANYBODY with .cache), and routes with .care. Returns false if two routes need different
 * treatment of one location, and then appends a line for each to `faults`. Call it after tables_init. */
MUST_CHECK bool nginx_write(struct buffer *out, struct buffer *faults);

#endif
