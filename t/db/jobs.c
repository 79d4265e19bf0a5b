/* Expired rows go in batches of the requested size. */
#include <criterion/criterion.h>

#include "base/arena.h"
#include "db/bind.h"
#include "server.h"
#include "server/job.h"

static struct db *db;
static struct arena *arena;
static PGconn *other;

static void open_all(void)
{
	compile_tables();
	db = service_new("t/db/jobs");
	arena = arena_new();
	other = service_connect();
}

static void close_all(void)
{
	PQfinish(other);
	arena_free(arena);
	db_free(db);
}

TestSuite(jobs, .init = open_all, .fini = close_all, .timeout = 60);

/* clang-format off */
/* Three rows of each kind that have long expired. */
static const struct {
	const char *job;
	const char *rows;
} expiries[] = {
	{ "session_expire",
	  "WITH person AS (INSERT INTO account (id, username, email, email_key, password_hash, created_at, "
	  "updated_at) "
	  "VALUES (gen_random_uuid(), 't-db-jobs', 'x', 't-db-jobs', '', now(), now()) RETURNING id) "
	  "INSERT INTO session (user_id, id, created_at, last_used_at, token_until, expires_at) "
	  "SELECT id, gen_random_uuid(), now(), now(), now(), now() - interval '1 day' FROM person, "
	  "generate_series(1, 3)" },
	{ "refresh_token_expire",
	  "WITH living AS (INSERT INTO session (user_id, id, created_at, last_used_at, token_until, "
	  "expires_at) "
	  "SELECT id, gen_random_uuid(), now(), now(), now(), now() + interval '1 day' FROM account "
	  "WHERE username = 't-db-jobs' RETURNING user_id, id) "
	  "INSERT INTO refresh_token (hash, user_id, session_id, issued_at, expires_at) "
	  "SELECT sha256(n::text::bytea), user_id, id, now() - interval '2 days', now() - interval '1 day' "
	  "FROM living, generate_series(1, 3) n" },
	{ "revocation_expire", "INSERT INTO revocation (user_id, until) "
	  "SELECT gen_random_uuid(), now() - interval '1 second' FROM generate_series(1, 3)" },
	{ "login_failure_expire", "INSERT INTO login_failure (subject, failures, last_at) "
	  "SELECT sha256(n::text::bytea), 1, now() - interval '2 days' FROM generate_series(1, 3) n" },
	{ "seen_network_expire", "INSERT INTO seen_network (user_id, network, last_at) "
	  "SELECT id, 'network ' || n, now() - interval '91 days' FROM account, generate_series(1, 3) n "
	  "WHERE username = 't-db-jobs'" },
	{ "org_invitation_expire",
	  "WITH host AS (INSERT INTO organization (org_id, name, created_at, updated_at) "
	  "VALUES (gen_random_uuid(), 't-db-jobs', now(), now()) RETURNING org_id) "
	  "INSERT INTO organization_invitation (org_id, id, invited, shown, role, invited_by, hash, "
	  "created_at, expires_at) "
	  "SELECT org_id, gen_random_uuid(), 'x' || n, 'x', 'viewer', gen_random_uuid(), "
	  "sha256(n::text::bytea), now(), now() - interval '1 day' FROM host, generate_series(1, 3) n" },
	{ "password_link_expire",
	  "INSERT INTO password_link (user_id, hash, created_at, expires_at) "
	  "SELECT id, sha256(n::text::bytea), now(), now() - interval '1 day' FROM account, "
	  "generate_series(1, 3) n WHERE username = 't-db-jobs'" },
	{ "activity_expire", "INSERT INTO activity (org_id, id, at, actor, action, request_id, address) "
	  "SELECT gen_random_uuid(), gen_random_uuid(), now() - interval '1000 days', gen_random_uuid(), "
	  "'x', '', '' "
	  "FROM generate_series(1, 3)" },
};
/* clang-format on */

/* How many rows went. */
static long expire(const char *name, long batch)
{
	static const char *const values[JOB__PARAMETERS] = { [JOB_ACTIVITY_DAYS] = "999" };
	struct job_state *state = job_state_of(name);
	long taken;

	state->batch = batch;
	cr_assert_eq(job_take(state, db, arena, values, &taken), OK, "%s", name);
	return taken;
}

Test(jobs, a_batch_is_as_large_as_is_asked_for)
{
	for (size_t i = 0; i < COUNT(expiries); i++) {
		tell(other, "%s", expiries[i].rows);
		cr_expect_eq(expire(expiries[i].job, 2), 2, "%s", expiries[i].job);
		cr_expect_eq(expire(expiries[i].job, 1000), 1, "%s", expiries[i].job);
	}
	tell(other, "DELETE FROM account WHERE username = 't-db-jobs'");
	tell(other, "DELETE FROM organization WHERE name = 't-db-jobs'");
}
