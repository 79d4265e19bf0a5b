/* Hashing and comparing passwords within a request. A hash takes milliseconds and megabytes, so a limited
 * number of workers computes one at a time (GATE_HASHING). A request waits for its place for up to two
 * seconds. All functions return E_BUSY if there is none by then, or too many wait already. */
#ifndef BALCAO_ACCOUNTS_HASHING_H
#define BALCAO_ACCOUNTS_HASHING_H

#include <stdbool.h>

#include "base/status.h"

struct call;

/* Maps what the processes share: the time that a hash takes, which one of them measures for all. Without it
 * each process measures for itself. Call it before the first fork. Ends the process when the kernel has no
 * memory. */
void hashing_init(void);

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
