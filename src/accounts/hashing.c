#include "accounts/hashing.h"

#include <stddef.h>
#include <unistd.h>

#include "accounts/password.h"
#include "base/clock.h"
#include "call/call.h"
#include "config/config.h"
#include "shared/gate.h"

/* How long a hash of `cost` takes in this process; cost 0: not known yet. */
static struct {
	long cost;
	int64_t us;
} dearest;

enum status hashing_make(struct call *call, const char *password, const char **hash)
{
	*hash = NULL;
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	*hash = password_hash(call->arena, password, call->config->password_cost);
	gate_leave(GATE_HASHING, call->slot);
	return *hash ? OK : E_INTERNAL;
}

enum status hashing_compare(struct call *call, const char *password, const char *hash, bool *right)
{
	enum status status;

	*right = false;
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	status = password_compare(password, hash, right);
	gate_leave(GATE_HASHING, call->slot);
	return status;
}

/* A hash that nobody needs, for the time that it takes. */
static bool spend(struct call *call, const char *password, long cost)
{
	int64_t start = clock_monotonic_us();

	if (!password_hash(call->arena, password, cost))
		return false;
	dearest.us = clock_monotonic_us() - start;
	dearest.cost = cost;
	return true;
}

/* A hash of a lower cost is compared sooner: waits out the difference. */
static void pad(int64_t start)
{
	int64_t left = dearest.us - (clock_monotonic_us() - start);

	if (left > 0)
		usleep((useconds_t)left);
}

/* Within the gate. What a cost takes is measured when it is first met, before it is known who is asked
 * for. */
static enum status compare_alike(struct call *call, const char *password, const char *hash, long cost,
				 bool *right)
{
	enum status status;
	int64_t start;

	if (dearest.cost != cost && !spend(call, password, cost))
		return E_UNAVAILABLE;
	if (!hash)
		return spend(call, password, cost) ? OK : E_UNAVAILABLE;
	start = clock_monotonic_us();
	status = password_compare(password, hash, right);
	if (!*right && password_outdated(hash, cost))
		pad(start);
	return status;
}

enum status hashing_compare_alike(struct call *call, const char *password, const char *hash,
				  long dearest_cost, bool *right)
{
	long cost = call->config->password_cost;
	enum status status;

	*right = false;
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	status = compare_alike(call, password, hash, dearest_cost > cost ? dearest_cost : cost, right);
	gate_leave(GATE_HASHING, call->slot);
	return status;
}
