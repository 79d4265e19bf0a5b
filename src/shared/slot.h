/* What the master knows about a process. Slots are in shared memory; each process writes only its own. */
#ifndef BALCAO_SHARED_SLOT_H
#define BALCAO_SHARED_SLOT_H

#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* SLOT_STANDBY: the process accepts no requests until it is called (scoreboard_stand_by). */
enum slot_state { SLOT_EMPTY, SLOT_STARTING, SLOT_IDLE, SLOT_BUSY, SLOT_STANDBY, SLOT__MAX };

/* How the master wants the process to end. Unless it is STOP_NO, the process finishes its request, accepts no
 * others than stated here, and calls exit(0). */
enum slot_stop {
	STOP_NO,
	STOP_AFTER_REQUEST, /* none: other processes accept what waits in the backlog */
	STOP_AFTER_BACKLOG  /* all that wait in the backlog, because no other process will */
};

struct slot {
	alignas(64) _Atomic int pid; /* 0: no process. Each slot has a cache line of its own */
	_Atomic int state;           /* enum slot_state */
	_Atomic int stop;            /* enum slot_stop; written by the master */
	_Atomic int64_t since_us;    /* clock_monotonic_us of the last slot_set: the heartbeat */
	_Atomic uint64_t requests;   /* answered by this process */
	_Atomic int away;            /* it is behind or before a gate: another may accept requests for it */
	_Atomic uint32_t called;     /* a futex: 1 ends SLOT_STANDBY; written by others, too */
	const char *_Atomic route;   /* of the current request, or NULL; its text was made before the fork */
	char request_id[40];         /* of the current request; read only if the process is dead or hangs */
};

/* Notes the current request, so that the log can name it if the process dies. */
void slot_note(struct slot *slot, const char *request_id, const char *route);
/* Returns the route of the current request, or "no request". */
const char *slot_route(const struct slot *slot);

/* Sets the state and the time of the heartbeat. A process that reads `state` and then `since_us` never sees a
 * new state with the time of an older one. */
void slot_set(struct slot *slot, enum slot_state state);
/* Ends the SLOT_STANDBY of the process, if it stands by. False: somebody else has called it before. */
bool slot_call(struct slot *slot);
/* Empties a slot whose process is gone: sets all its members to zero. */
void slot_clear(struct slot *slot);

#endif
