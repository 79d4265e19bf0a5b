/* A request as nginx passes it on: the parameters of conf/nginx that we read, then the body, whole or piece
 * by piece. */
#ifndef BALCAO_HTTP_REQUEST_H
#define BALCAO_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include <fcgiapp.h>

#include "base/status.h"

struct arena;

enum method {
	METHOD_NOT_SAID, /* a row that forgot it */
	METHOD_GET,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD_UNKNOWN,
	METHOD__MAX = METHOD_UNKNOWN
};

extern const char *const request_methods[METHOD__MAX]; /* NULL: METHOD_NOT_SAID */

enum { REQUEST_BODY_MAX = 1 << 20 }; /* bytes of a whole one; nginx has the same limit */

/* All texts are NUL-terminated and "" when absent. They live until FCGX_Finish_r; `id`,
 * `address`, `method_name` and the body as long as the arena of the request. */
struct request {
	enum method method; /* HEAD is METHOD_GET with `head` set */
	bool head;
	const char *method_name; /* as it came */
	const char *path;        /* decoded by nginx */
	const char *query;       /* not decoded */
	const char *content_type, *authorization, *if_match, *if_none_match, *accept_language;
	const char *origin, *preflight_method, *preflight_headers, *user_agent;
	const char *content_encoding, *sentry_auth; /* X-Sentry-Auth */
	const char *address;                        /* of the client */
	const char *id;                             /* X-Request-Id */
	const char *body;                           /* once it was read */
	size_t body_length;
	size_t unread;       /* bytes of the body that are still to come, as announced */
	FCGX_Stream *stream; /* where they come from */
};

/* Reads the parameters. E_BAD_REQUEST: the announced length of the body is no number; they are there in any
 * case. */
MUST_CHECK enum status request_read(struct arena *arena, FCGX_Request *fcgi, struct request *request);

/* Reads the whole body. E_CONTENT_TOO_LARGE: it is longer than REQUEST_BODY_MAX; E_BAD_REQUEST: it ended
 * before its announced length. */
MUST_CHECK enum status request_read_body(struct arena *arena, struct request *request);

/* Reads the next `size` bytes of the body, or what is left of it; `*length` 0: that is all. E_BAD_REQUEST: it
 * ended before its announced length. */
MUST_CHECK enum status request_read_piece(struct request *request, char *bytes, size_t size, size_t *length);

/* Takes in what nobody has read, so that nginx, still sending, does not meet a closed connection and answer
 * for us. */
void request_drain(struct request *request);

#endif
