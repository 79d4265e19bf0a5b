#include "server/jobs.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "config/config.h"
#include "db/db.h"
#include "shared/metrics.h"
#include "shared/scoreboard.h"

enum {
	SECOND_US = 1000000,
	MINUTE_US = 60 * SECOND_US,
	DIGEST_US = SECOND_US / 5,
	LONGEST_PAUSE_US = MINUTE_US
};

/* Logs to index at once: some milliseconds each. */
enum { INDEX_BATCH = 50 };

/* clang-format off */
/* Each takes a batch of what waits, and answers how many rows that were and how many seconds the oldest that
 * is left has been waiting. */
static struct job {
	enum query_id statement;
	enum query_id waiting; /* tells the same beforehand, cheaply, where the statement is no cheap one */
	enum query_id aside;   /* takes out what fails alone, so that it does not hold up the others */
	enum query_id after;   /* a batch of that one makes it due */
	enum metric_queue queue;
	int64_t every_us; /* how long it rests when nothing is left */
	long most;        /* rows of a batch */
	long batch;       /* rows of the next; 0: as many */
	int64_t next_us;  /* when it is due */
} jobs[] = {
	{ .statement = Q_ERROR_DIGEST, .waiting = Q_ERROR_WAITING, .aside = Q_ERROR_SET_ASIDE,
	  .queue = QUEUE_ERRORS,
	  .every_us = DIGEST_US, .most = JOBS_BATCH },
	{ .statement = Q_ERROR_INDEX, .after = Q_ERROR_DIGEST, .queue = QUEUE_ERROR_INDEX,
	  .every_us = SECOND_US,
	  .most = INDEX_BATCH },
	{ .statement = Q_ERROR_SHRINK, .queue = QUEUE_ERROR_EXPIRY, .every_us = SECOND_US,
	  .most = JOBS_BATCH },
	{ .statement = Q_ERROR_SWEEP, .queue = QUEUE_ERROR_EXPIRY, .every_us = SECOND_US,
	  .most = JOBS_BATCH },
#define EXPIRY(name, of) { .statement = (name), .queue = (of), .every_us = MINUTE_US, .most = JOBS_BATCH }
	EXPIRY(Q_ERROR_PARTITION, QUEUE_ERROR_EXPIRY),
	EXPIRY(Q_ERROR_TRIM, QUEUE_ERROR_EXPIRY),
	EXPIRY(Q_ERROR_SEEN_EXPIRE, QUEUE_ERROR_EXPIRY),
	EXPIRY(Q_SESSION_EXPIRE, QUEUE_SESSION_EXPIRY),
	EXPIRY(Q_REFRESH_TOKEN_EXPIRE, QUEUE_REFRESH_TOKEN_EXPIRY),
	EXPIRY(Q_REVOCATION_EXPIRE, QUEUE_REVOCATION_EXPIRY),
	EXPIRY(Q_LOGIN_FAILURE_EXPIRE, QUEUE_LOGIN_FAILURE_EXPIRY),
	EXPIRY(Q_ACTIVITY_EXPIRE, QUEUE_ACTIVITY_EXPIRY),
	EXPIRY(Q_CEP_CACHE_EXPIRE, QUEUE_CEP_CACHE_EXPIRY),
	EXPIRY(Q_INVITATION_EXPIRE, QUEUE_INVITATION_EXPIRY),
#undef EXPIRY
};
/* clang-format on */

static volatile sig_atomic_t terminated;

static void terminate(int number)
{
	(void)number;
	terminated = 1;
}

long jobs_next_batch(long batch, long most, bool fine)
{
	if (!fine)
		return batch > 1 ? batch / 2 : 1;
	return batch < most / 2 ? 2 * batch : most;
}

static enum status run(enum query_id id, const char *batch, const char *days, struct db *db,
		       struct arena *arena, struct rows *rows)
{
	const char *values[STATEMENT_PARAMS];
	const struct statement *statement = statement_get(id);
	struct db_step step = { .statement = statement,
				.values = values,
				.variant = { .present = statement->conditions } };
	enum status status;

	for (size_t i = 0; i < statement->params; i++)
		values[i] = strcmp(statement->param[i], "batch") == 0 ? batch : days;
	status = db_run(db, arena, &step, 1);
	*rows = step.rows;
	return status;
}

/* One a second: if what fails is the statement and no event, there is time to stop it. */
static void set_aside(enum query_id statement, struct db *db, struct arena *arena)
{
	struct rows rows;

	if (run(statement, NULL, NULL, db, arena, &rows) != OK)
		return;
	metrics_count(METRIC_EVENT_SET_ASIDE);
	log_message(LOG_LEVEL_ERROR,
		    "the event %s can't be counted and was set aside, in the table error_aside",
		    rows_text(&rows, 0, "id"));
}

/* Takes a batch. `*taken` receives how many rows it had. */
static enum status take(const struct job *job, struct db *db, struct arena *arena, const char *days,
			long *taken)
{
	struct rows rows;
	char batch[24];
	enum status status;

	snprintf(batch, sizeof(batch), "%ld", job->batch);
	status = run(job->waiting ? job->waiting : job->statement, batch, days, db, arena, &rows);
	if (status != OK)
		return status;
	metrics_queue_age(job->queue, rows_integer(&rows, 0, "oldest_seconds"));
	*taken = (long)rows_integer(&rows, 0, "taken");
	if (!job->waiting || *taken == 0)
		return OK;
	*taken = 0;
	status = run(job->statement, batch, days, db, arena, &rows);
	if (status == OK)
		*taken = (long)rows_integer(&rows, 0, "taken");
	else if (status != E_UNAVAILABLE && job->batch == 1 && job->aside)
		set_aside(job->aside, db, arena);
	return status;
}

static void wake_those_after(enum query_id statement)
{
	for (size_t i = 0; i < COUNT(jobs); i++)
		if (jobs[i].after == statement)
			jobs[i].next_us = 0;
}

static void run_job(struct job *job, struct db *db, struct arena *arena, const char *days)
{
	long taken = 0;
	enum status status;
	bool fine, more;

	if (job->batch == 0)
		job->batch = job->most;
	status = take(job, db, arena, days, &taken);
	fine = status == OK;
	more = fine && taken >= job->batch;
	if (taken > 0)
		wake_those_after(job->statement);
	job->batch = jobs_next_batch(job->batch, job->most, fine);
	job->next_us = clock_monotonic_us() + (more                                ? 0
					       : fine || job->every_us > SECOND_US ? job->every_us
										   : SECOND_US);
}

/* One batch of each that is due, so that none keeps the others waiting. Returns when the next one is. */
static int64_t run_due(const struct worker_start *start, struct db *db, struct arena *arena, const char *days)
{
	int64_t next = clock_monotonic_us() + LONGEST_PAUSE_US;

	for (size_t i = 0; i < COUNT(jobs); i++) {
		if (clock_monotonic_us() >= jobs[i].next_us) {
			slot_set(start->slot, SLOT_BUSY);
			run_job(&jobs[i], db, arena, days);
			arena_reset(arena);
		}
		if (jobs[i].next_us < next)
			next = jobs[i].next_us;
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

void jobs_run(const struct worker_start *start)
{
	struct sigaction action = { .sa_handler = terminate };
	struct db *db = db_new(start->config->database, "balcao jobs", start->config->statement_timeout_ms);
	struct arena *arena = arena_new();
	sigset_t waiting;
	char days[16];

	snprintf(days, sizeof(days), "%ld", start->config->activity_days);
	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_SETMASK, NULL, &waiting);
	sigdelset(&waiting, SIGTERM);
	while (!terminated && atomic_load(&start->slot->stop) == STOP_NO)
		pause_until(run_due(start, db, arena, days), &waiting);
	db_free(db);
	arena_free(arena);
	exit(EXIT_SUCCESS);
}
