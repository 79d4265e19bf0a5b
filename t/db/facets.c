/* Finding errors by facets, words and environments among 40,000 of an organization of which no statistics
 * know: each way of finding a page gives the same errors as trying all of them does, and reads a bounded
 * number of pages of the database. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "server.h"

enum { ERRORS = 40000, PAGES_MOST = 16000 };

#define ORG "00000000-0000-7000-8000-000000000001"

static PGconn *connection;

/* Facets: 1 all have; 2 or 3 one half and the other; 4 those that were seen first; 10 to 19 a tenth each;
 * 100 to 139 a fortieth each; 1000000 + n one error each. */
static void fill(void)
{
	tell(connection, "INSERT INTO organization (org_id, name, created_at, updated_at) VALUES ('" ORG
			 "', 'facets', now(), now())");
	tell(connection,
	     "INSERT INTO project (org_id, id, number, name, retention_days, created_at, updated_at) "
	     "VALUES ('" ORG "', '" ORG "', 1, 'x', 90, now(), now())");
	tell(connection,
	     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "VALUES ('" ORG "', 't-facets', 'x', 't-facets', '', now(), now())");
	tell(connection, "INSERT INTO membership (org_id, user_id, role, created_at) "
			 "VALUES ('" ORG "', '" ORG "', 'editor', now())");
	tell(connection,
	     "INSERT INTO error_group (org_id, id, project_id, title, level, environment, origin, status, "
	     "assignee, events, users, first_seen, last_seen, latest_event) "
	     "SELECT '" ORG "', ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, '" ORG "', "
	     "'Falha', CASE WHEN n %% 20 = 7 THEN 'fatal' ELSE 'error' END, "
	     "'x', 'x', CASE WHEN n %% 500 = 0 THEN 'resolved' ELSE 'unresolved' END, "
	     "CASE WHEN n %% 250 = 2 THEN '" ORG "'::uuid END, 100 + n * 7919 %% %d, "
	     "n %% 7, now() - n * interval '1 h', now() - n * interval '1 s', gen_random_uuid() "
	     "FROM generate_series(1, %d) n",
	     ERRORS, ERRORS);
	tell(connection,
	     "UPDATE error_group g SET facets = ARRAY[1, 2 + n / 7 %% 2, 10 + n / 3 %% 10, 100 + n %% 40, "
	     "1000000 + n, CASE WHEN n > 36000 THEN 4 ELSE 6 END] "
	     "FROM (SELECT id, right(id::text, 12)::int AS n FROM error_group WHERE org_id = '" ORG "') of "
	     "WHERE g.org_id = '" ORG "' AND g.id = of.id");
	tell(connection,
	     "INSERT INTO error_place (org_id, group_id, error_id, environment) SELECT org_id, id, id, "
	     "CASE WHEN events %% 50 = 0 THEN 'raro' ELSE 'comum' END FROM error_group "
	     "WHERE org_id = '" ORG "'");
	tell(connection,
	     "INSERT INTO error_text SELECT org_id, id, CASE WHEN events %% 400 = 3 THEN 'zenobia' "
	     "ELSE 'falha' END, 'x' FROM error_group WHERE org_id = '" ORG "'");
}

static void with_errors(void)
{
	compile_tables();
	connection = suite_connect("facets");
	begin_filled(connection, fill);
}

static void open_planted(void)
{
	connection = suite_connect("planted_020");
}

static void empty(void)
{
	PQfinish(connection);
}

TestSuite(facets, .init = with_errors, .fini = empty, .timeout = 240);
TestSuite(facets_migrated, .init = open_planted, .fini = empty);

/* A request; `with` is another filter and its value, and `condition` the same in SQL. */
struct request {
	const char *facets, *with, *value, *condition;
	const char *field; /* of words */
};

/* clang-format off */
#define TEXT_HAS(title) "g.id IN (SELECT group_id FROM error_text WHERE title = '" title "')"
#define OCCURRED_IN(place) "g.id IN (SELECT group_id FROM error_place WHERE environment = '" place "')"

static const struct request requests[] = {
	{ "{1}" }, { "{2}" }, { "{4}" }, { "{10}" }, { "{100}" }, { "{1000077}" }, { "{5}" },
	{ "{77}" }, { "{2,3}" }, { "{1,10}" }, { "{2,10}" }, { "{10,100}" }, { "{4,10}" },
	{ "{1,2,10}" }, { "{1,1000077}" }, { "{4,77}" },
	{ "{2}", "one_status", "resolved", "g.status = 'resolved'" },
	{ "{10}", "level", "fatal", "g.level = 'fatal'" },
	{ "{10}", "in_level", "fat", "g.level = 'fatal'" },
	{ "{10}", "project", ORG, "true" },
	{ "{1}", "assigned_to", ORG, "g.assignee IS NOT NULL" },
	{ "{1,10}", "assigned_to", ORG, "g.assignee IS NOT NULL" },
	{ "{10}", "unassigned", "", "g.assignee IS NULL" },
	{ "{1}", "since", "2100-01-01", "false" },
	{ "{2}", "until", "2000-01-01", "false" },
	{ "{1}", "environment", "raro", OCCURRED_IN("raro") },
	{ "{100}", "environment", "comum", OCCURRED_IN("comum") },
	{ NULL, "environment", "raro", OCCURRED_IN("raro") },
	{ NULL, "environment", "comum", OCCURRED_IN("comum") },
	{ NULL, "environment", "nenhum", "false" },
	{ "{1}", "words", "zenobia", TEXT_HAS("zenobia"), .field = "any" },
	{ NULL, "words", "zenobia", TEXT_HAS("zenobia"), .field = "any" },
	{ NULL, "words", "falha", TEXT_HAS("falha"), .field = "description" },
	{ NULL, "words", "x", "true", .field = "origin" },
	{ NULL, "words", "x", "false", .field = "details" },
	{ NULL, "words", "\u0301", "false", .field = "title" },
	{ "{10}", "words", "falha", TEXT_HAS("falha"), .field = "title" },
	{ "{4}", "words", "zenobia", TEXT_HAS("zenobia"), .field = "description" },
};
/* clang-format on */

static uint64_t bit(const char *name)
{
	int param = statement_param(statement_get(Q_ERROR_LIST), name);

	cr_assert_geq(param, 0, "%s", name);
	return UINT64_C(1) << param;
}

static const char *name_of(const struct request *request)
{
	return request->facets ? request->facets : request->value;
}

static void put_value(struct buffer *out, const struct request *request, const char *name)
{
	const char *value = strcmp(name, "org") == 0                            ? ORG
			    : strcmp(name, "facets") == 0                       ? request->facets
			    : strcmp(name, "words_of") == 0                     ? request->field
			    : strcmp(name, "limit") == 0                        ? "21"
			    : request->with && strcmp(name, request->with) == 0 ? request->value
										: NULL;

	if (value)
		buffer_printf(out, "'%s'", value);
	else
		buffer_put_text(out, "NULL");
}

/* Prepares the variant as `it`; returns "EXECUTE it (values)", which the caller releases. */
static struct buffer execution(const struct request *request, struct variant variant)
{
	const struct statement *statement = statement_get(Q_ERROR_LIST);
	struct buffer sql = { 0 }, execute = { 0 };
	unsigned char order[STATEMENT_PARAMS];
	bool custom_plan;
	size_t params = statement_write(statement, variant, &sql, order, &custom_plan);

	tell(connection, "SET LOCAL plan_cache_mode = force_%s_plan", custom_plan ? "custom" : "generic");
	tell(connection, "PREPARE it AS %s", sql.data);
	buffer_put_text(&execute, "EXECUTE it (");
	for (size_t i = 0; i < params; i++) {
		buffer_put_text(&execute, i ? ", " : "");
		put_value(&execute, request, statement->param[order[i]]);
	}
	buffer_put_text(&execute, ")");
	buffer_release(&sql);
	return execute;
}

/* The ids of the page, or the count, as trying each error gives it. */
static PGresult *brute(const struct request *request, struct variant variant)
{
	const struct statement_sort *sort = &statement_get(Q_ERROR_LIST)->sort[variant.sort];
	const char *down = variant.descending ? "DESC" : "ASC";
	struct buffer page = { 0 };
	PGresult *result;

	buffer_printf(&page, "ORDER BY %s %s, g.id %s LIMIT 21", sort->ascending, down, down);
	tell(connection, "SET LOCAL enable_nestloop = off"); /* without statistics it seems cheap */
	result = ask(connection,
		     "SELECT %s FROM error_group g WHERE org_id = '" ORG "' AND %s AND '%s' <@ g.facets %s",
		     variant.count ? "count(*)" : "g.id", request->condition ? request->condition : "true",
		     request->facets ? request->facets : "{}", variant.count ? "" : page.data);
	tell(connection, "SET LOCAL enable_nestloop = on");
	buffer_release(&page);
	return result;
}

static void expect_same(const struct request *request, struct variant variant, const char *execute)
{
	PGresult *got = ask(connection, "%s", execute), *wanted = brute(request, variant);

	cr_expect_eq(PQntuples(got), PQntuples(wanted), "%s %s by %d: %d rows, not %d", name_of(request),
		     request->with ? request->with : "", variant.sort, PQntuples(got), PQntuples(wanted));
	for (int i = 0; i < PQntuples(got) && i < PQntuples(wanted); i++)
		cr_expect_str_eq(PQgetvalue(got, i, 0), PQgetvalue(wanted, i, 0), "%s %s by %d: row %d",
				 name_of(request), request->with ? request->with : "", variant.sort, i);
	PQclear(got);
	PQclear(wanted);
}

static void expect_few_pages(const struct request *request, const char *execute)
{
	PGresult *lines = ask(connection, "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) %s", execute);
	long pages = -1;

	for (int i = 0; i < PQntuples(lines) && pages < 0; i++) {
		const char *hit = strstr(PQgetvalue(lines, i, 0), "shared hit=");
		const char *read = hit ? strstr(hit, " read=") : NULL;

		if (hit)
			pages = atol(hit + strlen("shared hit=")) +
				(read ? atol(read + strlen(" read=")) : 0);
	}
	cr_expect_geq(pages, 0);
	cr_expect_leq(pages, PAGES_MOST, "%s %s: %ld pages", name_of(request),
		      request->with ? request->with : "", pages);
	PQclear(lines);
}

static void expect_variant(const struct request *request, struct variant variant)
{
	struct buffer execute;

	variant.present |= bit("found") | (request->facets ? bit("facets") : 0) |
			   (request->with ? bit(request->with) : 0);
	execute = execution(request, variant);
	expect_same(request, variant, execute.data);
	if (!variant.count)
		expect_few_pages(request, execute.data);
	tell(connection, "DEALLOCATE it");
	buffer_release(&execute);
}

static void expect_all(void)
{
	for (size_t i = 0; i < COUNT(requests); i++) {
		for (size_t turn = 0; turn < 2; turn++)
			expect_variant(&requests[i],
				       (struct variant){ .present = bit("limit"),
							 .sort = (unsigned char)((i + 2 * turn) % 5),
							 .descending = i % 2 != turn });
		expect_variant(&requests[i], (struct variant){ .count = true });
	}
}

Test(facets, a_page_is_found_without_trying_all)
{
	expect_all();
}

Test(facets, so_it_is_with_statistics)
{
	tell(connection, "ANALYZE error_group, error_place, error_text");
	expect_all();
}

/* What is true of the rows that t/db/planted/020_error_finding.sql planted. */
static const char *const truths[] = {
	"(SELECT ARRAY(SELECT unnest(facets) ORDER BY 1) = '{5,7,9}' FROM error_group WHERE title = 'two')",
	"(SELECT facets = '{7}' FROM error_group WHERE title = 'one')",
	"(SELECT (facets, last_n) = ('{7,9}', '{250,151}') FROM error_recent "
	"WHERE group_id = md5('two')::uuid)",
	"(SELECT (facets, last_n) = ('{5,7}', '{10,2}') FROM error_recent "
	"WHERE group_id = md5('other')::uuid)",
	"(SELECT count(*) = 3 FROM error_recent)",
};

Test(facets_migrated, errors_keep_the_facets_of_their_newest_events)
{
	for (size_t i = 0; i < COUNT(truths); i++) {
		PGresult *result = ask(connection, "SELECT %s", truths[i]);

		cr_expect_str_eq(PQgetvalue(result, 0, 0), "t", "%s", truths[i]);
		PQclear(result);
	}
}
