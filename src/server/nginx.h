/* `balcao nginx`: what nginx must know of the routes. */
#ifndef BALCAO_SERVER_NGINX_H
#define BALCAO_SERVER_NGINX_H

struct buffer;
struct config;

/* Writes a `location` for each path that nginx treats otherwise than the rest: answers that it may keep (a
 * route for NEED_ANYBODY with a .cache), and routes that say .care. A location stands for all paths that
 * begin with it, as a path's variables do not matter here. After tables_init. */
void nginx_write(struct buffer *out);

#endif
