/* Gates limit how many processes do something slow at the same time, so that it can't occupy all the workers.
 * A process that finds a gate full may wait for a while. The processes behind and before all gates together
 * are limited, too: the other workers always serve what is quick.
 *
 * Places are shared fairly: whose requests have fewer places behind the gate goes first, and among equals who
 * came first. When no place is left to wait in, a newcomer takes the place of somebody who has at least two
 * more. */
#ifndef BALCAO_SHARED_GATE_H
#define BALCAO_SHARED_GATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scoreboard;
struct slot;

enum gate {
	GATE_HASHING, /* hashing a password */
	GATE_LOOKUP,  /* asking a CEP provider */
	GATE__MAX
};
enum { GATE_PLACES = 256 }; /* the maximum of places, behind and before all gates */

struct gate_limits {
	int room;              /* processes behind and before all gates together */
	int most;              /* of them those of a single gate, so that no gate keeps the others shut */
	int behind[GATE__MAX]; /* processes behind a gate */
};

/* The name of a gate in the labels of metrics. */
const char *gate_name(enum gate gate);

/* Maps the gates, shared with all children forked later; all gates are shut. `board` has the slots of
 * those who will visit them. Ends the process when the kernel has no memory. */
void gate_init(struct scoreboard *board);

/* Returns the limits for so many workers and processor cores. `hashing` and `lookups` are the settings of the
 * two gates; 0 means one hashing process for every two cores, and lookups by a quarter of the workers. A
 * quarter of the workers, at least one, stays outside (of a single worker: none), and a gate leaves an eighth
 * of the workers to the others. */
struct gate_limits gate_share(int workers, int cores, int hashing, int lookups);

/* Sets the limits. Processes that have a place keep it. */
void gate_open(struct gate_limits limits);

/* A key for `who` and `what` of a visit, made of any bytes. */
uint64_t gate_key(const void *bytes, size_t length);

struct gate_visit {
	enum gate gate;
	struct slot *slot; /* of the calling process, which has no place yet. A slot stands for a process */
	uint64_t who;  /* for whom: a gate_key. One has at most three quarters of the places behind a gate */
	uint64_t what; /* processes with the same `what` are never behind the gate together; 0: no matter */
	int wait_ms;   /* the longest wait; 0: enter at once or not at all */
};

/* Takes a place behind the gate; if there is none, waits for it. Until gate_leave the process is `away`,
 * and calls another that stands by. While it waits, it renews the heartbeat of its slot. False: there was
 * no place in time, or no place to wait in; the process has none. */
bool gate_enter(const struct gate_visit *visit);
/* Gives the place back, if the process has one. */
void gate_leave(struct slot *slot);

/* Gives back the place of a process that died, at whatever instruction. Call it before another process gets
 * the slot. It never waits for another process. */
void gate_abandon(struct slot *slot);

/* How many processes are behind a gate or, if `waiting`, wait before it; 0 before gate_init. */
int gate_count(enum gate gate, bool waiting);
/* How often gate_enter has returned false; 0 before gate_init. */
uint64_t gate_refusals(enum gate gate);

#endif
