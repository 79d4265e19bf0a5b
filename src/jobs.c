#include "jobs.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/metrics.h"
#include "base/scoreboard.h"
#include "db/connection.h"

enum { PAUSE_SECONDS = 60 };

/* Each removes a batch of what has expired, and answers how many rows went and how many seconds
 * the oldest that is left has been waiting. */
static struct job {
	enum query_id statement;
	enum metric_queue queue;
	long batch; /* rows of the next */
} expiries[] = {
	{ Q_SESSION_EXPIRE, QUEUE_SESSION_EXPIRY, JOBS_BATCH },
	{ Q_REFRESH_TOKEN_EXPIRE, QUEUE_REFRESH_TOKEN_EXPIRY, JOBS_BATCH },
	{ Q_REVOCATION_EXPIRE, QUEUE_REVOCATION_EXPIRY, JOBS_BATCH },
	{ Q_LOGIN_FAILURE_EXPIRE, QUEUE_LOGIN_FAILURE_EXPIRY, JOBS_BATCH },
	{ Q_ACTIVITY_EXPIRE, QUEUE_ACTIVITY_EXPIRY, JOBS_BATCH },
	{ Q_CEP_CACHE_EXPIRE, QUEUE_CEP_CACHE_EXPIRY, JOBS_BATCH },
};

static volatile sig_atomic_t terminated;

static void terminate(int number)
{
	(void)number;
	terminated = 1;
}

long jobs_next_batch(long batch, bool fine)
{
	if (!fine)
		return batch > 1 ? batch / 2 : 1;
	return batch < JOBS_BATCH / 2 ? 2 * batch : JOBS_BATCH;
}

/* Whether there may be more to do. */
static bool run_job(struct job *job, struct db *db, struct arena *arena, const char *days)
{
	const char *values[STATEMENT_PARAMS];
	struct db_step step = { .statement = statement_get(job->statement), .values = values };
	char batch[24];
	bool fine, more;

	snprintf(batch, sizeof(batch), "%ld", job->batch);
	for (size_t i = 0; i < step.statement->params; i++)
		values[i] = strcmp(step.statement->param[i], "batch") == 0 ? batch : days;
	fine = db_run(db, arena, &step, 1) == OK;
	more = fine && rows_integer(&step.rows, 0, 0) == job->batch;
	if (fine)
		metrics_queue_age(job->queue, rows_integer(&step.rows, 0, 1));
	job->batch = jobs_next_batch(job->batch, fine);
	return more;
}

void jobs_run(const struct worker_start *start)
{
	struct sigaction action = { .sa_handler = terminate };
	struct db *db = db_new(start->config->database, "balcao jobs", start->config->statement_timeout_ms);
	struct timespec pause = { .tv_sec = PAUSE_SECONDS };
	struct arena *arena = arena_new();
	sigset_t waiting;
	char days[16];

	snprintf(days, sizeof(days), "%ld", start->config->activity_days);
	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_SETMASK, NULL, &waiting);
	sigdelset(&waiting, SIGTERM);
	while (!terminated && atomic_load(&start->slot->stop) == STOP_NO) {
		bool more = false;

		for (size_t i = 0; i < COUNT(expiries); i++) {
			slot_set(start->slot, SLOT_BUSY);
			more |= run_job(&expiries[i], db, arena, days);
			arena_reset(arena);
		}
		slot_set(start->slot, SLOT_IDLE);
		if (!more)
			ppoll(NULL, 0, &pause, &waiting);
	}
	db_free(db);
	arena_free(arena);
	exit(EXIT_SUCCESS);
}
