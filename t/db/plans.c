/* The plans of the statements that people wait for, in a database with many rows of many
 * owners: each list reads its index in order. The test looks at generic plans, which the service
 * uses, and at custom plans for variants that are planned with their value. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "server.h"

enum { OWNERS = 50, TASKS = 50000, CUSTOMERS = 50000, ERRORS = 40000, EVENTS = 80000, NOTES = 50000 };

/* The owner of half of the customers: a list must not read them all. */
#define LARGE "00000000-0000-7000-8000-000000000001"

static PGconn *connection;

static void begin(const char *suite, void (*fill)(void))
{
	compile_tables();
	connection = suite_connect(suite);
	begin_filled(connection, fill);
}

static void fill_tasks(void)
{
	tell(connection,
	     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "SELECT gen_random_uuid(), 'plans' || n, n || '@x', n || '@plans.x', '', now(), now() "
	     "FROM generate_series(1, %d) n",
	     OWNERS);
	tell(connection,
	     "INSERT INTO task (owner_id, id, title, status, priority, due_at, labels, created_at, "
	     "updated_at, completed_at) "
	     "SELECT owner[1 + n %% %d], gen_random_uuid(), 'Tarefa ' || n, CASE WHEN n %% 3 = 0 THEN 'done' "
	     "ELSE "
	     "'pending' END, n %% 5, CASE WHEN n %% 2 = 0 THEN now() + n * interval '1 min' END, '{}', "
	     "now(), "
	     "now() - n * interval '1 s', CASE WHEN n %% 3 = 0 THEN now() END "
	     "FROM generate_series(1, %d) n, (SELECT array_agg(id) owner FROM account WHERE username ~ "
	     "'^plans') o",
	     OWNERS, TASKS);
	tell(connection, "ANALYZE task");
}

/* One in 500 is called Zenóbia, one in 1000 lives in Barra Velha, all others live in São Paulo. */
static void fill_customers(void)
{
	tell(connection, "CREATE FUNCTION pg_temp.org(n int) RETURNS uuid LANGUAGE sql RETURN "
			 "overlay('" LARGE "' PLACING lpad(n::text, 12, '0') FROM 25)::uuid");
	tell(connection,
	     "INSERT INTO organization (org_id, name, created_at, updated_at) "
	     "SELECT pg_temp.org(n), 'plans', now(), now() FROM generate_series(1, %d) n",
	     OWNERS);
	tell(connection,
	     "INSERT INTO customer (org_id, id, name, email, email_key, phone, cpf, cep, city, state, "
	     "source, "
	     "created_at, updated_at) "
	     "SELECT pg_temp.org(CASE WHEN n %% 2 = 0 THEN 1 ELSE 2 + n %% %d END), gen_random_uuid(), "
	     "CASE WHEN n %% 500 = 0 THEN 'Zenóbia ' ELSE 'Cliente ' END || md5(n::text), n || '@x.x', n || "
	     "'@x.x', "
	     "'+55119' || lpad(n::text, 8, '0'), lpad(n::text, 11, '0'), '01001000', "
	     "CASE WHEN n %% 1000 = 0 THEN 'Barra Velha' ELSE 'São Paulo' END, "
	     "CASE WHEN n %% 1000 = 0 THEN 'SC' ELSE 'SP' END, 'viacep', now(), now() "
	     "FROM generate_series(1, %d) n",
	     OWNERS - 1, CUSTOMERS);
	tell(connection, "ANALYZE customer");
}

/* One project; one error in 1000 is fatal, in staging, about a Zenóbia, resolved, from the host raro. */
static void fill_errors(void)
{
	tell(connection, "INSERT INTO organization (org_id, name, created_at, updated_at) VALUES ('" LARGE
			 "', 'x', now(), now())");
	tell(connection,
	     "INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at) "
	     "VALUES ('" LARGE "', '" LARGE "', 1, 'x', 90, now(), now())");
	tell(connection,
	     "INSERT INTO error_group (org_id, id, project_id, title, level, environment, origin, status, "
	     "events, users, first_seen, last_seen, latest_event) "
	     "SELECT '" LARGE "', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '" LARGE "', "
	     "'Falha', CASE WHEN n %% 1000 = 0 THEN 'fatal' ELSE 'error' END, "
	     "'production', "
	     "'x', "
	     "CASE WHEN n %% 1000 = 0 THEN 'resolved' ELSE 'unresolved' END, n, n %% 7, "
	     "now() - n * interval '1 h', now() - n * interval '1 s', gen_random_uuid() FROM "
	     "generate_series(1, %d) n",
	     ERRORS);
	tell(connection, "INSERT INTO error_key (org_id, id, project_id, group_key, error_id, why) "
			 "SELECT org_id, id, project_id, sha256(id::text::bytea), id, '{}' FROM error_group "
			 "WHERE org_id = '" LARGE "'");
	tell(connection,
	     "INSERT INTO error_place (org_id, group_id, error_id, environment) "
	     "SELECT org_id, id, id, CASE WHEN level = 'fatal' THEN 'staging' ELSE 'production' END FROM "
	     "error_group WHERE org_id = '" LARGE "'");
	tell(connection,
	     "INSERT INTO error_text (org_id, group_id, title, origin) "
	     "SELECT org_id, id, CASE WHEN level = 'fatal' THEN 'zenobia ' ELSE 'falha ' END || "
	     "md5(events::text), "
	     "CASE WHEN level = 'fatal' THEN 'raro' ELSE 'servidor' END FROM error_group WHERE org_id = "
	     "'" LARGE "'");
	tell(connection,
	     "INSERT INTO error_log (org_id, group_id, details, at) SELECT org_id, id, md5(id::text), now() "
	     "FROM error_group WHERE org_id = '" LARGE "'");
	tell(connection,
	     "INSERT INTO error_event (org_id, id, group_id, project_id, key_id, sampled, level, "
	     "environment, "
	     "origin, title, occurred_at, tags, fingerprint) "
	     "SELECT '" LARGE "', uuid_beside(uuid_floor(now())), ('00000000-0000-7000-8000-' || "
	     "lpad((1 + n %% %d)::text, 12, '0'))::uuid, '" LARGE "', '" LARGE
	     "', true, 'error', 'x', 'x', 'x', now(), "
	     "'{}', '{}' FROM generate_series(1, %d) n",
	     ERRORS, EVENTS);
	tell(connection, "SELECT gin_clean_pending_list(c) FROM "
			 "unnest('{error_text_search,error_log_details}'::text[]::regclass[]) c");
	tell(connection, "ANALYZE error_group");
	tell(connection, "ANALYZE error_text");
	tell(connection, "ANALYZE error_place");
	tell(connection, "ANALYZE error_log");
	tell(connection, "ANALYZE error_event");
}

static void empty(void)
{
	PQfinish(connection);
}

static void with_tasks(void)
{
	begin("plans", fill_tasks);
}

static void with_customers(void)
{
	begin("customer_plans", fill_customers);
}

static void with_errors(void)
{
	begin("error_plans", fill_errors);
}

TestSuite(plans, .init = with_tasks, .fini = empty, .timeout = 120);
TestSuite(error_plans, .init = with_errors, .fini = empty, .timeout = 120);
TestSuite(customer_plans, .init = with_customers, .fini = empty, .timeout = 120);

static uint64_t condition(const struct statement *statement, const char *name)
{
	int param = statement_param(statement, name);

	cr_assert_geq(param, 0, "%s has no parameter %s", statement->name, name);
	return UINT64_C(1) << param;
}

/* A value with which a variant is planned. */
struct planned {
	const char *name, *value;
};

static void put_value(struct buffer *out, const struct planned *planned, const char *name)
{
	if (planned && strcmp(name, planned->name) == 0)
		buffer_printf(out, "'%s'", planned->value);
	else
		buffer_put_text(out, strcmp(name, "org") == 0     ? "'" LARGE "'"
				     : strcmp(name, "limit") == 0 ? "21"
								  : "NULL");
}

/* The plan of a variant as one text; the caller releases it. `planned`: NULL if it is the generic one. */
static struct buffer explain(const struct statement *statement, struct variant variant,
			     const struct planned *planned)
{
	struct buffer sql = { 0 }, plan = { 0 };
	unsigned char order[STATEMENT_PARAMS];
	bool custom_plan;
	size_t params = statement_write(statement, variant, &sql, order, &custom_plan);
	PGresult *lines;

	cr_expect_eq(custom_plan, planned != NULL, "%s is planned with its value, or is not",
		     statement->name);
	tell(connection, "SET LOCAL plan_cache_mode = force_%s_plan", planned ? "custom" : "generic");
	tell(connection, "PREPARE it AS %s", sql.data);
	buffer_clear(&sql);
	for (size_t i = 0; i < params; i++) {
		buffer_put_text(&sql, i ? ", " : "");
		put_value(&sql, planned, statement->param[order[i]]);
	}
	lines = ask(connection, "EXPLAIN (COSTS OFF) EXECUTE it (%s)", sql.data);
	for (int i = 0; i < PQntuples(lines); i++)
		buffer_printf(&plan, "%s\n", PQgetvalue(lines, i, 0));
	PQclear(lines);
	tell(connection, "DEALLOCATE it");
	buffer_release(&sql);
	return plan;
}

/* Requires an index (this one, unless NULL) and no Seq Scan, and with `sorted` no Sort. */
static void expect_plan(const struct statement *statement, struct variant variant,
			const struct planned *planned, const char *index, bool sorted, const char *what)
{
	struct buffer plan = explain(statement, variant, planned);

	cr_expect(strstr(plan.data, index ? index : "Index") && !strstr(plan.data, "Seq Scan"),
		  "%s %s: not by %s in\n%s", statement->name, what, index ? index : "an index", plan.data);
	cr_expect(!sorted || !strstr(plan.data, "Sort"), "%s %s: it sorts\n%s", statement->name, what,
		  plan.data);
	buffer_release(&plan);
}

static void expect_index(const struct statement *statement, struct variant variant, bool sorted,
			 const char *what)
{
	expect_plan(statement, variant, NULL, NULL, sorted, what);
}

static void expect_pages(const struct statement *statement, uint64_t filter, const char *what)
{
	uint64_t first = filter | condition(statement, "limit"),
		 next = first | condition(statement, "after_id");

	for (unsigned char sort = 0; sort < statement->sorts; sort++)
		for (int down = 0; down <= 1; down++) {
			char text[100];

			snprintf(text, sizeof(text), "%s by %s%s", what, down ? "-" : "",
				 statement->sort[sort].name);
			expect_index(statement,
				     (struct variant){ .present = first, .sort = sort, .descending = down },
				     true, text);
			expect_index(statement,
				     (struct variant){ .present = next, .sort = sort, .descending = down },
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
		expect_index(
			list,
			(struct variant){ .present = condition(list, filters[i]) | condition(list, "limit") },
			false, filters[i]);
	expect_index(list,
		     (struct variant){ .present = condition(list, "status") | condition(list, "limit") },
		     true, "by status, by age");
	expect_index(list, (struct variant){ .count = true }, false, "counted");
}

Test(plans, one_task_is_found_by_its_key)
{
	static const enum query_id ids[] = { Q_TASK_GET, Q_TASK_CHANGE, Q_TASK_DELETE };

	for (size_t i = 0; i < COUNT(ids); i++)
		expect_index(statement_get(ids[i]),
			     (struct variant){ .present = statement_get(ids[i])->conditions }, true,
			     "of one");
}

/* --- customers ------------------------------------------------------------------------ */

Test(customer_plans, every_page_reads_the_index_of_its_sort)
{
	const struct statement *list = statement_get(Q_CUSTOMER_LIST);

	cr_expect_eq(list->sorts, 2u);
	expect_pages(list, 0, "all");
	expect_index(list, (struct variant){ .count = true }, false, "counted");
}

/* A common value is found by walking along the sort's index, a rare one by its own index and sorting. */
Test(customer_plans, a_filter_reads_an_index)
{
	static const struct {
		struct planned planned;
		const char *index[2]; /* by created_at, by name */
		bool sorted;
	} filters[] = {
		{ { "city", "São Paulo" }, { "customer_pkey", "customer_name" }, true },
		{ { "state", "SP" }, { "customer_pkey", "customer_name" }, true },
		{ { "q", "cliente" }, { "customer_pkey", "customer_name" }, true },
		{ { "city", "Barra Velha" }, { "customer_city", "customer_city" }, false },
		{ { "state", "SC" }, { "customer_state", "customer_state" }, false },
		{ { "q", "zenób" }, { "customer_search", "customer_search" }, false },
		{ { "q", "cliente a" }, { "customer_pkey", "customer_name" }, true },
		{ { "q", "a cliente zenób" }, { "customer_search", "customer_search" }, false },
		{ { "q", "b a zenób c d e f" }, { "customer_search", "customer_search" }, false },
	};
	const struct statement *list = statement_get(Q_CUSTOMER_LIST);

	for (size_t i = 0; i < 4 * COUNT(filters); i++) {
		const struct planned *planned = &filters[i / 4].planned;
		struct variant variant = { .present =
						   condition(list, planned->name) | condition(list, "limit"),
					   .sort = i % 2,
					   .descending = i / 2 % 2 };

		expect_plan(list, variant, planned, filters[i / 4].index[i % 2], filters[i / 4].sorted,
			    planned->value);
	}
}

Test(customer_plans, a_search_reads_the_index_of_its_member)
{
	static const char *const members[][2] = {
		{ "cpf", "customer_cpf_key" },
		{ "email", "customer_email_start" },
		{ "phone", "customer_phone_end" },
	};
	const struct statement *search = statement_get(Q_CUSTOMER_SEARCH);
	uint64_t pages[] = { condition(search, "limit"),
			     condition(search, "limit") | condition(search, "after_id") };

	cr_expect_eq(search->sorts, 2u);
	for (size_t i = 0; i < 8 * COUNT(members); i++)
		expect_plan(
			search,
			(struct variant){ .present = condition(search, members[i / 8][0]) | pages[i / 4 % 2],
					  .sort = i % 2,
					  .descending = i / 2 % 2 },
			NULL, members[i / 8][1], false, members[i / 8][0]);
	for (size_t i = 0; i < COUNT(members); i++)
		expect_plan(search,
			    (struct variant){ .present = condition(search, members[i][0]), .count = true },
			    NULL, members[i][1], false, "counted");
}

Test(customer_plans, one_customer_is_found_by_its_key)
{
	static const enum query_id ids[] = { Q_CUSTOMER_GET, Q_CUSTOMER_REFUSED, Q_CUSTOMER_CHANGE,
					     Q_CUSTOMER_DELETE };

	for (size_t i = 0; i < COUNT(ids); i++)
		expect_index(statement_get(ids[i]),
			     (struct variant){ .present = statement_get(ids[i])->conditions }, true,
			     "of one");
}

Test(customer_plans, what_is_taken_is_found_by_its_index)
{
	static const enum query_id ids[] = { Q_CUSTOMER_TAKEN, Q_CUSTOMER_CREATE, Q_CUSTOMER_CHANGE };
	static const char *const indexes[] = { "customer_email_key", "customer_cpf_key" };

	for (size_t i = 0; i < COUNT(ids); i++)
		for (size_t j = 0; j < COUNT(indexes); j++)
			expect_plan(statement_get(ids[i]),
				    (struct variant){ .present = statement_get(ids[i])->conditions }, NULL,
				    indexes[j], true, "taken");
}

/* --- errors --------------------------------------------------------------------------- */

Test(error_plans, every_page_reads_the_index_of_its_sort)
{
	const struct statement *list = statement_get(Q_ERROR_LIST);

	cr_expect_eq(list->sorts, 5u);
	expect_pages(list, 0, "all");
}

/* A common value is found by walking along the sort's index, a rare one by its own; no plan reads events. */
Test(error_plans, a_filter_reads_an_index)
{
	static const struct {
		struct planned planned;
		const char *index; /* by last_seen */
	} filters[] = {
		{ { "project", LARGE }, NULL },
		{ { "one_status", "unresolved" }, NULL },
		{ { "one_status", "resolved" }, "error_group_status" },
		{ { "level", "error" }, NULL },
	};
	const struct statement *list = statement_get(Q_ERROR_LIST);

	for (size_t i = 0; i < COUNT(filters); i++) {
		const struct planned *planned = &filters[i].planned;
		struct variant variant = { .present =
						   condition(list, planned->name) | condition(list, "limit"),
					   .descending = true };

		expect_plan(list, variant, planned, filters[i].index, false, planned->value);
	}
}

Test(error_plans, events_are_found_by_their_error)
{
	const struct statement *list = statement_get(Q_EVENT_LIST), *get = statement_get(Q_EVENT_GET);

	expect_plan(list, (struct variant){ .present = condition(list, "limit"), .descending = true }, NULL,
		    "org_id_group_id_id_idx", false, "of one");
	tell(connection, "SET LOCAL enable_seqscan = off"); /* the partitions that are empty */
	expect_index(get, (struct variant){ .present = get->conditions }, false, "one");
}

/* --- activity ------------------------------------------------------------------------- */

/* The user's own log, the user's actions elsewhere and what others did to the user are each read in index
 * order, one page at most. */
Test(plans, the_log_of_a_user_is_read_from_three_indexes)
{
	const struct statement *list = statement_get(Q_ACTIVITY_OWN);
	uint64_t page = condition(list, "limit"), next = page | condition(list, "after_id");
	const uint64_t variants[] = { page, next, page | condition(list, "action"),
				      next | condition(list, "since") };

	tell(connection,
	     "INSERT INTO activity (org_id, id, at, actor, action, request_id, address, about) "
	     "SELECT CASE WHEN n %% 3 = 0 THEN gen_random_uuid() ELSE owner[1 + n %% %d] END, "
	     "gen_random_uuid(), now(), "
	     "owner[1 + n %% %d], 'x' || n %% 7, '', '', CASE WHEN n %% 5 = 0 THEN owner[1 + n %% 7] END "
	     "FROM generate_series(1, %d) n, "
	     "(SELECT array_agg(id) owner FROM account WHERE username ~ '^plans') o",
	     OWNERS, OWNERS, NOTES);
	tell(connection, "ANALYZE activity");
	for (size_t i = 0; i < COUNT(variants); i++)
		for (int down = 0; down <= 1; down++) {
			struct variant variant = { .present = variants[i], .descending = down };
			struct buffer plan = explain(list, variant, NULL);
			const char *page_of_one = strstr(strstr(plan.data, "Limit") + 1, "Limit");

			cr_expect(strstr(plan.data, "activity_elsewhere") &&
					  strstr(plan.data, "activity_about") &&
					  !strstr(plan.data, "Seq Scan on activity") &&
					  !strstr(plan.data, "Bitmap"),
				  "%zu: no index in\n%s", i, plan.data);
			cr_expect(page_of_one && !strstr(page_of_one, "Sort"),
				  "%zu: it sorts more than two pages:\n%s", i, plan.data);
			buffer_release(&plan);
		}
}
