/* The plans of the statements that people wait for, in a database with many rows of many
 * owners: each list reads its index in order. The plans are the generic ones, which
 * the service gets for all but the searches. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "server.h"

enum { OWNERS = 50, TASKS = 50000 };

static PGconn *connection;

/* Every test is a process of its own: the rows are made within its transaction, and gone
 * with it. */
static void fill(void)
{
	tables_init();
	connection = owner_connect();
	tell(connection, "BEGIN");
	tell(connection, "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "SELECT gen_random_uuid(), 'plans' || n, n || '@x', n || '@plans.x', '', now(), now() "
	     "FROM generate_series(1, %d) n", OWNERS);
	tell(connection, "INSERT INTO task (owner_id, id, title, status, priority, due_at, labels, created_at, "
	     "updated_at, completed_at) "
	     "SELECT owner[1 + n %% %d], gen_random_uuid(), 'Tarefa ' || n, CASE WHEN n %% 3 = 0 THEN 'done' ELSE "
	     "'pending' END, n %% 5, CASE WHEN n %% 2 = 0 THEN now() + n * interval '1 min' END, '{}', now(), "
	     "now() - n * interval '1 s', CASE WHEN n %% 3 = 0 THEN now() END "
	     "FROM generate_series(1, %d) n, (SELECT array_agg(id) owner FROM account WHERE username ~ '^plans') o",
	     OWNERS, TASKS);
	tell(connection, "ANALYZE task");
	tell(connection, "SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL jit = off");
}

static void empty(void)
{
	PQfinish(connection);
}

TestSuite(plans, .init = fill, .fini = empty, .timeout = 120);

static uint64_t condition(const struct statement *statement, const char *name)
{
	int param = statement_param(statement, name);

	cr_assert_geq(param, 0, "%s has no parameter %s", statement->name, name);
	return UINT64_C(1) << param;
}

/* The plan of a variant as one text; the caller releases it. */
static struct buffer explain(const struct statement *statement, struct variant variant)
{
	struct buffer sql = { 0 }, plan = { 0 };
	unsigned char order[STATEMENT_PARAMS];
	bool custom_plan;
	size_t params = statement_write(statement, variant, &sql, order, &custom_plan);
	PGresult *lines;

	cr_expect_not(custom_plan, "%s is planned with its value", statement->name);
	tell(connection, "PREPARE it AS %s", sql.data);
	buffer_clear(&sql);
	for (size_t i = 0; i < params; i++)
		buffer_printf(&sql, "%sNULL", i ? ", " : "");
	lines = ask(connection, "EXPLAIN (COSTS OFF) EXECUTE it (%s)", sql.data);
	for (int i = 0; i < PQntuples(lines); i++)
		buffer_printf(&plan, "%s\n", PQgetvalue(lines, i, 0));
	PQclear(lines);
	tell(connection, "DEALLOCATE it");
	buffer_release(&sql);
	return plan;
}

/* Wants an index and no Seq Scan; `sorted`: nor a Sort. */
static void expect_index(const struct statement *statement, struct variant variant, bool sorted, const char *what)
{
	struct buffer plan = explain(statement, variant);

	cr_expect(strstr(plan.data, "Index") && !strstr(plan.data, "Seq Scan"), "%s %s: no index in\n%s",
		  statement->name, what, plan.data);
	cr_expect(!sorted || !strstr(plan.data, "Sort"), "%s %s: it sorts\n%s", statement->name, what, plan.data);
	buffer_release(&plan);
}

static void expect_pages(const struct statement *statement, uint64_t filter, const char *what)
{
	uint64_t first = filter | condition(statement, "limit"), next = first | condition(statement, "after_id");

	for (unsigned char sort = 0; sort < statement->sorts; sort++)
		for (int down = 0; down <= 1; down++) {
			char text[100];

			snprintf(text, sizeof(text), "%s by %s%s", what, down ? "-" : "", statement->sort[sort].name);
			expect_index(statement, (struct variant){ .present = first, .sort = sort, .descending = down },
				     true, text);
			expect_index(statement, (struct variant){ .present = next, .sort = sort, .descending = down },
				     true, text);
		}
}

Test(plans, every_page_of_tasks_reads_the_index_of_its_sort)
{
	const struct statement *list = statement_get(Q_TASK_LIST);

	cr_expect_gt(list->sorts, 0u);
	expect_pages(list, 0, "all");
}

Test(plans, a_filter_reads_an_index)
{
	static const char *const filters[] = { "status", "priority_min", "due_before", "due_after" };
	const struct statement *list = statement_get(Q_TASK_LIST);

	for (size_t i = 0; i < COUNT(filters); i++)
		expect_index(list, (struct variant){ .present = condition(list, filters[i]) | condition(list, "limit") },
			     false, filters[i]);
	expect_index(list, (struct variant){ .present = condition(list, "status") | condition(list, "limit") },
		     true, "by status, by age");
	expect_index(list, (struct variant){ .count = true }, false, "counted");
}

Test(plans, one_task_is_found_by_its_key)
{
	static const enum query_id ids[] = { Q_TASK_GET, Q_TASK_CHANGE, Q_TASK_DELETE };

	for (size_t i = 0; i < COUNT(ids); i++)
		expect_index(statement_get(ids[i]), (struct variant){ .present = statement_get(ids[i])->conditions },
			     true, "of one");
}
