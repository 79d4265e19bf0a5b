#include "table/endpoint.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/buffer.h"
#include "check/tables.h"
#include "server/modules.h"

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
	cr_expect_eq(faults.length, 0);
}

TestSuite(table_endpoint, .init = start);

static const struct endpoint *find(enum method method, const char *path)
{
	for (size_t i = 0; i < endpoint_count(); i++)
		if (endpoint_get(i)->route->method == method && strcmp(endpoint_get(i)->path, path) == 0)
			return endpoint_get(i);
	cr_assert_fail("no %s %s", request_methods[method], path);
	return NULL;
}

Test(table_endpoint, every_route_is_one)
{
	size_t count = 0;

	for (const struct module *const *module = modules; *module; module++)
		for (const struct route *route = (*module)->routes; route->path; route++) {
			cr_expect_eq(endpoint_get(count)->route, route, "%s", route->path);
			cr_expect_eq(endpoint_get(count)->module, *module, "%s", route->path);
			cr_expect_eq(endpoint_get(count)->number, count, "%s", route->path);
			count++;
		}
	cr_expect_eq(count, endpoint_count());
}

Test(table_endpoint, names_of_values)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		const struct route *route = endpoint->route;
		size_t place = endpoint->first_query;

		for (int n = 0; n < VALUE__BUILTINS; n++)
			cr_expect_str_eq(endpoint->name[n], endpoint_builtins[n], "%s", endpoint->path);
		for (size_t n = 0; n < endpoint->variables; n++)
			cr_expect_str_eq(endpoint->name[VALUE__BUILTINS + n], endpoint->variable[n]);
		FIELDS_EACH (field, route->query)
			cr_expect_str_eq(endpoint->name[place++], field->name, "%s", endpoint->path);
		cr_expect_eq(place, endpoint->first_body, "%s", endpoint->path);
		FIELDS_EACH (field, route->body)
			cr_expect_str_eq(endpoint->name[place++], field->name, "%s", endpoint->path);
		FIELDS_EACH (field, route->body)
			cr_expect(!field->key || endpoint_value(endpoint, field->key) >= (int)place, "%s",
				  field->key);
		for (const char *const *name = route->values; name && *name; name++)
			cr_expect_geq(endpoint_value(endpoint, *name), 0, "%s of %s", *name, endpoint->path);
		cr_expect_eq(endpoint_value(endpoint, "no such value"), -1);
	}
}

/* Each parameter of a statement is bound to the value of its own name. */
Test(table_endpoint, places_of_parameters)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);

		cr_expect_eq(endpoint->statement != NULL, endpoint->route->statement != Q_NONE);
		for (size_t n = 0; endpoint->statement && n < endpoint->statement->params; n++)
			cr_expect_str_eq(endpoint->name[endpoint->place[n]], endpoint->statement->param[n],
					 "%s", endpoint->path);
	}
}

static const struct {
	enum method method;
	const char *path, *allow;
	size_t segments, variables;
	bool reader;
} known[] = {
	{ METHOD_GET, "/api/v1/tasks", "GET, HEAD, POST, OPTIONS", 1, 0, true },
	{ METHOD_POST, "/api/v1/tasks", "GET, HEAD, POST, OPTIONS", 1, 0, true },
	{ METHOD_PUT, "/api/v1/tasks/{id}", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", 2, 1, true },
	{ METHOD_DELETE, "/api/v1/tasks/{id}", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS", 2, 1, true },
	{ METHOD_POST, "/api/v1/register", "POST, OPTIONS", 1, 0, false },
	{ METHOD_POST, "/api/v1/users/me/delete", "POST, OPTIONS", 3, 0, false },
	{ METHOD_GET, "/livez", "GET, HEAD, OPTIONS", 1, 0, true },
	{ METHOD_GET, "/docs/problems", "GET, HEAD, OPTIONS", 2, 0, true },
};

Test(table_endpoint, what_a_path_is_made_of)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		const struct endpoint *endpoint = find(known[i].method, known[i].path);

		cr_expect_str_eq(endpoint->allow, known[i].allow, "%s", known[i].path);
		cr_expect_eq(endpoint->segments, known[i].segments, "%s", known[i].path);
		cr_expect_eq(endpoint->variables, known[i].variables, "%s", known[i].path);
		cr_expect_eq(endpoint->reader, known[i].reader ? find(METHOD_GET, known[i].path) : NULL, "%s",
			     known[i].path);
	}
	cr_expect_null(find(METHOD_GET, "/api/v1/tasks/{id}")->segment[1], "a variable");
	cr_expect_str_eq(find(METHOD_GET, "/api/v1/tasks/{id}")->segment[0], "tasks");
	cr_expect_str_eq(find(METHOD_GET, "/api/v1/tasks/{id}")->variable[0], "id");
}

/* clang-format off */
static const struct {
	const char *role;
	enum need need;
} roles[] = {
	{ "viewer", NEED_VIEWER }, { "editor", NEED_EDITOR }, { "admin", NEED_ADMIN },
	{ "owner", NEED_OWNER }, { "member", NEED_MEMBER }, { "moderator", NEED_MODERATOR }, { "author",
	  NEED_AUTHOR },
	{ "", NEED_USER }, { "Owner", NEED_USER }, { "owners", NEED_USER }, { "operator", NEED_OPERATOR },
};
/* clang-format on */

Test(table_endpoint, roles)
{
	for (size_t i = 0; i < COUNT(roles); i++)
		cr_expect_eq(need_of_role(roles[i].role), roles[i].need, "%s", roles[i].role);
	cr_expect(NEED_NOBODY < NEED_USER && NEED_USER < NEED_VIEWER && NEED_VIEWER < NEED_EDITOR &&
		  NEED_EDITOR < NEED_ADMIN && NEED_ADMIN < NEED_OWNER && NEED_OWNER < NEED_OPERATOR);
	cr_expect(NEED_NOBODY < NEED_ANYBODY && NEED_ANYBODY < NEED_USER && NEED_USER < NEED_MEMBER &&
			  NEED_MEMBER < NEED_MODERATOR && NEED_MODERATOR < NEED_OWNER &&
			  NEED_USER < NEED_AUTHOR && NEED_AUTHOR < NEED_VIEWER,
		  "and no role of a club is one of an access token");
}

Test(table_endpoint, field_counts)
{
	static const struct field none[] = { { 0 } }, two[] = { { .name = "a" }, { .name = "b" }, { 0 } };

	cr_expect_eq(field_count(NULL), 0);
	cr_expect_eq(field_count(none), 0);
	cr_expect_eq(field_count(two), 2);
	cr_expect_eq(field_count(endpoint_list_fields), LIST__FIELDS);
}
