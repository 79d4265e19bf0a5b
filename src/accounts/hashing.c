#include "accounts/hashing.h"

#include <stddef.h>
#include <unistd.h>

#include "accounts/password.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/gate.h"
#include "core/call.h"

/* How long a hash of the configured cost takes in this process; 0: not known yet. */
static int64_t usual_us;

enum status hashing_make(struct call *call, const char *password, const char **hash)
{
	int64_t start = clock_monotonic_us();

	*hash = NULL;
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	*hash = password_hash(call->arena, password, call->config->password_cost);
	gate_leave(GATE_HASHING, call->slot);
	usual_us = clock_monotonic_us() - start;
	return *hash ? OK : E_INTERNAL;
}

/* A hash of a lower cost than is usual now is compared sooner than the one that is made for an unknown user:
 * waits out the difference, or the duration would tell who exists. */
static void pad(int64_t start)
{
	int64_t left = usual_us - (clock_monotonic_us() - start);

	if (left > 0)
		usleep((useconds_t)left);
}

enum status hashing_compare(struct call *call, const char *password, const char *hash, bool *right)
{
	int64_t start = clock_monotonic_us();
	const char *unused;
	enum status status;

	*right = false;
	if (!hash)
		return hashing_make(call, password, &unused);
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	status = password_compare(password, hash, right);
	if (!*right && password_outdated(hash, call->config->password_cost))
		pad(start);
	gate_leave(GATE_HASHING, call->slot);
	return status;
}
