#include "shared/rate.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/memory.h"

enum { COUNTERS = 16384, PROBES = 8, COUNT_BITS = 32, MINUTE_US = 60000000, SECOND_US = 1000000 };

/* `state` has a minute in its upper half and the number of its events in the lower half, so that both change
 * in one step. */
static struct counter {
	_Atomic uint64_t id, state;
} * counters;

void rate_init(void)
{
	void *memory = mmap(NULL, COUNTERS * sizeof(*counters), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted(COUNTERS * sizeof(*counters));
	counters = memory;
}

/* Returns the counter of an id, or gives it a counter that is free or was not used in this minute. NULL: the
 * PROBES counters that the id may use are all taken. */
static struct counter *find(uint64_t id, uint64_t minute)
{
	for (size_t i = 0; i < PROBES; i++) {
		struct counter *counter = &counters[(id + i) % COUNTERS];
		uint64_t owner = atomic_load(&counter->id);

		if (owner == id)
			return counter;
		if ((owner == 0 || atomic_load(&counter->state) >> COUNT_BITS != minute) &&
		    atomic_compare_exchange_strong(&counter->id, &owner, id))
			return counter;
	}
	return NULL;
}

bool rate_take(uint64_t id, long count, long most, int *wait)
{
	int64_t now = clock_monotonic_us();
	uint64_t minute = (uint64_t)(now / MINUTE_US), state, used;
	struct counter *counter = find(id, minute);

	if (!counter)
		return true;
	state = atomic_load(&counter->state);
	do {
		used = state >> COUNT_BITS == minute ? state & UINT32_MAX : 0;
		if (used + (uint64_t)(count > 0 ? count : 1) > (uint64_t)most) {
			atomic_store(&counter->state, minute << COUNT_BITS | (uint64_t)most);
			*wait = (int)((MINUTE_US - now % MINUTE_US) / SECOND_US) + 1;
			return false;
		}
	} while (!atomic_compare_exchange_weak(&counter->state, &state,
					       minute << COUNT_BITS | (used + (uint64_t)count)));
	return true;
}

bool rate_fits(uint64_t id, long count, long most, int *wait)
{
	int64_t now = clock_monotonic_us();
	uint64_t minute = (uint64_t)(now / MINUTE_US), state, used;
	struct counter *counter = find(id, minute);

	if (!counter)
		return true;
	state = atomic_load(&counter->state);
	used = state >> COUNT_BITS == minute ? state & UINT32_MAX : 0;
	*wait = (int)((MINUTE_US - now % MINUTE_US) / SECOND_US) + 1;
	return used + (uint64_t)(count > 0 ? count : 1) <= (uint64_t)most;
}

void rate_return(uint64_t id, long count)
{
	uint64_t minute = (uint64_t)(clock_monotonic_us() / MINUTE_US), state, used;
	struct counter *counter = find(id, minute);

	if (!counter)
		return;
	state = atomic_load(&counter->state);
	do {
		used = state & UINT32_MAX;
		if (state >> COUNT_BITS != minute || used < (uint64_t)count)
			return;
	} while (!atomic_compare_exchange_weak(&counter->state, &state, state - (uint64_t)count));
}
