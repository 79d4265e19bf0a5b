#include "jobs.h"

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/scoreboard.h"
#include "db/connection.h"

enum { PAUSE_SECONDS = 60, BATCH = 1000 };

static volatile sig_atomic_t terminated;

static void terminate(int number)
{
	(void)number;
	terminated = 1;
}

/* Removes expired sessions, a batch at a time. False: the database is away. */
static bool expire_sessions(struct db *db, struct arena *arena)
{
	struct db_step step = { .statement = statement_get(Q_SESSION_EXPIRE) };

	if (db_run(db, arena, &step, 1) != OK)
		return false;
	metrics_queue_age(QUEUE_SESSION_EXPIRY, rows_integer(&step.rows, 0, 1));
	return rows_integer(&step.rows, 0, 0) == BATCH;
}

void jobs_run(const struct worker_start *start)
{
	struct sigaction action = { .sa_handler = terminate };
	struct db *db = db_new(start->config->database, "balcao jobs", start->config->statement_timeout_ms);
	struct timespec pause = { .tv_sec = PAUSE_SECONDS };
	struct arena *arena = arena_new();
	sigset_t waiting;

	sigaction(SIGTERM, &action, NULL);
	sigprocmask(SIG_SETMASK, NULL, &waiting);
	sigdelset(&waiting, SIGTERM);
	while (!terminated && atomic_load(&start->slot->stop) == STOP_NO) {
		bool more;

		slot_set(start->slot, SLOT_BUSY);
		more = expire_sessions(db, arena);
		arena_reset(arena);
		slot_set(start->slot, SLOT_IDLE);
		if (!more)
			ppoll(NULL, 0, &pause, &waiting);
	}
	db_free(db);
	arena_free(arena);
	exit(EXIT_SUCCESS);
}
