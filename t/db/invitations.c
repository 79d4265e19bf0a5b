/* What triggers do with invitations, owners and links, even if SQL changes the rows directly. The tests run
 * in transactions that are never committed. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "server.h"

static PGconn *connection;

/* An organization with the owner o, the admin a and the viewer v; o has invited x as an owner and y as a
 * viewer, and a has invited z as an admin. Each has two links. */
static void begin(void)
{
	connection = owner_connect();
	tell(connection, "BEGIN");
	tell(connection,
	     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "SELECT md5(n)::uuid, 't-invitations-' || n, n, n || '@t-invitations.x', '', now(), now() "
	     "FROM unnest('{o,a,v}'::text[]) n");
	tell(connection, "INSERT INTO organization (org_id, name, created_at, updated_at) "
			 "VALUES (md5('org')::uuid, 'x', now(), now())");
	tell(connection, "INSERT INTO membership (org_id, user_id, role, created_at) "
			 "SELECT md5('org')::uuid, md5(n)::uuid, r, now() "
			 "FROM unnest('{o,a,v}'::text[], '{owner,admin,viewer}'::text[]) t (n, r)");
	tell(connection,
	     "INSERT INTO organization_invitation (org_id, id, invited, shown, role, invited_by, hash, "
	     "created_at, expires_at) "
	     "SELECT md5('org')::uuid, md5(n)::uuid, n, n, r, md5(b)::uuid, sha256(n::bytea), now(), "
	     "now() + interval '1 day' "
	     "FROM unnest('{x,y,z}'::text[], '{owner,viewer,admin}'::text[], '{o,o,a}'::text[]) t (n, r, b)");
	tell(connection, "INSERT INTO password_link (user_id, hash, created_at, expires_at) "
			 "SELECT md5(n)::uuid, sha256((n || i)::bytea), now(), now() + interval '1 hour' "
			 "FROM unnest('{o,a,v}'::text[]) n, generate_series(1, 2) i");
}

static void end(void)
{
	PQfinish(connection);
}

TestSuite(invitations, .init = begin, .fini = end);

#define OF(name) "= md5('" name "')::uuid"
#define DISABLED "UPDATE account SET status = 'disabled' WHERE id "
#define MEMBER "UPDATE membership SET role = "

/* clang-format off */
/* What is left after a change: the names of invitations, and how many links. */
static const struct {
	const char *change, *invitations;
	int links;
} changes[] = {
	{ "SELECT", "x y z", 6 },
	{ MEMBER "'admin' WHERE user_id " OF("v"), "x y z", 6 },
	{ MEMBER "'owner' WHERE user_id " OF("a"), "x y z", 6 },
	{ MEMBER "'editor' WHERE user_id " OF("a"), "x y", 6 },
	{ MEMBER "'owner' WHERE user_id " OF("v") "; " MEMBER "'admin' WHERE user_id " OF("o"), "y z", 6 },
	{ "DELETE FROM membership WHERE user_id " OF("a"), "x y", 6 },
	{ "DELETE FROM account WHERE id " OF("a"), "x y", 4 },
	{ "DELETE FROM organization", "", 6 },
	{ DISABLED OF("a"), "x y", 6 },
	{ "SET LOCAL balcao.force = 'true'; " DISABLED OF("o"), "z", 6 },
	{ "UPDATE account SET password_version = password_version + 1 WHERE id " OF("v"), "x y z", 4 },
	{ "UPDATE account SET email_key = 'new@t-invitations.x' WHERE id " OF("v"), "x y z", 4 },
	{ "UPDATE account SET password_hash = 'renewed', username = 'veronica' WHERE id " OF("v"),
	  "x y z", 6 },
};
/* clang-format on */

Test(invitations, end_with_the_right_to_invite_and_links_with_the_password)
{
	for (size_t i = 0; i < COUNT(changes); i++) {
		PGresult *left;

		tell(connection, "SAVEPOINT before");
		tell(connection, "%s", changes[i].change);
		left = ask(connection, "SELECT (SELECT coalesce(string_agg(shown, ' ' ORDER BY shown), '') "
				       "FROM organization_invitation), (SELECT count(*) FROM password_link)");
		cr_expect_str_eq(PQgetvalue(left, 0, 0), changes[i].invitations, "%s", changes[i].change);
		cr_expect_eq(atoi(PQgetvalue(left, 0, 1)), changes[i].links, "%s: %s links",
			     changes[i].change, PQgetvalue(left, 0, 1));
		PQclear(left);
		tell(connection, "ROLLBACK TO before");
	}
}

/* clang-format off */
/* Whether an organization would be left without an active owner. */
static const struct {
	const char *before, *change;
	bool refused;
} owners[] = {
	{ "", DISABLED OF("o"), true },
	{ "", DISABLED OF("a"), false },
	{ "", MEMBER "'admin' WHERE user_id " OF("o"), true },
	{ "", "DELETE FROM account WHERE id " OF("o"), true },
	{ MEMBER "'owner' WHERE user_id " OF("a"), DISABLED OF("o"), false },
	{ MEMBER "'owner' WHERE user_id " OF("a"), DISABLED "IN (md5('o')::uuid, md5('a')::uuid)", true },
	{ MEMBER "'owner' WHERE user_id " OF("a") "; " DISABLED OF("a"), DISABLED OF("o"), true },
	{ MEMBER "'owner' WHERE user_id " OF("a") "; " DISABLED OF("a"),
	  "DELETE FROM membership WHERE user_id " OF("o"), true },
	{ MEMBER "'owner' WHERE user_id " OF("a") "; " DISABLED OF("a"),
	  "DELETE FROM membership WHERE user_id " OF("a"), false },
	{ "DELETE FROM membership WHERE role <> 'owner'", DISABLED OF("o"), false },
	{ "DELETE FROM membership WHERE role <> 'owner'",
	  "DELETE FROM membership WHERE user_id " OF("o"), true },
	{ "SET LOCAL balcao.force = 'true'", DISABLED OF("o"), false },
	{ "SET LOCAL balcao.force = 'true'", "DELETE FROM account WHERE id " OF("o"), false },
	{ "SET LOCAL balcao.force = 'false'", DISABLED OF("o"), true },
};
/* clang-format on */

Test(invitations, an_organization_with_other_members_keeps_an_active_owner)
{
	for (size_t i = 0; i < COUNT(owners); i++) {
		PGresult *result;
		const char *constraint;

		tell(connection, "SAVEPOINT before");
		tell(connection, "SELECT; %s", owners[i].before);
		result = PQexec(connection, owners[i].change);
		constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
		cr_expect_eq(owners[i].refused, constraint && strcmp(constraint, "organization_owner") == 0,
			     "%s; %s: %s", owners[i].before, owners[i].change, PQresultErrorMessage(result));
		PQclear(result);
		tell(connection, "ROLLBACK TO before");
	}
}

/* clang-format off */
static const struct {
	const char *invited, *account; /* of the invitation; NULL: nobody had the username then */
	bool has_token, fits;
} fits[] = { /* the account o, whose username is ana and whose e-mail ana@x.org */
	{ "ana", NULL, false, true },
	{ "ana", NULL, true, true },
	{ "ana", "o", false, true },
	{ "ana", "a", false, false },
	{ "ana", "a", true, false },
	{ "bea", NULL, true, false },
	{ "bea", "o", true, false },
	{ "ana@x.org", NULL, true, true },
	{ "ana@x.org", NULL, false, false }, /* nobody has confirmed the address */
	{ "bea@x.org", NULL, true, false },
};
/* clang-format on */

Test(invitations, are_for_one_account)
{
	for (size_t i = 0; i < COUNT(fits); i++) {
		const char *account = fits[i].account ? fits[i].account : "";
		PGresult *result =
			ask(connection,
			    "SELECT is_invited(jsonb_populate_record(i, jsonb_build_object('invited', '%s', "
			    "'account_id', CASE WHEN '%s' <> '' THEN md5('%s')::uuid END)), md5('o')::uuid, "
			    "'ana', 'ana@x.org', %s) FROM organization_invitation i WHERE shown = 'x'",
			    fits[i].invited, account, account, fits[i].has_token ? "true" : "false");

		cr_expect_str_eq(PQgetvalue(result, 0, 0), fits[i].fits ? "t" : "f", "%s, %s, %d",
				 fits[i].invited, account, fits[i].has_token);
		PQclear(result);
	}
}

/* --- the migration, on the rows of planted/010_invitations.sql --------------------------- */

static void open_planted(void)
{
	connection = suite_connect("planted_010");
}

TestSuite(invitations_migrated, .init = open_planted, .fini = end);

/* clang-format off */
static const struct {
	const char *what, *query, *wanted;
} kept[] = {
	{ "members keep role, version and date",
	  "SELECT string_agg(concat_ws(' ', o.name, a.username, m.role, m.version, m.created_at::date), ', ' "
	  "ORDER BY o.name, a.username) FROM membership m JOIN organization o USING (org_id) "
	  "JOIN account a ON a.id = m.user_id",
	  "loja ana owner 1 2026-01-02, loja bia admin 4 2026-01-02, loja caio viewer 2 2026-01-02, "
	  "orfa caio editor 3 2026-01-02, orfa duda owner 1 2026-01-02" },
	{ "organizations keep their version, also without an active owner",
	  "SELECT string_agg(name || ' ' || version, ', ' ORDER BY name) FROM organization",
	  "loja 7, orfa 2" },
	{ "a disabled owner stays one", "SELECT status FROM account WHERE username = 'duda'", "disabled" },
	{ "invitations to clubs keep their uses",
	  "SELECT concat_ws(' ', max_uses, uses) FROM invitation WHERE hash = sha256('x')", "5 2" },
	{ "nobody is invited to an organization",
	  "SELECT count(*) FROM organization_invitation", "0" },
	{ "the log is about whom others did it to",
	  "SELECT string_agg(concat_ws(' ', l.action, a.username), ', ' ORDER BY l.action, a.username) "
	  "FROM activity l JOIN account a ON a.id = l.about",
	  "club.member.change caio, club.member.remove bia, member.add bia, member.change caio, "
	  "member.remove caio" },
	{ "and of nobody else", "SELECT count(*) FROM activity WHERE about IS NULL", "4" },
	{ "the object stays", "SELECT count(*) FROM activity WHERE about <> object", "0" },
};
/* clang-format on */

Test(invitations_migrated, older_rows_are_carried)
{
	for (size_t i = 0; i < COUNT(kept); i++) {
		PGresult *result = ask(connection, "%s", kept[i].query);

		cr_expect_str_eq(PQgetvalue(result, 0, 0), kept[i].wanted, "%s: %s", kept[i].what,
				 PQgetvalue(result, 0, 0));
		PQclear(result);
	}
}

/* An organization without an active owner gets one back: the rule does not hold older rows fast. */
Test(invitations_migrated, an_owner_can_be_enabled_again)
{
	tell(connection, "BEGIN");
	tell(connection, "UPDATE account SET status = 'active' WHERE username = 'duda'");
	tell(connection, "UPDATE membership SET role = 'admin' WHERE user_id = md5('account caio')::uuid "
			 "AND org_id = md5('org orfa')::uuid");
	tell(connection, "ROLLBACK");
}
