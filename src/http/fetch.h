/* GET requests to other servers, through libcurl: bounded in time and size, without redirects, with
 * verified TLS. */
#ifndef BALCAO_HTTP_FETCH_H
#define BALCAO_HTTP_FETCH_H

#include <stddef.h>

#include "base/status.h"

struct arena;

struct fetch_limits {
	long connect_ms, total_ms; /* both positive; the second includes the first */
	size_t body;               /* the greatest size of the body, in bytes */
	const char
		*user_agent; /* providers refuse requests without one, or with that of a well-known library */
};

struct fetch_answer {
	long status;      /* the HTTP status number */
	const char *body; /* in the arena; any bytes, without a NUL at the end */
	size_t length;
	/* For how many seconds the server asks to be left alone: the Retry-After of a status of 400 or
	 * more, a number or the time until that date (RFC 9110, 10.2.3), INT_MAX at most. 0 if it
	 * doesn't. Also set if the transfer failed, because the headers may have come before. */
	long retry_after;
};

/* Sends a GET to `url` (https or http) and waits for the whole answer, whatever its status. E_TIMEOUT: the
 * answer did not arrive in time. E_UNAVAILABLE: there is no usable answer, because the name is unknown,
 * there is no connection, the certificate is not trusted, or the answer was cut off or is too large; the
 * log says which, at the level debug. A body that is compressed, though the request asks for none that is,
 * is decompressed. The process keeps its connections for the next call. */
MUST_CHECK enum status fetch_get(struct arena *arena, const char *url, const struct fetch_limits *limits,
				 struct fetch_answer *answer);

#endif
