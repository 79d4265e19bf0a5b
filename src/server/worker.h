/* The contract between the master and the processes that it forks. */
#ifndef BALCAO_SERVER_WORKER_H
#define BALCAO_SERVER_WORKER_H

#include <stddef.h>

struct config;
struct slot;

/* The parameters of a new process; they live as long as the process. */
struct worker_start {
	const struct config *config;
	int listen_fd; /* listening, non-blocking, shared with the other workers; jobs: -1 */
	struct scoreboard *board;
	struct slot *slot; /* this process's slot: only this process sets its state and requests */
	size_t number; /* number of the slot: 0 for jobs, from 1 for workers; a successor may get the same */
};

/* The life of a worker. The master calls it in the child right after fork:
 * - SIGTERM, SIGINT, SIGQUIT, SIGHUP and SIGCHLD are blocked and have their default actions; SIGPIPE is
 *   ignored, so that writing to a closed connection or log fails with EPIPE;
 * - the kernel sends SIGTERM when the master dies (PR_SET_PDEATHSIG);
 * - log_init was called, slot->pid is set, the state is SLOT_STARTING.
 *
 * It calls slot_set with SLOT_IDLE as soon as it accepts requests, with SLOT_BUSY before each accept, and
 * with SLOT_IDLE after each reply. While enough others serve, it is SLOT_STANDBY. It does not wait for the
 * database: without it, requests are answered with 503. The master kills and replaces a worker that stays
 * SLOT_BUSY for longer than config->request_timeout_seconds.
 *
 * When slot->stop is set or SIGTERM comes (the master repeats it), the worker finishes its request; then,
 * unless slot->stop is STOP_AFTER_REQUEST, it accepts requests until the backlog is empty (EAGAIN), and exits
 * with 0. SIGTERM without slot->stop means that the master has died. The worker waits with epoll_pwait, the
 * only place where SIGTERM is unblocked, and reads slot->stop after each wait.
 *
 * The function never returns. The master counts an exit that it did not ask for as a crash and replaces the
 * worker: at once, or after a delay if the worker lived for less than a second. */
void worker_run(const struct worker_start *start) __attribute__((noreturn));

#endif
