/* A request as nginx passes it on: the parameters of conf/nginx that the service reads, and then the
 * body, as a whole or in pieces. */
#ifndef BALCAO_HTTP_REQUEST_H
#define BALCAO_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include <fcgiapp.h>

#include "base/status.h"

struct arena;

enum method {
	METHOD_NOT_SAID, /* zero, so that start-up notices a row without a method */
	METHOD_GET,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD_UNKNOWN,
	METHOD__MAX = METHOD_UNKNOWN
};

extern const char *const request_methods[METHOD__MAX]; /* the method's name; NULL for METHOD_NOT_SAID */

enum {
	REQUEST_BODY_MAX = 1 << 20
}; /* the greatest size of a body that is read as a whole; nginx has the same limit */

/* All texts are NUL-terminated, and "" if absent. They live until FCGX_Finish_r; `id`, `address`,
 * `method_name` and the body live as long as the arena of the request. */
struct request {
	enum method method; /* a HEAD is METHOD_GET with `head` set */
	bool head;
	const char *method_name; /* the name of the method, as sent */
	const char *path;        /* percent-decoded by nginx */
	const char *query;       /* not percent-decoded */
	const char *content_type, *authorization, *if_match, *if_none_match, *accept_language;
	const char *origin, *preflight_method, *preflight_headers, *user_agent;
	const char *cookie;     /* only where the route says .cookie */
	const char *fetch_site; /* Sec-Fetch-Site; only of requests with a body or with .care */
	const char *content_encoding, *sentry_auth; /* X-Sentry-Auth */
	const char *address;                        /* the IP address of the client */
	const char *id;                             /* X-Request-Id */
	const char *body;                           /* after request_read_body */
	size_t body_length;
	size_t unread;       /* bytes of the body that were announced and not read yet */
	FCGX_Stream *stream; /* where the body is read from */
};

/* Reads the parameters. E_BAD_REQUEST: the announced length of the body is not a number; the parameters
 * were read all the same. */
MUST_CHECK enum status request_read(struct arena *arena, FCGX_Request *fcgi, struct request *request);

/* Reads the whole body. E_CONTENT_TOO_LARGE: it is longer than REQUEST_BODY_MAX; E_BAD_REQUEST: it is
 * shorter than announced. */
MUST_CHECK enum status request_read_body(struct arena *arena, struct request *request);

/* Reads the next piece of the body, of `size` bytes or less at its end. `*length` receives its length; 0
 * means that the whole body was read. E_BAD_REQUEST: the body is shorter than announced. */
MUST_CHECK enum status request_read_piece(struct request *request, char *bytes, size_t size, size_t *length);

/* Returns at most `max` bytes of the header User-Agent, in the arena; NULL if it is absent, not UTF-8 or has
 * control characters. */
const char *request_user_agent(struct arena *arena, const struct request *request, size_t max);

/* Reads and drops the rest of the body. If the service closed the connection while nginx still sends,
 * nginx would answer with an error of its own. */
void request_drain(struct request *request);

#endif
