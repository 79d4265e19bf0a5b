/* `balcao nginx`: the part of the nginx configuration that is made from the routes. */
#ifndef BALCAO_SERVER_NGINX_H
#define BALCAO_SERVER_NGINX_H

struct buffer;
struct config;

/* Appends a `location` for each path that nginx treats differently from the rest: routes whose replies nginx
 * may cache (NEED_ANYBODY with .cache), and routes with .care. A location ends before the first variable of
 * the path and so covers all paths that begin with it. Call it after tables_init. */
void nginx_write(struct buffer *out);

#endif
