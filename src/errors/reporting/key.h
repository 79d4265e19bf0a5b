/* Keys that applications report with. A worker remembers those it has met, and forgets them as soon as they
 * are deleted: it hears of that as of a revoked session. */
#ifndef BALCAO_ERRORS_REPORTING_KEY_H
#define BALCAO_ERRORS_REPORTING_KEY_H

#include <stdbool.h>

#include "base/status.h"
#include "base/uuid.h"

struct call;

enum { KEY_DIGITS = 32, PLATFORM_SIZE = 65 };

struct key {
	char public_key[KEY_DIGITS + 1]; /* "": nobody's */
	char organization[UUID_TEXT_SIZE], project[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE];
	char number[24]; /* the project's, decimal */
	char platform[PLATFORM_SIZE];
};

/* Listens for keys that end. Once per process, before revocation_init. */
void key_init(void);

/* Finds whose key `text` (`length` bytes of any kind) is; `*key` stays until the next call. E_TOKEN_INVALID:
 * nobody's. The route must have "public_key" among its values and Q_KEY_FIND in `uses`. */
MUST_CHECK enum status key_find(struct call *call, const char *text, size_t length, const struct key **key);

/* Counts events of a key; 0 asks whether one would be too many. False: they are, and nothing was counted;
 * `*wait` receives the seconds until it is worth another try. */
bool key_has_room(struct call *call, const struct key *key, size_t events, int *wait);

/* The same. E_TOO_MANY_REQUESTS, with Retry-After: they are too many. */
MUST_CHECK enum status key_count(struct call *call, const struct key *key, size_t events);

/* The hook `identify` of routes that a key opens: it stands as a bearer token. */
MUST_CHECK enum status key_identify(struct call *call);

/* Makes what key_find found the caller of the request. The route's statement must name :org. */
void key_enter(struct call *call, const struct key *key);

/* The key of the request; NULL: none has entered yet. */
const struct key *key_current(const struct call *call);

#endif
