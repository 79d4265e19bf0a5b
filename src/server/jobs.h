/* The jobs process: runs the jobs of all rooms, which are the work that must not wait for a request. */
#ifndef BALCAO_SERVER_JOBS_H
#define BALCAO_SERVER_JOBS_H

#include <stddef.h>

#include "server/worker.h"

struct metrics_names;
struct module;

/* Collects the jobs of `modules` (ended by NULL; they live as long as the process). Call it once, before
 * the first fork and after jobs_check. Adds the queues of the jobs and the counters of all modules to
 * `names`. */
void jobs_init(const struct module *const *modules, struct metrics_names *names);

/* Runs the jobs process, of which there is one. It works like worker_run, but has no socket (`listen_fd`
 * is -1, `number` 0). Its slot is SLOT_BUSY while it works. It calls slot_set before each batch; if a
 * batch takes longer than config->request_timeout_seconds, the master kills and replaces the process.
 * After slot->stop is set or SIGTERM arrives, it finishes the current batch and exits with 0. On SIGHUP
 * the master stops it before it starts its successor. */
void jobs_run(const struct worker_start *start) __attribute__((noreturn));

#endif
