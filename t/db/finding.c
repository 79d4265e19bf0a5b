/* Finding customers by a part of a phone or an e-mail among 100,000 of one organization, in tables without
 * statistics, as they are after an import, and with them; and the migration that made it possible. The
 * statement runs as the service runs it, with generic plans, and the pages that it reads are counted. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "db/migrate.h"
#include "server.h"

enum { CUSTOMERS = 100000, PAGES_MOST = 300 };

#define ORG "00000000-0000-7000-8000-000000000001"

static PGconn *connection;

/* Phones end in 00000000 to 00099999. Half of the e-mails begin with "cliente", three with "rara". */
static void fill(void)
{
	tell(connection, "INSERT INTO organization (org_id, name, created_at, updated_at) "
			 "VALUES ('" ORG "', 'finding', now(), now())");
	tell(connection,
	     "INSERT INTO customer (org_id, id, name, email, email_key, phone, cpf, cep, city, state, "
	     "source, "
	     "created_at, updated_at) "
	     "SELECT '" ORG
	     "', gen_random_uuid(), 'Cliente ' || n, e, lower(e), '+55219' || lpad(n::text, 8, '0'), "
	     "lpad(n::text, 11, '0'), '01001000', 'Recife', 'PE', 'viacep', now(), now() FROM (SELECT n, "
	     "CASE WHEN n %% 40000 = 1 THEN 'Rara' WHEN n %% 2 = 0 THEN 'Cliente' ELSE 'pessoa' END || n || "
	     "'@example.com' AS e FROM generate_series(0, %d) n) rows",
	     CUSTOMERS - 1);
	tell(connection, "UPDATE customer SET email = 'dois@example.com', email_key = 'dois@example.com' "
			 "WHERE name = 'Cliente 7'");
	tell(connection,
	     "UPDATE customer SET email = 'dois@example.com.br', email_key = 'dois@example.com.br' "
	     "WHERE name = 'Cliente 9'");
}

static void with_customers(void)
{
	compile_tables();
	connection = suite_connect("finding");
	begin_filled(connection, fill);
	tell(connection, "SET LOCAL plan_cache_mode = force_generic_plan");
}

static void empty(void)
{
	PQfinish(connection);
}

TestSuite(finding, .init = with_customers, .fini = empty, .timeout = 120);

/* What is searched for, as the formats give it. */
struct search {
	const char *what, *email, *email_key, *phone, *phone_or;
	int found;
	bool many; /* so many that reading them all is expected */
};

static uint64_t present(const struct statement *statement, const struct search *search)
{
	static const char *const page[] = { "limit", "after_id" };
	uint64_t bits = 0;

	for (size_t i = 0; i < COUNT(page); i++)
		bits |= UINT64_C(1) << statement_param(statement, page[i]);
	if (search->email)
		bits |= UINT64_C(1) << statement_param(statement, "email");
	if (search->phone)
		bits |= UINT64_C(1) << statement_param(statement, "phone");
	return bits;
}

static void put_value(struct buffer *out, const struct search *search, struct variant variant,
		      const char *name)
{
	const struct {
		const char *name, *value;
	} values[] = {
		{ "org", ORG },
		{ "email", search->email },
		{ "email_key", search->email_key },
		{ "phone", search->phone },
		{ "phone_or", search->phone_or },
		{ "limit", "21" },
		{ "after_key", variant.sort == 0 ? "00000000-0000-0000-0000-000000000000" : "" },
		{ "after_id", "00000000-0000-0000-0000-000000000000" },
	};

	for (size_t i = 0; i < COUNT(values); i++)
		if (strcmp(name, values[i].name) == 0 && values[i].value) {
			buffer_printf(out, "'%s'", values[i].value);
			return;
		}
	buffer_put_text(out, "NULL");
}

/* "EXECUTE it (values)" of a variant that is prepared as `it`. The caller releases it. */
static struct buffer execution(const struct search *search, struct variant variant)
{
	const struct statement *statement = statement_get(Q_CUSTOMER_SEARCH);
	struct buffer sql = { 0 }, execute = { 0 };
	unsigned char order[STATEMENT_PARAMS];
	bool custom_plan;
	size_t params = statement_write(statement, variant, &sql, order, &custom_plan);

	cr_expect_not(custom_plan, "%s", search->what);
	tell(connection, "PREPARE it AS %s", sql.data);
	buffer_put_text(&execute, "EXECUTE it (");
	for (size_t i = 0; i < params; i++) {
		buffer_put_text(&execute, i ? ", " : "");
		put_value(&execute, search, variant, statement->param[order[i]]);
	}
	buffer_put_text(&execute, ")");
	buffer_release(&sql);
	return execute;
}

/* The pages that the execution reads; `*plan` is a text that the caller clears with its buffer. */
static long pages(const char *execute, struct buffer *plan)
{
	PGresult *lines = ask(connection, "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) %s", execute);
	const char *hit, *read;

	for (int i = 0; i < PQntuples(lines); i++)
		buffer_printf(plan, "%s\n", PQgetvalue(lines, i, 0));
	PQclear(lines);
	hit = strstr(plan->data, "shared hit=");
	read = hit ? strstr(hit, "read=") : NULL;
	cr_assert_not_null(hit, "%s", plan->data);
	return atol(hit + strlen("shared hit=")) + (read && read < strchr(hit, '\n') ? atol(read + 5) : 0);
}

/* clang-format off */
static const struct search searches[] = {
	{ "a phone that somebody has", .phone = "21900012345", .phone_or = "21900012345", .found = 1 },
	{ "a phone that nobody has", .phone = "21911112222", .phone_or = "21911112222" },
	{ "the eight digits of a mobile", .phone = "21900012345", .phone_or = "2100012345", .found = 1 },
	{ "last four digits", .phone = "2345", .phone_or = "2345", .found = 10 },
	{ "last four digits, zeros", .phone = "0000", .phone_or = "0000", .found = 10 },
	{ "last five digits", .phone = "12345", .phone_or = "12345", .found = 1 },
	{ "the other of two", .phone = "21911112222", .phone_or = "2345", .found = 10 },
	{ "first digits are no last ones", .phone = "2190001", .phone_or = "2190001" },
	{ "an address that somebody has",
	  .email = "pessoa12345@example.com", .email_key = "pessoa12345@example.com",
	  .found = 1 },
	{ "an address that is the beginning of another",
	  .email = "dois@example.com", .email_key = "dois@example.com", .found = 1 },
	{ "the beginning of both", .email = "dois@example.co", .email_key = "dois@example.co", .found = 2 },
	{ "an address in capitals",
	  .email = "cliente12346@example.com", .email_key = "cliente12346@example.com",
	  .found = 1 },
	{ "an address that nobody has", .email = "ninguem@example.com", .email_key = "ninguem@example.com" },
	{ "an address that is a beginning",
	  .email = "pessoa12345@example.c", .email_key = "pessoa12345@example.c",
	  .found = 1 },
	{ "a beginning", .email = "rar", .found = 3 },
	{ "a longer beginning", .email = "pessoa9999", .found = 6 },
	{ "no beginning", .email = "essoa" },
	{ "signs of LIKE", .email = "pes%a" },
	{ "both", .email = "pes", .phone = "2345", .phone_or = "2345", .found = 10, .many = true },
	{ "both, of two people", .email = "cli", .phone = "12345", .phone_or = "12345", .many = true },
	{ "a beginning of half of them", .email = "cliente", .found = 21, .many = true },
};
/* clang-format on */

static void expect_found(const struct search *search, struct variant variant, const char *how)
{
	struct buffer execute = execution(search, variant), plan = { 0 };
	PGresult *rows = ask(connection, "%s", execute.data);
	long read = pages(execute.data, &plan);
	int found = variant.count ? atoi(PQgetvalue(rows, 0, 0)) : PQntuples(rows);

	if (!variant.count || search->found < 21)
		cr_expect_eq(found, search->found, "%s, %s: %d", search->what, how, found);
	cr_expect(search->many || read <= PAGES_MOST, "%s, %s: %ld pages by\n%s", search->what, how, read,
		  plan.data);
	PQclear(rows);
	tell(connection, "DEALLOCATE it");
	buffer_release(&plan);
	buffer_release(&execute);
}

static void expect_all(void)
{
	const struct statement *statement = statement_get(Q_CUSTOMER_SEARCH);

	for (size_t i = 0; i < COUNT(searches); i++) {
		uint64_t bits = present(statement, &searches[i]);

		for (unsigned char sort = 0; sort < 2; sort++)
			expect_found(&searches[i], (struct variant){ .present = bits, .sort = sort },
				     sort ? "by name" : "by age");
		bits &= ~(UINT64_C(1) << statement_param(statement, "after_id"));
		bits &= ~(UINT64_C(1) << statement_param(statement, "limit"));
		expect_found(&searches[i], (struct variant){ .present = bits, .count = true }, "counted");
	}
}

Test(finding, a_search_reads_what_it_finds)
{
	expect_all();
}

/* PostgreSQL knows now that one organization has them all, and how their addresses begin. */
Test(finding, so_it_does_with_statistics)
{
	tell(connection, "ANALYZE customer");
	expect_all();
}

/* --- the migration -------------------------------------------------------------------- */

static void begin_plain(void)
{
	connection = suite_connect("finding");
	tell(connection, "BEGIN");
}

TestSuite(customer_migration, .init = begin_plain, .fini = empty, .timeout = 120);

static const char *migration_text(const char *name)
{
	for (const struct migration *m = migrations; m->number; m++)
		if (strcmp(m->name, name) == 0)
			return m->text;
	cr_assert_fail("there is no migration %s", name);
	return NULL;
}

static const struct {
	const char *email, *key, *shown;
	int version;
} emails[] = {
	{ "Maria.Silva@example.com", "maria.silva@example.com", "Maria.Silva@example.com", 1 },
	{ "Maria@Example.COM", "maria@example.com", "Maria@example.com", 2 },
	{ "a@exa\u00admple.com", "a@example.com", "a@example.com", 2 },
	{ "b@example.com\u200b", "b@example.com", "b@example.com", 2 },
	{ "c@a\u00e7a\u00ed.com.br", "c@xn--aa-4iaz.com.br", "c@a\u00e7a\u00ed.com.br", 1 },
	{ "d@A\u00c7A\u00cd.com.br", "d@xn--aa-4iaz.com.br", "d@a\u00e7a\u00ed.com.br", 2 },
	{ "e@ac\u0327ai\u0301.com.br", "e@xn--aa-4iaz.com.br", "e@a\u00e7a\u00ed.com.br", 2 },
	{ "f@\uff45x.com", "f@ex.com", "f@ex.com", 2 },
	{ "g@\u65e5\u672c\u8a9e\u3002jp", "g@xn--wgv71a119e.jp", "g@xn--wgv71a119e.jp", 2 },
	{ "h@xn--aa-4iaz.com.br", "h@xn--aa-4iaz.com.br", "h@xn--aa-4iaz.com.br", 1 },
};

static const struct {
	const char *street, *name;
} streets[] = {
	{ "Avenida Osmani Barbosa - at\u00e9 1715 - lado \u00edmpar", "Avenida Osmani Barbosa" },
	{ "Rua Bento Gon\u00e7alves - de 1001/1002 a 1699/1700", "Rua Bento Gon\u00e7alves" },
	{ "Rua Santa Clara - de 1 ao fim - lado par", "Rua Santa Clara" },
	{ "Pra\u00e7a da S\u00e9 - lado \u00edmpar", "Pra\u00e7a da S\u00e9" },
	{ "Rodovia BR-316 - do km 0,899 ao km 1,999 - lado par", "Rodovia BR-316" },
	{ "Rua A (at\u00e9 10)", "Rua A" },
	{ "Rua 7 de Setembro - Lado Oeste", "Rua 7 de Setembro - Lado Oeste" },
	{ "Rua do Lado Par", "Rua do Lado Par" },
	{ "Avenida Brasil - Norte", "Avenida Brasil - Norte" },
};

static void plant(void)
{
	tell(connection, "INSERT INTO organization (org_id, name, created_at, updated_at) "
			 "VALUES ('00000000-0000-7000-8000-000000000002', 'old', now(), now())");
	for (size_t i = 0; i < COUNT(emails); i++) {
		tell(connection,
		     "INSERT INTO customer (org_id, id, name, email, email_key, phone, cpf, cep, city, "
		     "state, "
		     "source, created_at, updated_at) VALUES ('00000000-0000-7000-8000-000000000002', "
		     "gen_random_uuid(), '%zu', '%s', '%zu%s', '+5511961234567', lpad('%zu', 11, '0'), "
		     "'01001000', "
		     "'x', 'SP', 'viacep', now(), now())",
		     i, emails[i].email, i, emails[i].key, i);
		tell(connection,
		     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, "
		     "updated_at) "
		     "VALUES (gen_random_uuid(), 'old%zu', '%s', '%zu%s', '', now(), now())",
		     i, emails[i].email, i, emails[i].key);
	}
	for (size_t i = 0; i < COUNT(streets); i++)
		tell(connection,
		     "INSERT INTO cep_cache (cep, found, street, city, state, source, fetched_at, "
		     "expires_at) "
		     "VALUES (lpad('%zu', 8, '0'), true, '%s', 'x', 'SP', 'brasilapi', now(), now())",
		     i, streets[i].street);
}

static void expect_email(const char *table, const char *where, size_t i)
{
	PGresult *row = ask(connection, "SELECT email, version FROM %s WHERE %s%zu'", table, where, i);

	cr_assert_eq(PQntuples(row), 1, "%s: %s", table, emails[i].email);
	cr_expect_str_eq(PQgetvalue(row, 0, 0), emails[i].shown, "%s: %s: %s", table, emails[i].email,
			 PQgetvalue(row, 0, 0));
	cr_expect_eq(atoi(PQgetvalue(row, 0, 1)), emails[i].version, "%s: %s", table, emails[i].email);
	PQclear(row);
}

/* Undoes what a second run could not make again, plants rows as they were before, and runs the migration. */
Test(customer_migration, mends_rows)
{
	tell(connection, "DROP INDEX customer_phone_end, customer_email_start");
	tell(connection, "CREATE INDEX customer_phone ON customer (org_id, phone, id)");
	plant();
	tell(connection, "%s", migration_text("012_customers"));
	for (size_t i = 0; i < COUNT(emails); i++) {
		expect_email("customer", "name = '", i);
		expect_email("account", "username = 'old", i);
	}
	for (size_t i = 0; i < COUNT(streets); i++) {
		PGresult *row =
			ask(connection, "SELECT street FROM cep_cache WHERE cep = lpad('%zu', 8, '0')", i);

		cr_expect_str_eq(PQgetvalue(row, 0, 0), streets[i].name, "%s: %s", streets[i].street,
				 PQgetvalue(row, 0, 0));
		PQclear(row);
	}
}
