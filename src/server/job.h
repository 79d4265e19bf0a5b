/* Runs one job of a room; for the jobs process. */
#ifndef BALCAO_SERVER_JOB_H
#define BALCAO_SERVER_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "table/job.h"

struct arena;
struct db;

/* The state of a job. */
struct job_state {
	const struct job *job;
	long batch;      /* rows of the next batch */
	int64_t next_us; /* when the job is due, by clock_monotonic_us */
	unsigned long
		opened; /* the db_connections of the connection on which `opens` has run; 0: it has not run */
};

/* The size of the batch after one of `batch` rows, at most `most`. After a failure it is half as large,
 * because the database may not manage more within the statement timeout; after a success it is twice as
 * large. */
long job_next_batch(long batch, long most, bool fine);

/* Processes one batch of state->batch rows and notes the age of the queue in the metrics. `values` are
 * those of enum job_parameter, except JOB_BATCH. `*taken` receives the number of rows processed, 0 after
 * a failure. Fails as db_run does. If a batch of a single row fails although the database works, the
 * statement `aside` of the job, if any, moves that row out of the way. */
MUST_CHECK enum status job_take(struct job_state *state, struct db *db, struct arena *arena,
				const char *const values[JOB__PARAMETERS], long *taken);

/* As job_take, and then sets when the job is due again and how many rows its next batch has. Returns the
 * number of rows processed. */
long job_run(struct job_state *state, struct db *db, struct arena *arena,
	     const char *const values[JOB__PARAMETERS]);

#endif
