/* The keys with which applications report. A worker caches the keys that it has met, with the settings of
 * their projects. When a key is deleted, or the key or its project changes, the database notifies the
 * workers, as for a revoked session, and they drop the key from the cache (sql/schema/018_scrub.sql). */
#ifndef BALCAO_ERRORS_REPORTING_KEY_H
#define BALCAO_ERRORS_REPORTING_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "base/uuid.h"
#include "errors/scrub/scrub.h"

struct call;
struct rules;

enum { KEY_DIGITS = 32, PLATFORM_SIZE = 65 };

struct key {
	char public_key[KEY_DIGITS + 1]; /* "" in an unused slot of the cache */
	char organization[UUID_TEXT_SIZE], project[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];
	char number[24];              /* the project's number, decimal */
	char platform[PLATFORM_SIZE]; /* the project's; "" if it has none */
	bool dropped;                 /* find it anew before the next use */
	const struct rules *rules;    /* for fingerprints (grouping/rule.h); never NULL */
	struct scrub scrub;           /* what is hidden in its events: settings of the project */
};

/* Subscribes to the notifications about keys. Call it once per process, before revocation_init. */
void key_init(void);

/* Finds the key whose public part is the `length` bytes of `text`, of any content. Sets `*key`, which lives
 * in the cache and is valid until the next call. Returns E_TOKEN_INVALID if there is no such key; fails as
 * revocation_hear and query_run. The route must have "public_key" in `values` and Q_KEY_FIND in `uses`. */
MUST_CHECK enum status key_find(struct call *call, const char *text, size_t length, const struct key **key);

/* Counts `events` against the key's limit per minute; 0 only asks whether one more event is allowed. Returns
 * false if the limit would be exceeded: then nothing was counted, and `*wait` is the number of seconds until
 * the next try makes sense. */
bool key_take(struct call *call, const struct key *key, size_t events, int *wait);

/* As key_take, but returns E_TOO_MANY_REQUESTS, with the header Retry-After, if the limit would be
 * exceeded. */
MUST_CHECK enum status key_count(struct call *call, const struct key *key, size_t events);

/* The hook `identify` of routes that take a key as the bearer token. Returns E_UNAUTHENTICATED without a
 * token; fails as key_find and key_count. */
MUST_CHECK enum status key_identify(struct call *call);

/* Makes `key`, which key_find has found, the caller of the request. The route's statement must have the
 * parameter :org. */
void key_enter(struct call *call, const struct key *key);

/* Returns the key that is the caller of the request; NULL before key_enter. */
const struct key *key_current(const struct call *call);

#endif
