/* Gates limit how many processes do something at the same time, so that it can't occupy all the workers. */
#ifndef BALCAO_SHARED_GATE_H
#define BALCAO_SHARED_GATE_H

#include <stdbool.h>

struct slot;

enum gate {
	GATE_HASHING,
	GATE_LOOKUP,  /* asking a CEP provider */
	GATE_WAITING, /* waiting for one of those to be done */
	GATE__MAX
};
enum { GATE_PLACES = 256 }; /* of one gate, at the most */

/* Maps the gates, shared with all children forked later; all are shut. Ends the process when the
 * kernel has no memory. */
void gate_init(void);

/* Sets how many processes may be behind a gate at once, at most GATE_PLACES. Processes behind it stay
 * there. */
void gate_open(enum gate gate, int places);

/* Returns the number of places for a gate: `set`, or if that is 0 one for each `part` of the `workers`, at
 * least one unless there are no workers. */
int gate_share(int set, int workers, int part);

/* Opens GATE_LOOKUP for `set` of the workers (0: a quarter, at least one), and GATE_WAITING for as many, but
 * so that one worker is left for all else. */
void gate_open_lookups(int set, int workers);

/* Takes a place behind the gate for the process of `slot`, which has none yet; a slot stands for
 * one process. False: there is no place. */
bool gate_enter(enum gate gate, struct slot *slot);
/* Gives the place back, if the process has one. */
void gate_leave(enum gate gate, struct slot *slot);

/* Gives back the places of a process that has died, whenever that was, before its slot is another's. */
void gate_abandon(struct slot *slot);

#endif
