/* What becomes of errors that are deleted, and of events that can't be counted. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/connection.h"
#include "server.h"

#define ORG "00000000-0000-7000-8000-0000000000e5"

static struct db *db;
static struct arena *arena;
static PGconn *owner;

static void clear(void)
{
	static const char *const tables[] = { "organization", "error_remains", "error_event", "error_hour", "error_user",
					      "error_text" };

	for (size_t i = 0; i < COUNT(tables); i++)
		tell(owner, "DELETE FROM %s WHERE org_id = '" ORG "'", tables[i]);
}

static void open_all(void)
{
	tables_init();
	db = service_new("t/db/errors");
	arena = arena_new();
	owner = owner_connect();
}

static void begin(void)
{
	clear();
	tell(owner, "INSERT INTO organization (org_id, name, created_at, updated_at) VALUES ('" ORG "', 'x', now(), now())");
	tell(owner, "INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at) "
	     "VALUES ('" ORG "', '" ORG "', 9, 'x', 90, now(), now())");
}

static void close_all(void)
{
	clear();
	PQfinish(owner);
	arena_free(arena);
	db_free(db);
}

TestSuite(errors, .init = open_all, .fini = close_all, .timeout = 60);

static long run(enum query_id id, long batch)
{
	const struct statement *statement = statement_get(id);
	const char *values[STATEMENT_PARAMS], *text = arena_printf(arena, "%ld", batch);
	struct db_step step = { .statement = statement, .values = values };

	for (size_t i = 0; i < statement->params; i++)
		values[i] = text;
	cr_assert_eq(db_run(db, arena, &step, 1), OK, "%s", statement->name);
	return (long)rows_integer(&step.rows, 0, 0);
}

static long count(const char *table)
{
	PGresult *result = ask(owner, "SELECT count(*) FROM %s", table);
	long rows = atol(PQgetvalue(result, 0, 0));

	PQclear(result);
	return rows;
}

/* `n` events of errors 1 to `kinds`, each of a user of its own. */
static void report(int n, int kinds)
{
	tell(owner, "INSERT INTO error_inbox (org_id, id, project_id, key_id, group_key, why, title, level, environment, "
	     "origin, occurred_at, user_hash, tags, fingerprint) "
	     "SELECT '" ORG "', uuid_beside(uuid_floor(now())), '" ORG "', '" ORG "', sha256((n %% %d)::text::bytea), '{}', 'x', "
	     "'error', 'e', 'o', now(), sha256(n::text::bytea), '{}', '{}' FROM generate_series(1, %d) n", kinds, n);
}

static void expect_left(long events, long hours, long users, long texts)
{
	cr_expect_eq(count("error_event"), events, "%ld events", count("error_event"));
	cr_expect_eq(count("error_hour"), hours, "%ld hours", count("error_hour"));
	cr_expect_eq(count("error_user"), users, "%ld users", count("error_user"));
	cr_expect_eq(count("error_text"), texts, "%ld texts", count("error_text"));
}

static void a_deleted_project_is_swept_in_batches(void)
{
	begin();
	report(40, 4);
	cr_expect_eq(run(Q_ERROR_DIGEST, 1000), 40);
	expect_left(40, 4, 40, 4);
	tell(owner, "DELETE FROM project WHERE org_id = '" ORG "'");
	cr_expect_eq(count("error_group"), 0);
	cr_expect_eq(count("error_remains"), 4);
	expect_left(40, 4, 40, 4);
	/* Two errors of ten events and users each, five rows at a time. */
	cr_expect_eq(run(Q_ERROR_SWEEP, 5), 5);
	expect_left(35, 0, 35, 0);
	cr_expect_eq(count("error_remains"), 4, "forgotten too early");
	for (int rounds = 0; run(Q_ERROR_SWEEP, 5) >= 5; rounds++)
		cr_assert_lt(rounds, 20);
	expect_left(0, 0, 0, 0);
	cr_expect_eq(count("error_remains"), 0);
}

/* The users of the one that was deleted are none of the new one's, whether they are swept before or after. */
static void an_error_that_comes_back_after_it_was_deleted_begins_anew(void)
{
	begin();
	report(3, 1);
	run(Q_ERROR_DIGEST, 1000);
	tell(owner, "DELETE FROM error_group WHERE org_id = '" ORG "'");
	report(2, 1);
	run(Q_ERROR_DIGEST, 1000);
	cr_expect_eq(count("error_group WHERE events = 2 AND users = 2"), 1);
	run(Q_ERROR_SWEEP, 1000);
	expect_left(2, 1, 2, 1);
}

static void an_event_is_set_aside_as_it_is(void)
{
	begin();
	report(2, 2);
	cr_assert_eq(count("error_inbox"), 2);
	tell(owner, "CREATE TEMPORARY TABLE oldest AS SELECT * FROM error_inbox ORDER BY id LIMIT 1");
	run(Q_ERROR_SET_ASIDE, 0);
	cr_expect_eq(count("(SELECT * FROM oldest INTERSECT SELECT * FROM error_aside) same"), 1);
	cr_expect_eq(count("error_inbox"), 1);
	/* As docs/errors.md tells */
	tell(owner, "WITH back AS (DELETE FROM error_aside RETURNING *) INSERT INTO error_inbox SELECT * FROM back");
	cr_expect_eq(run(Q_ERROR_DIGEST, 1000), 2);
}

/* One after the other, for each digests and sweeps whatever there is. */
Test(errors, digested_and_swept)
{
	a_deleted_project_is_swept_in_batches();
	an_error_that_comes_back_after_it_was_deleted_begins_anew();
	an_event_is_set_aside_as_it_is();
}
