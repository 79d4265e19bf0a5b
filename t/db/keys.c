/* Workers cache keys, and hear of each change that concerns one. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "server.h"

#define ORG "00000000-0000-7000-8000-0000000000f7"
#define OTHER "00000000-0000-7000-8000-0000000000f8"
#define FIRST "f7000000000000000000000000000001"
#define SECOND "f7000000000000000000000000000002"
#define THIRD "f8000000000000000000000000000003"

static PGconn *owner, *listener;

static void clear(void)
{
	tell(owner, "DELETE FROM organization WHERE org_id = '" ORG "'");
}

static void open_all(void)
{
	owner = owner_connect();
	listener = owner_connect();
	clear();
	tell(owner, "INSERT INTO organization (org_id, name, created_at, updated_at) VALUES ('" ORG
		    "', 'x', now(), now())");
	tell(owner, "INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at) "
		    "VALUES ('" ORG "', '" ORG "', 97, 'x', 90, now(), now()), "
		    "('" ORG "', '" OTHER "', 98, 'y', 90, now(), now())");
	tell(owner, "INSERT INTO project_key (org_id, id, project_id, name, public_key, created_at) "
		    "SELECT '" ORG "', gen_random_uuid(), p::uuid, 'k', k, now() "
		    "FROM (VALUES ('" ORG "', '" FIRST "'), ('" ORG "', '" SECOND "'), ('" OTHER "', '" THIRD
		    "')) AS v (p, k)");
	tell(listener, "LISTEN revocation");
}

static void close_all(void)
{
	clear();
	PQfinish(listener);
	PQfinish(owner);
}

TestSuite(keys, .init = open_all, .fini = close_all, .timeout = 60);

/* Writes which of the three keys the listener has heard of: "12", "3", "". */
static void hear(char heard[4])
{
	static const char *const keys[] = { "key " FIRST, "key " SECOND, "key " THIRD };
	bool which[COUNT(keys)] = { false };
	size_t length = 0;

	tell(listener, "SELECT 1"); /* PostgreSQL sends what has been committed before the answer */
	for (PGnotify *notice; (notice = PQnotifies(listener)); PQfreemem(notice))
		for (size_t i = 0; i < COUNT(keys); i++)
			which[i] |= strcmp(notice->extra, keys[i]) == 0;
	for (size_t i = 0; i < COUNT(keys); i++)
		if (which[i])
			heard[length++] = (char)('1' + i);
	heard[length] = '\0';
}

/* clang-format off */
static const struct {
	const char *change, *heard;
} changes[] = {
	{ "UPDATE project SET scrub = 'off' WHERE id = '" ORG "'", "12" },
	{ "UPDATE project SET scrub_names = '{placa}' WHERE id = '" OTHER "'", "3" },
	{ "UPDATE project SET version = version + 1 WHERE org_id = '" ORG "'", "123" },
	{ "UPDATE project_key SET name = 'l' WHERE public_key = '" SECOND "'", "2" },
	{ "UPDATE project_key SET last_used_at = now() WHERE org_id = '" ORG "'", "" },
	{ "DELETE FROM project_key WHERE public_key = '" FIRST "'", "1" },
	{ "DELETE FROM project WHERE id = '" ORG "'", "2" },
};
/* clang-format on */

Test(keys, workers_hear_of_changes)
{
	char heard[4];

	for (size_t i = 0; i < COUNT(changes); i++) {
		tell(owner, "%s", changes[i].change);
		hear(heard);
		cr_expect_str_eq(heard, changes[i].heard, "%s: heard of keys %s", changes[i].change, heard);
	}
}
