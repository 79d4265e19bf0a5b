/* Hashing and comparing passwords within a request. A hash takes milliseconds and megabytes, so a limited
 * number of workers computes one at a time (GATE_HASHING); all functions return E_TOO_MANY_REQUESTS at once
 * if the limit is reached. */
#ifndef BALCAO_ACCOUNTS_HASHING_H
#define BALCAO_ACCOUNTS_HASHING_H

#include <stdbool.h>

#include "base/status.h"

struct call;

/* Hashes a new password at the configured cost. `*hash` is in the call's arena; NULL on failure. E_INTERNAL:
 * libcrypt failed. */
MUST_CHECK enum status hashing_make(struct call *call, const char *password, const char **hash);

/* Sets `*right` to whether `hash` was made from `password`. E_UNAVAILABLE: libcrypt had no memory. */
MUST_CHECK enum status hashing_compare(struct call *call, const char *password, const char *hash,
				       bool *right);

/* The same for a login, whose duration must not reveal whether the account exists. `hash` is NULL if there is
 * no such account; `*right` is then false. Each wrong password takes as long as a hash of the configured cost
 * or of `dearest_cost` (the highest cost of all stored hashes), whichever is higher. */
MUST_CHECK enum status hashing_compare_alike(struct call *call, const char *password, const char *hash,
					     long dearest_cost, bool *right);

#endif
