/* Deleted errors, and events that can't be counted. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "inbox.h"

TestSuite(errors, .init = open_all, .fini = close_all, .timeout = 60);

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
	cr_expect_eq(run("error_digest", 1000), 40);
	expect_left(40, 4, 40, 4);
	tell(owner, "DELETE FROM project WHERE org_id = '" ORG "'");
	cr_expect_eq(count("error_group"), 0);
	cr_expect_eq(count("error_key_remains"), 4);
	expect_left(40, 4, 40, 4);
	/* Two errors of ten events and users each, five rows at a time. */
	cr_expect_eq(run("error_sweep", 5), 5);
	expect_left(35, 0, 35, 4);
	cr_expect_eq(count("error_key_remains"), 4, "forgotten too early");
	for (int rounds = 0; run("error_sweep", 5) >= 5; rounds++)
		cr_assert_lt(rounds, 20);
	expect_left(0, 0, 0, 4);
	cr_expect_eq(count("error_key_remains"), 0);
	cr_expect_eq(count("error_remains"), 4, "their texts are swept apart");
	cr_expect_eq(run("error_sweep_texts", 1000), 4);
	expect_left(0, 0, 0, 0);
	cr_expect_eq(count("error_remains"), 0);
}

/* The users of a deleted error do not count for its successor, whether they are swept before or after. */
static void an_error_that_comes_back_after_it_was_deleted_begins_anew(void)
{
	begin();
	report(3, 1);
	run("error_digest", 1000);
	tell(owner, "DELETE FROM error_group WHERE org_id = '" ORG "'");
	report(2, 1);
	run("error_digest", 1000);
	cr_expect_eq(count("error_group WHERE events = 2 AND users = 2"), 1);
	run("error_sweep", 1000);
	run("error_sweep_texts", 1000);
	expect_left(2, 1, 2, 1);
}

/* The sums of the weeks are what the stored events take, whatever deletes events, and a full project loses
 * its oldest events only. */
static void expect_sums_right(const char *when)
{
	cr_expect_eq(count("(SELECT sum(error_bytes(details, raw)) AS bytes FROM error_event) e, "
			   "(SELECT sum(bytes) AS bytes FROM error_week) w "
			   "WHERE coalesce(e.bytes, 0) = coalesce(w.bytes, 0)"),
		     1, "%s", when);
}

static void a_project_keeps_so_many_bytes(void)
{
	begin();
	report(2000, 4);
	tell(owner, "UPDATE error_inbox SET details = repeat('x', 3000) WHERE org_id = '" ORG "'");
	cr_expect_eq(run("error_digest", 500), 500);
	expect_sums_right("after the first batch");
	while (run("error_digest", 500) == 500)
		;
	expect_sums_right("after all batches");
	cr_expect_gt(count("error_event"), 400);
	tell(owner, "UPDATE project SET keep_bytes = 1048576 WHERE org_id = '" ORG "'");
	cr_expect_eq(run("error_keep", 50), 50);
	expect_sums_right("after a batch is gone");
	while (run("error_keep", 50) > 0)
		;
	expect_sums_right("after enough is gone");
	/* 1,048,576 / (3,000 + 1,024) */
	cr_expect_eq(count("error_event"), 260, "%ld events", count("error_event"));
	cr_expect_eq(count("error_group WHERE events = 500"), 4);
	tell(owner, "DELETE FROM error_group WHERE org_id = '" ORG "' AND id = (SELECT id FROM "
		    "error_group WHERE org_id = '" ORG "' ORDER BY id DESC LIMIT 1)");
	while (run("error_sweep", 1000) > 0)
		;
	expect_sums_right("after an error was deleted");
}

static void set_oldest_aside(void)
{
	struct db_step step = { .statement = statement_get(Q_ERROR_SET_ASIDE) };

	cr_assert_eq(db_run(db, arena, &step, 1), OK);
}

static void an_event_is_set_aside_as_it_is(void)
{

	begin();
	report(2, 2);
	cr_assert_eq(count("error_inbox"), 2);
	tell(owner, "CREATE TEMPORARY TABLE oldest AS SELECT * FROM error_inbox ORDER BY id LIMIT 1");
	set_oldest_aside();
	cr_expect_eq(count("(SELECT * FROM oldest INTERSECT SELECT * FROM error_aside) same"), 1);
	cr_expect_eq(count("error_inbox"), 1);
	/* The statement that docs/errors.md describes. */
	tell(owner,
	     "WITH back AS (DELETE FROM error_aside RETURNING *) INSERT INTO error_inbox SELECT * FROM back");
	cr_expect_eq(run("error_digest", 1000), 2);
}

/* One more event of error 1. */
static void report_late(const char *id, const char *title)
{
	tell(owner,
	     "INSERT INTO error_inbox (org_id, id, project_id, key_id, group_key, why, title, level, "
	     "environment, "
	     "origin, occurred_at, tags, fingerprint, details) VALUES ('" ORG "', %s, '" ORG "', '" ORG "', "
	     "sha256('1'), '{}', '%s', 'error', 'e', 'o', now(), '{}', '{}', '%s')",
	     id, title, title);
}

static void expect_one(const char *rows)
{
	cr_expect_eq(count(rows), 1, "%ld: %s", count(rows), rows);
}

/* A large array gets its ids when its upload begins, so it may be stored after a younger event was
 * counted. */
static void an_older_event_takes_nothing_from_the_newest(void)
{
	begin();
	/* Event 401 is the first of those of which every fourth is kept. */
	for (int n = 0; n < 400; n++)
		report_late("uuid_beside(uuid_floor(now() - interval '1 minute'))", "many");
	run("error_digest", 1000);
	cr_expect_eq(count("error_event"), 300, "%ld kept of 400", count("error_event"));
	report_late("uuid_floor(now())", "newest");
	run("error_digest", 1000);
	report_late("uuid_floor(now() - interval '1 second')", "late");
	run("error_digest", 1000);
	expect_one("error_group WHERE events = 402 AND title = 'newest' AND latest_event IN (SELECT id FROM "
		   "error_event "
		   "WHERE title = 'newest')");
	expect_one("error_text WHERE title = 'newest'");
	cr_expect_eq(count("error_event WHERE title = 'late'"), 0, "kept for nothing");
	report_late("uuid_floor(now() + interval '1 second')", "newer");
	run("error_digest", 1000);
	cr_expect_eq(count("error_event WHERE title = 'newest'"), 0, "kept when it is no longer the newest");
}

static void only_what_came_in_after_a_resolution_reopens(void)
{
	begin();
	report_late("uuid_floor(now() - interval '9 seconds')", "x");
	run("error_digest", 1000);
	tell(owner,
	     "UPDATE error_group SET status = 'resolved', resolved_at = now() WHERE org_id = '" ORG "'");
	report_late("uuid_floor(now() - interval '2 seconds')", "before it");
	run("error_digest", 1000);
	expect_one("error_group WHERE events = 2 AND status = 'resolved' AND NOT regressed");
	report_late("uuid_floor(now() + interval '1 second')", "after it");
	run("error_digest", 1000);
	expect_one("error_group WHERE events = 3 AND status = 'unresolved' AND regressed");
}

/* Events from `days` ago, in a project of their own that keeps events for `keep` days. */
static void keep(int project, int retention, int days)
{
	tell(owner,
	     "INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at) "
	     "VALUES ('" ORG "', lpad('%d', 32, '0')::uuid, %d, 'x', %d, now(), now())",
	     project, 100 + project, retention);
	tell(owner,
	     "INSERT INTO error_inbox (org_id, id, project_id, key_id, group_key, why, title, level, "
	     "environment, origin, "
	     "occurred_at, tags, fingerprint) SELECT '" ORG
	     "', uuid_beside(uuid_floor(now() - interval '%d days')), "
	     "lpad('%d', 32, '0')::uuid, '" ORG
	     "', sha256('k'), '{}', 'kept %d', 'error', 'e', 'o', now() - interval '%d days', "
	     "'{}', '{}' FROM generate_series(1, 5)",
	     days, project, retention, days);
}

/* A change or deletion of an error or a project holds up only its own events: meanwhile `free` events of
 * errors 0 and 1 and of another project are counted. */
static void what_is_locked_waits(const char *lock, long free)
{
	PGconn *other = owner_connect();

	begin();
	report(2, 2);
	run("error_digest", 1000);
	tell(other, "BEGIN");
	tell(other, "SELECT FROM %s FOR UPDATE", lock);
	report(2, 2);
	keep(7, 90, 0);
	cr_expect_eq(run("error_digest", 1000), free, "%s", lock);
	cr_expect_eq(count("error_inbox"), 7 - free, "%s", lock);
	tell(other, "COMMIT");
	PQfinish(other);
	run("error_digest", 1000);
	cr_expect_eq(count("error_inbox"), 0, "%s", lock);
}

/* A nested loop, which the planner chooses for few rows, would not end before the statement's time-out. */
static void a_full_batch_is_counted_whatever_the_statistics_say(void)
{
	begin();
	tell(owner, "ANALYZE error_inbox, error_group, error_event, error_place, error_text");
	report(2000, 2000);
	cr_expect_eq(run("error_digest", 1000), 1000);
	cr_expect_eq(run("error_digest", 1000), 1000);
	report(2000, 2000);
	cr_expect_eq(run("error_digest", 1000), 1000);
	cr_expect_eq(run("error_digest", 1000), 1000);
	cr_expect_eq(count("error_group WHERE events = 2 AND org_id = '" ORG "'"), 2000);
}

/* The plan of a statement of the digest, without parameters, has no such line. */
static void expect_no_line(enum query_id id, const char *line)
{
	struct variant variant = { .present = 0 };
	unsigned char order[STATEMENT_PARAMS];
	struct buffer sql = { 0 };
	bool custom_plan;
	PGresult *plan;

	statement_write(statement_get(id), variant, &sql, order, &custom_plan);
	plan = ask(owner, "EXPLAIN (COSTS OFF) %s", sql.data);
	for (int i = 0; i < PQntuples(plan); i++)
		cr_expect_null(strstr(PQgetvalue(plan, i, 0), line), "%s: %s", statement_get(id)->name,
			       PQgetvalue(plan, i, 0));
	PQclear(plan);
	buffer_release(&sql);
}

/* Lets the digest keep an event of which it has locked the error `held`; returns how many it keeps. */
static long keep_held(const char *held)
{
	PGconn *other = owner_connect();
	struct variant variant = { .present = 0 };
	unsigned char order[STATEMENT_PARAMS];
	struct buffer sql = { 0 };
	bool custom_plan;
	PGresult *result;
	long kept;

	statement_write(statement_get(Q_ERROR_BATCH_KEEP), variant, &sql, order, &custom_plan);
	tell(other, "SELECT error_batch_open()");
	tell(other, "BEGIN");
	tell(other,
	     "INSERT INTO error_batch (place, seat, org_id, id, project_id, key_id, group_key, level, "
	     "environment, occurred_at, detailed, counts) SELECT '(0,1)', 1, org_id, id, project_id, id, "
	     "group_key, 'error', 'e', now(), false, true FROM error_key WHERE org_id = '" ORG "'");
	tell(other,
	     "INSERT INTO error_held (seat, error_id) SELECT 1, %s FROM error_key WHERE org_id = '" ORG "'",
	     held);
	tell(other, "%s", sql.data);
	result = ask(other, "SELECT count(*) FROM error_batch");
	kept = atol(PQgetvalue(result, 0, 0));
	PQclear(result);
	PQfinish(other);
	buffer_release(&sql);
	return kept;
}

/* Somebody may merge or split an error after the digest has looked for it, and before it has locked it. */
static void a_group_that_has_moved_waits(void)
{
	begin();
	report(1, 1);
	run("error_digest", 1000);
	cr_expect_eq(keep_held("error_id"), 1, "its error is locked");
	cr_expect_eq(keep_held("uuid_beside(error_id)"), 0, "it belongs to another error now");
}

/* The inbox was empty when it was looked at, and holds a storm now: a join would compare all of it with each
 * event of the batch. */
static void the_inbox_is_never_read_as_a_whole(void)
{
	static const enum query_id readers[] = { Q_ERROR_BATCH_GROUPS, Q_ERROR_BATCH_TEXTS,
						 Q_ERROR_BATCH_FACETS, Q_ERROR_BATCH_EVENTS, Q_ERROR_DIGEST };

	begin();
	report(2000, 2000);
	tell(owner, "DELETE FROM error_inbox");
	tell(owner, "ANALYZE error_inbox");
	report(2000, 2000);
	tell(owner, "SELECT error_batch_open()");
	for (size_t i = 0; i < COUNT(readers); i++)
		expect_no_line(readers[i], "Seq Scan on error_inbox");
}

/* One that begins while another connection has the turn finds nothing to do. */
static void one_digest_at_a_time(void)
{
	struct db *other = service_new("t/db/errors, too");
	struct db_step mine = { .statement = statement_get(Q_ERROR_WAITING),
				.values = (const char *const[]){ "1000" } };
	struct db_step others = mine;

	begin();
	report(2, 1);
	cr_assert_eq(db_run(db, arena, &mine, 1), OK);
	cr_expect_eq(rows_integer(&mine.rows, 0, "taken"), 2);
	cr_assert_eq(db_run(other, arena, &others, 1), OK);
	cr_expect_eq(rows_integer(&others.rows, 0, "taken"), 0);
	db_free(other);
}

/* What the digest keeps in its connection is made again on the next one. */
static void a_lost_connection_is_no_obstacle(void)
{
	PGconn *other = service_connect();

	begin();
	report(2, 1);
	cr_expect_eq(run("error_digest", 1000), 2);
	report(2, 1);
	tell(other, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = "
		    "'t/db/errors'");
	PQfinish(other);
	cr_expect_eq(run("error_digest", 1000), 2);
	expect_one("error_group WHERE events = 4 AND org_id = '" ORG "'");
}

/* An SDK that repeats itself, in a batch and later */
static void an_id_counts_once(void)
{
	begin();
	for (int round = 0; round < 2; round++) {
		report(2, 1);
		tell(owner, "UPDATE error_inbox SET client_id = '" ORG "'");
		cr_expect_eq(run("error_digest", 1000), 2);
		expect_one("error_group WHERE events = 1 AND org_id = '" ORG "'");
	}
}

static void what_came_for_a_deleted_project_goes(void)
{
	begin();
	report(2, 2);
	tell(owner, "DELETE FROM project WHERE org_id = '" ORG "'");
	cr_expect_eq(run("error_digest", 1000), 2);
	cr_expect_eq(count("error_inbox"), 0);
	cr_expect_eq(count("error_group WHERE org_id = '" ORG "'"), 0);
}

/* `n` events of error 1, each with the facet 7 and one of its own, from 1000 + `first` on. */
static void report_facets(int n, int first)
{
	report(n, 1);
	tell(owner,
	     "UPDATE error_inbox i SET facets = ARRAY[7, 1000 + %d + r.nth] FROM (SELECT id, row_number() "
	     "OVER (ORDER BY id) - 1 AS nth FROM error_inbox) r WHERE r.id = i.id",
	     first);
}

static void facets_are_those_of_the_newest_events(void)
{
	begin();
	report_facets(3, 0);
	run("error_digest", 1000);
	expect_one("error_recent WHERE facets = '{7,1002,1001,1000}' AND last_n = '{3,3,2,1}'");
	expect_one("error_group WHERE facets @> '{7,1000}' AND cardinality(facets) = 4");
	report_facets(60, 3);
	run("error_digest", 1000);
	expect_one("error_recent WHERE cardinality(facets) = 1 + 63 AND facets[1] = 7 AND last_n[1] = 63");
	report_facets(250, 63);
	run("error_digest", 1000);
	expect_one("error_recent WHERE cardinality(facets) = 1 + 100 AND facets[1] = 7");
	expect_one("error_group WHERE facets @> '{7,1213,1312}' AND cardinality(facets) = 1 + 100");
	tell(owner, "DELETE FROM error_group WHERE org_id = '" ORG "'");
	run("error_sweep_texts", 50);
	cr_expect_eq(count("error_recent"), 0);
}

static void a_log_is_indexed_once_a_minute(void)
{
	begin();
	report_late("uuid_beside(uuid_floor(now()))", "first");
	run("error_digest", 1000);
	cr_expect_eq(run("error_index", 50), 1);
	expect_one("error_log WHERE details = 'first'");
	report_late("uuid_beside(uuid_floor(now() + interval '1 second'))", "second");
	run("error_digest", 1000);
	cr_expect_eq(run("error_index", 50), 0, "too early");
	tell(owner, "UPDATE error_stale SET due = now() - interval '1 second' WHERE org_id = '" ORG "'");
	cr_expect_eq(run("error_index", 50), 1);
	expect_one("error_log WHERE details = 'second'");
}

/* Old events of the project that keeps events longest go with their partition, those of others in batches. */
static void events_go_when_nobody_keeps_them(void)
{
	begin();
	tell(owner, "CREATE TABLE error_event_20000103 PARTITION OF error_event "
		    "FOR VALUES FROM (uuid_floor('2000-01-03 UTC')) TO (uuid_floor('2000-01-10 UTC'))");
	keep(1, 3650, 40);
	keep(2, 30, 40);
	keep(3, 30, 20);
	keep(4, 3649, 3700);
	run("error_digest", 1000);
	tell(owner,
	     "UPDATE error_event SET id = uuid_beside(uuid_floor('2000-01-05 UTC')) WHERE title = 'kept "
	     "3650'");
	cr_expect_eq(count("error_event_20000103"), 5);
	tell(owner, "UPDATE project SET retention_days = 3650 WHERE retention_days = 3649");
	run("error_trim", 2);
	cr_expect_eq(count("error_event WHERE title = 'kept 30'"), 8, "a batch of two");
	run("error_trim", 1000);
	run("error_trim", 1000);
	cr_expect_eq(count("error_event WHERE title = 'kept 30'"), 5);
	cr_expect_eq(count("error_event WHERE title = 'kept 3650'"), 5, "to be dropped with their partition");
	cr_expect_eq(count("error_event WHERE title = 'kept 3649'"), 0, "in no partition that is dropped");
	cr_expect_eq(count("error_group WHERE org_id = '" ORG "'"), 2,
		     "the errors without events are forgotten");
	run("error_partition", 1);
	cr_expect_eq(count("pg_class WHERE relname = 'error_event_20000103'"), 0,
		     "a partition that nobody keeps");
	cr_expect_geq(count("pg_class WHERE relname ~ '^error_event_[0-9]{8}$'"), 4,
		      "this week and the next three");
}

/* Events that arrived before their partition existed move into it when it is made. */
static void a_partition_takes_in_what_waited_for_it(void)
{
	begin();
	tell(owner, "DO $$ DECLARE part text; BEGIN FOR part IN SELECT relname FROM pg_class WHERE relname ~ "
		    "'^error_event_[0-9]{8}$' "
		    "LOOP EXECUTE format('DROP TABLE %%I', part); END LOOP; END $$");
	report(3, 1);
	run("error_digest", 1000);
	cr_expect_eq(count("error_event_rest"), 3);
	cr_expect_eq(run("error_partition", 1), 4);
	cr_expect_eq(count("error_event_rest"), 0);
	cr_expect_eq(count("error_event"), 3);
	cr_expect_eq(run("error_partition", 1), 0);
}

/* These run one after the other, because each digests and sweeps everything. */
Test(errors, digested_and_swept)
{
	a_deleted_project_is_swept_in_batches();
	an_error_that_comes_back_after_it_was_deleted_begins_anew();
	an_event_is_set_aside_as_it_is();
	an_older_event_takes_nothing_from_the_newest();
	only_what_came_in_after_a_resolution_reopens();
	what_is_locked_waits(
		"error_group WHERE id = (SELECT error_id FROM error_key WHERE group_key = sha256('1'))", 6);
	what_is_locked_waits("project WHERE id = '" ORG "'", 5);
	a_full_batch_is_counted_whatever_the_statistics_say();
	the_inbox_is_never_read_as_a_whole();
	a_group_that_has_moved_waits();
	one_digest_at_a_time();
	a_lost_connection_is_no_obstacle();
	an_id_counts_once();
	what_came_for_a_deleted_project_goes();
	facets_are_those_of_the_newest_events();
	a_log_is_indexed_once_a_minute();
	events_go_when_nobody_keeps_them();
	a_project_keeps_so_many_bytes();
	a_partition_takes_in_what_waited_for_it();
}
