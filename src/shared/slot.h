/* What the master knows of a process: each writes only its own slot, in memory that all share. */
#ifndef BALCAO_SHARED_SLOT_H
#define BALCAO_SHARED_SLOT_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>

enum slot_state { SLOT_EMPTY, SLOT_STARTING, SLOT_IDLE, SLOT_BUSY, SLOT__MAX };

/* How the master wants the process to end; anything but STOP_NO means: finish the
 * request in hand, take no more than what is said here, exit(0). */
enum slot_stop {
	STOP_NO,
	STOP_AFTER_REQUEST, /* other processes accept what waits in the backlog */
	STOP_AFTER_BACKLOG  /* nobody else will: accept until there is nothing left */
};

struct slot {
	alignas(64) _Atomic int pid; /* 0: nobody. A cache line of its own for each process */
	_Atomic int state;           /* enum slot_state */
	_Atomic int stop;            /* enum slot_stop; written by the master */
	_Atomic int64_t since_us;    /* clock_monotonic_us of the last slot_set: the heartbeat */
	_Atomic uint64_t requests;   /* answered by this process */
	const char *_Atomic route;   /* of the request in hand, or NULL; a text made before the fork */
	char request_id[40];         /* of it: read only when the process is dead or hung */
};

/* Notes the request in hand, for the log if the process does not survive it. */
void slot_note(struct slot *slot, const char *request_id, const char *route);
/* The route, or a text that says that there is none. */
const char *slot_route(const struct slot *slot);

/* Sets the state and beats the heart. Who reads `state` and then `since_us` never
 * sees a new state with the time of an older one. */
void slot_set(struct slot *slot, enum slot_state state);
/* Empties a slot whose process is gone: all its members are zero. */
void slot_clear(struct slot *slot);

#endif
