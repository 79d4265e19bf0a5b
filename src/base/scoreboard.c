#include "base/scoreboard.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/memory.h"

struct scoreboard {
	size_t size;
	struct slot slots[];
};

struct scoreboard *scoreboard_new(size_t slots)
{
	size_t bytes = sizeof(struct scoreboard) + slots * sizeof(struct slot);
	struct scoreboard *board = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
					MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (board == MAP_FAILED)
		memory_exhausted(bytes);
	board->size = slots;
	return board;
}

size_t scoreboard_size(const struct scoreboard *board)
{
	return board->size;
}

struct slot *scoreboard_slot(struct scoreboard *board, size_t index)
{
	assert(index < board->size);
	return &board->slots[index];
}

void slot_set(struct slot *slot, enum slot_state state)
{
	/* The time first: a slot that turns busy must not look busy since long ago. */
	atomic_store_explicit(&slot->since_us, clock_monotonic_us(), memory_order_relaxed);
	atomic_store_explicit(&slot->state, state, memory_order_release);
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
}
