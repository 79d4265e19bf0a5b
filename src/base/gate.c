#include "base/gate.h"

#include <stdatomic.h>
#include <sys/mman.h>

#include "base/memory.h"
#include "base/scoreboard.h"

struct gates {
	_Atomic int places[GATE__MAX], taken[GATE__MAX];
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
	atomic_store(&gates->places[gate], places);
}

bool gate_enter(enum gate gate, struct slot *slot)
{
	int taken = atomic_load(&gates->taken[gate]);

	do {
		if (taken >= atomic_load(&gates->places[gate]))
			return false;
	} while (!atomic_compare_exchange_weak(&gates->taken[gate], &taken, taken + 1));
	atomic_fetch_or(&slot->gates, 1u << gate);
	return true;
}

void gate_leave(enum gate gate, struct slot *slot)
{
	atomic_fetch_and(&slot->gates, ~(1u << gate));
	atomic_fetch_sub(&gates->taken[gate], 1);
}

void gate_abandon(struct slot *slot)
{
	for (int gate = 0; gate < GATE__MAX; gate++)
		if (atomic_load(&slot->gates) >> gate & 1)
			gate_leave((enum gate)gate, slot);
}
