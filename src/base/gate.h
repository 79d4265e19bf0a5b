/* What only so many processes may do at a time, so that it can't take all the workers. */
#ifndef BALCAO_BASE_GATE_H
#define BALCAO_BASE_GATE_H

#include <stdbool.h>

struct slot;

enum gate { GATE_HASHING, GATE__MAX };

/* Maps the gates, shared with all children forked later; all are shut. Ends the process when the
 * kernel has no memory. */
void gate_init(void);

/* Sets how many may be behind a gate at once. */
void gate_open(enum gate gate, int places);

/* Takes a place behind the gate for the process of `slot`, which has none yet. False: there is
 * no place. */
bool gate_enter(enum gate gate, struct slot *slot);
void gate_leave(enum gate gate, struct slot *slot);

/* Gives back the places of a process that has died, before its slot is cleared. */
void gate_abandon(struct slot *slot);

#endif
