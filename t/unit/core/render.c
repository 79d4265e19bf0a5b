#include "core/render.h"

#include <criterion/criterion.h>
#include <libpq-fe.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "call/call.h"
#include "check/tables.h"
#include "config/config.h"
#include "core/builtins.h"
#include "core/router.h"
#include "core/row.h"
#include "core/validate.h"
#include "http/cursor.h"
#include "server/modules.h"
#include "table/endpoint.h"

#define ID "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
#define OTHER_ID "017f22e2-79b0-7cc3-98c4-dc0c0c073990"

static struct config config = { .cors_origins = "" };
static struct call call;
static enum status judged; /* of the last request that was made ready */

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
	cursor_init("0123456789abcdef0123456789abcdef", 32);
	call.config = &config;
	call.arena = arena_new();
}

static void stop(void)
{
	arena_free(call.arena);
	reply_release(&call.reply);
}

TestSuite(core_render, .init = start, .fini = stop);

static void clear_result(void *result)
{
	PQclear(result);
}

/* Rows as a server would send them, made without a server; NULL is SQL's null. The first and the last
 * column have the names that they have in every list. */
static struct rows received(size_t count, size_t columns, const char *const *values)
{
	PGresult *result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	PGresAttDesc names[16] = { { .name = NULL } };

	arena_defer(call.arena, clear_result, result);
	for (size_t i = 0; i < columns; i++)
		names[i].name = (char *)(i == 0 ? "id" : i < columns - 1 ? "between" : "sort_key");
	cr_assert(PQsetResultAttrs(result, (int)columns, names));
	for (size_t i = 0; i < count * columns; i++) {
		char *value = values[i] ? arena_strdup(call.arena, values[i]) : NULL;
		int length = value ? (int)strlen(value) : -1;

		cr_assert(PQsetvalue(result, (int)(i / columns), (int)(i % columns), value, length));
	}
	return rows_of(result, "a test's statement");
}

/* One row of one column. */
static const char *rendered(enum field_type type, const char *value)
{
	struct field fields[] = { { .name = "x", .type = type }, { 0 } };
	struct route route = { .reply = fields };
	struct json_object *parsed;
	enum status status;

	call_begin(&call);
	call.route = &route;
	call.rows = received(1, 1, &value);
	row_write(&call, 0);
	status = json_parse(call.arena, call.reply.body.data, call.reply.body.length, &parsed);
	cr_expect_eq(status, OK, "%s", call.reply.body.data);
	return call.reply.body.data;
}

static const struct {
	enum field_type type;
	const char *value, *json;
} values[] = {
	{ F_TEXT, "", "{\"x\":\"\"}" },
	{ F_TEXT, "a\"b\\c\n\t\x01é😀/", "{\"x\":\"a\\\"b\\\\c\\n\\t\\u0001é😀/\"}" },
	{ F_TEXT, "null", "{\"x\":\"null\"}" },
	{ F_TEXT, NULL, "{\"x\":null}" },
	{ F_ENUM, "done", "{\"x\":\"done\"}" },
	{ F_ID, ID, "{\"x\":\"" ID "\"}" },
	{ F_INTEGER, "0", "{\"x\":0}" },
	{ F_INTEGER, "-9223372036854775808", "{\"x\":-9223372036854775808}" },
	{ F_INTEGER, NULL, "{\"x\":null}" },
	{ F_NUMBER, "4.50", "{\"x\":4.50}" },
	{ F_NUMBER, NULL, "{\"x\":null}" },
	{ F_HALVES, "1", "{\"x\":0.5}" },
	{ F_HALVES, "9", "{\"x\":4.5}" },
	{ F_HALVES, "10", "{\"x\":5}" },
	{ F_DATE, "2026-11-21", "{\"x\":\"2026-11-21\"}" },
	{ F_OBJECTS, "[{\"a\" : 1}]", "{\"x\":[{\"a\" : 1}]}" },
	{ F_OBJECTS, NULL, "{\"x\":null}" },
	{ F_BOOLEAN, "t", "{\"x\":true}" },
	{ F_BOOLEAN, "f", "{\"x\":false}" },
	{ F_BOOLEAN, NULL, "{\"x\":null}" },
	/* A fraction is written with three digits at least. */
	{ F_TIME, "2026-11-21 10:34:56+00", "{\"x\":\"2026-11-21T10:34:56Z\"}" },
	{ F_TIME, "2026-11-21 10:34:56.5+00", "{\"x\":\"2026-11-21T10:34:56.500Z\"}" },
	{ F_TIME, "2026-11-21 10:34:56.05+00", "{\"x\":\"2026-11-21T10:34:56.050Z\"}" },
	{ F_TIME, "2026-11-21 10:34:56.123+00", "{\"x\":\"2026-11-21T10:34:56.123Z\"}" },
	{ F_TIME, "2026-11-21 10:34:56.123456+00", "{\"x\":\"2026-11-21T10:34:56.123456Z\"}" },
	{ F_TIME, "0001-01-01 00:00:00+00", "{\"x\":\"0001-01-01T00:00:00Z\"}" },
	{ F_TIME, "9999-12-31 23:59:59.999+00", "{\"x\":\"9999-12-31T23:59:59.999Z\"}" },
	{ F_TIME, NULL, "{\"x\":null}" },
	/* As PostgreSQL writes arrays (array_out). */
	{ F_TEXTS, "{}", "{\"x\":[]}" },
	{ F_TEXTS, "{a}", "{\"x\":[\"a\"]}" },
	{ F_TEXTS, "{a,b,c}", "{\"x\":[\"a\",\"b\",\"c\"]}" },
	{ F_TEXTS, "{casa,\"dois nomes\",\"a,b\"}", "{\"x\":[\"casa\",\"dois nomes\",\"a,b\"]}" },
	{ F_TEXTS, "{\"\"}", "{\"x\":[\"\"]}" },
	{ F_TEXTS, "{\"\",a,\"\"}", "{\"x\":[\"\",\"a\",\"\"]}" },
	{ F_TEXTS, "{\"a\\\"b\"}", "{\"x\":[\"a\\\"b\"]}" },
	{ F_TEXTS, "{\"a\\\\b\"}", "{\"x\":[\"a\\\\b\"]}" },
	{ F_TEXTS, "{\"\\\\\",\"\\\"\"}", "{\"x\":[\"\\\\\",\"\\\"\"]}" },
	{ F_TEXTS, "{\"\\\\\\\"\"}", "{\"x\":[\"\\\\\\\"\"]}" },
	{ F_TEXTS, "{\"{}\",\"}\",\"{\"}", "{\"x\":[\"{}\",\"}\",\"{\"]}" },
	{ F_TEXTS, "{\"NULL\",\"null\"}", "{\"x\":[\"NULL\",\"null\"]}" },
	{ F_TEXTS, "{\" a \",\"a\nb\"}", "{\"x\":[\" a \",\"a\\nb\"]}" },
	{ F_TEXTS, "{reunião,😀}", "{\"x\":[\"reunião\",\"😀\"]}" },
	{ F_TEXTS, NULL, "{\"x\":null}" },
};

Test(core_render, values)
{
	for (size_t i = 0; i < COUNT(values); i++)
		cr_expect_str_eq(rendered(values[i].type, values[i].value), values[i].json, "%zu", i);
}

/* clang-format off */
static const struct field inner[] = {
	{ .name = "id", .type = F_ID }, { .name = "role", .type = F_TEXT }, { 0 }
};
static const struct field outer[] = {
	{ .name = "a", .type = F_TEXT },
	{ .name = "hidden", .type = F_TEXT, .hidden = true },
	{ .name = "inner", .type = F_OBJECT, .fields = inner },
	{ .name = "version", .type = F_INTEGER, .etag = true, .hidden = true },
	{ .name = "z", .type = F_INTEGER },
	{ 0 }
};
/* clang-format on */

Test(core_render, objects_and_hidden_columns)
{
	static const char *const cells[] = { "1",  "not shown", ID,   "owner", "7", "2",
					     NULL, "",          NULL, NULL,    "8", NULL };
	struct route route = { .reply = outer };

	call_begin(&call);
	call.route = &route;
	call.rows = received(2, 6, cells);
	row_write(&call, 0);
	cr_expect_str_eq(call.reply.body.data,
			 "{\"a\":\"1\",\"inner\":{\"id\":\"" ID "\",\"role\":\"owner\"},\"z\":2}");
	cr_expect_str_eq(call.version, "7");
	buffer_clear(&call.reply.body);
	row_write(&call, 1);
	cr_expect_str_eq(call.reply.body.data,
			 "{\"a\":null,\"inner\":{\"id\":null,\"role\":null},\"z\":null}");
	cr_expect_str_eq(call.version, "8");
}

/* clang-format off */
static const struct field lockable[] = {
	{ .name = "id", .type = F_ID },
	{ .name = "locked", .type = F_BOOLEAN, .locks = true },
	{ .name = "unlock_at", .type = F_INTEGER, .locked = true },
	{ .name = "text", .type = F_TEXT },
	{ .name = "version", .type = F_INTEGER, .etag = true },
	{ 0 }
};
/* clang-format on */

Test(core_render, locked_rows)
{
	static const char *const cells[] = { ID, "t", "50", "secret", "3", ID, "f", NULL, "told", "4" };
	struct route route = { .reply = lockable };

	call_begin(&call);
	call.route = &route;
	call.rows = received(2, 5, cells);
	row_write(&call, 0);
	cr_expect_str_eq(call.reply.body.data, "{\"locked\":true,\"unlock_at\":50}");
	buffer_clear(&call.reply.body);
	row_write(&call, 1);
	cr_expect_str_eq(call.reply.body.data,
			 "{\"id\":\"" ID "\",\"locked\":false,\"unlock_at\":null,\"text\":\"told\","
			 "\"version\":4}");
}

/* Answers that are the same for everyone have an ETag: the digest of their bytes. */
Test(core_render, public_tags)
{
	static const struct {
		enum need need;
		const char *cache, *user, *if_none_match;
		bool tag;
		enum answer answer;
	} cases[] = {
		{ NEED_ANYBODY, "public", "", "", true, ANSWER_OK },
		{ NEED_ANYBODY, "public", "", "*", true, ANSWER_NOT_MODIFIED },
		{ NEED_ANYBODY, "public", "", "W/\"0466c472ba1be6a3\", \"x\"", true, ANSWER_NOT_MODIFIED },
		{ NEED_ANYBODY, "public", "", "\"x\"", true, ANSWER_OK },
		{ NEED_ANYBODY, "public", ID, "*", false, ANSWER_OK },
		{ NEED_ANYBODY, NULL, "", "*", false, ANSWER_OK },
		{ NEED_USER, NULL, ID, "*", false, ANSWER_OK },
		{ NEED_NOBODY, "no-store", "", "*", false, ANSWER_OK },
	};
	static const struct field fields[] = { { .name = "x", .type = F_TEXT }, { 0 } };
	static const char *const cells[] = { "y" };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct route route = { .need = cases[i].need, .cache = cases[i].cache, .reply = fields };

		call_begin(&call);
		call.route = &route;
		call.request.if_none_match = cases[i].if_none_match;
		strcpy(call.caller.user, cases[i].user);
		call.rows = received(1, 1, cells);
		cr_expect_eq(render_reply(&call), OK, "%zu", i);
		cr_expect_eq(call.reply.headers.data &&
				     strstr(call.reply.headers.data, "ETag: \"0466c472ba1be6a3\""),
			     cases[i].tag, "%zu: %s", i, call.reply.headers.data);
		cr_expect_eq(call.reply.answer, cases[i].answer, "%zu", i);
	}
}

/* Makes a request for a real route ready: validated, and with rows as the result of its statement. */
static void prepare(enum method method, const char *path, const char *query, struct rows rows)
{
	call_begin(&call);
	call.request = (struct request){ .method = method,
					 .path = path,
					 .query = query,
					 .if_match = "",
					 .if_none_match = "",
					 .id = "",
					 .address = "",
					 .body = "" };
	cr_assert_eq(router_match(&call), OK, "%s", path);
	judged = builtins_set(&call) == OK ? validate(&call) : E_INTERNAL;
	call.rows = rows;
}

static struct rows one_task(const char *version)
{
	const char *cells[] = { ID,
				"a",
				NULL,
				"pending",
				"0",
				NULL,
				"{}",
				"2026-11-21 10:34:56+00",
				"2026-11-21 10:34:56+00",
				NULL,
				version };

	return received(1, COUNT(cells), cells);
}

static const struct {
	const char *if_match, *if_none_match;
	enum answer answer;
} preconditions[] = {
	{ "", "", ANSWER_OK },
	{ "\"7\"", "", ANSWER_OK },
	{ "W/\"7\"", "", ANSWER_OK },
	{ "*", "", ANSWER_OK },
	{ "\"6\"", "", ANSWER_OK },
	{ "\"6\", \"7\"", "", ANSWER_OK },
	{ "garbage", "", ANSWER_OK },
	{ "", "\"7\"", ANSWER_NOT_MODIFIED },
	{ "", "W/\"7\"", ANSWER_NOT_MODIFIED },
	{ "", "\"6\", \"7\"", ANSWER_NOT_MODIFIED },
	{ "", "*", ANSWER_NOT_MODIFIED },
	{ "", "\"6\"", ANSWER_OK },
	{ "", "\"77\"", ANSWER_OK },
	{ "", "garbage", ANSWER_OK },
	{ "\"7\"", "\"7\"", ANSWER_NOT_MODIFIED },
	{ "\"6\"", "\"7\"", ANSWER_NOT_MODIFIED },
};

Test(core_render, preconditions_of_a_get)
{
	for (size_t i = 0; i < COUNT(preconditions); i++) {
		prepare(METHOD_GET, "/tasks/" ID, "", one_task("7"));
		call.request.if_match = preconditions[i].if_match;
		call.request.if_none_match = preconditions[i].if_none_match;
		cr_expect_eq(render_reply(&call), OK, "%zu", i);
		cr_expect_eq(call.reply.answer, preconditions[i].answer, "%zu", i);
		cr_expect_str_eq(call.reply.headers.data, "ETag: \"7\"\r\n", "%zu", i);
	}
}

/* The statement of a write has checked its preconditions, and the version shown is the new one. */
Test(core_render, preconditions_of_a_write)
{
	prepare(METHOD_PUT, "/tasks/" ID, "", one_task("8"));
	call.request.if_match = "\"7\"";
	cr_expect_eq(render_reply(&call), OK);
	cr_expect_eq(call.reply.answer, ANSWER_OK);
	cr_expect_str_eq(call.reply.headers.data, "ETag: \"8\"\r\n");
}

Test(core_render, created)
{
	prepare(METHOD_POST, "/tasks", "", one_task("1"));
	cr_expect_eq(render_reply(&call), OK);
	cr_expect_eq(call.reply.answer, ANSWER_CREATED);
	cr_expect_str_eq(call.reply.headers.data, "ETag: \"1\"\r\nLocation: /api/v1/tasks/" ID "\r\n");
}

Test(core_render, no_content)
{
	prepare(METHOD_DELETE, "/tasks/" ID, "", (struct rows){ 0 });
	cr_expect_eq(render_reply(&call), OK);
	cr_expect_eq(call.reply.answer, ANSWER_NO_CONTENT);
	cr_expect_eq(call.reply.body.length, 0);
	cr_expect_eq(call.reply.headers.length, 0);
}

/* `count` tasks with a sort key each, as the statement of the list returns them. */
static struct rows tasks(size_t count)
{
	enum { COLUMNS = 12 };
	const char *cells[3 * COLUMNS];

	for (size_t i = 0; i < count; i++) {
		const char *row[COLUMNS] = { i % 2 ? OTHER_ID : ID,
					     "a",
					     NULL,
					     "done",
					     "4",
					     NULL,
					     "{}",
					     "2026-11-21 10:34:56+00",
					     "2026-11-21 10:34:56+00",
					     NULL,
					     "1",
					     "key" };

		memcpy(cells + i * COLUMNS, row, sizeof(row));
	}
	return received(count, COLUMNS, cells);
}

static size_t occurrences(const char *text, const char *what)
{
	size_t count = 0;

	for (; (text = strstr(text, what)); text += strlen(what))
		count++;
	return count;
}

static const struct {
	const char *query;
	size_t rows, shown;
	const char *end, *link; /* the end of the body; the link up to its cursor, or NULL if there is none */
} lists[] = {
	{ "", 0, 0, "{\"items\":[],\"next_cursor\":null}", NULL },
	{ "limit=2", 2, 2, "],\"next_cursor\":null}", NULL },
	{ "limit=2", 3, 2, "\"}", "Link: </tasks?limit=2&cursor=" },
	{ "limit=1&count=true", 1, 1, "],\"next_cursor\":null,\"total\":77}", NULL },
	{ "limit=1&count=true", 2, 1, "\",\"total\":77}", "Link: </tasks?limit=1&count=true&cursor=" },
	{ "q=%C3%A3+%26%3E&limit=1", 2, 1, "\"}", "Link: </tasks?q=%C3%A3%20%26%3E&limit=1&cursor=" },
};

Test(core_render, lists)
{
	for (size_t i = 0; i < COUNT(lists); i++) {
		const char *body, *headers;

		prepare(METHOD_GET, "/tasks", lists[i].query, tasks(lists[i].rows));
		call.total = 77;
		cr_expect_eq(render_reply(&call), OK, "%zu", i);
		body = call.reply.body.data;
		headers = call.reply.headers.data;
		cr_expect_eq(occurrences(body, "\"title\":"), lists[i].shown, "%s", body);
		cr_expect_null(strstr(body, "sort_key"), "%s", body);
		cr_expect_str_eq(body + strlen(body) - strlen(lists[i].end), lists[i].end, "%s", body);
		cr_expect_eq(occurrences(headers ? headers : "", "Link: "), lists[i].link != NULL, "%zu", i);
		if (lists[i].link)
			cr_expect_eq(strncmp(headers, lists[i].link, strlen(lists[i].link)), 0, "%s",
				     headers);
	}
}

/* The ETag of a list of so many tasks; with this If-None-Match it must be sent whole, or not at all. */
static const char *list_tag(size_t rows, const char *if_none_match, enum answer answer)
{
	const char *tag;

	prepare(METHOD_GET, "/tasks", "limit=2", tasks(rows));
	call.request.if_none_match = if_none_match;
	cr_expect_eq(render_reply(&call), OK);
	cr_expect_eq(call.reply.answer, answer, "%s", if_none_match);
	tag = strstr(call.reply.headers.data, "ETag: W/\"");
	cr_assert_not_null(tag, "%s", call.reply.headers.data);
	return arena_strndup(call.arena, tag + 6, strcspn(tag + 6, "\r"));
}

Test(core_render, a_list_has_a_weak_tag)
{
	const char *one = list_tag(1, "", ANSWER_OK), *two = list_tag(2, one, ANSWER_OK);

	cr_expect_str_eq(list_tag(1, one, ANSWER_NOT_MODIFIED), one);
	cr_expect_str_neq(two, one);
	cr_expect_str_eq(list_tag(2, arena_printf(call.arena, "\"x\", %s", two + 2), ANSWER_NOT_MODIFIED),
			 two, "without W/");
	list_tag(2, "*", ANSWER_NOT_MODIFIED);
	list_tag(2, "W/\"x\"", ANSWER_OK);
}

Test(core_render, an_answer_to_a_post_has_no_tag_of_a_list)
{
	prepare(METHOD_POST, "/api/v1/customers/search", "", (struct rows){ 0 });
	call.request.if_none_match = "*";
	cr_expect_eq(render_reply(&call), OK);
	cr_expect_eq(call.reply.answer, ANSWER_OK);
	cr_expect(!call.reply.headers.data || !strstr(call.reply.headers.data, "ETag"));
}

/* The next_cursor of the answer in `call`. */
static const char *next_cursor(void)
{
	const char *text = strstr(call.reply.body.data, "\"next_cursor\":\"");

	cr_assert_not_null(text, "%s", call.reply.body.data);
	text += strlen("\"next_cursor\":\"");
	return arena_strndup(call.arena, text, strcspn(text, "\""));
}

static const struct {
	const char *query; /* the query that the cursor is sent with */
	bool taken;
} followers[] = {
	{ "limit=2&status=done&sort=title", true },
	{ "limit=7&status=done&sort=title", true }, /* another page size is the same list */
	{ "sort=title&status=done", true },
	{ "sort=-title&status=done", false },
	{ "sort=updated_at&status=done", false },
	{ "sort=title&status=pending", false },
	{ "sort=title", false },
	{ "sort=title&status=done&q=a", false },
	{ "status=done", false },
};

Test(core_render, cursors_belong_to_their_list)
{
	for (size_t i = 0; i < COUNT(followers); i++) {
		const char *cursor;

		prepare(METHOD_GET, "/tasks", followers[0].query, tasks(3));
		cr_expect_eq(render_reply(&call), OK);
		cursor = next_cursor();
		prepare(METHOD_GET, "/tasks",
			arena_printf(call.arena, "%s&cursor=%s", followers[i].query, cursor),
			(struct rows){ 0 });
		cr_expect_eq(judged, followers[i].taken ? OK : E_VALIDATION, "%s", followers[i].query);
		cr_expect_eq(call_has(&call, "after_id"), followers[i].taken, "%s", followers[i].query);
		if (followers[i].taken) {
			cr_expect_str_eq(call_value(&call, "after_id"), OTHER_ID, "the last one shown");
			cr_expect_str_eq(call_value(&call, "after_key"), "key");
		}
	}
}

Test(core_render, cursors_belong_to_their_caller)
{
	const char *query;

	prepare(METHOD_GET, "/tasks", "limit=2", tasks(3));
	cr_expect_eq(render_reply(&call), OK);
	query = arena_printf(call.arena, "limit=2&cursor=%s", next_cursor());
	prepare(METHOD_GET, "/tasks", "", (struct rows){ 0 });
	call.request.query = query;
	strcpy(call.caller.user, ID);
	cr_expect_eq(builtins_set(&call), OK);
	cr_expect_eq(validate(&call), E_VALIDATION);
	cr_expect_eq(call.faults.fault[0].kind, &fault_cursor_invalid);
}
