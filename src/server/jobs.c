#include "server/jobs.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/memory.h"
#include "config/config.h"
#include "db/db.h"
#include "server/job.h"
#include "shared/metrics.h"
#include "shared/scoreboard.h"
#include "table/route.h"

enum { SECOND_US = 1000000, LONGEST_PAUSE_US = 60 * SECOND_US, LEAST_PATIENCE_SECONDS = 5 };

/* How long a connection is used. Only a session itself can vacuum its temporary tables, which would
 * become older than all other rows, and PostgreSQL must vacuum every table before its transaction
 * numbers run out. */
static const int64_t CONNECTION_US = INT64_C(3600) * SECOND_US;

static struct job_state *states;
static size_t state_count;

static volatile sig_atomic_t terminated;

static void terminate(int number)
{
	(void)number;
	terminated = 1;
}

static void add_job(const struct job *job)
{
	states = memory_resize(states, state_count + 1, sizeof(*states));
	states[state_count++] = (struct job_state){ .job = job, .batch = job_most(job) };
}

/* Adds the queue of a job. The patience of a queue is that of the slowest of its jobs. */
static void add_queue(struct metrics_queue *queues, size_t *count, const struct job *job)
{
	int patience_seconds = (int)(2 * job_every_ms(job) / 1000);
	size_t i = 0;

	if (patience_seconds < LEAST_PATIENCE_SECONDS)
		patience_seconds = LEAST_PATIENCE_SECONDS;
	while (i < *count && strcmp(queues[i].name, job->queue) != 0)
		i++;
	if (i == *count)
		queues[(*count)++] = (struct metrics_queue){ .name = job->queue };
	if (queues[i].patience_seconds < patience_seconds)
		queues[i].patience_seconds = patience_seconds;
}

void jobs_init(const struct module *const *modules, struct metrics_names *names)
{
	const struct metrics_counter **counters = NULL;
	struct metrics_queue *queues;

	for (const struct module *const *module = modules; *module; module++) {
		for (const struct job *job = (*module)->jobs; job && job->name; job++)
			add_job(job);
		for (const struct metrics_counter *row = (*module)->counters; row && row->family; row++) {
			counters = memory_resize(counters, names->counter_count + 1, sizeof(const void *));
			counters[names->counter_count++] = row;
		}
	}
	queues = memory_new((state_count + 1) * sizeof(*queues));
	for (size_t i = 0; i < state_count; i++)
		add_queue(queues, &names->queue_count, states[i].job);
	names->queues = queues;
	names->counters = counters;
}

static void wake_those_after(const char *name)
{
	for (size_t i = 0; i < state_count; i++)
		if (states[i].job->after && strcmp(states[i].job->after, name) == 0)
			states[i].next_us = 0;
}

/* Runs one batch of each job that is due, so that no job delays the others for long. Returns when the
 * next job is due. */
static int64_t run_due(const struct worker_start *start, struct db *db, struct arena *arena,
		       const char *const values[JOB__PARAMETERS])
{
	int64_t next = clock_monotonic_us() + LONGEST_PAUSE_US;

	for (size_t i = 0; i < state_count; i++) {
		if (clock_monotonic_us() >= states[i].next_us) {
			slot_set(start->slot, SLOT_BUSY);
			if (job_run(&states[i], db, arena, values) > 0)
				wake_those_after(states[i].job->name);
			arena_reset(arena);
		}
		if (states[i].next_us < next)
			next = states[i].next_us;
	}
	slot_set(start->slot, SLOT_IDLE);
	return next;
}

static void pause_until(int64_t next_us, const sigset_t *waiting)
{
	int64_t left = next_us - clock_monotonic_us();
	struct timespec pause = { .tv_sec = left / SECOND_US, .tv_nsec = left % SECOND_US * 1000 };

	if (left > 0)
		ppoll(NULL, 0, &pause, waiting);
}

static struct db *connection_new(const struct config *config)
{
	for (size_t i = 0; i < state_count; i++)
		states[i].opened = 0;
	return db_new(config->database, "balcao jobs", config->statement_timeout_ms);
}

/* Runs jobs on one connection until it is too old, or until the process must end. */
static void run_connected(const struct worker_start *start, struct arena *arena,
			  const char *const values[JOB__PARAMETERS], const sigset_t *waiting)
{
	struct db *db = connection_new(start->config);
	int64_t until_us = clock_monotonic_us() + CONNECTION_US;

	while (!terminated && atomic_load(&start->slot->stop) == STOP_NO && clock_monotonic_us() < until_us)
		pause_until(run_due(start, db, arena, values), waiting);
	db_free(db);
}

void jobs_run(const struct worker_start *start)
{
	struct sigaction action = { .sa_handler = terminate };
	struct arena *arena = arena_new(), *lasting = arena_new();
	const char *values[JOB__PARAMETERS] = {
		[JOB_ACTIVITY_DAYS] = arena_printf(lasting, "%ld", start->config->activity_days),
	};
	sigset_t waiting;

	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_SETMASK, NULL, &waiting);
	sigdelset(&waiting, SIGTERM);
	while (!terminated && atomic_load(&start->slot->stop) == STOP_NO)
		run_connected(start, arena, values, &waiting);
	arena_free(arena);
	arena_free(lasting);
	exit(EXIT_SUCCESS);
}
