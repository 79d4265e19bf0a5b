/* One job of a room, as the jobs process runs it. */
#ifndef BALCAO_SERVER_JOB_H
#define BALCAO_SERVER_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "table/job.h"

struct arena;
struct db;

/* Where a job stands. */
struct job_state {
	const struct job *job;
	long batch;           /* rows of the next batch */
	int64_t next_us;      /* when it is due, by clock_monotonic_us */
	unsigned long opened; /* db_connections of the connection that `opens` has run on; 0: of none */
};

/* How many rows the batch after one of `batch` rows has, `most` at the most. One that failed is tried again
 * by half, for the database may not manage more before the statement's time-out; from then on it grows
 * again. */
long job_next_batch(long batch, long most, bool fine);

/* Takes one batch of state->batch rows and notes the queue's age. `values` are those of enum job_parameter
 * but for JOB_BATCH. `*taken` receives how many rows it had, 0 if it failed. Fails as db_run does, also with
 * E_INTERNAL if the row lacks a column; the transaction has then not happened. If a batch of one row fails
 * while the database is there, that row is set aside, where the job tells how. */
MUST_CHECK enum status job_take(struct job_state *state, struct db *db, struct arena *arena,
				const char *const values[JOB__PARAMETERS], long *taken);

/* The same, and says when the job is due again and with how many rows. Returns how many it had. */
long job_run(struct job_state *state, struct db *db, struct arena *arena,
	     const char *const values[JOB__PARAMETERS]);

#endif
