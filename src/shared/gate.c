#include "shared/gate.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/status.h"
#include "shared/scoreboard.h"

enum { DOZE_US = 250000, SECOND_US = 1000000 };

/* A place belongs to the process of `holder`, which is written last when the place is taken. So a place whose
 * process died while it took it is free, or still that of the holder before, who finds that the ticket is no
 * longer its own and leaves. */
struct place {
	struct slot *_Atomic holder; /* NULL: the place is free */
	_Atomic int gate;
	_Atomic bool behind; /* false: it waits before the gate */
	_Atomic uint64_t who, what, ticket;
};

/* The lock is held while a place is chosen: never to give one back, and never by the master. If its holder
 * dies, the next process gets it (PTHREAD_MUTEX_ROBUST): nothing needs to be mended, because no two members
 * depend on each other. */
struct gates {
	pthread_mutex_t lock;
	_Atomic uint32_t changes; /* a futex, on which waiting processes sleep */
	_Atomic uint64_t tickets, refusals[GATE__MAX];
	_Atomic int room, most, behind[GATE__MAX];
	struct place places[GATE_PLACES];
};

enum turn { TURN_LATER, TURN_NOW, TURN_LOST };

static struct gates *gates;
static struct scoreboard *scoreboard;

const char *gate_name(enum gate gate)
{
	static const char *const names[GATE__MAX] = {
		[GATE_HASHING] = "hashing",
		[GATE_LOOKUP] = "lookup",
	};

	return names[gate];
}

void gate_init(struct scoreboard *board)
{
	void *memory = mmap(NULL, sizeof(*gates), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_t attributes;

	if (memory == MAP_FAILED)
		memory_exhausted(sizeof(*gates));
	gates = memory;
	scoreboard = board;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&gates->lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
}

/* Limits */

static int at_least(int number, int least)
{
	return number > least ? number : least;
}

static int at_most(int number, int most)
{
	return number < most ? number : most;
}

struct gate_limits gate_share(int workers, int cores, int hashing, int lookups)
{
	struct gate_limits limits = { .room = at_least(workers - at_least(workers / 4, 1), 1) };

	limits.room = at_most(limits.room, GATE_PLACES);
	limits.most = limits.room - workers / 8;
	limits.behind[GATE_HASHING] = at_most(hashing ? hashing : at_least(cores / 2, 1), limits.most);
	limits.behind[GATE_LOOKUP] = at_most(lookups ? lookups : at_least(workers / 4, 1), limits.most);
	return limits;
}

/* Wakes all who wait: each looks whether it is its turn. A process that dies before it wakes them is found by
 * the master, which calls gate_abandon. */
static void tell_change(void)
{
	atomic_fetch_add(&gates->changes, 1);
	syscall(SYS_futex, &gates->changes, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

void gate_open(struct gate_limits limits)
{
	atomic_store(&gates->room, limits.room);
	atomic_store(&gates->most, limits.most);
	for (int gate = 0; gate < GATE__MAX; gate++)
		atomic_store(&gates->behind[gate], limits.behind[gate]);
	tell_change();
}

/* FNV-1a. */
uint64_t gate_key(const void *bytes, size_t length)
{
	uint64_t key = UINT64_C(14695981039346656037);

	for (const unsigned char *byte = bytes; length > 0; byte++, length--)
		key = (key ^ *byte) * UINT64_C(1099511628211);
	return key;
}

/* Looking around */

/* What a process sees that wants a place for `who`. */
struct sight {
	int all, of_gate, behind; /* places taken; those of the gate; those behind it */
	int of_who, behind_of_who;
	bool what_is_behind;
};

static struct sight look(int gate, uint64_t who, uint64_t what)
{
	struct sight sight = { 0 };

	for (const struct place *place = gates->places; place < gates->places + GATE_PLACES; place++) {
		bool here, behind, its;

		if (!atomic_load(&place->holder))
			continue;
		here = atomic_load(&place->gate) == gate;
		behind = here && atomic_load(&place->behind);
		its = atomic_load(&place->who) == who;
		sight.all++;
		sight.of_gate += here;
		sight.behind += behind;
		sight.of_who += its;
		sight.behind_of_who += behind && its;
		sight.what_is_behind |= behind && what && atomic_load(&place->what) == what;
	}
	return sight;
}

static bool waits(const struct place *place, int gate)
{
	return atomic_load(&place->holder) && !atomic_load(&place->behind) &&
	       atomic_load(&place->gate) == gate;
}

/* Whether the process that waits in the place could go behind its gate now, if nobody else waited. `*has`
 * receives how many places behind the gate are for the same as this one. */
static bool finds_open(const struct place *place, int *has)
{
	int gate = atomic_load(&place->gate), places = atomic_load(&gates->behind[gate]);
	struct sight sight = look(gate, atomic_load(&place->who), atomic_load(&place->what));

	*has = sight.behind_of_who;
	return sight.behind < places && sight.behind_of_who < places - places / 4 && !sight.what_is_behind;
}

static bool goes_first(const struct place *mine)
{
	uint64_t ticket = atomic_load(&mine->ticket);
	int has, others;

	if (!finds_open(mine, &has))
		return false;
	for (const struct place *other = gates->places; other < gates->places + GATE_PLACES; other++)
		if (other != mine && waits(other, atomic_load(&mine->gate)) && finds_open(other, &others) &&
		    (others < has || (others == has && atomic_load(&other->ticket) < ticket)))
			return false;
	return true;
}

/* Taking a place */

/* A process that was stopped while it held the lock must not stop the others for ever. */
static bool lock(void)
{
	struct timespec until;
	int error;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	error = pthread_mutex_clocklock(&gates->lock, CLOCK_MONOTONIC, &until);
	if (error == EOWNERDEAD)
		error = pthread_mutex_consistent(&gates->lock);
	return error == 0;
}

static struct place *free_place(void)
{
	struct place *place = gates->places;

	while (place < gates->places + GATE_PLACES && atomic_load(&place->holder))
		place++;
	return place < gates->places + GATE_PLACES ? place : NULL;
}

/* Returns the place of the last who came, of those who wait for somebody with the most places, and at least
 * two more than `has`. If the visitor's own gate is full, somebody must leave who waits there. */
static struct place *displaced(int gate, bool of_gate, int has)
{
	struct place *found = NULL;
	int most = has + 1;

	for (struct place *place = gates->places; place < gates->places + GATE_PLACES; place++) {
		int its = atomic_load(&place->gate), held;

		if ((of_gate && its != gate) || !waits(place, its))
			continue;
		held = look(its, atomic_load(&place->who), 0).of_who;
		if (held < most ||
		    (held == most && (!found || atomic_load(&place->ticket) < atomic_load(&found->ticket))))
			continue;
		found = place;
		most = held;
	}
	return found;
}

static struct place *choose_place(const struct gate_visit *visit)
{
	struct sight sight = look(visit->gate, visit->who, 0);
	bool gate_full = sight.of_gate >= atomic_load(&gates->most);

	if (gate_full || sight.all >= atomic_load(&gates->room))
		return displaced(visit->gate, gate_full, sight.of_who);
	return free_place();
}

/* Takes a place to wait in. NULL: there is none. */
static struct place *take_place(const struct gate_visit *visit, uint64_t ticket)
{
	struct place *place;

	if (!lock())
		return NULL;
	place = choose_place(visit);
	if (place) {
		struct slot *before = atomic_load(&place->holder);

		atomic_store(&place->ticket, ticket);
		atomic_store(&place->gate, visit->gate);
		atomic_store(&place->behind, false);
		atomic_store(&place->who, visit->who);
		atomic_store(&place->what, visit->what);
		atomic_store(&place->holder, visit->slot);
		if (before)
			tell_change();
	}
	pthread_mutex_unlock(&gates->lock);
	return place;
}

/* Goes behind the gate if it is this process' turn. */
static enum turn take_turn(struct place *place, const struct slot *slot, uint64_t ticket)
{
	enum turn turn = TURN_LATER;

	if (!lock())
		return TURN_LATER;
	if (atomic_load(&place->holder) != slot || atomic_load(&place->ticket) != ticket) {
		turn = TURN_LOST;
	} else if (goes_first(place)) {
		turn = TURN_NOW;
		atomic_store(&place->behind, true);
	}
	pthread_mutex_unlock(&gates->lock);
	return turn;
}

/* Sleeps until something has changed since `seen` was read, or for `us`. Somebody who should have told may
 * have been killed, so nobody sleeps for long. */
static void doze(uint32_t seen, int64_t us)
{
	struct timespec most = { .tv_nsec = (us < DOZE_US ? us : DOZE_US) * 1000 };

	syscall(SYS_futex, &gates->changes, FUTEX_WAIT, seen, &most, NULL, 0);
}

/* Lets another accept requests while this process is slow. */
static void go_away(struct slot *slot)
{
	atomic_store(&slot->away, 1);
	scoreboard_call(scoreboard);
}

static enum turn wait_turn(struct place *place, const struct gate_visit *visit, uint64_t ticket)
{
	int64_t until_us = clock_monotonic_us() + visit->wait_ms * INT64_C(1000);

	go_away(visit->slot);
	for (;;) {
		uint32_t seen = atomic_load(&gates->changes);
		enum turn turn = take_turn(place, visit->slot, ticket);
		int64_t left_us = until_us - clock_monotonic_us();

		if (turn != TURN_LATER || left_us <= 0)
			return turn;
		doze(seen, left_us);
		slot_set(visit->slot, SLOT_BUSY);
	}
}

bool gate_enter(const struct gate_visit *visit)
{
	uint64_t ticket = atomic_fetch_add(&gates->tickets, 1) + 1;
	struct place *place = take_place(visit, ticket);

	if (place && wait_turn(place, visit, ticket) == TURN_NOW) {
		tell_change(); /* another may be the first now, if a second place is free */
		return true;
	}
	gate_leave(visit->slot);
	atomic_fetch_add(&gates->refusals[visit->gate], 1);
	return false;
}

void gate_leave(struct slot *slot)
{
	atomic_store(&slot->away, 0);
	for (int i = 0; i < GATE_PLACES; i++) {
		struct slot *holder = slot;

		if (atomic_compare_exchange_strong(&gates->places[i].holder, &holder, NULL)) {
			tell_change();
			return;
		}
	}
}

void gate_abandon(struct slot *slot)
{
	gate_leave(slot);
	tell_change(); /* the process may have died before it told that it had left */
}

/* Metrics */

int gate_count(enum gate gate, bool waiting)
{
	int count = 0;

	for (int i = 0; gates && i < GATE_PLACES; i++)
		count += atomic_load(&gates->places[i].holder) &&
			 atomic_load(&gates->places[i].gate) == (int)gate &&
			 atomic_load(&gates->places[i].behind) != waiting;
	return count;
}

uint64_t gate_refusals(enum gate gate)
{
	return gates ? atomic_load(&gates->refusals[gate]) : 0;
}
