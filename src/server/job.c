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

/* What the statements of a job are given, by enum job_parameter. */
struct given {
	struct db *db;
	struct arena *arena;
	const char *value[JOB__PARAMETERS];
};

/* jobs_check refuses a job with a statement that wants anything else. */
static struct db_step step_of(const struct given *given, enum query_id id)
{
	struct db_value values[JOB__PARAMETERS + 1] = { 0 };
	size_t count = 0;

	for (int i = 0; i < JOB__PARAMETERS; i++)
		if (statement_param(statement_get(id), job_parameters[i]) >= 0)
			values[count++] = (struct db_value){ job_parameters[i], given->value[i] };
	return bind_step(given->arena, id, values);
}

static enum status run_alone(const struct given *given, enum query_id id, struct rows *rows)
{
	struct db_step step = step_of(given, id);
	enum status status = db_run(given->db, given->arena, &step, 1);

	*rows = step.rows;
	return status;
}

/* Asks whether there is anything to do, if that can be asked. */
static enum status look(const struct job *job, const struct given *given, bool *some)
{
	struct rows rows;
	enum status status;

	*some = true;
	if (!job->waiting)
		return OK;
	status = run_alone(given, job->waiting, &rows);
	if (status != OK)
		return status;
	metrics_queue_age(job->queue, rows_integer(&rows, 0, "age"));
	*some = rows_integer(&rows, 0, "taken") > 0;
	return OK;
}

/* What the statements need of their connection, which is another one after the database was away. */
static enum status open_once(struct job_state *state, const struct given *given)
{
	enum status status = OK;
	struct rows rows;

	if (!state->job->opens || state->opened == db_connections(given->db))
		return OK;
	status = run_alone(given, state->job->opens, &rows);
	if (status == OK)
		state->opened = db_connections(given->db);
	return status;
}

/* All of the job's statements, in one transaction. */
static enum status work(const struct job *job, const struct given *given, long *taken)
{
	struct db_step steps[JOB_STEPS];
	size_t count = 0;
	enum status status;

	for (const enum query_id *id = job->first; id && *id != Q_NONE; id++)
		steps[count++] = step_of(given, *id);
	steps[count++] = step_of(given, job->statement);
	status = db_run(given->db, given->arena, steps, count);
	if (status != OK)
		return status;
	*taken = (long)rows_integer(&steps[count - 1].rows, 0, "taken");
	if (!job->waiting)
		metrics_queue_age(job->queue, rows_integer(&steps[count - 1].rows, 0, "age"));
	return OK;
}

/* One a second: if what fails is the statement and no row, there is time to stop it. */
static void set_aside(const struct job *job, const struct given *given)
{
	struct rows rows;

	if (run_alone(given, job->aside, &rows) != OK)
		return;
	metrics_add(job->aside_counter);
	log_message(LOG_LEVEL_ERROR, "job %s: %s %s", job->name, rows_text(&rows, 0, "id"), job->aside_says);
}

enum status job_take(struct job_state *state, struct db *db, struct arena *arena,
		     const char *const values[JOB__PARAMETERS], long *taken)
{
	const struct job *job = state->job;
	struct given given = { .db = db, .arena = arena };
	enum status status;
	bool some;

	memcpy(given.value, values, sizeof(given.value));
	given.value[JOB_BATCH] = arena_printf(arena, "%ld", state->batch);
	*taken = 0;
	status = look(job, &given, &some);
	if (status != OK || !some)
		return status;
	status = open_once(state, &given);
	if (status != OK)
		return status;
	status = work(job, &given, taken);
	if (status != OK && status != E_UNAVAILABLE && state->batch == 1 && job->aside)
		set_aside(job, &given);
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
