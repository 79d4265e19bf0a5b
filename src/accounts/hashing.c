#include "accounts/hashing.h"

#include <arpa/inet.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "accounts/password.h"
#include "base/clock.h"
#include "base/memory.h"
#include "call/call.h"
#include "config/config.h"
#include "shared/gate.h"

/* A right login in a burst of eight takes two seconds at most, whatever else is hashed. */
enum { WAIT_MS = 2000, BLOCK_SIZE = 8 };

/* How many microseconds a hash of `cost` takes; cost 0 means that it was not measured yet. */
static struct measured {
	_Atomic long cost;
	_Atomic int64_t us;
} own, *measured = &own;

void hashing_init(void)
{
	void *memory =
		mmap(NULL, sizeof(*measured), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted(sizeof(*measured));
	measured = memory;
}

/* Who shares an address shares the places: an IPv4 address or the /64 of an IPv6 address, as in nginx. The
 * user is not known before a login, and guessing is what takes most places. */
static uint64_t client_of(const struct call *call)
{
	const char *address = call->request.address;
	struct in6_addr six;

	if (inet_pton(AF_INET6, address, &six) == 1)
		return gate_key(&six, BLOCK_SIZE);
	return gate_key(address, strlen(address));
}

static bool enter(struct call *call)
{
	return gate_enter(&(struct gate_visit){
		.gate = GATE_HASHING, .slot = call->slot, .who = client_of(call), .wait_ms = WAIT_MS });
}

enum status hashing_make(struct call *call, const char *password, const char **hash)
{
	*hash = NULL;
	if (!enter(call))
		return E_BUSY;
	*hash = password_hash(call->arena, password, call->config->password_cost);
	gate_leave(call->slot);
	return *hash ? OK : E_INTERNAL;
}

enum status hashing_compare(struct call *call, const char *password, const char *hash, bool *right)
{
	enum status status;

	*right = false;
	if (!enter(call))
		return E_BUSY;
	status = password_compare(password, hash, right);
	gate_leave(call->slot);
	return status;
}

/* Computes a hash and throws it away, to spend and to measure the time that it takes. */
static bool spend_hash(struct call *call, const char *password, long cost)
{
	int64_t start = clock_monotonic_us();

	if (!password_hash(call->arena, password, cost))
		return false;
	atomic_store(&measured->us, clock_monotonic_us() - start);
	atomic_store(&measured->cost, cost);
	return true;
}

/* Comparing with a hash of a lower cost takes less time: waits for the rest of the measured time. */
static void wait_out(int64_t start)
{
	int64_t left = atomic_load(&measured->us) - (clock_monotonic_us() - start);

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

	if (atomic_load(&measured->cost) != cost && !spend_hash(call, password, cost))
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
	if (!enter(call))
		return E_BUSY;
	status = compare_alike(call, password, hash, dearest_cost > cost ? dearest_cost : cost, right);
	gate_leave(call->slot);
	return status;
}
