#include "core/validate.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "check/tables.h"
#include "config/config.h"
#include "core/builtins.h"
#include "core/router.h"
#include "http/cursor.h"
#include "server/modules.h"
#include "table/endpoint.h"

#define ID "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
#define SECRET "0123456789abcdef0123456789abcdef"
#define JSON_TYPE "application/json"
#define MERGE_TYPE "application/merge-patch+json"

static struct config config = { .cors_origins = "" };
static struct call call;
static struct buffer out;

static void start(void)
{
	cr_assert(tables_init(modules, &out), "%s", out.data);
	cursor_init(SECRET, strlen(SECRET));
	call.config = &config;
	call.arena = arena_new();
}

static void stop(void)
{
	arena_free(call.arena);
	reply_release(&call.reply);
	buffer_release(&out);
}

TestSuite(core_validate, .init = start, .fini = stop);

/* Runs the stages of a request up to validation. */
static enum status judge(enum method method, const char *path, const char *type, const char *query,
			 const char *body)
{
	enum status status;

	call_begin(&call);
	call.request = (struct request){
		.method = method,
		.path = path,
		.query = query,
		.content_type = type,
		.if_match = "",
		.if_none_match = "",
		.id = "request-1",
		.address = "::1",
		.body = body,
		.body_length = strlen(body),
	};
	status = router_match(&call);
	cr_assert_eq(status, OK, "%s", path);
	strcpy(call.caller.user, ID);
	return builtins_set(&call) == OK ? validate(&call) : E_INTERNAL;
}

/* The faults as "/title:required /x:unknown_field", parameters without the slash. */
static const char *faults_of(void)
{
	buffer_clear(&out);
	buffer_put(&out, "", 0);
	for (size_t i = 0; i < call.faults.count; i++)
		buffer_printf(&out, "%s%s:%s", i > 0 ? " " : "", call.faults.fault[i].name,
			      call.faults.fault[i].kind->code);
	return out.data;
}

static const struct {
	enum method method;
	const char *type, *body;
	enum status status;
	const char *faults;
} bodies[] = {
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\"}", OK, "" },
	{ METHOD_POST, JSON_TYPE, " { \"title\" : \"a\" }\n", OK, "" },
	/* 415 takes precedence over the content of the body. */
	{ METHOD_POST, "", "{\"title\":\"a\"}", E_UNSUPPORTED_MEDIA_TYPE, "" },
	{ METHOD_POST, "text/plain", "{\"title\":\"a\"}", E_UNSUPPORTED_MEDIA_TYPE, "" },
	{ METHOD_POST, "text/plain", "not JSON", E_UNSUPPORTED_MEDIA_TYPE, "" },
	{ METHOD_POST, MERGE_TYPE, "{\"title\":\"a\"}", E_UNSUPPORTED_MEDIA_TYPE, "" },
	{ METHOD_PUT, MERGE_TYPE, "{\"title\":\"a\"}", E_UNSUPPORTED_MEDIA_TYPE, "" },
	{ METHOD_PATCH, MERGE_TYPE, "{\"title\":\"a\"}", OK, "" },
	{ METHOD_PATCH, JSON_TYPE, "{\"title\":\"a\"}", OK, "" },
	/* 400 */
	{ METHOD_POST, JSON_TYPE, "", E_MALFORMED_JSON, "" },
	{ METHOD_POST, "", "", E_MALFORMED_JSON, "" },
	{ METHOD_PATCH, JSON_TYPE, "", E_MALFORMED_JSON, "" },
	{ METHOD_POST, JSON_TYPE, " ", E_MALFORMED_JSON, "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\"", E_MALFORMED_JSON, "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\"}x", E_MALFORMED_JSON, "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\",\"title\":\"b\"}", E_MALFORMED_JSON, "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\\u0000\"}", E_MALFORMED_JSON, "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"\xff\"}", E_MALFORMED_JSON, "" },
	/* 422 */
	{ METHOD_POST, JSON_TYPE, "[]", E_VALIDATION, ":wrong_type" },
	{ METHOD_POST, JSON_TYPE, "null", E_VALIDATION, ":wrong_type" },
	{ METHOD_PATCH, JSON_TYPE, "\"title\"", E_VALIDATION, ":wrong_type" },
	{ METHOD_POST, JSON_TYPE, "{}", E_VALIDATION, "/title:required" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":null}", E_VALIDATION, "/title:required" },
	{ METHOD_PUT, JSON_TYPE, "{\"status\":\"done\"}", E_VALIDATION, "/title:required" },
	{ METHOD_PATCH, JSON_TYPE, "{}", OK, "" },
	{ METHOD_PATCH, JSON_TYPE, "{\"title\":null}", E_VALIDATION, "/title:required" },
	{ METHOD_PATCH, JSON_TYPE, "{\"status\":null,\"priority\":null,\"labels\":null,\"due_at\":null}", OK,
	  "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\",\"description\":null,\"due_at\":null}", OK, "" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\",\"status\":null,\"priority\":null,\"labels\":null}",
	  E_VALIDATION, "/status:wrong_type /priority:wrong_type /labels:wrong_type" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\" \",\"priority\":5,\"labels\":[\"a\",\"a\"],\"x\":1}",
	  E_VALIDATION, "/title:too_short /priority:too_large /labels/1:duplicate_item /x:unknown_field" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\",\"Title\":\"a\",\"id\":1,\"version\":2}", E_VALIDATION,
	  "/Title:unknown_field /id:unknown_field /version:unknown_field" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\",\"caller\":\"x\",\"if_match\":\"{1}\"}", E_VALIDATION,
	  "/caller:unknown_field /if_match:unknown_field" },
	{ METHOD_POST, JSON_TYPE, "{\"title\":\"a\",\"\":1,\"a/b~c\":2,\"\\\"\\n\":3}", E_VALIDATION,
	  "/:unknown_field /a~1b~0c:unknown_field /\"\n:unknown_field" },
};

static const char *path_for(enum method method)
{
	return method == METHOD_POST ? "/tasks" : "/tasks/" ID;
}

Test(core_validate, bodies)
{
	for (size_t i = 0; i < COUNT(bodies); i++) {
		cr_expect_eq(judge(bodies[i].method, path_for(bodies[i].method), bodies[i].type, "",
				   bodies[i].body),
			     bodies[i].status, "%s %s", bodies[i].type, bodies[i].body);
		cr_expect_str_eq(faults_of(), bodies[i].faults, "%s", bodies[i].body);
	}
}

static const struct {
	const char *type;
	bool taken;
} types[] = {
	{ "application/json", true },
	{ "Application/JSON", true },
	{ "application/json;charset=utf-8", true },
	{ "application/json; charset=UTF-8", true },
	{ "application/json ; charset=\"utf-8\"", true },
	{ "application/json; a=b; charset=utf-8; c=d", true },
	{ "application/json;", true },
	{ "application/json; charset=utf-80", false },
	{ "application/json; charset=iso-8859-1", false },
	{ "application/json; charset=utf-16", false },
	{ "application/json; charset=", false },
	{ "application/jsonx", false },
	{ "application/json+x", false },
	{ "application/jso", false },
	{ "application/problem+json", false },
	{ "application/x-www-form-urlencoded", false },
	{ "multipart/form-data; boundary=application/json", false },
	{ " application/json", false },
	{ "text/json", false },
	{ "*/*", false },
};

Test(core_validate, media_types)
{
	for (size_t i = 0; i < COUNT(types); i++)
		cr_expect_eq(judge(METHOD_POST, "/tasks", types[i].type, "", "{\"title\":\"a\"}"),
			     types[i].taken ? OK : E_UNSUPPORTED_MEDIA_TYPE, "%s", types[i].type);
}

static const struct {
	enum method method;
	const char *body, *name, *text; /* "absent": not brought */
} values[] = {
	{ METHOD_POST, "{\"title\":\" a \"}", "title", "a" },
	{ METHOD_POST, "{\"title\":\"a\"}", "description", NULL },
	{ METHOD_POST, "{\"title\":\"a\"}", "status", "pending" },
	{ METHOD_POST, "{\"title\":\"a\"}", "priority", "0" },
	{ METHOD_POST, "{\"title\":\"a\"}", "due_at", NULL },
	{ METHOD_POST, "{\"title\":\"a\"}", "labels", "{}" },
	{ METHOD_POST, "{\"title\":\"a\",\"labels\":[\"b\"]}", "labels", "{\"b\"}" },
	{ METHOD_POST, "{\"title\":\"a\"}", "caller", ID },
	{ METHOD_POST, "{\"title\":\"a\"}", "address", "::1" },
	{ METHOD_POST, "{\"title\":\"a\"}", "request_id", "request-1" },
	{ METHOD_POST, "{\"title\":\"a\"}", "if_match", "absent" },
	{ METHOD_PUT, "{\"title\":\"a\"}", "id", ID },
	{ METHOD_PUT, "{\"title\":\"a\"}", "status", "pending" },
	{ METHOD_PUT, "{\"title\":\"a\"}", "description", NULL },
	{ METHOD_PATCH, "{}", "title", "absent" },
	{ METHOD_PATCH, "{\"title\":\"a\"}", "title", "a" },
	{ METHOD_PATCH, "{\"title\":\"a\"}", "status", "absent" },
	{ METHOD_PATCH, "{\"title\":\"a\"}", "description", "absent" },
	{ METHOD_PATCH, "{\"status\":null}", "status", "pending" },
	{ METHOD_PATCH, "{\"priority\":null}", "priority", "0" },
	{ METHOD_PATCH, "{\"labels\":null}", "labels", "{}" },
	{ METHOD_PATCH, "{\"due_at\":null}", "due_at", NULL },
};

static void expect_value(const char *name, const char *text, const char *input)
{
	bool absent = text && strcmp(text, "absent") == 0;

	cr_expect_eq(call_has(&call, name), !absent, "%s of %s", name, input);
	if (absent || !call_has(&call, name))
		return;
	cr_expect_eq(call_value(&call, name) == NULL, text == NULL, "%s of %s", name, input);
	if (text && call_value(&call, name))
		cr_expect_str_eq(call_value(&call, name), text, "%s of %s", name, input);
}

Test(core_validate, values)
{
	for (size_t i = 0; i < COUNT(values); i++) {
		cr_expect_eq(
			judge(values[i].method, path_for(values[i].method), JSON_TYPE, "", values[i].body),
			OK, "%s", values[i].body);
		expect_value(values[i].name, values[i].text, values[i].body);
	}
}

/* created_at is the time within the id. */
Test(core_validate, new_id_and_now)
{
	char id[UUID_TEXT_SIZE];
	int64_t ms;

	cr_expect_eq(judge(METHOD_POST, "/tasks", JSON_TYPE, "", "{\"title\":\"a\"}"), OK);
	cr_assert(clock_parse(call_value(&call, "now"), strlen(call_value(&call, "now")), &ms));
	cr_expect_eq(ms, call.now_ms);
	uuid_new(call.now_ms, id);
	cr_expect_eq(strncmp(id, call_value(&call, "new_id"), 13), 0);
	cr_expect_eq(judge(METHOD_GET, "/tasks", "", "", ""), OK);
	expect_value("new_id", "absent", "a GET");
}

Test(core_validate, key_of_a_format)
{
	cr_expect_eq(judge(METHOD_POST, "/register", JSON_TYPE, "",
			   "{\"username\":\"MARIA\",\"email\":\"Maria@Example.com\","
			   "\"password\":\"correct horse\"}"),
		     OK);
	expect_value("username", "maria", "a registration");
	expect_value("email", "Maria@example.com", "a registration");
	expect_value("email_key", "maria@example.com", "a registration");
	cr_expect_eq(judge(METHOD_PATCH, "/api/v1/users/me", JSON_TYPE, "", "{\"display_name\":\"x\"}"), OK);
	expect_value("email", "absent", "a PATCH without it");
	expect_value("email_key", "absent", "a PATCH without it");
	cr_expect_eq(judge(METHOD_PATCH, "/api/v1/users/me", JSON_TYPE, "", "{\"email\":\"A@b.cd\"}"), OK);
	expect_value("email_key", "a@b.cd", "a PATCH with it");
}

static const char *const identities[] = {
	"maria.silva",
	"MARIA.SILVA",
	"Maria.Silva@example.com",
	"maria.silva@EXAMPLE.com",
};

Test(core_validate, password_that_is_the_identity)
{
	for (size_t i = 0; i < COUNT(identities); i++) {
		const char *body =
			arena_printf(call.arena,
				     "{\"username\":\"Maria.Silva\",\"email\":\"Maria.Silva@Example.com\","
				     "\"password\":\"%s\"}",
				     identities[i]);

		cr_expect_eq(judge(METHOD_POST, "/register", JSON_TYPE, "", body), E_VALIDATION, "%s", body);
		cr_expect_str_eq(faults_of(), "/password:password_is_identity", "%s", body);
	}
	cr_expect_eq(judge(METHOD_POST, "/register", JSON_TYPE, "", "{}"), E_VALIDATION);
	cr_expect_str_eq(faults_of(), "/username:required /email:required /password:required");
}

static const struct {
	const char *query;
	enum status status;
	const char *faults;
} queries[] = {
	{ "", OK, "" },
	{ "status=done&q=a&label=b&priority_min=4&due_before=2026-01-01T00:00:00Z", OK, "" },
	{ "limit=1", OK, "" },
	{ "limit=100&sort=-title&count=true", OK, "" },
	{ "sort=due_at", OK, "" },
	{ "limit=0", E_VALIDATION, "limit:too_small" },
	{ "limit=101", E_VALIDATION, "limit:too_large" },
	{ "limit=", E_VALIDATION, "limit:wrong_type" },
	{ "limit=1&limit=2", E_VALIDATION, "limit:repeated_parameter" },
	{ "status=done&status=done", E_VALIDATION, "status:repeated_parameter" },
	{ "sort=nothing", E_VALIDATION, "sort:not_allowed" },
	{ "sort=--title", E_VALIDATION, "sort:not_allowed" },
	{ "sort=Title", E_VALIDATION, "sort:not_allowed" },
	{ "sort=-", E_VALIDATION, "sort:not_allowed" },
	{ "sort=title;DROP TABLE task", E_VALIDATION, "sort:not_allowed" },
	{ "count=1", E_VALIDATION, "count:wrong_type" },
	{ "cursor=x", E_VALIDATION, "cursor:cursor_invalid" },
	{ "status=open&priority_min=x&due_after=now", E_VALIDATION,
	  "status:not_allowed priority_min:wrong_type due_after:time_invalid" },
	{ "unknown=1&offset=2", E_VALIDATION, "unknown:unknown_parameter offset:unknown_parameter" },
	{ "Status=done", E_VALIDATION, "Status:unknown_parameter" },
	{ "caller=x&after_id=y&if_match=z", E_VALIDATION,
	  "caller:unknown_parameter after_id:unknown_parameter if_match:unknown_parameter" },
	{ "=", E_VALIDATION, ":unknown_parameter" },
	{ "q=", OK, "" },
	{ "q=+", E_VALIDATION, "q:blank" },
	{ "label=", E_VALIDATION, "label:too_short" },
	{ "cursor=", E_VALIDATION, "cursor:too_short" },
	{ "q=%zz", E_BAD_REQUEST, "" },
	{ "q=%00", E_BAD_REQUEST, "" },
	{ "q=%FF", E_BAD_REQUEST, "" },
};

Test(core_validate, queries)
{
	for (size_t i = 0; i < COUNT(queries); i++) {
		cr_expect_eq(judge(METHOD_GET, "/tasks", "", queries[i].query, ""), queries[i].status, "%s",
			     queries[i].query);
		cr_expect_str_eq(faults_of(), queries[i].faults, "%s", queries[i].query);
		for (size_t n = 0; n < call.faults.count; n++)
			cr_expect(call.faults.fault[n].in_query, "%s", queries[i].query);
	}
}

static const struct {
	const char *path, *query, *faults, *without_token;
} public[] = {
	{ "/api/v1/books", "q=dom", "", "" },
	{ "/api/v1/books", "q=do", "", "q:too_short" },
	{ "/api/v1/books", "q=", "", "q:too_short" },
	{ "/api/v1/books", "q=+do+", "", "q:too_short" },
	{ "/api/v1/books", "q=de%CC%81", "", "q:too_short" }, /* two characters in form C */
	{ "/api/v1/books", "q=d+o", "", "q:too_short" },
	{ "/api/v1/books", "q=o+dom", "", "" },
	{ "/api/v1/books", "q=%E2%80%8Bz%E2%80%8B", "", "q:too_short" },
	{ "/api/v1/books", "q=%CC%83%CC%83%CC%83", "", "q:too_short" },
	{ "/api/v1/books", "q=%E2%80%8B", "q:blank", "q:blank" },
	{ "/api/v1/books", "count=true", "", "count:token_required" },
	{ "/api/v1/books", "count=false", "", "" },
	{ "/api/v1/books", "count=true&q=a&limit=0", "limit:too_small",
	  "q:too_short limit:too_small count:token_required" },
	{ "/api/v1/clubs", "q=ab&count=true", "", "q:too_short count:token_required" },
	{ "/api/v1/clubs", "q=abc&limit=1", "", "" },
};

/* Without an access token little may be asked of the database. */
Test(core_validate, queries_of_anybody)
{
	for (size_t i = 0; i < COUNT(public); i++) {
		judge(METHOD_GET, public[i].path, "", public[i].query, "");
		cr_expect_str_eq(faults_of(), public[i].faults, "%s", public[i].query);
		call.faults.count = 0;
		call.count = false;
		*call.caller.user = '\0';
		cr_expect_eq(validate(&call), *public[i].without_token ? E_VALIDATION : OK, "%s",
			     public[i].query);
		cr_expect_str_eq(faults_of(), public[i].without_token, "%s without a token", public[i].query);
	}
}

/* As browsers send an empty search box. */
Test(core_validate, an_empty_search_is_no_filter)
{
	cr_expect_eq(judge(METHOD_GET, "/tasks", "", "q=&status=done", ""), OK);
	expect_value("q", "absent", "q=");
	expect_value("status", "done", "q=");
}

/* A route without parameters refuses a query. */
Test(core_validate, queries_of_other_routes)
{
	cr_expect_eq(judge(METHOD_GET, "/tasks/" ID, "", "limit=1", ""), E_VALIDATION);
	cr_expect_str_eq(faults_of(), "limit:unknown_parameter");
	cr_expect_eq(judge(METHOD_POST, "/tasks", JSON_TYPE, "x=1", "{}"), E_VALIDATION);
	cr_expect_str_eq(faults_of(), "/title:required x:unknown_parameter", "body and query at once");
	cr_expect_eq(judge(METHOD_DELETE, "/tasks/" ID, "", "", ""), OK);
}

static const struct {
	const char *query;
	size_t limit;
	const char *rows, *sort;
	bool descending, count;
} lists[] = {
	{ "", 20, "21", "created_at", true, false },
	{ "limit=1", 1, "2", "created_at", true, false },
	{ "limit=100&count=false", 100, "101", "created_at", true, false },
	{ "sort=created_at&count=true", 20, "21", "created_at", false, true },
	{ "sort=-due_at", 20, "21", "due_at", true, false },
	{ "sort=updated_at", 20, "21", "updated_at", false, false },
};

Test(core_validate, lists)
{
	for (size_t i = 0; i < COUNT(lists); i++) {
		cr_expect_eq(judge(METHOD_GET, "/tasks", "", lists[i].query, ""), OK, "%s", lists[i].query);
		cr_expect_eq(call.limit, lists[i].limit, "%s", lists[i].query);
		cr_expect_str_eq(call_value(&call, "limit"), lists[i].rows, "%s", lists[i].query);
		cr_expect_str_eq(call.endpoint->statement->sort[call.sort].name, lists[i].sort, "%s",
				 lists[i].query);
		cr_expect_eq(call.descending, lists[i].descending, "%s", lists[i].query);
		cr_expect_eq(call.count, lists[i].count, "%s", lists[i].query);
	}
}

static const struct {
	enum method method;
	const char *if_match, *if_none_match;
	const char *match, *none_match;
} preconditions[] = {
	{ METHOD_DELETE, "", "", "absent", "absent" },
	{ METHOD_DELETE, "\"7\"", "", "{7}", "absent" },
	{ METHOD_DELETE, "W/\"7\", \"8\"", "", "{7,8}", "absent" },
	{ METHOD_DELETE, "*", "", "absent", "absent" },
	{ METHOD_DELETE, "garbage", "", "{}", "absent" },
	{ METHOD_DELETE, "", "\"7\"", "absent", "{7}" },
	{ METHOD_DELETE, "", "*", "absent", NULL },
	{ METHOD_DELETE, "\"1\"", "\"2\"", "{1}", "{2}" },
	{ METHOD_GET, "\"1\"", "\"2\"", "absent", "absent" },
};

Test(core_validate, preconditions)
{
	for (size_t i = 0; i < COUNT(preconditions); i++) {
		call_begin(&call);
		call.request = (struct request){ .method = preconditions[i].method,
						 .path = "/tasks/" ID,
						 .query = "",
						 .if_match = preconditions[i].if_match,
						 .if_none_match = preconditions[i].if_none_match };
		cr_assert_eq(router_match(&call), OK);
		cr_expect_eq(builtins_set(&call), OK);
		cr_expect_eq(validate(&call), OK);
		expect_value("if_match", preconditions[i].match, preconditions[i].if_match);
		expect_value("if_none_match", preconditions[i].none_match, preconditions[i].if_none_match);
	}
}
