#include "shared/gate.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

#include "base/memory.h"
#include "shared/scoreboard.h"

/* A process takes a place by writing its slot into it atomically, so the master can tell which places a
 * killed process held. */
struct gates {
	_Atomic int places[GATE__MAX];
	struct slot *_Atomic holder[GATE__MAX][GATE_PLACES]; /* NULL: free */
};

static struct gates *gates;

void gate_init(void)
{
	void *memory = mmap(NULL, sizeof(*gates), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted(sizeof(*gates));
	gates = memory;
}

void gate_open(enum gate gate, int places)
{
	atomic_store(&gates->places[gate], places < GATE_PLACES ? places : GATE_PLACES);
}

int gate_share(int set, int workers, int part)
{
	if (set > 0 || workers <= 0)
		return set;
	return workers < part ? 1 : workers / part;
}

void gate_open_lookups(int set, int workers)
{
	int asking = gate_share(set, workers, 4), waiting = workers - asking - 1;

	gate_open(GATE_LOOKUP, asking);
	gate_open(GATE_WAITING, waiting < 0 ? 0 : waiting < asking ? waiting : asking);
}

static int taken(enum gate gate)
{
	int count = 0;

	for (int i = 0; i < GATE_PLACES; i++)
		count += atomic_load(&gates->holder[gate][i]) != NULL;
	return count;
}

/* Counts all holders, because after the number of places was lowered, processes may still hold higher
 * places. */
bool gate_enter(enum gate gate, struct slot *slot)
{
	int places = atomic_load(&gates->places[gate]);

	if (taken(gate) >= places)
		return false;
	for (int i = 0; i < places; i++) {
		struct slot *nobody = NULL;

		if (atomic_compare_exchange_strong(&gates->holder[gate][i], &nobody, slot))
			return true;
	}
	return false;
}

void gate_leave(enum gate gate, struct slot *slot)
{
	for (int i = 0; i < GATE_PLACES; i++) {
		struct slot *holder = slot;

		if (atomic_compare_exchange_strong(&gates->holder[gate][i], &holder, NULL))
			return;
	}
}

void gate_abandon(struct slot *slot)
{
	for (int gate = 0; gate < GATE__MAX; gate++)
		gate_leave((enum gate)gate, slot);
}
