/* How much may be reported in a minute: events, and bytes of them, for each key, each project, and the whole
 * service. All workers count together (shared/rate.h). The bytes of an event are those of its JSON, before
 * compression. */
#ifndef BALCAO_ERRORS_REPORTING_QUOTA_H
#define BALCAO_ERRORS_REPORTING_QUOTA_H

#include <stddef.h>

#include "base/status.h"
#include "http/problem.h"

struct call;
struct key;

/* A quota that is used up, as the header X-Sentry-Rate-Limits names it. */
struct quota {
	const char *scope;  /* "key", "project", or "organization", which stands for the whole service */
	const char *reason; /* "events_per_minute" or "bytes_per_minute" */
	const char *cause;  /* a sentence in English */
};

/* 429 quota_exceeded. */
extern const struct problem quota_exceeded;

/* Counts `events` with `bytes` in all against the quotas of the key, its project and the service; 0 and 0
 * only ask whether there is room for more. Returns NULL if there is. Otherwise nothing was counted, and
 * `*wait` is the number of seconds until the next try makes sense. */
const struct quota *quota_take(const struct call *call, const struct key *key, size_t events, size_t bytes,
			       int *wait);

/* As quota_take, for the current key; refuses with quota_exceeded and the header Retry-After. */
MUST_CHECK enum status quota_count(struct call *call, size_t events, size_t bytes);

/* How many events the key may report at once, if it has reported none in this minute. */
long quota_events(const struct call *call, const struct key *key);

#endif
