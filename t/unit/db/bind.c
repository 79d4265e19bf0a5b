#include "db/bind.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"

static struct arena *arena;

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(statements_init(&faults), "%s", faults.data);
	arena = arena_new();
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(db_bind, .init = start, .fini = stop);

static const char *value(const struct db_step *step, const char *name)
{
	return step->values[statement_param(step->statement, name)];
}

static bool is_present(const struct db_step *step, const char *name)
{
	return step->variant.present >> statement_param(step->statement, name) & 1;
}

Test(db_bind, values_go_where_their_names_say)
{
	struct db_step step =
		bind_step(arena, Q_TASK_LIST,
			  (const struct db_value[]){
				  { "limit", "10" }, { "status", "done" }, { "caller", "c" }, { 0 } });

	cr_expect_str_eq(step.statement->name, "task_list");
	cr_expect_str_eq(value(&step, "limit"), "10");
	cr_expect_str_eq(value(&step, "status"), "done");
	cr_expect_str_eq(value(&step, "caller"), "c");
	cr_expect(is_present(&step, "limit") && is_present(&step, "status"));
	cr_expect(!is_present(&step, "priority_min") && !value(&step, "priority_min"), "left out");
}

Test(db_bind, null_is_a_value)
{
	struct db_step step =
		bind_step(arena, Q_TASK_LIST,
			  (const struct db_value[]){ { "status", NULL }, { "caller", "c" }, { 0 } });

	cr_expect(is_present(&step, "status"));
	cr_expect_null(value(&step, "status"));
}

Test(db_bind, a_statement_without_parameters_takes_no_list)
{
	cr_expect_eq(bind_step(arena, Q_MIGRATION_LIST, NULL).statement->params, 0u);
}

/* --- defects ----------------------------------------------------------------------------- */

/* clang-format off */
static const struct {
	const char *name, *line;
	struct db_value values[4];
} mistakes[] = {
	{ "a parameter is missing", "the statement task_get is not given the parameter caller",
	  { { "id", "x" }, { 0 } } },
	{ "nothing is given", "the statement task_get is not given the parameter", { { 0 } } },
	{ "a name is unknown", "the statement task_get has no parameter idd",
	  { { "caller", "c" }, { "idd", "x" }, { 0 } } },
	{ "a name is given twice", "the statement task_get is given the parameter id twice",
	  { { "caller", "c" }, { "id", "x" }, { "id", "y" }, { 0 } } },
};
/* clang-format on */

/* Binds in a process of its own, and returns what that process writes until it ends. */
static const char *last_words(const struct db_value *values)
{
	static char text[1000];
	int ends[2], status = 0;
	ssize_t length;
	pid_t child;

	cr_assert_eq(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		bind_step(arena, Q_TASK_GET, values);
		_exit(0);
	}
	close(ends[1]);
	length = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "it went on");
	text[length > 0 ? length : 0] = '\0';
	return text;
}

Test(db_bind, mistakes_are_named)
{
	for (size_t i = 0; i < COUNT(mistakes); i++) {
		const char *text = last_words(mistakes[i].values);

		cr_expect(strstr(text, mistakes[i].line), "%s: %s", mistakes[i].name, text);
	}
}
