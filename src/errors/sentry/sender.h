/* Authenticates requests of Sentry's protocol by the key of a project, and refuses requests in the form that
 * SDKs understand. */
#ifndef BALCAO_ERRORS_SENTRY_SENDER_H
#define BALCAO_ERRORS_SENTRY_SENDER_H

#include <stddef.h>

#include "base/status.h"

struct auth_sources;
struct call;

/* The hook `identify`: looks for a key in the query and the headers, and opens it as sender_open does.
 * Returns OK without a key, because the envelope may have one. Returns E_BAD_REQUEST if the project in the
 * path is not a number. */
MUST_CHECK enum status sender_identify(struct call *call);

/* Finds the key that `sources` name and makes it the current key of the request. Returns E_UNAUTHENTICATED
 * if there is no key, E_BAD_REQUEST if it doesn't have the form of a key, E_FORBIDDEN if it doesn't exist or
 * belongs to another project than the one in the path, E_TOO_MANY_REQUESTS if it has used up its limit;
 * otherwise fails as key_find does. */
MUST_CHECK enum status sender_open(struct call *call, const struct auth_sources *sources);

/* Counts `events` with `bytes` in all against the quotas of the current key. Returns E_TOO_MANY_REQUESTS,
 * with Retry-After and X-Sentry-Rate-Limits, if a quota would be exceeded. */
MUST_CHECK enum status sender_count(struct call *call, size_t events, size_t bytes);

/* Sets `cause`, a string literal in English, as the reason in the reply and in X-Sentry-Error. Returns
 * `status`. */
MUST_CHECK enum status sender_refuse(struct call *call, enum status status, const char *cause);

#endif
