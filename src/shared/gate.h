/* Gates limit how many processes do something at the same time, so that it can't occupy all the workers. */
#ifndef BALCAO_SHARED_GATE_H
#define BALCAO_SHARED_GATE_H

#include <stdbool.h>

struct slot;

enum gate {
	GATE_HASHING,
	GATE_LOOKUP,  /* asking a CEP provider */
	GATE_WAITING, /* waiting for a process behind GATE_LOOKUP to finish */
	GATE__MAX
};
enum { GATE_PLACES = 256 }; /* the maximum for a gate */

/* Maps the gates, shared with all children forked later; all gates are shut. Ends the process when the kernel
 * has no memory. */
void gate_init(void);

/* Sets how many processes may be behind a gate at once, at most GATE_PLACES. Processes behind it stay
 * there. */
void gate_open(enum gate gate, int places);

/* Returns the number of places for a gate: `set`, or if that is 0, one for every `part` of the `workers`, but
 * at least one unless there are no workers. */
int gate_share(int set, int workers, int part);

/* Opens GATE_LOOKUP for `set` of the workers (0: a quarter, at least one), and GATE_WAITING for as many, or
 * fewer, so that one worker stays free for other requests. */
void gate_open_lookups(int set, int workers);

/* Takes a place behind the gate for the process of `slot`, which has none yet. A slot stands for
 * one process. False: all places are taken. */
bool gate_enter(enum gate gate, struct slot *slot);
/* Gives the place back, if the process has one. */
void gate_leave(enum gate gate, struct slot *slot);

/* Gives back the places of a process that died, at whatever instruction. Call it before another process gets
 * the slot. */
void gate_abandon(struct slot *slot);

#endif
