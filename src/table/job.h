/* The vocabulary of jobs: what a room has done again and again by the jobs process, such as removing what has
 * expired. A room is given an array of these in its struct module. */
#ifndef BALCAO_TABLE_JOB_H
#define BALCAO_TABLE_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "db/statement.h"

struct buffer;
struct metrics_counter;
struct module;

/* What the parameters of a job's statements may name. */
enum job_parameter {
	JOB_BATCH,         /* :batch, how many rows to take at the most */
	JOB_ACTIVITY_DAYS, /* :activity_days, how long the log of activity is kept */
	JOB__PARAMETERS
};
extern const char *const job_parameters[JOB__PARAMETERS];

enum {
	JOB_EVERY_MS = 60000, /* unless the row says otherwise */
	JOB_MOST = 1000,
	JOB_STEPS = 16 /* statements of one transaction, at the most */
};

/* Each time the statement takes a batch of what waits, and answers in one row the columns `taken`, how
 * many rows that were, and `age`, for how many seconds the oldest that is left has been waiting (0: none is
 * left). If the batch was full, the next follows at once; if it failed, one of half the size. */
struct job {
	const char *name;        /* as the log names it; other rows' `after` */
	const char *queue;       /* the label under which /metrics shows `age`; several jobs may share one */
	enum query_id statement; /* :one */
	const enum query_id *first; /* :exec, run before it in its transaction; ended by Q_NONE */
	enum query_id opens;        /* :exec, run once on each connection before these */
	enum query_id waiting;  /* :one, answers the same columns cheaply; the others run if it finds some */
	enum query_id aside;    /* :opt, takes out the row that fails when it is tried alone: its id */
	const char *aside_says; /* … what the log says of it, after its id */
	const struct metrics_counter *aside_counter; /* … and what counts it, a row of the module's */
	const char *after;                           /* a batch of the job of this name makes it due */
	long every_ms; /* how long it rests when nothing is left; 0: JOB_EVERY_MS */
	long most;     /* rows of a batch; 0: JOB_MOST */
};

/* With what the row leaves out. */
long job_every_ms(const struct job *job);
long job_most(const struct job *job);

/* The index of the parameter `name`, or -1. */
int job_parameter(const char *name);

/* Checks the jobs of all modules (ended by NULL), after statements_init. False: what keeps a job from being
 * run is a line in `faults`, which says what to change. */
MUST_CHECK bool jobs_check(const struct module *const *modules, struct buffer *faults);

#endif
