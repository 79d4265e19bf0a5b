#include "openapi/openapi.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "check/tables.h"
#include "config/config.h"
#include "http/problem.h"
#include "openapi/schema.h"
#include "server/modules.h"
#include "table/endpoint.h"

#define URL "https://balcao.example"
#define TASKS "/paths/~1api~1v1~1tasks"
#define TASK TASKS "~1{id}"
#define SIGN_OFF "/paths/~1api~1v1~1users~1me~1delete"
#define PAGE TASKS "/get/responses/200/content/application~1json/schema"
#define REGISTER "/paths/~1api~1v1~1register/post/requestBody/content/application~1json/schema"
#define LOGIN "/paths/~1api~1v1~1login/post/requestBody/content/application~1json/schema"
#define RESET "/paths/~1api~1v1~1password~1reset/post/requestBody/content/application~1json/schema"
#define BODY "/components/schemas/TasksBody"
#define PATCH "/components/schemas/TasksPatch"

static struct arena *arena;
static struct buffer text;
static struct json_object *document;

static void set_up(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
	arena = arena_new();
	openapi_write(&text, URL, NULL);
	/* json_parse also fails if an object has a key twice, such as a path, a component or a member. */
	cr_assert_eq(json_parse(arena, text.data, text.length, &document), OK, "%s", text.data);
}

static void tear_down(void)
{
	arena_free(arena);
	buffer_release(&text);
}

TestSuite(openapi, .init = set_up, .fini = tear_down);

/* Returns the value at a JSON pointer, or NULL. */
static struct json_object *at(const char *pointer)
{
	struct json_object *found = NULL;

	return json_pointer_get(document, pointer, &found) == 0 ? found : NULL;
}

/* Expects this value at the pointer. `json` is compact, with ' in place of ". */
static void expect(const char *pointer, const char *json)
{
	struct json_object *found = at(pointer);
	const char *is = json_object_to_json_string_ext(found, JSON_C_TO_STRING_NOSLASHESCAPE);
	struct buffer wanted = { 0 };

	json_put_plain(&wanted, json);
	cr_expect_str_eq(found ? is : "nothing", wanted.data, "%s: %s", pointer, is);
	buffer_release(&wanted);
}

static struct json_object *member(struct json_object *object, const char *name)
{
	return object ? json_object_object_get(object, name) : NULL;
}

static struct json_object *operation_of(const struct endpoint *endpoint)
{
	char method[8] = "";
	const char *name = request_methods[endpoint->route->method];

	for (size_t i = 0; name[i]; i++)
		method[i] = (char)tolower((unsigned char)name[i]);
	return member(member(member(document, "paths"), endpoint->path), method);
}

static const char *text_at(struct json_object *array, size_t index)
{
	return json_object_get_string(json_object_array_get_idx(array, index));
}

/* Returns whether an array contains the text. */
static bool holds(struct json_object *array, const char *wanted)
{
	for (size_t i = 0; array && i < json_object_array_length(array); i++)
		if (strcmp(text_at(array, i), wanted) == 0)
			return true;
	return false;
}

/* Calls `visit` for every object of the document. */
static void walk(struct json_object *node, void (*visit)(struct json_object *object))
{
	if (json_object_is_type(node, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(node); i++)
			walk(json_object_array_get_idx(node, i), visit);
	} else if (json_object_is_type(node, json_type_object)) {
		visit(node);
		json_object_object_foreach (node, name, value) {
			(void)name;
			walk(value, visit);
		}
	}
}

Test(openapi, says_what_it_is)
{
	expect("/openapi", "'3.1.0'");
	expect("/info/title", "'balcao'");
	expect("/info/version", "'" PACKAGE_VERSION "'");
	expect("/info/license/identifier", "'MIT'");
	expect("/servers/0/url", "'/'");
	expect("/servers/1/url", "'" URL "'");
	expect("/components/securitySchemes/bearer/scheme", "'bearer'");
}

Test(openapi, is_the_same_each_time)
{
	struct buffer again = { 0 };

	openapi_write(&again, URL, NULL);
	cr_expect_str_eq(again.data, text.data);
	buffer_release(&again);
}

/* A fixed example would be the password of whoever tries the page /docs/ out. */
Test(openapi, shows_the_password_it_is_given_where_one_is_chosen)
{
	static const char *const places[] = { REGISTER "/properties/password/examples",
					      RESET "/properties/new_password/examples" };
	struct buffer again = { 0 };

	for (size_t i = 0; i < COUNT(places); i++)
		cr_expect_not(at(places[i]), "%s", places[i]);
	openapi_write(&again, URL, "one of its own");
	cr_assert_eq(json_parse(arena, again.data, again.length, &document), OK);
	for (size_t i = 0; i < COUNT(places); i++)
		expect(places[i], "['one of its own']");
	cr_expect_not(at(LOGIN "/properties/password/examples"));
	buffer_release(&again);
}

Test(openapi, has_each_endpoint_and_no_other)
{
	size_t operations = 0;

	for (size_t i = 0; i < endpoint_count(); i++)
		cr_expect(operation_of(endpoint_get(i)), "%s %s",
			  request_methods[endpoint_get(i)->route->method], endpoint_get(i)->path);
	json_object_object_foreach (member(document, "paths"), path, operation) {
		(void)path;
		operations += (size_t)json_object_object_length(operation);
	}
	cr_expect_eq(operations, endpoint_count());
}

Test(openapi, names_operations_uniquely)
{
	struct json_object *seen = json_object_new_object();

	for (size_t i = 0; i < endpoint_count(); i++) {
		struct json_object *id = member(operation_of(endpoint_get(i)), "operationId");
		const char *name = json_object_get_string(id);

		cr_assert(id);
		cr_expect_not(json_object_object_get_ex(seen, name, NULL), "%s twice", name);
		cr_expect_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_"), strlen(name));
		json_object_object_add(seen, name, NULL);
	}
	json_object_put(seen);
	expect(TASK "/patch/operationId", "'patch_tasks_id'");
	expect("/paths/~1docs~1problems/get/operationId", "'get_docs_problems'");
}

static void check_reference(struct json_object *object)
{
	const char *reference = json_object_get_string(member(object, "$ref"));

	if (reference)
		cr_expect(reference[0] == '#' && at(reference + 1), "%s leads nowhere", reference);
}

Test(openapi, refers_to_what_is_there)
{
	walk(document, check_reference);
}

Test(openapi, has_no_unused_component)
{
	json_object_object_foreach (member(document, "components"), kind, components) {
		json_object_object_foreach (components, name, component) {
			char quoted[128];
			bool security = strcmp(kind, "securitySchemes") == 0;

			(void)component;
			snprintf(quoted, sizeof(quoted), "\"#/components/%s/%s\"", kind, name);
			cr_expect(security || strstr(text.data, quoted), "%s is not used", quoted);
		}
	}
}

static void check_schema(struct json_object *object)
{
	struct json_object *members = member(object, "properties");
	struct json_object *required = member(object, "required");

	if (!members)
		return;
	cr_expect(member(object, "additionalProperties"));
	cr_expect_not(json_object_get_boolean(member(object, "additionalProperties")));
	for (size_t i = 0; required && i < json_object_array_length(required); i++) {
		const char *name = text_at(required, i);

		cr_expect(member(members, name), "%s is required but not described", name);
	}
}

Test(openapi, closes_all_objects)
{
	walk(document, check_schema);
}

Test(openapi, tells_of_the_cookie)
{
	struct json_object *schemes = member(member(document, "components"), "securitySchemes");
	size_t found = 0;

	cr_expect_str_eq(json_object_get_string(member(member(schemes, "cookie"), "name")), "__Host-balcao");
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		struct json_object *responses = member(operation_of(endpoint), "responses");
		const char *success = endpoint->route->reply ? "200" : "204";
		bool told = member(member(member(responses, success), "headers"), "Set-Cookie");

		cr_expect_eq(told, endpoint->route->cookie != COOKIE_NONE, "%s", endpoint->path);
		found += told;
	}
	cr_expect_eq(found, 3);
}

Test(openapi, says_who_may)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		const char *path = endpoint->path;
		struct json_object *operation = operation_of(endpoint);
		struct json_object *security = member(operation, "security");
		bool user = endpoint->route->need > NEED_NOBODY || endpoint->route->identify;
		bool role = endpoint->route->need > NEED_USER;
		bool cookie = endpoint->route->cookie == COOKIE_TAKEN; /* besides a token, or in its place */
		size_t ways = endpoint->route->need == NEED_ANYBODY ? 2 : user; /* without and with a token */

		cr_expect_eq(json_object_array_length(security), endpoint->route->stream || cookie ? 2 : ways,
			     "%s", path);
		cr_expect(!user || member(member(operation, "responses"), "401"), "%s", path);
		cr_expect_eq(member(operation, "x-role") != NULL, role, "%s", path);
		cr_expect(holds(member(operation, "tags"), endpoint->module->name), "%s", path);
	}
}

static bool answers(const struct endpoint *endpoint, int http)
{
	char number[12];

	snprintf(number, sizeof(number), "%d", http);
	return member(member(operation_of(endpoint), "responses"), number) != NULL;
}

Test(openapi, lists_what_can_fail)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		const char *path = endpoint->path;
		bool body = endpoint->route->body ||
			    (endpoint->route->method == METHOD_POST && !endpoint->route->stream);

		for (const struct problem *const *fail = endpoint->route->fails; fail && *fail; fail++)
			cr_expect(answers(endpoint, problem_number(*fail)), "%s", path);
		cr_expect(answers(endpoint, 500) && answers(endpoint, 503), "%s", path);
		cr_expect_eq(answers(endpoint, 413), body || endpoint->route->stream, "%s", path);
		cr_expect_eq(answers(endpoint, 415), body, "%s", path);
		cr_expect(endpoint->variables == 0 || answers(endpoint, 404), "%s", path);
	}
	expect("/paths/~1api~1v1~1register/post/responses/409/description",
	       "'- `username_taken`: Another account has this username. Choose a different one.\\n"
	       "- `email_taken`: Another account has this e-mail address. Enter a different one.'");
	expect(TASK "/get/responses/404", "{'$ref':'#/components/responses/Problem404'}");
	expect("/components/responses/Problem404/content/application~1problem+json/schema/$ref",
	       "'#/components/schemas/Problem'");
	expect("/components/responses/Problem401/headers/WWW-Authenticate/$ref",
	       "'#/components/headers/WWWAuthenticate'");
}

/* Every member of an organization is at least a viewer, and everybody else gets 404. So a route for viewers
 * never answers 403. */
Test(openapi, promises_403_where_it_can_happen)
{
	static const struct {
		const char *pointer;
		bool forbidden;
	} routes[] = {
		{ "organizations~1{id}/get", false },
		{ "organizations~1{id}/patch", true },
		{ "organizations~1{id}~1activity/get", true },
		{ "organizations~1{id}~1members/get", false },
		{ "organizations~1{id}~1members~1{user_id}/get", false },
		{ "organizations~1{id}~1members~1{user_id}/delete", true }, /* removing another member */
		{ "tasks/get", false },
		{ "users~1{id}/get", true },
	};
	char pointer[120];

	for (size_t i = 0; i < COUNT(routes); i++) {
		snprintf(pointer, sizeof(pointer), "/paths/~1api~1v1~1%s", routes[i].pointer);
		cr_assert(at(pointer), "%s", pointer);
		cr_expect_eq(member(member(at(pointer), "responses"), "403") != NULL, routes[i].forbidden,
			     "%s", routes[i].pointer);
	}
}

Test(openapi, shows_all_of_a_reply)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct route *route = endpoint_get(i)->route;
		struct json_object *responses = member(operation_of(endpoint_get(i)), "responses");
		const char *number = route->content_type || route->list ? "200"
				     : !route->reply                    ? "204"
				     : route->accepted                  ? "202"
				     : route->location                  ? "201"
									: "200";

		cr_expect(member(responses, number), "%s: no %s", route->path, number);
		cr_expect_eq(member(member(responses, number), "content") != NULL, strcmp(number, "204") != 0,
			     "%s", route->path);
	}
	expect("/components/schemas/TasksReply/required",
	       "['id','title','description','status','priority','due_at','labels',"
	       "'created_at','updated_at','completed_at','version']");
	cr_expect_not(at("/components/schemas/AccountsReply/properties/version"), "it is hidden");
	expect("/components/schemas/TasksReply/properties/version",
	       "{'type':'integer','minimum':1,"
	       "'description':'A number that grows with each change; also the ETag.'}");
	expect(TASK "/get/responses/304/headers/ETag/$ref", "'#/components/headers/ETag'");
	expect(TASKS "/post/responses/201/headers/Location/$ref", "'#/components/headers/Location'");
	expect("/paths/~1metrics/get/responses/200/content", "{'text/plain':{'schema':{'type':'string'}}}");
}

Test(openapi, tells_a_body_from_a_patch)
{
	expect(BODY "/required", "['title']");
	expect(BODY "/properties/status/type", "'string'");
	expect(BODY "/properties/status/default", "'pending'");
	expect(BODY "/properties/priority/default", "0");
	expect(BODY "/properties/labels/default", "[]");
	expect(BODY "/properties/labels/items", "{'type':'string','minLength':1,'maxLength':50}");
	expect(BODY "/properties/labels/maxItems", "20");
	expect(BODY "/properties/labels/uniqueItems", "true");
	expect(BODY "/properties/labels/examples", "[['casa','urgente']]");
	expect(BODY "/properties/due_at/type", "['string','null']");
	cr_expect_not(at(PATCH "/required"));
	cr_expect_not(at(PATCH "/properties/status/default"));
	expect(PATCH "/properties/title/type", "'string'");
	expect(PATCH "/properties/status/type", "['string','null']");
	expect(PATCH "/properties/status/enum", "['pending','done',null]");
	expect(TASKS "/post/requestBody/required", "true");
	cr_expect_not(at(TASK "/put/requestBody/content/application~1merge-patch+json"));
	expect(TASK "/patch/requestBody/content/application~1merge-patch+json/schema/$ref",
	       "'#/components/schemas/TasksPatch'");
}

Test(openapi, keeps_passwords_to_requests)
{
	expect(REGISTER "/properties/password/format", "'password'");
	expect(REGISTER "/properties/password/writeOnly", "true");
	expect(REGISTER "/properties/username/pattern", "'^[A-Za-z][A-Za-z0-9._-]{2,31}$'");
}

/* Returns the operation's parameter with this name, after following a reference. */
static struct json_object *parameter(const char *operation, const char *name)
{
	struct json_object *parameters = member(at(operation), "parameters");

	for (size_t i = 0; parameters && i < json_object_array_length(parameters); i++) {
		struct json_object *one = json_object_array_get_idx(parameters, i);
		struct json_object *reference = member(one, "$ref");

		if (reference)
			one = at(json_object_get_string(reference) + 1);
		if (strcmp(json_object_get_string(member(one, "name")), name) == 0)
			return one;
	}
	return NULL;
}

Test(openapi, describes_parameters)
{
	static const char *const all[] = { "status",    "q",     "label",  "priority_min", "due_before",
					   "due_after", "limit", "cursor", "sort",         "count" };
	struct json_object *sort = member(parameter(TASKS "/get", "sort"), "schema");
	struct json_object *limit = member(parameter(TASKS "/get", "limit"), "schema");
	struct json_object *id = parameter(TASK "/get", "id");

	for (size_t i = 0; i < COUNT(all); i++)
		cr_expect(parameter(TASKS "/get", all[i]), "no %s", all[i]);
	cr_expect(holds(member(sort, "enum"), "due_at") && holds(member(sort, "enum"), "-title"));
	cr_expect_str_eq(json_object_get_string(member(sort, "default")), "-created_at");
	cr_expect_eq(json_object_get_int(member(limit, "maximum")), LIMIT_MAX);
	cr_expect_eq(json_object_get_int(member(limit, "default")), LIMIT_DEFAULT);
	cr_expect(json_object_get_boolean(member(id, "required")));
	cr_expect_str_eq(json_object_get_string(member(member(id, "schema"), "format")), "uuid");
	cr_expect(parameter(TASK "/get", "If-None-Match"));
	cr_expect(parameter(TASK "/put", "If-Match") && parameter(TASK "/delete", "If-Match"));
	cr_expect_not(parameter(SIGN_OFF "/post", "If-Match"), "a POST has no preconditions");
	cr_expect_not(parameter(SIGN_OFF "/post", "If-None-Match"));
	cr_expect_not(parameter(TASKS "/post", "If-Match"));
}

Test(openapi, describes_lists)
{
	cr_expect(at(TASKS "/get/responses/304/headers/ETag"), "a list has a tag");
	cr_expect(parameter(TASKS "/get", "If-None-Match"));
	cr_expect_not(parameter(TASKS "/get", "If-Match"), "a list has no version");
	cr_expect_not(at("/paths/~1api~1v1~1customers~1search/post/responses/304"), "a POST has none");
	expect(PAGE "/required", "['items','next_cursor']");
	expect(PAGE "/properties/items/items/$ref", "'#/components/schemas/TasksReply'");
	expect(PAGE "/properties/total/type", "'integer'");
	expect(TASKS "/get/responses/200/headers/Link/$ref", "'#/components/headers/Link'");
}

Test(openapi, puts_paths_where_they_lie)
{
	cr_expect(at("/paths/~1livez/get"));
	cr_expect(at("/paths/~1api~1v1~1openapi.json/get"));
	cr_expect_not(at("/paths/~1tasks"));
	expect(TASKS "/get/description", "'Also served at `/tasks`.'");
}

Test(openapi, is_what_the_command_prints)
{
	struct config config = { .public_url = URL };
	char *printed = malloc(text.length + 2), path[] = "/tmp/balcao-openapi-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w+");

	cr_assert(file && dup2(fileno(file), STDOUT_FILENO) == STDOUT_FILENO);
	cr_expect_eq(openapi_command(&config), 0);
	rewind(file);
	cr_assert_eq(fread(printed, 1, text.length + 2, file), text.length + 1);
	cr_expect_eq(memcmp(printed, text.data, text.length), 0);
	cr_expect_eq(printed[text.length], '\n');
	unlink(path);
	fclose(file);
	free(printed);
}
