/* `balcao nginx` and `balcao origins`: the parts of the nginx configuration that are made from the routes and
 * from the settings. */
#ifndef BALCAO_SERVER_NGINX_H
#define BALCAO_SERVER_NGINX_H

#include <stdbool.h>

#include "base/status.h"

struct buffer;

/* Appends a `location` for each path that nginx treats differently from the rest: routes whose replies nginx
 * may cache (NEED_ANYBODY with .cache), and routes with .care. Returns false if two routes need different
 * treatment of one location, and then appends a line for each to `faults`. Call it after tables_init. */
MUST_CHECK bool nginx_write(struct buffer *out, struct buffer *faults);

/* Appends the lines of a `map` from an Origin to itself for each of the blank-separated `origins`, as
 * SETTING_ORIGINS accepts them; and the line "unread", which stands for an Origin that nginx has not read,
 * with the first of them. */
void nginx_write_origins(struct buffer *out, const char *origins);

#endif
