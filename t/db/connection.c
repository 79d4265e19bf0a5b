/* The connection when things go wrong: the server closes it, one of several steps fails, more
 * statements are prepared than are kept. */
#include "db/bind.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "server.h"

static struct db *db;
static struct arena *arena;
static PGconn *other;
static char owner[UUID_TEXT_SIZE]; /* also the name of the connection, because tests run side by side */

static void new_id(char id[UUID_TEXT_SIZE])
{
	PGresult *result = ask(other, "SELECT gen_random_uuid()");

	snprintf(id, UUID_TEXT_SIZE, "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
}

static void open_all(void)
{
	compile_tables();
	arena = arena_new();
	other = service_connect();
	new_id(owner);
	db = service_new(owner);
	tell(other,
	     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "VALUES ('%s', 'c' || left(replace('%s', '-', ''), 30), 'x', '%s', '', now(), now())",
	     owner, owner, owner);
}

static void close_all(void)
{
	tell(other, "DELETE FROM account WHERE id = '%s'", owner);
	PQfinish(other);
	arena_free(arena);
	db_free(db);
}

TestSuite(connection, .init = open_all, .fini = close_all, .timeout = 60);

/* Closes the service's connection from the other side and waits until it has gone. */
static void terminate(void)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	PGresult *left;
	int count;

	PQclear(ask(other,
		    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'",
		    owner));
	do {
		nanosleep(&pause, NULL);
		left = ask(other, "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s'",
			   owner);
		count = atoi(PQgetvalue(left, 0, 0));
		PQclear(left);
	} while (count > 0);
}

/* --- steps ----------------------------------------------------------------------------- */

static struct db_step creation(const char *id, const char *status)
{
	return bind_step(arena, Q_TASK_CREATE,
			 (const struct db_value[]){ { "caller", owner },
						    { "new_id", id },
						    { "title", "A title" },
						    { "description", NULL },
						    { "status", status },
						    { "priority", "0" },
						    { "due_at", NULL },
						    { "labels", "{}" },
						    { "now", "2026-01-02T03:04:05Z" },
						    { 0 } });
}

static enum status create(const char *id, const char *status)
{
	struct db_step step = creation(id, status);

	return db_run(db, arena, &step, 1);
}

static enum status get(const char *id)
{
	const struct db_value values[] = { { "caller", owner }, { "id", id }, { 0 } };
	struct rows rows;

	return bind_run(db, arena, Q_TASK_GET, values, &rows);
}

static int tasks(void)
{
	PGresult *result = ask(other, "SELECT count(*) FROM task WHERE owner_id = '%s'", owner);
	int count = atoi(PQgetvalue(result, 0, 0));

	PQclear(result);
	return count;
}

/* --- a connection that was lost ----------------------------------------------------- */

Test(connection, a_read_is_tried_again_when_the_connection_was_lost)
{
	char id[UUID_TEXT_SIZE];

	new_id(id);
	cr_expect_eq(create(id, "pending"), OK);
	cr_expect_eq(get(id), OK);
	for (int i = 0; i < 3; i++) {
		terminate();
		cr_expect_eq(get(id), OK, "after loss %d", i + 1);
	}
}

Test(connection, a_write_is_not_tried_again_when_the_connection_was_lost)
{
	char id[UUID_TEXT_SIZE];

	new_id(id);
	cr_expect_eq(create(id, "pending"), OK);
	terminate();
	new_id(id);
	cr_expect_eq(create(id, "pending"), E_UNAVAILABLE);
	cr_expect_eq(tasks(), 1);
	cr_expect_eq(create(id, "pending"), OK, "the next one works");
	cr_expect_eq(tasks(), 2);
}

Test(connection, several_steps_are_not_tried_again_when_the_connection_was_lost)
{
	char id[2][UUID_TEXT_SIZE];
	struct db_step steps[2];

	for (int i = 0; i < 2; i++) {
		new_id(id[i]);
		steps[i] = creation(id[i], "pending");
	}
	cr_expect_eq(db_connect(db), OK);
	terminate();
	cr_expect_eq(db_run(db, arena, steps, 2), E_UNAVAILABLE);
	cr_expect_eq(tasks(), 0);
	cr_expect_eq(db_run(db, arena, steps, 2), OK, "the next ones work");
	cr_expect_eq(tasks(), 2);
	terminate();
	new_id(id[0]);
	new_id(id[1]);
	cr_expect_eq(db_run(db, arena, steps, 2), E_UNAVAILABLE, "also when all was prepared");
	cr_expect_eq(db_run(db, arena, steps, 2), OK);
}

Test(connection, an_idle_connection_that_was_lost_is_opened_again)
{
	char id[UUID_TEXT_SIZE];

	new_id(id);
	cr_expect_eq(db_socket(db), -1);
	cr_expect_eq(create(id, "pending"), OK);
	terminate();
	/* Reads whenever there is something to read, as a worker does. */
	for (struct pollfd fd = { .events = POLLIN }; fd.fd = db_socket(db), poll(&fd, 1, 500) > 0;)
		db_idle(db);
	cr_expect_geq(db_socket(db), 0);
	new_id(id);
	cr_expect_eq(create(id, "pending"), OK, "a write does not notice");
}

Test(connection, a_server_that_is_away_is_not_asked_each_time)
{
	struct db *nowhere = db_new("host=/nonexistent", owner, 1000);
	struct timespec start, end;

	clock_gettime(CLOCK_MONOTONIC, &start);
	for (int i = 0; i < 100; i++)
		cr_expect_eq(db_connect(nowhere), E_UNAVAILABLE);
	clock_gettime(CLOCK_MONOTONIC, &end);
	cr_expect_lt(end.tv_sec - start.tv_sec, 2);
	cr_expect_eq(db_socket(nowhere), -1);
	db_free(nowhere);
}

/* --- several steps -------------------------------------------------------------------- */

Test(connection, a_step_that_fails_undoes_those_before_it)
{
	char id[3][UUID_TEXT_SIZE];
	struct db_step steps[3];

	for (int i = 0; i < 3; i++) {
		new_id(id[i]);
		steps[i] = creation(id[i], i == 1 ? "no status" : "pending");
	}
	cr_expect_eq(db_run(db, arena, steps, 3), E_INTERNAL);
	cr_expect_eq(tasks(), 0);
	for (int i = 0; i < 3; i++)
		cr_expect_eq(get(id[i]), E_NOT_FOUND);
	steps[1] = creation(id[1], "done");
	cr_expect_eq(db_run(db, arena, steps, 3), OK, "the connection is as before");
	cr_expect_eq(tasks(), 3);
}

Test(connection, a_conflict_is_told)
{
	char id[UUID_TEXT_SIZE];
	struct db_step steps[2];

	new_id(id);
	steps[0] = creation(id, "pending");
	steps[1] = creation(id, "pending");
	cr_expect_eq(db_run(db, arena, steps, 2), E_CONFLICT);
	cr_expect_eq(tasks(), 0);
}

/* --- more variants than are kept ----------------------------------------------------- */

/* Variant `n` of the list of tasks, among the variants that are kept as prepared statements. */
static struct db_step listing(unsigned n)
{
	static const char *const names[] = { "status",    "priority_min", "due_before",
					     "due_after", "after_id",     "limit" };
	static const char *const texts[] = { "done", "1", "2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z",
					     NULL,   "10" };
	struct db_value values[COUNT(names) + 2] = { { "caller", owner } }, *value = values;
	struct db_step step;

	for (size_t i = 0; i < COUNT(names); i++)
		if (n >> i & 1)
			*++value = (struct db_value){ names[i], texts[i] ? texts[i] : owner };
	step = bind_step(arena, Q_TASK_LIST, values);
	n >>= COUNT(names);
	step.variant.sort = (unsigned char)(n / 2 % step.statement->sorts);
	step.variant.descending = n % 2;
	return step;
}

enum { VARIANTS = 640, KEPT = 256 };

Test(connection, any_number_of_variants_can_be_used)
{
	char id[UUID_TEXT_SIZE];

	new_id(id);
	cr_expect_eq(create(id, "pending"), OK);
	for (unsigned n = 0; n < VARIANTS; n++) {
		struct db_step step = listing(n);

		cr_expect_eq(db_run(db, arena, &step, 1), OK, "variant %u", n);
		arena_reset(arena);
	}
	cr_expect_eq(get(id), OK);
}

/* The second of two steps finds the cache full, whatever the first step has found. */
Test(connection, two_steps_when_no_more_can_be_kept)
{
	for (unsigned kept = KEPT - 4; kept <= KEPT; kept++) {
		struct db *fresh = service_new(owner);
		struct db_step steps[2];

		for (unsigned n = 0; n < kept; n++) {
			struct db_step step = listing(n);

			cr_assert_eq(db_run(fresh, arena, &step, 1), OK, "variant %u", n);
			arena_reset(arena);
		}
		steps[0] = listing(0);
		steps[1] = listing(VARIANTS - 1);
		cr_expect_eq(db_run(fresh, arena, steps, 2), OK, "with %u kept", kept);
		steps[0] = listing(VARIANTS - 2);
		steps[1] = listing(VARIANTS - 3);
		cr_expect_eq(db_run(fresh, arena, steps, 2), OK, "twice, with %u kept", kept);
		db_free(fresh);
	}
}
