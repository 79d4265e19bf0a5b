#include "accounts/hashing.h"

#include <stddef.h>
#include <unistd.h>

#include "accounts/password.h"
#include "base/clock.h"
#include "call/call.h"
#include "config/config.h"
#include "shared/gate.h"

/* How many microseconds a hash of `cost` takes in this process; cost 0 means that it was not measured yet. */
static struct {
	long cost;
	int64_t us;
} measured;

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

/* Computes a hash and throws it away, to spend and to measure the time that it takes. */
static bool spend_hash(struct call *call, const char *password, long cost)
{
	int64_t start = clock_monotonic_us();

	if (!password_hash(call->arena, password, cost))
		return false;
	measured.us = clock_monotonic_us() - start;
	measured.cost = cost;
	return true;
}

/* Comparing with a hash of a lower cost takes less time: waits for the rest of the measured time. */
static void wait_out(int64_t start)
{
	int64_t left = measured.us - (clock_monotonic_us() - start);

	if (left > 0)
		usleep((useconds_t)left);
}

/* Runs while the caller holds the gate. The time of a cost is measured when the cost first occurs, whether or
 * not the account exists, so that the measurement reveals nothing. */
static enum status compare_alike(struct call *call, const char *password, const char *hash, long cost,
				 bool *right)
{
	enum status status;
	int64_t start;

	if (measured.cost != cost && !spend_hash(call, password, cost))
		return E_UNAVAILABLE;
	if (!hash)
		return spend_hash(call, password, cost) ? OK : E_UNAVAILABLE;
	start = clock_monotonic_us();
	status = password_compare(password, hash, right);
	if (!*right && password_outdated(hash, cost))
		wait_out(start);
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
