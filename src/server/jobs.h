/* The process for what must not wait in a request. */
#ifndef BALCAO_SERVER_JOBS_H
#define BALCAO_SERVER_JOBS_H

#include <stdbool.h>

#include "server/worker.h"

/* Rows that one statement takes, at the most. */
enum { JOBS_BATCH = 1000 };

/* How many rows the batch after one of `batch` rows has, `most` at the most. One that failed is tried again
 * by half, for the database may not manage more before the statement's time-out; from then on it grows
 * again. */
long jobs_next_batch(long batch, long most, bool fine);

/* The life of the jobs process, of which there is one: as worker_run, but without a
 * socket (`listen_fd` is -1, `number` 0). It is SLOT_BUSY while it works and calls
 * slot_set before each piece of work: one that takes longer than
 * config->request_timeout_seconds counts as hung, and the process is killed and
 * replaced. When slot->stop is set or SIGTERM comes it finishes the piece in hand and
 * exits with 0. On SIGHUP it is stopped before its successor starts. */
void jobs_run(const struct worker_start *start) __attribute__((noreturn));

#endif
