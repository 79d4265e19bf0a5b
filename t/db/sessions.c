/* Networks, and what the migration makes of the sessions that were there before it. */
#include <criterion/criterion.h>
#include <string.h>

#include "db/migrate.h"
#include "server.h"

static PGconn *connection;

static void begin(void)
{
	connection = suite_connect("sessions");
	tell(connection, "BEGIN");
}

static void undo(void)
{
	tell(connection, "ROLLBACK");
	PQfinish(connection);
}

TestSuite(sessions, .init = begin, .fini = undo);

static bool answers(const char *question, const char *wanted)
{
	PGresult *answer = ask(connection, "%s", question);
	bool right = PQntuples(answer) == 1 && strcmp(PQgetvalue(answer, 0, 0), wanted) == 0;

	if (!right)
		cr_log_error("%s: %s", question,
			     PQntuples(answer) == 1 ? PQgetvalue(answer, 0, 0) : "no row");
	PQclear(answer);
	return right;
}

/* clang-format off */
static const struct {
	const char *address, *network;
} networks[] = {
	{ "192.0.2.77", "192.0.2.0/24" }, { "192.0.3.77", "192.0.3.0/24" },
	{ "::ffff:192.0.2.77", "192.0.2.0/24" },
	{ "2001:db8:1:2::1", "2001:db8:1::/48" }, { "2001:DB8:1:ffff::9", "2001:db8:1::/48" },
	{ "2001:db8:2::", "2001:db8:2::/48" }, { "::1", "::/48" }, { "unix:", "unix:" },
	{ "command line", "command line" }, { "", "" },
};
/* clang-format on */

Test(sessions, networks)
{
	for (size_t i = 0; i < COUNT(networks); i++) {
		PGresult *found = ask(connection, "SELECT client_network('%s')", networks[i].address);

		cr_expect_str_eq(PQgetvalue(found, 0, 0), networks[i].network, "%s", networks[i].address);
		PQclear(found);
	}
}

/* Failures beyond a hundred in an hour; the row is as long as it is needed. */
Test(sessions, failures_of_an_hour)
{
	tell(connection,
	     "INSERT INTO login_failure (subject, failures, last_at, recent) "
	     "VALUES (login_subject('hour', 'maria', ''), 1, now(), (SELECT array_agg(now() - interval "
	     "'90.5 minutes' + n * interval '1 minute' ORDER BY n) FROM generate_series(1, 90) n))");
	cr_expect(answers("SELECT login_excess('maria', now())", "-40"));
	cr_expect(answers("SELECT login_excess('maria', now() + interval '30 minutes')", "-70"));
	cr_expect(answers("SELECT login_excess('nobody', now())", "-100"));
	for (int i = 0; i < 100; i++)
		tell(connection, "UPDATE login_failure SET recent = login_recent(recent, now())");
	cr_expect(answers("SELECT cardinality(recent) FROM login_failure", "110"));
	cr_expect(answers("SELECT login_excess('maria', now())", "10"));
	cr_expect(answers("SELECT login_recent(NULL, now()) IS NULL", "t"), "other counts have no times");
}

static const char *migration_text(const char *name)
{
	const struct migration *m = migrations;

	while (m->number && strcmp(m->name, name) != 0)
		m++;
	cr_assert(m->number, "there is no migration %s", name);
	return m->text;
}

/* Takes back what the migration did, as far as its rows are concerned. */
static void migrate_back(void)
{
	tell(connection, "DROP TABLE seen_network");
	tell(connection, "DROP FUNCTION login_recent, login_excess");
	tell(connection, "ALTER TABLE login_failure DROP COLUMN recent");
	tell(connection, "ALTER TABLE refresh_token DROP COLUMN parent, DROP COLUMN dead");
	tell(connection,
	     "CREATE OR REPLACE FUNCTION login_subject(kind text, who text, address text) RETURNS bytea "
	     "LANGUAGE sql IMMUTABLE RETURN sha256('')");
	tell(connection, "DROP FUNCTION client_network");
}

/* clang-format off */
/* A session of a day, of which two tokens were used, the second by two tabs; and a session of 80 days. */
static const char *const planted[] = {
	"CREATE FUNCTION pg_temp.id(n int) RETURNS uuid LANGUAGE sql RETURN ('00000000-0000-7000-8000-' || "
	"lpad(n::text, 12, '0'))::uuid",
	"CREATE FUNCTION pg_temp.ago(age interval) RETURNS timestamptz LANGUAGE sql RETURN now() - age",
	"INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	"VALUES (pg_temp.id(1), 't-db-sessions', 'x', 't-db-sessions', '', now(), now())",
	"INSERT INTO session (user_id, id, address, created_at, last_used_at, token_until, expires_at) "
	"VALUES (pg_temp.id(1), pg_temp.id(2), '192.0.2.1', pg_temp.ago('1 day'), pg_temp.ago('1 h'), now(), "
	"pg_temp.ago('-30 days')), "
	"(pg_temp.id(1), pg_temp.id(3), NULL, pg_temp.ago('80 days'), now(), now(), pg_temp.ago('-30 days'))",
	"INSERT INTO refresh_token (hash, user_id, session_id, used_at, issued_at, expires_at) "
	"SELECT sha256(name::bytea), pg_temp.id(1), pg_temp.id(session), pg_temp.ago(used::interval), "
	"pg_temp.ago(issued::interval), pg_temp.ago('-30 days') FROM (VALUES ('1', 2, '5 h', '1 day'), "
	"('2', 2, '4 h', '5 h'), ('3', 2, NULL, '4 h'), ('tab', 2, NULL, '3 h 59 min 57 s'), "
	"('old', 3, NULL, '5 h')) t (name, session, used, issued)",
	"INSERT INTO activity (org_id, id, at, actor, action, request_id, address) "
	"SELECT pg_temp.id(actor), gen_random_uuid(), pg_temp.ago(age::interval), pg_temp.id(actor), action, "
	"'', address FROM (VALUES (1, '80 days', 'session.login', '192.0.2.9'), "
	"(1, '80 days', 'account.register', '2001:db8::1'), (1, '91 days', 'session.login', '198.51.100.1'), "
	"(1, '1 day', 'customer.change', '203.0.113.1'), (9, '1 day', 'session.login', '203.0.113.1')) "
	"t (actor, age, action, address)",
};

static const struct {
	const char *question, *wanted;
} made[] = {
	{ "SELECT count(*) FROM refresh_token WHERE (hash, parent) IN ((sha256('2'), sha256('1')), "
	  "(sha256('3'), sha256('2')))", "2" },
	{ "SELECT count(*) FROM refresh_token WHERE parent IS NULL AND hash IN "
	  "(sha256('1'), sha256('tab'), sha256('old'))", "3" },
	{ "SELECT bool_or(dead) FROM refresh_token", "f" },
	{ "SELECT string_agg(id || ' ' || round(extract(epoch FROM expires_at - now()) / 86400, 3), ', ' "
	  "ORDER BY id) FROM session", "00000000-0000-7000-8000-000000000002 30.000, "
	  "00000000-0000-7000-8000-000000000003 10.000" },
	{ "SELECT string_agg(DISTINCT session_id || ' ' || round(extract(epoch FROM expires_at - now()) / "
	  "86400), ', ') FROM refresh_token", "00000000-0000-7000-8000-000000000002 30, "
	  "00000000-0000-7000-8000-000000000003 10" },
	{ "SELECT string_agg(network || ' ' || round(extract(epoch FROM now() - last_at) / 3600), ', ' "
	  "ORDER BY network) FROM seen_network", "192.0.2.0/24 1, 2001:db8::/48 1920" },
};
/* clang-format on */

Test(sessions, migration_with_sessions_before_it)
{
	migrate_back();
	for (size_t i = 0; i < COUNT(planted); i++)
		tell(connection, "%s", planted[i]);
	tell(connection, "%s", migration_text("011_sessions"));
	for (size_t i = 0; i < COUNT(made); i++)
		cr_expect(answers(made[i].question, made[i].wanted));
}
