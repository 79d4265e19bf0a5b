/* The vocabulary of jobs: work that the jobs process repeats for a room, such as removing expired rows.
 * A room lists its jobs in its struct module. */
#ifndef BALCAO_TABLE_JOB_H
#define BALCAO_TABLE_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "db/statement.h"

struct buffer;
struct metrics_counter;
struct module;

/* The parameters that a job's statements may use. */
enum job_parameter {
	JOB_BATCH,         /* :batch, the greatest number of rows to process */
	JOB_ACTIVITY_DAYS, /* :activity_days, how long the activity log is kept */
	JOB__PARAMETERS
};
extern const char *const job_parameters[JOB__PARAMETERS];

enum {
	JOB_EVERY_MS = 60000, /* the default of .every_ms */
	JOB_MOST = 1000,      /* the default of .most */
	JOB_STEPS = 24        /* the greatest number of statements in one transaction */
};

/* One run of a job processes one batch of the rows that wait. `statement` returns one row with two columns:
 * `taken`, the number of rows that it processed, and `age`, for how many seconds the oldest of the remaining
 * rows has been waiting (0 if none remains). After a full batch the next one follows at once; after a failure
 * the next batch has half as many rows. */
struct job {
	const char *name;           /* its name in the log and in the .after of other jobs */
	const char *queue;          /* the label in /metrics of `age`; jobs may share one */
	enum query_id statement;    /* :one, processes a batch */
	const enum query_id *first; /* :exec, run before `statement` in its transaction; ended by Q_NONE */
	enum query_id opens;        /* :exec, run once on each new connection before all others */
	/* The other statements run only if the `taken` of this one, a cheap :one with the same columns,
	 * is not 0. */
	enum query_id waiting;
	/* If a batch of a single row has failed, this :opt moves the row out of the way and returns its
	 * `id`. */
	enum query_id aside;
	const char *aside_says;                      /* .aside: the text that the log writes after the id */
	const struct metrics_counter *aside_counter; /* .aside: a counter of the module */
	const char *after; /* another job; this one is due when that one has processed rows */
	long every_ms;     /* how long the job pauses when nothing is left; 0: JOB_EVERY_MS */
	long most;         /* the greatest number of rows in a batch; 0: JOB_MOST */
};

/* .every_ms and .most, or their defaults. */
long job_every_ms(const struct job *job);
long job_most(const struct job *job);

/* The index of the parameter `name`, or -1. */
int job_parameter(const char *name);

/* Checks the jobs of `modules` (ended by NULL). Call statements_init before. False: `faults` got a line for
 * each mistake, which says what to change. */
MUST_CHECK bool jobs_check(const struct module *const *modules, struct buffer *faults);

#endif
