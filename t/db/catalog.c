/* Rules of the schema, checked in PostgreSQL's catalog: every key begins with the column of
 * the row's owner, so that tables can be distributed by tenant; and the service's role uses
 * the tables but owns nothing. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "db/migrate.h"
#include "server.h"
#include "server/modules.h"
#include "table/route.h"

static PGconn *connection;

static void open_connection(void)
{
	connection = owner_connect();
}

static void close_connection(void)
{
	PQfinish(connection);
}

TestSuite(catalog, .init = open_connection, .fini = close_connection);

/* Runs a query whose rows are faults of the schema, reports each, and returns their number. */
static void expect_none(PGresult *faults, const char *what)
{
	for (int i = 0; i < PQntuples(faults); i++)
		cr_expect_fail("%s: %s", what, PQgetvalue(faults, i, 0));
	PQclear(faults);
}

#define TABLES "pg_class t WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p')"

/* Each table with the word before ": " in its comment: the owner column, or "directory" if its
 * rows belong to nobody. A partition has the comment of its parent table. */
#define SCOPES                                                                                             \
	"(SELECT t.oid, t.relname, coalesce(substring(obj_description(coalesce(pg_partition_root(t.oid), " \
	"t.oid), 'pg_class') FROM '^([a-z_]+): .'), '') AS scope FROM " TABLES ") s"

/* The file that creates a table. */
static const char *migration_of(const char *table)
{
	char *create;
	const char *name = "NNN_noun";

	if (asprintf(&create, "CREATE TABLE %s (", table) < 0)
		abort();
	for (const struct migration *m = migrations; m->number; m++)
		if (strstr(m->text, create))
			name = m->name;
	free(create);
	return name;
}

Test(catalog, every_table_tells_whose_its_rows_are)
{
	PGresult *silent = ask(connection, "SELECT relname FROM " SCOPES " WHERE scope = ''");
	PGresult *kinds = ask(connection, "SELECT scope = 'directory' FROM " SCOPES " GROUP BY 1");

	for (int i = 0; i < PQntuples(silent); i++) {
		const char *table = PQgetvalue(silent, i, 0);

		cr_expect_fail(
			"table %s does not tell whose its rows are: add to sql/schema/%s.sql "
			"COMMENT ON TABLE %s IS 'org_id: what a row is' (or the column, uuid NOT NULL, that "
			"names whose a row is), or 'directory: why its rows belong to no one'",
			table, migration_of(table), table);
	}
	cr_expect_eq(PQntuples(kinds), 2, "some tables are directories and some are not");
	PQclear(silent);
	PQclear(kinds);
}

Test(catalog, the_column_that_a_comment_names_is_there)
{
	PGresult *tables =
		ask(connection, "SELECT relname, scope FROM " SCOPES " WHERE scope NOT IN ('', 'directory') "
				"AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = s.oid "
				"AND attname = scope AND attnotnull AND atttypid = 'uuid'::regtype)");

	for (int i = 0; i < PQntuples(tables); i++) {
		const char *table = PQgetvalue(tables, i, 0);

		cr_expect_fail("table %s has no column %s uuid NOT NULL, which its comment in "
			       "sql/schema/%s.sql names",
			       table, PQgetvalue(tables, i, 1), migration_of(table));
	}
	PQclear(tables);
}

Test(catalog, every_key_begins_with_whose_row_it_is)
{
	PGresult *keyless =
		ask(connection, "SELECT t.relname FROM " TABLES " AND NOT EXISTS "
				"(SELECT FROM pg_index x WHERE x.indrelid = t.oid AND x.indisprimary)");

	expect_none(
		ask(connection,
		    "SELECT format('%%s begins with %%s', i.relname, coalesce(a.attname, 'an expression')) "
		    "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN " SCOPES
		    " ON s.oid = x.indrelid LEFT JOIN pg_attribute a ON a.attrelid = s.oid "
		    "AND a.attnum = x.indkey[0] "
		    "WHERE x.indisunique AND s.scope <> 'directory' AND a.attname IS DISTINCT FROM s.scope"),
		"a key that does not begin with the column that the table's comment names");
	expect_none(keyless, "a table without a primary key");
}

/* The owner column must be part of a foreign key, or the key must refer to a directory or to the
 * table whose key is only the owner column (organization). */
Test(catalog, every_foreign_key_begins_with_whose_row_it_is)
{
	expect_none(ask(connection,
			"SELECT format('%%s of %%s begins with %%s', c.conname, s.relname, a.attname) "
			"FROM pg_constraint c JOIN " SCOPES " ON s.oid = c.conrelid "
			"JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum = c.conkey[1] "
			"WHERE c.contype = 'f' AND s.scope NOT IN ('directory', a.attname) "
			"AND NOT EXISTS (SELECT FROM " SCOPES
			" WHERE s.oid = c.confrelid AND s.scope = 'directory')"),
		    "a foreign key that does not begin with the column that the table's comment names");
}

/* --- constraints that requests can violate --------------------------------------------- */

/* The names of foreign keys, unique constraints and indexes, named checks, and constraints that functions
 * raise. Checks with names that PostgreSQL chose are left out, because fields refuse such values first. Also
 * left out are primary keys that end in an `id`, which is a fresh UUID, and the table of migrations. */
static const char constraints_sql[] =
	"SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
	"AND (contype = 'f' OR (contype = 'c' AND conname !~ '_check[0-9]*$')) "
	"UNION SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid "
	"JOIN pg_attribute a ON a.attrelid = i.oid AND a.attnum = x.indnkeyatts "
	"WHERE x.indisunique AND i.relnamespace = 'public'::regnamespace "
	"AND x.indrelid <> 'migration'::regclass AND NOT (x.indisprimary AND a.attname = 'id') "
	"UNION SELECT (regexp_matches(prosrc, 'CONSTRAINT = ''(\\w+)''', 'g'))[1] "
	"FROM pg_proc WHERE pronamespace = 'public'::regnamespace";

static bool is_there(PGresult *constraints, const char *name)
{
	size_t length = strcspn(name, "*");

	for (int i = 0; i < PQntuples(constraints); i++)
		if (strncmp(PQgetvalue(constraints, i, 0), name, length) == 0 &&
		    (name[length] || !PQgetvalue(constraints, i, 0)[length]))
			return true;
	return false;
}

/* A violation of a constraint without a row would be an internal error, or a conflict without a reason. */
Test(catalog, every_constraint_has_an_answer)
{
	PGresult *constraints = ask(connection, "%s", constraints_sql);

	compile_tables();
	cr_expect_gt(PQntuples(constraints), 20);
	for (int i = 0; i < PQntuples(constraints); i++)
		cr_expect_not_null(
			constraint_find(PQgetvalue(constraints, i, 0)),
			"%s is in no module's `constraints`: say what its violation means, or why no "
			"request can violate it",
			PQgetvalue(constraints, i, 0));
	PQclear(constraints);
}

Test(catalog, every_row_is_about_a_constraint)
{
	PGresult *constraints = ask(connection, "%s", constraints_sql);

	for (const struct module *const *module = modules; *module; module++)
		for (const struct constraint *row = (*module)->constraints; row && row->name; row++)
			cr_expect(is_there(constraints, row->name),
				  "%s has a row about %s, which is not in sql/schema", (*module)->name,
				  row->name);
	PQclear(constraints);
}

/* --- the service's role -------------------------------------------------------------- */

/* The quoted name of the role, taken from the service's connection string. */
static const char *role(void)
{
	static char quoted[80];
	PGconn *service = service_connect();
	char *literal = PQescapeLiteral(service, PQuser(service), strlen(PQuser(service)));

	cr_assert_lt(strlen(literal), sizeof(quoted));
	strcpy(quoted, literal);
	PQfreemem(literal);
	PQfinish(service);
	return quoted;
}

Test(catalog, the_service_owns_nothing)
{
	const char *name = role();

	expect_none(ask(connection,
			"SELECT relname FROM pg_class WHERE relowner = %1$s::regrole "
			"UNION ALL SELECT nspname FROM pg_namespace WHERE nspowner = %1$s::regrole "
			"UNION ALL SELECT proname FROM pg_proc WHERE proowner = %1$s::regrole "
			"UNION ALL SELECT typname FROM pg_type WHERE typowner = %1$s::regrole "
			"UNION ALL SELECT datname FROM pg_database WHERE datdba = %1$s::regrole",
			name),
		    "owned by the service");
	expect_none(ask(connection,
			"SELECT rolname FROM pg_roles WHERE rolname = %s AND (rolsuper OR rolcreatedb "
			"OR rolcreaterole OR rolreplication OR rolbypassrls)",
			name),
		    "a service with attributes");
	expect_none(ask(connection,
			"SELECT roleid::regrole FROM pg_auth_members WHERE member = %1$s::regrole", name),
		    "the service is a member of");
}

Test(catalog, the_service_creates_nothing)
{
	const char *name = role();

	expect_none(ask(connection,
			"SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)' "
			"AND has_schema_privilege(%s, oid, 'CREATE')",
			name),
		    "may create in schema");
	expect_none(ask(connection,
			"SELECT datname FROM pg_database WHERE datname = current_database() "
			"AND has_database_privilege(%s, oid, 'CREATE, TEMPORARY')",
			name),
		    "may create in database");
}

Test(catalog, the_service_has_rows_but_not_the_tables)
{
	const char *name = role();

	expect_none(ask(connection,
			"SELECT relname FROM " TABLES
			" AND has_table_privilege(%s, oid, 'TRUNCATE, REFERENCES, TRIGGER')",
			name),
		    "too many rights on");
	expect_none(
		ask(connection,
		    "SELECT relname FROM " TABLES " AND relname <> 'migration' AND NOT "
		    "(has_table_privilege(%1$s, oid, 'SELECT') AND has_table_privilege(%1$s, oid, 'INSERT') "
		    "AND "
		    "has_table_privilege(%1$s, oid, 'UPDATE') AND has_table_privilege(%1$s, oid, 'DELETE'))",
		    name),
		"too few rights on");
}

Test(catalog, the_service_cannot_write_migrations)
{
	PGconn *service = service_connect();
	PGresult *refused =
		PQexec(service, "INSERT INTO migration (number, name, checksum) VALUES (9999, 'x', 'x')");

	cr_expect_str_eq(PQresultErrorField(refused, PG_DIAG_SQLSTATE), "42501");
	PQclear(refused);
	expect_none(ask(connection,
			"SELECT relname FROM pg_class WHERE oid = 'migration'::regclass "
			"AND has_table_privilege(%s, oid, 'INSERT, UPDATE, DELETE, TRUNCATE')",
			role()),
		    "the service may write");
	PQfinish(service);
}
