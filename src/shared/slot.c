#include "shared/slot.h"

#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"

void slot_set(struct slot *slot, enum slot_state state)
{
	/* The time is set first, so that a slot that becomes busy doesn't look busy since the older time. */
	atomic_store_explicit(&slot->since_us, clock_monotonic_us(), memory_order_relaxed);
	atomic_store_explicit(&slot->state, state, memory_order_release);
}

bool slot_call(struct slot *slot)
{
	bool first = atomic_exchange(&slot->called, 1) == 0;

	syscall(SYS_futex, &slot->called, FUTEX_WAKE, 1, NULL, NULL, 0);
	return first;
}

void slot_note(struct slot *slot, const char *request_id, const char *route)
{
	size_t length = strnlen(request_id, sizeof(slot->request_id) - 1);

	memcpy(slot->request_id, request_id, length);
	slot->request_id[length] = '\0';
	atomic_store(&slot->route, route);
}

const char *slot_route(const struct slot *slot)
{
	const char *route = atomic_load(&slot->route);

	return route ? route : "no request";
}

void slot_clear(struct slot *slot)
{
	slot_note(slot, "", NULL);
	atomic_store(&slot->state, SLOT_EMPTY);
	atomic_store(&slot->pid, 0);
	atomic_store(&slot->stop, STOP_NO);
	atomic_store(&slot->since_us, 0);
	atomic_store(&slot->requests, 0);
	atomic_store(&slot->away, 0);
	atomic_store(&slot->called, 0);
}
