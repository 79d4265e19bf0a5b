/* Which of two releases is newer, and how the migration makes a group of each error that was there. */
#include <criterion/criterion.h>
#include <string.h>

#include "server.h"

static PGconn *connection;

static void open_connection(void)
{
	connection = service_connect();
}

static void open_planted(void)
{
	connection = suite_connect("planted_015");
}

static void close_connection(void)
{
	PQfinish(connection);
}

TestSuite(triage, .init = open_connection, .fini = close_connection);
TestSuite(triage_migrated, .init = open_planted, .fini = close_connection);

/* The precedence of Semantic Versioning 2.0.0, 11; "t", "f", or "" where versions don't tell. */
static const struct {
	const char *one, *other, *newer, *older;
} releases[] = {
	{ "a@1.10.0", "a@1.9.0", "t", "f" },
	{ "a@2.0.0", "a@1.99.99", "t", "f" },
	{ "a@1.0.0", "a@1.0.0", "f", "f" },
	{ "a@1.0.0+b", "a@1.0.0+a", "f", "f" },
	{ "a@1.0.0", "a@1.0.0-rc.1", "t", "f" },
	{ "a@1.0.0-alpha.1", "a@1.0.0-alpha", "t", "f" },
	{ "a@1.0.0-alpha.beta", "a@1.0.0-alpha.1", "t", "f" },
	{ "a@1.0.0-beta", "a@1.0.0-alpha.beta", "t", "f" },
	{ "a@1.0.0-beta.11", "a@1.0.0-beta.2", "t", "f" },
	{ "a@1.0.0-rc.1", "a@1.0.0-beta.11", "t", "f" },
	{ "a@1.0.0-alpha1", "a@1.0.0-alpha.1", "t", "f" },
	{ "a@1.0.0-Beta", "a@1.0.0-alpha", "f", "t" },
	{ "a@1.0.1-alpha", "a@1.0.0", "t", "f" },
	{ "a@1.2", "a@1.1.9", "t", "f" },
	{ "a@1.2.0.1", "a@1.2.0", "t", "f" },
	{ "a@v1.2.0", "a@1.1.0", "t", "f" },
	{ "a@10000000000000000000.0", "a@9999999999999999999.9", "t", "f" },
	{ "@scope/a@1.1.0", "@scope/a@1.0.0", "t", "f" },
	{ "a@1.1.0", "b@1.0.0", "", "" },
	{ "1.1.0", "1.0.0", "", "" },
	{ "a@3f2a9c1", "a@77aa001", "", "" },
	{ "a@7", "a@6", "", "" },
	{ "a@1.1.0", "a@later", "", "" },
	{ "a@1.1.0-", "a@1.0.0", "", "" },
	{ "a@1.1.0", "", "", "" },
};

static void expect_newer(const char *one, const char *other, const char *wanted)
{
	PGresult *result = ask(connection, "SELECT release_newer('%s', '%s')", one, other);

	cr_expect_str_eq(PQgetvalue(result, 0, 0), wanted, "is %s newer than %s?", one, other);
	PQclear(result);
}

Test(triage, releases_are_compared_by_their_versions)
{
	for (size_t i = 0; i < COUNT(releases); i++) {
		expect_newer(releases[i].one, releases[i].other, releases[i].newer);
		expect_newer(releases[i].other, releases[i].one, releases[i].older);
	}
}

/* What is true of the rows that t/db/planted/015_triage.sql planted. */
static const char *const truths[] = {
	"(SELECT count(*) FROM error_group) = 2",
	"(SELECT count(*) FROM error_key k JOIN error_group g ON g.org_id = k.org_id AND g.id = k.error_id "
	"WHERE k.id = g.id AND k.project_id = g.project_id AND k.group_key = sha256(g.title::bytea) "
	"AND k.why = ARRAY['because', g.title] AND k.events IS NULL AND k.joined_at IS NULL) = 2",
	"(SELECT count(*) FROM error_event e JOIN error_key k ON k.id = e.group_id) = 6",
	"(SELECT count(*) FROM error_user u JOIN error_key k ON k.id = u.group_id) = 4",
	"(SELECT count(*) FROM error_place WHERE error_id = group_id) = 4",
	"(SELECT array_agg(group_id) FROM error_key_remains) = ARRAY[md5('gone')::uuid]",
	"(SELECT array_agg(group_id) FROM error_remains) = ARRAY[md5('gone')::uuid]",
	"(SELECT array_agg(release ORDER BY release) FROM project_release) = ARRAY['1', '2']",
	"(SELECT bool_and(first_event IN (SELECT id FROM error_event e WHERE e.release = r.release)) "
	"FROM project_release r)",
};

Test(triage_migrated, an_error_is_one_group)
{
	for (size_t i = 0; i < COUNT(truths); i++) {
		PGresult *result = ask(connection, "SELECT %s", truths[i]);

		cr_expect_str_eq(PQgetvalue(result, 0, 0), "t", "%s", truths[i]);
		PQclear(result);
	}
}
