#include "table/job.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "shared/metrics.h"
#include "table/route.h"

const char *const job_parameters[JOB__PARAMETERS] = {
	[JOB_BATCH] = "batch",
	[JOB_ACTIVITY_DAYS] = "activity_days",
};

long job_every_ms(const struct job *job)
{
	return job->every_ms ? job->every_ms : JOB_EVERY_MS;
}

long job_most(const struct job *job)
{
	return job->most ? job->most : JOB_MOST;
}

int job_parameter(const char *name)
{
	for (int i = 0; i < JOB__PARAMETERS; i++)
		if (strcmp(job_parameters[i], name) == 0)
			return i;
	return -1;
}

struct checker {
	const struct module *const *modules;
	const struct module *module;
	const struct job *job;
	struct buffer *faults;
	bool fine;
};

/* Writes the line "job NAME of the room ROOM: what is wrong"; the name of a statement or parameter
 * stands before `what`. */
static void require(struct checker *checker, bool condition, const char *name, const char *what)
{
	if (condition)
		return;
	buffer_printf(checker->faults, "job %s of the room %s: %s%s%s\n", checker->job->name,
		      checker->module->name, name, *name ? " " : "", what);
	checker->fine = false;
}

/* Whether a line of the statement contains "AS column". */
static bool returns_column(const struct statement *statement, const char *column)
{
	size_t length = strlen(column);

	for (size_t i = 0; i < statement->lines; i++) {
		const char *at = statement->line[i].text, *end = at + statement->line[i].length;

		while ((at = memmem(at, (size_t)(end - at), " AS ", 4))) {
			at += 4;
			if ((size_t)(end - at) >= length && memcmp(at, column, length) == 0 &&
			    (at + length == end ||
			     !(isalnum((unsigned char)at[length]) || at[length] == '_')))
				return true;
		}
	}
	return false;
}

static void check_statement(struct checker *checker, enum query_id id, enum query_kind kind,
			    const char *wanted)
{
	static const char no_parameter[] = "is a parameter that jobs do not provide: "
					   "use one of job_parameters, or add it there";
	const struct statement *statement = statement_get(id);

	require(checker, statement->kind == kind, statement->name, wanted);
	for (size_t i = 0; i < statement->params; i++)
		require(checker, job_parameter(statement->param[i]) >= 0, statement->param[i], no_parameter);
}

static void check_answer(struct checker *checker, enum query_id id)
{
	const struct statement *statement = statement_get(id);

	check_statement(checker, id, QUERY_ONE, "must be :one");
	require(checker, returns_column(statement, "taken"), statement->name,
		"returns no column taken: select how many rows it processed, AS taken");
	require(checker, returns_column(statement, "age"), statement->name,
		"returns no column age: select for how many seconds the oldest row has waited, or 0, AS age");
}

static void check_first(struct checker *checker)
{
	size_t steps = 1;

	for (const enum query_id *id = checker->job->first; id && *id != Q_NONE; id++, steps++)
		check_statement(checker, *id, QUERY_EXEC, "must be :exec, because it is in .first");
	require(checker, steps <= JOB_STEPS, "", "has more statements than JOB_STEPS: raise JOB_STEPS");
}

static void check_aside(struct checker *checker)
{
	const struct job *job = checker->job;
	bool mine = false;

	check_statement(checker, job->aside, QUERY_OPT, "must be :opt, because it is in .aside");
	require(checker, job->aside_says, "",
		"has .aside, but no .aside_says: write there where the row went");
	for (const struct metrics_counter *row = checker->module->counters; row && row->family; row++)
		mine |= row == job->aside_counter;
	require(checker, mine, "",
		"has .aside, but no counter: name a row of the module's .counters in .aside_counter");
}

static const struct job *find_job(const struct module *const *modules, const char *name)
{
	for (; *modules; modules++)
		for (const struct job *job = (*modules)->jobs; job && job->name; job++)
			if (strcmp(job->name, name) == 0)
				return job;
	return NULL;
}

static void check_job(struct checker *checker)
{
	const struct job *job = checker->job;

	require(checker, job->queue && *job->queue, "",
		"has no queue: write in .queue the label of its age in /metrics");
	require(checker, job->statement, "",
		"has no statement: name in .statement the one that processes a batch");
	require(checker, !job->after || find_job(checker->modules, job->after), job->after ? job->after : "",
		"in .after is not the name of a job");
	require(checker, find_job(checker->modules, job->name) == job, "",
		"is defined twice: rename one of them");
	require(checker, job->every_ms >= 0 && job->most >= 0, "",
		"has a negative .every_ms or .most: write a positive number, or leave it out");
	if (job->statement)
		check_answer(checker, job->statement);
	if (job->waiting)
		check_answer(checker, job->waiting);
	if (job->opens)
		check_statement(checker, job->opens, QUERY_EXEC, "must be :exec, because it is in .opens");
	check_first(checker);
	if (job->aside)
		check_aside(checker);
}

bool jobs_check(const struct module *const *modules, struct buffer *faults)
{
	struct checker checker = { .modules = modules, .faults = faults, .fine = true };

	for (const struct module *const *module = modules; *module; module++) {
		checker.module = *module;
		for (checker.job = (*module)->jobs; checker.job && checker.job->name; checker.job++)
			check_job(&checker);
	}
	return checker.fine;
}
