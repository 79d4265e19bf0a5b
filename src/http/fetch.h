/* One GET over HTTP to somewhere else, through libcurl: bounded in time and size, no redirects, TLS
 * verified. */
#ifndef BALCAO_HTTP_FETCH_H
#define BALCAO_HTTP_FETCH_H

#include <stddef.h>

#include "base/status.h"

struct arena;

struct fetch_limits {
	long connect_ms, total_ms; /* positive; the second includes the first */
	size_t body;               /* bytes of the answer's body */
	const char *user_agent;    /* providers refuse who does not tell, and well-known libraries */
};

struct fetch_answer {
	long status;      /* of HTTP */
	const char *body; /* in the arena; not NUL-terminated text: any bytes */
	size_t length;
};

/* Asks for `url` (https, or http; nothing else is spoken) and waits for the whole answer, whatever
 * its status. E_TIMEOUT: it did not come in time. E_UNAVAILABLE: there is none: no name, no connection, a
 * certificate that is not to be trusted, cut off, larger than it may be; the log tells at the level debug.
 * The process keeps its connections for the next call. */
MUST_CHECK enum status fetch_get(struct arena *arena, const char *url, const struct fetch_limits *limits,
				 struct fetch_answer *answer);

#endif
