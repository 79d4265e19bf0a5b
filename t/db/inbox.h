/* An organization with a project that reports events, and the jobs that count them, for errors.c. */
#ifndef BALCAO_T_DB_INBOX_H
#define BALCAO_T_DB_INBOX_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/arena.h"
#include "db/db.h"
#include "server.h"
#include "server/job.h"

#define ORG "00000000-0000-7000-8000-0000000000e5"

static struct db *db;
static struct arena *arena;
static PGconn *owner;

static void clear(void)
{
	static const char *const tables[] = { "organization", "error_inbox",       "error_remains",
					      "error_stale",  "error_event",       "error_hour",
					      "error_user",   "error_text",        "error_log",
					      "error_place",  "error_seen",        "error_aside",
					      "error_key",    "error_key_remains", "error_comment",
					      "error_recent" };

	for (size_t i = 0; i < COUNT(tables); i++)
		tell(owner, "DELETE FROM %s WHERE org_id = '" ORG "'", tables[i]);
}

static void open_all(void)
{
	compile_tables();
	db = service_new("t/db/errors");
	arena = arena_new();
	owner = owner_connect();
}

static void begin(void)
{
	clear();
	tell(owner, "INSERT INTO organization (org_id, name, created_at, updated_at) VALUES ('" ORG
		    "', 'x', now(), now())");
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

/* Lets a job take a batch; returns how many rows it had. */
static long run(const char *name, long batch)
{
	static const char *const values[JOB__PARAMETERS] = { 0 };
	struct job_state *state = job_state_of(name);
	long taken;

	state->batch = batch;
	cr_assert_eq(job_take(state, db, arena, values, &taken), OK, "%s", name);
	return taken;
}

static long count(const char *table)
{
	PGresult *result = ask(owner, "SELECT count(*) FROM %s", table);
	long rows = atol(PQgetvalue(result, 0, 0));

	PQclear(result);
	return rows;
}

/* Reports `n` events of errors 1 to `kinds`, each of another user. */
static void report(int n, int kinds)
{
	tell(owner,
	     "INSERT INTO error_inbox (org_id, id, project_id, key_id, group_key, why, title, level, "
	     "environment, "
	     "origin, occurred_at, user_hash, tags, fingerprint) "
	     "SELECT '" ORG "', uuid_beside(uuid_floor(now())), '" ORG "', '" ORG
	     "', sha256((n %% %d)::text::bytea), '{}', 'x', "
	     "'error', 'e', 'o', now(), sha256(n::text::bytea), '{}', '{}' FROM generate_series(1, %d) n",
	     kinds, n);
}

#endif
