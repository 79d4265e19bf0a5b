/* The contract between the master and the processes that it forks. */
#ifndef BALCAO_SERVER_WORKER_H
#define BALCAO_SERVER_WORKER_H

#include <stddef.h>

struct config;
struct slot;

/* What a process is started with; it lives as long as the process. */
struct worker_start {
	const struct config *config;
	int listen_fd;     /* listening, non-blocking, shared with the other workers; jobs: -1 */
	struct slot *slot; /* of this process: it alone sets its state and requests */
	size_t number;     /* of the slot, from 1; jobs: 0. Used again by a successor */
};

/* The life of a worker. The master calls it in the child right after fork:
 * - SIGTERM, SIGINT, SIGQUIT, SIGHUP and SIGCHLD are blocked and have their default
 *   actions; SIGPIPE is ignored, so that a client or a log that went away is EPIPE;
 * - SIGTERM comes by itself when the master dies;
 * - log_init was called, slot->pid is set, the state is SLOT_STARTING.
 *
 * It calls slot_set with SLOT_IDLE as soon as it accepts requests (a database that is
 * away is no reason to wait: the request is answered with 503), with SLOT_BUSY before
 * each accept, and with SLOT_IDLE after each answer. Who stays SLOT_BUSY for longer
 * than config->request_timeout_seconds is killed and replaced.
 *
 * When slot->stop is set, or SIGTERM comes (it is repeated until then), it finishes the
 * request in hand and then, unless slot->stop is STOP_AFTER_REQUEST, accepts until
 * there is nothing left (EAGAIN); then it exits with 0. SIGTERM alone, without
 * slot->stop, means that the master is gone. It waits for both with epoll_pwait, SIGTERM
 * unblocked only there, and looks at slot->stop after each wait.
 *
 * Never returns. An exit that was not asked for is counted as a crash, and the worker
 * replaced: at once, or more slowly when it lived for less than a second. */
void worker_run(const struct worker_start *start) __attribute__((noreturn));

#endif
