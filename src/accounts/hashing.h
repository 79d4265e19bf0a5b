/* Passwords within a request. A hash takes milliseconds and megabytes, so only so many workers
 * make one at a time; the others answer E_TOO_MANY_REQUESTS at once. */
#ifndef BALCAO_ACCOUNTS_HASHING_H
#define BALCAO_ACCOUNTS_HASHING_H

#include <stdbool.h>

#include "base/status.h"

struct call;

/* Hashes a new password, at the configured cost, into the arena. */
MUST_CHECK enum status hashing_make(struct call *call, const char *password, const char **hash);

/* Tells whether `password` is the one that was hashed. */
MUST_CHECK enum status hashing_compare(struct call *call, const char *password, const char *hash,
				       bool *right);

/* The same for one who is yet to be known. `hash` NULL: nobody's. All that is wrong takes as long as a hash
 * of the configured cost or of `dearest_cost`, the greatest of all that are stored, whichever is more: the
 * duration does not tell who exists. */
MUST_CHECK enum status hashing_compare_alike(struct call *call, const char *password, const char *hash,
					     long dearest_cost, bool *right);

#endif
