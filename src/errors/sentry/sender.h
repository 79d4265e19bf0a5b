/* Who reports by Sentry's protocol: a project's key, wherever an SDK puts it, and how that is refused. */
#ifndef BALCAO_ERRORS_SENTRY_SENDER_H
#define BALCAO_ERRORS_SENTRY_SENDER_H

#include <stddef.h>

#include "base/status.h"

struct auth_sources;
struct call;

/* The hook `identify`: looks at query and headers. Without a key there it is OK, for the envelope may have
 * one. */
MUST_CHECK enum status sender_identify(struct call *call);

/* Finds the key of `sources`. E_UNAUTHENTICATED: there is none; E_BAD_REQUEST: it can't be one; E_FORBIDDEN:
 * it is nobody's, or not of the project that the path names; E_TOO_MANY_REQUESTS: it has sent too much. */
MUST_CHECK enum status sender_open(struct call *call, const struct auth_sources *sources);

/* Counts events of the key. */
MUST_CHECK enum status sender_count(struct call *call, size_t events);

/* Returns `status` and tells the SDK why, in the answer and in X-Sentry-Error. `cause` is a literal. */
MUST_CHECK enum status sender_refuse(struct call *call, enum status status, const char *cause);

#endif
