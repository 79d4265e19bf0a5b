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

/* "job NAME of the room ROOM: what is wrong", with a statement's or parameter's name in front. */
static void require(struct checker *checker, bool condition, const char *name, const char *what)
{
	if (condition)
		return;
	buffer_printf(checker->faults, "job %s of the room %s: %s%s%s\n", checker->job->name,
		      checker->module->name, name, *name ? " " : "", what);
	checker->fine = false;
}

/* Whether a line of the statement says "AS column". */
static bool answers(const struct statement *statement, const char *column)
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
	static const char no_parameter[] = "is a parameter of its statements that no job is given: "
					   "name one of job_parameters or add it there";
	const struct statement *statement = statement_get(id);

	require(checker, statement->kind == kind, statement->name, wanted);
	for (size_t i = 0; i < statement->params; i++)
		require(checker, job_parameter(statement->param[i]) >= 0, statement->param[i], no_parameter);
}

static void check_answer(struct checker *checker, enum query_id id)
{
	const struct statement *statement = statement_get(id);

	check_statement(checker, id, QUERY_ONE, "has to be :one");
	require(checker, answers(statement, "taken"), statement->name,
		"does not answer the column taken: how many rows it took, AS taken");
	require(checker, answers(statement, "age"), statement->name,
		"does not answer the column age: the seconds that the oldest has been waiting, or 0, AS age");
}

static void check_first(struct checker *checker)
{
	size_t steps = 1;

	for (const enum query_id *id = checker->job->first; id && *id != Q_NONE; id++, steps++)
		check_statement(checker, *id, QUERY_EXEC, "has to be :exec, since it stands in .first");
	require(checker, steps <= JOB_STEPS, "", "has more statements than JOB_STEPS: raise that");
}

static void check_aside(struct checker *checker)
{
	const struct job *job = checker->job;
	bool mine = false;

	check_statement(checker, job->aside, QUERY_OPT, "has to be :opt, since it stands in .aside");
	require(checker, job->aside_says, "",
		"sets rows aside in silence: say in .aside_says where they are");
	for (const struct metrics_counter *row = checker->module->counters; row && row->family; row++)
		mine |= row == job->aside_counter;
	require(checker, mine, "",
		"sets rows aside uncounted: name a row of the module's .counters in .aside_counter");
}

static const struct job *find(const struct module *const *modules, const char *name)
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
		"has no queue: name in .queue the label of its age in /metrics");
	require(checker, job->statement, "", "has no statement: name in .statement what takes a batch");
	require(checker, !job->after || find(checker->modules, job->after), job->after ? job->after : "",
		"in .after is the name of no job");
	require(checker, find(checker->modules, job->name) == job, "", "stands twice: give one another name");
	require(checker, job->every_ms >= 0 && job->most >= 0, "", "rests or takes less than nothing");
	if (job->statement)
		check_answer(checker, job->statement);
	if (job->waiting)
		check_answer(checker, job->waiting);
	if (job->opens)
		check_statement(checker, job->opens, QUERY_EXEC,
				"has to be :exec, since it stands in .opens");
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
