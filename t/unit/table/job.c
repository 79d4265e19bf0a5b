#include "table/job.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "server/modules.h"
#include "shared/metrics.h"
#include "table/route.h"

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(statements_init(&faults), "%s", faults.data);
}

TestSuite(table_job, .init = start);

/* clang-format off */
static const struct metrics_counter counters[] = { { "balcao_x_total", "x", "X." }, { 0 } };
static const struct metrics_counter foreign = { "balcao_y_total", "y", "Y." };
static const enum query_id first[] = { Q_ERROR_BATCH_FILL, Q_NONE };
static const enum query_id first_answers[] = { Q_ERROR_BATCH_FILL, Q_ERROR_SWEEP, Q_NONE };
static const enum query_id too_many[] = {
	Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL,
	Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL,
	Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL,
	Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL,
	Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL, Q_ERROR_BATCH_FILL,
	Q_NONE
};

#define GOOD .name = "x", .queue = "q", .statement = Q_ERROR_SWEEP
/* The complaint of start-up about a job, or NULL. */
static const struct {
	struct job job;
	const char *complaint;
} rows[] = {
	{ { GOOD }, NULL },
	{ { GOOD, .first = first, .opens = Q_ERROR_BATCH_OPEN, .waiting = Q_ERROR_WAITING, .after = "other",
	    .aside = Q_ERROR_SET_ASIDE, .aside_says = "x", .aside_counter = &counters[0], .every_ms = 1,
	    .most = 1 }, NULL },
	{ { .name = "x", .statement = Q_ERROR_SWEEP }, "has no queue: write in .queue" },
	{ { .name = "x", .queue = "", .statement = Q_ERROR_SWEEP }, "has no queue: write in .queue" },
	{ { .name = "x", .queue = "q" }, "has no statement: name in .statement" },
	{ { .name = "x", .queue = "q", .statement = Q_TASK_GET },
	  "caller is a parameter that jobs do not provide: use one of job_parameters" },
	{ { .name = "x", .queue = "q", .statement = Q_SERVICE_READY },
	  "service_ready returns no column taken: select how many rows" },
	{ { .name = "x", .queue = "q", .statement = Q_SERVICE_READY },
	  "service_ready returns no column age: select for how many seconds" },
	{ { GOOD, .waiting = Q_SERVICE_READY }, "service_ready returns no column taken" },
	{ { .name = "x", .queue = "q", .statement = Q_MIGRATION_LIST }, "migration_list must be :one" },
	{ { GOOD, .after = "nobody" }, "nobody in .after is not the name of a job" },
	{ { .name = "other", .queue = "q", .statement = Q_ERROR_SWEEP }, "is defined twice" },
	{ { GOOD, .every_ms = -1 }, "has a negative .every_ms or .most" },
	{ { GOOD, .most = -1 }, "has a negative .every_ms or .most" },
	{ { GOOD, .first = first_answers }, "error_sweep must be :exec, because it is in .first" },
	{ { GOOD, .first = too_many }, "has more statements than JOB_STEPS" },
	{ { GOOD, .opens = Q_ERROR_SWEEP }, "error_sweep must be :exec, because it is in .opens" },
	{ { GOOD, .aside = Q_ERROR_SWEEP, .aside_says = "x", .aside_counter = &counters[0] },
	  "error_sweep must be :opt, because it is in .aside" },
	{ { GOOD, .aside = Q_ERROR_SET_ASIDE, .aside_counter = &counters[0] },
	  "has .aside, but no .aside_says" },
	{ { GOOD, .aside = Q_ERROR_SET_ASIDE, .aside_says = "x" }, "name a row of the module's .counters" },
	{ { GOOD, .aside = Q_ERROR_SET_ASIDE, .aside_says = "x", .aside_counter = &foreign },
	  "name a row of the module's .counters" },
};
/* clang-format on */

static bool check(const struct job *job, struct buffer *faults)
{
	static const struct job others[] = { { .name = "other", .queue = "q", .statement = Q_ERROR_TRIM },
					     { 0 } };
	const struct job jobs[] = { *job, { 0 } };
	const struct module before = { .name = "before", .jobs = others }, jobless = { .name = "jobless" },
			    room = { .name = "room", .jobs = jobs, .counters = counters };

	return jobs_check((const struct module *const[]){ &before, &jobless, &room, NULL }, faults);
}

Test(table_job, what_can_not_be_run_is_refused)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buffer faults = { 0 };
		bool fine = check(&rows[i].job, &faults);
		char begin[100];

		snprintf(begin, sizeof(begin), "job %s of the room room: ", rows[i].job.name);
		cr_expect_eq(fine, rows[i].complaint == NULL, "row %zu: %s", i, faults.data);
		if (rows[i].complaint)
			cr_expect(!fine && strstr(faults.data, begin) &&
					  strstr(faults.data, rows[i].complaint),
				  "%s is not in:\n%s", rows[i].complaint, faults.data);
		buffer_release(&faults);
	}
}

Test(table_job, those_of_the_rooms_can_be_run)
{
	struct buffer faults = { 0 };

	cr_expect(jobs_check(modules, &faults), "%s", faults.data);
}

Test(table_job, defaults)
{
	const struct job plain = { .name = "x" }, own = { .name = "y", .every_ms = 7, .most = 9 };

	cr_expect_eq(job_every_ms(&plain), 60000);
	cr_expect_eq(job_most(&plain), 1000);
	cr_expect_eq(job_every_ms(&own), 7);
	cr_expect_eq(job_most(&own), 9);
	cr_expect_eq(job_parameter("batch"), JOB_BATCH);
	cr_expect_eq(job_parameter("days"), -1);
}
