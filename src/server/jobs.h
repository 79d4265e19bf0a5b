/* The process for what must not wait in a request: the jobs of all rooms. */
#ifndef BALCAO_SERVER_JOBS_H
#define BALCAO_SERVER_JOBS_H

#include <stddef.h>

#include "server/worker.h"

struct metrics_names;
struct module;

/* Collects the jobs of `modules` (ended by NULL; they live as long as the process), before the first fork;
 * call once. They must have passed jobs_check. Puts their queues and all counters of modules into `names`. */
void jobs_init(const struct module *const *modules, struct metrics_names *names);

/* The life of the jobs process, of which there is one: as worker_run, but without a
 * socket (`listen_fd` is -1, `number` 0). It is SLOT_BUSY while it works and calls
 * slot_set before each piece of work: one that takes longer than
 * config->request_timeout_seconds counts as hung, and the process is killed and
 * replaced. When slot->stop is set or SIGTERM comes it finishes the piece in hand and
 * exits with 0. On SIGHUP it is stopped before its successor starts. */
void jobs_run(const struct worker_start *start) __attribute__((noreturn));

#endif
