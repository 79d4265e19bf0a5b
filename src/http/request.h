/* A request as nginx passes it on: the parameters of conf/nginx that we read, and the
 * whole body. */
#ifndef BALCAO_HTTP_REQUEST_H
#define BALCAO_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include <fcgiapp.h>

#include "base/status.h"

struct arena;

enum method {
	METHOD_GET,
	METHOD_POST,
	METHOD_PUT,
	METHOD_PATCH,
	METHOD_DELETE,
	METHOD_OPTIONS,
	METHOD_UNKNOWN,
	METHOD__MAX = METHOD_UNKNOWN
};

extern const char *const method_names[METHOD__MAX];

enum { REQUEST_BODY_MAX = 1 << 20 }; /* bytes; nginx has the same limit */

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
	const char *address; /* of the client */
	const char *id;      /* X-Request-Id */
	const char *body;
	size_t body_length;
};

/* Reads the parameters and the body. E_BAD_REQUEST: the body ended before its announced
 * length, or that is no number; E_CONTENT_TOO_LARGE. The parameters are there in any case. */
MUST_CHECK enum status request_read(struct arena *arena, FCGX_Request *fcgi, struct request *request);

#endif
