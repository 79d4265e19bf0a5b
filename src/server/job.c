#include "server/job.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "db/bind.h"
#include "shared/metrics.h"

static const long AFTER_FAILURE_MS = 1000;

/* The connection of a job and the parameters of its statements, by enum job_parameter. */
struct job_context {
	struct db *db;
	struct arena *arena;
	const char *value[JOB__PARAMETERS];
};

/* A step with those parameters that the statement has. jobs_check refuses statements with others. */
static struct db_step make_step(const struct job_context *context, enum query_id id)
{
	struct db_value values[JOB__PARAMETERS + 1] = { 0 };
	size_t count = 0;

	for (int i = 0; i < JOB__PARAMETERS; i++)
		if (statement_param(statement_get(id), job_parameters[i]) >= 0)
			values[count++] = (struct db_value){ job_parameters[i], context->value[i] };
	return bind_step(context->arena, id, values);
}

static enum status run_alone(const struct job_context *context, enum query_id id, struct rows *rows)
{
	struct db_step step = make_step(context, id);
	enum status status = db_run(context->db, context->arena, &step, 1);

	*rows = step.rows;
	return status;
}

/* Runs the statement `waiting`, if the job has one, to find out whether there are rows to process. */
static enum status check_waiting(const struct job *job, const struct job_context *context, bool *some)
{
	struct rows rows;
	enum status status;

	*some = true;
	if (!job->waiting)
		return OK;
	status = run_alone(context, job->waiting, &rows);
	if (status != OK)
		return status;
	metrics_queue_age(job->queue, rows_integer(&rows, 0, "age"));
	*some = rows_integer(&rows, 0, "taken") > 0;
	return OK;
}

/* Runs the statement `opens` once on each connection. After the database was away there is a new
 * connection. */
static enum status open_once(struct job_state *state, const struct job_context *context)
{
	enum status status = OK;
	struct rows rows;

	if (!state->job->opens || state->opened == db_connections(context->db))
		return OK;
	status = run_alone(context, state->job->opens, &rows);
	if (status == OK)
		state->opened = db_connections(context->db);
	return status;
}

/* Runs the job's statements in one transaction. */
static enum status run_batch(const struct job *job, const struct job_context *context, long *taken)
{
	struct db_step steps[JOB_STEPS];
	size_t count = 0;
	enum status status;

	for (const enum query_id *id = job->first; id && *id != Q_NONE; id++)
		steps[count++] = make_step(context, *id);
	steps[count++] = make_step(context, job->statement);
	status = db_run(context->db, context->arena, steps, count);
	if (status != OK)
		return status;
	*taken = (long)rows_integer(&steps[count - 1].rows, 0, "taken");
	if (!job->waiting)
		metrics_queue_age(job->queue, rows_integer(&steps[count - 1].rows, 0, "age"));
	return OK;
}

/* Moves the failing row out of the way. A job that fails pauses for a second, so that rows are not all
 * moved quickly if the statement is what is broken. */
static void set_aside(const struct job *job, const struct job_context *context)
{
	struct rows rows;

	if (run_alone(context, job->aside, &rows) != OK)
		return;
	metrics_add(job->aside_counter);
	log_message(LOG_LEVEL_ERROR, "job %s: %s %s", job->name, rows_text(&rows, 0, "id"), job->aside_says);
}

enum status job_take(struct job_state *state, struct db *db, struct arena *arena,
		     const char *const values[JOB__PARAMETERS], long *taken)
{
	const struct job *job = state->job;
	struct job_context context = { .db = db, .arena = arena };
	enum status status;
	bool some;

	memcpy(context.value, values, sizeof(context.value));
	context.value[JOB_BATCH] = arena_printf(arena, "%ld", state->batch);
	*taken = 0;
	status = check_waiting(job, &context, &some);
	if (status != OK || !some)
		return status;
	status = open_once(state, &context);
	if (status != OK)
		return status;
	status = run_batch(job, &context, taken);
	if (status != OK && status != E_UNAVAILABLE && state->batch == 1 && job->aside)
		set_aside(job, &context);
	return status;
}

long job_next_batch(long batch, long most, bool fine)
{
	if (!fine)
		return batch > 1 ? batch / 2 : 1;
	return batch < most / 2 ? 2 * batch : most;
}

long job_run(struct job_state *state, struct db *db, struct arena *arena,
	     const char *const values[JOB__PARAMETERS])
{
	long rest_ms = job_every_ms(state->job), taken;
	bool fine = job_take(state, db, arena, values, &taken) == OK;

	if (fine && taken >= state->batch)
		rest_ms = 0;
	else if (!fine && rest_ms < AFTER_FAILURE_MS)
		rest_ms = AFTER_FAILURE_MS;
	state->batch = job_next_batch(state->batch, job_most(state->job), fine);
	state->next_us = clock_monotonic_us() + rest_ms * INT64_C(1000);
	return taken;
}
