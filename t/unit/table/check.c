#include "table/check.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "server/modules.h"
#include "table/endpoint.h"

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(statements_init(&faults) && endpoints_init(modules, &faults), "%s", faults.data);
}

TestSuite(table_check, .init = start);

static const struct field no_doc[] = { { .name = "x", .type = F_INTEGER, .nullable = true }, { 0 } };
static const struct field no_values[] = { { .name = "x", .type = F_ENUM, .nullable = true, .doc = "X." },
					  { 0 } };
static const struct field no_bound[] = { { .name = "x", .type = F_TEXT, .nullable = true, .doc = "X." },
					 { 0 } };
static const struct field no_bound_of_items[] = {
	{ .name = "x", .type = F_TEXTS, .items = 3, .nullable = true, .doc = "X." }, { 0 }
};
static const struct field no_bound_of_secret[] = {
	{ .name = "x", .type = F_SECRET, .required = true, .doc = "X." }, { 0 }
};
/* clang-format off */
static const struct field twice[] = {
	{ .name = "x", .type = F_INTEGER, .nullable = true, .doc = "X." },
	{ .name = "y", .type = F_INTEGER, .nullable = true, .doc = "Y." },
	{ .name = "x", .type = F_BOOLEAN, .nullable = true, .doc = "X." },
	{ 0 }
};
static const struct field object[] = {
	{ .name = "x", .type = F_OBJECT, .nullable = true, .fields = no_bound, .doc = "X." }, { 0 }
};
static const struct field objects[] = {
	{ .name = "x", .type = F_OBJECTS, .nullable = true, .fields = no_bound, .doc = "X." }, { 0 }
};
static const struct field number[] = { { .name = "x", .type = F_NUMBER, .nullable = true, .doc = "X." },
	{ 0 } };
static const struct field no_members[] = { { .name = "x", .type = F_OBJECT, .doc = "X." }, { 0 } };
static const struct field members_of_text[] = {
	{ .name = "x", .type = F_TEXT, .fields = no_bound, .doc = "X." }, { 0 }
};
static const struct field inner_fault[] = {
	{ .name = "x", .type = F_OBJECT, .fields = no_doc, .doc = "X." }, { 0 }
};
static const struct field required_with_default[] = {
	{ .name = "x", .type = F_INTEGER, .required = true, .value = "0", .doc = "X." }, { 0 }
};
static const struct field nothing_if_absent[] = { { .name = "x", .type = F_INTEGER, .doc = "X." }, { 0 } };
static const struct field unused_filter[] = { { .name = "x", .type = F_INTEGER, .doc = "X." }, { 0 } };
static const enum query_id noting_uses[] = { Q_SESSION_END, Q_NONE };
static const enum query_id filtered_uses[] = { Q_ACTIVITY_OF_ORGANIZATION, Q_NONE };
static const enum query_id foreign_uses[] = { Q_TASK_GET, Q_MIGRATION_RECORD, Q_NONE };
/* clang-format on */

static enum status stream(struct call *call)
{
	(void)call;
	return OK;
}

/* One change that makes the tables of a good route bad. */
struct change {
	bool no_doc, no_statement, no_reader, no_body_names, all_names, list, single, location, stands_twice;
	bool no_action;
	const char *sort, *action, *variable, *cache;
	enum query_id statement, then, member;
	const enum query_id *uses;
	const struct field *body, *query, *reply;
	enum method method; /* not GET */
	const char *takes;
	hook *stream;
};

/* clang-format off */
static const struct {
	enum method method;
	const char *path;
	struct change change;
	const char *complaint;
} broken[] = {
	{ METHOD_GET, "/tasks", { .no_doc = true }, "no doc" },
	{ METHOD_GET, "/tasks", { .all_names = true }, "too many values" },
	{ METHOD_GET, "/tasks", { .location = true }, "only a POST creates" },
	{ METHOD_PUT, "/tasks/{id}", { .location = true }, "only a POST creates" },
	{ METHOD_POST, "/tasks", { .stands_twice = true }, "stands twice" },
	{ METHOD_POST, "/tasks", { .body = no_doc }, "no doc for the field x" },
	{ METHOD_POST, "/tasks", { .body = no_values }, "no values for the enum x" },
	{ METHOD_POST, "/tasks", { .body = no_bound }, "no bound for the text x" },
	{ METHOD_POST, "/tasks", { .body = no_bound_of_items }, "no bound for the text x" },
	{ METHOD_POST, "/tasks", { .body = no_bound_of_secret }, "no bound for the text x" },
	{ METHOD_POST, "/tasks", { .body = twice }, "twice the field x" },
	{ METHOD_POST, "/tasks", { .body = object }, "a request can't hold the object x" },
	{ METHOD_POST, "/tasks", { .body = required_with_default }, "required, yet with a default: x" },
	{ METHOD_POST, "/tasks", { .body = nothing_if_absent },
	  "neither required nor nullable nor with a default: x" },
	{ METHOD_GET, "/tasks", { .query = no_doc }, "no doc for the field x" },
	{ METHOD_GET, "/tasks", { .query = no_bound }, "no bound for the text x" },
	{ METHOD_GET, "/tasks", { .query = twice }, "twice the field x" },
	{ METHOD_GET, "/tasks", { .reply = no_doc }, "no doc for the field x" },
	{ METHOD_GET, "/tasks", { .reply = no_members }, "members of the object x" },
	{ METHOD_GET, "/tasks", { .reply = members_of_text }, "members of the object x" },
	{ METHOD_GET, "/tasks", { .reply = inner_fault }, "no doc for the field x" },
	{ METHOD_GET, "/tasks", { .reply = twice }, "twice the field x" },
	{ METHOD_POST, "/tasks", { .takes = "text/plain" }, "streamed or not, of the type text/plain" },
	{ METHOD_POST, "/tasks", { .stream = stream }, "streamed or not, of the type" },
	{ METHOD_POST, "/tasks", { .takes = "text/plain", .stream = stream },
	  "fields, yet it reads the body itself" },
	{ METHOD_GET, "/tasks", { .cache = "public" },
	  "what is for one caller can't be kept for others: public" },
	{ METHOD_POST, "/tasks", { .body = objects }, "a request can't hold the object x" },
	{ METHOD_POST, "/tasks", { .body = number }, "a request can't hold the object x" },
	{ METHOD_GET, "/tasks", { .no_statement = true }, "nothing makes the reply" },
	{ METHOD_POST, "/tasks", { .no_body_names = true }, "nothing gives the parameter title" },
	{ METHOD_POST, "/login", { .no_body_names = true }, "nothing gives the parameter organization" },
	{ METHOD_GET, "/tasks", { .uses = foreign_uses }, "nothing gives the parameter checksum" },
	{ METHOD_GET, "/tasks/{id}", { .statement = Q_SESSION_SETTINGS },
	  "neither :caller nor :org always limits session_settings" },
	{ METHOD_GET, "/tasks", { .statement = Q_TASK_GET }, "a list needs a :many statement, not task_get" },
	{ METHOD_GET, "/tasks", { .statement = Q_USER_SOLE_OWNER }, "no paging in user_sole_owner" },
	{ METHOD_GET, "/tasks", { .sort = "-nothing" }, "the default sort is not one of task_list" },
	{ METHOD_GET, "/tasks", { .sort = "--title" }, "the default sort is not one of task_list" },
	{ METHOD_GET, "/tasks", { .sort = "" }, "the default sort is not one of task_list" },
	{ METHOD_GET, "/tasks", { .query = unused_filter }, "the list does not use the filter x" },
	{ METHOD_GET, "/tasks", { .single = true }, "a single reply needs :one or :opt, not task_list" },
	{ METHOD_PUT, "/tasks/{id}", { .statement = Q_TASK_CREATE, .method = METHOD_PATCH },
	  "the statement can't leave alone the field title" },
	{ METHOD_PUT, "/tasks/{id}", { .no_reader = true },
	  "no GET on this path to tell 412 from 404 for task_change" },
	{ METHOD_POST, "/organizations", { .no_action = true },
	  "no action for the log of organization_create" },
	{ METHOD_DELETE, "/tasks/{id}", { .uses = noting_uses }, "no action for the log of session_end" },
	{ METHOD_DELETE, "/tasks/{id}", { .then = Q_SESSION_LOGOUT },
	  "no action for the log of session_logout" },
	{ METHOD_POST, "/tasks", { .action = "task.create" }, "no statement notes the action task.create" },
	{ METHOD_PATCH, "/organizations/{id}", { .statement = Q_TASK_CHANGE },
	  "no statement notes the action organization.change" },
	{ METHOD_GET, "/tasks", { .action = "task.list" }, "no statement notes the action task.list" },
	{ METHOD_GET, "/users/me/sessions", { .then = Q_ACCOUNT_SIGN_OUT },
	  "a list can't have account_sign_out" },
	{ METHOD_DELETE, "/organizations/{id}/members/{user_id}", { .statement = Q_ORGANIZATION_DELETE },
	  "a variable of the path does not always limit organization_delete" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action" },
	  "a variable of the path does not always limit activity_of_organization" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action", .statement = Q_MEMBER_LIST,
							.then = Q_ACTIVITY_OF_ORGANIZATION },
	  "a variable of the path does not always limit activity_of_organization" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action", .statement = Q_MEMBER_LIST,
							.uses = filtered_uses },
	  "a variable of the path does not always limit activity_of_organization" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action", .statement = Q_MEMBER_LIST,
							.member = Q_ACTIVITY_OF_ORGANIZATION },
	  "a variable of the path does not always limit activity_of_organization" },
	{ METHOD_DELETE, "/tasks/{id}", { .statement = Q_TASK_GET },
	  "no if_match and if_none_match in task_get" },
	{ METHOD_DELETE, "/tasks/{id}", { .no_reader = true },
	  "no GET on this path to tell 412 from 404 for task_delete" },
};
/* clang-format on */

static const struct endpoint *find(enum method method, const char *path)
{
	for (size_t i = 0; i < endpoint_count(); i++)
		if (endpoint_get(i)->route->method == method &&
		    strcmp(endpoint_get(i)->route->path, path) == 0)
			return endpoint_get(i);
	cr_assert_fail("no %s %s", request_methods[method], path);
	return NULL;
}

static void change_route(struct route *route, const struct change *change)
{
	route->cache = change->cache ? change->cache : route->cache;
	route->doc = change->no_doc ? NULL : route->doc;
	route->location = change->location ? "/x" : route->location;
	route->list = route->list && !change->single;
	route->action = change->action ? change->action : change->no_action ? NULL : route->action;
	route->then = change->then ? change->then : route->then;
	route->member = change->member ? change->member : route->member;
	route->sort = change->sort ? change->sort : route->sort;
	route->uses = change->uses ? change->uses : route->uses;
	route->body = change->body ? change->body : route->body;
	route->query = change->query ? change->query : route->query;
	route->reply = change->reply ? change->reply : route->reply;
	route->takes = change->takes;
	route->stream = change->stream;
	route->method = change->method ? change->method : route->method;
	route->statement = change->statement ? change->statement : route->statement;
}

static void change_endpoint(struct endpoint *endpoint, const struct change *change)
{
	if (change->no_statement)
		endpoint->statement = NULL;
	if (change->statement)
		endpoint->statement = statement_get(change->statement);
	if (change->variable)
		endpoint->variable[0] = change->variable;
	if (change->no_reader)
		endpoint->reader = NULL;
	if (change->no_body_names)
		endpoint->names = endpoint->first_body;
	while (change->all_names && endpoint->names < ROUTE_VALUES)
		endpoint->name[endpoint->names++] = "another";
	/* What comes after all others is alone. */
	endpoint->number = change->stands_twice ? endpoint->number - 1 : endpoint_count();
}

static void expect_complaint(size_t i)
{
	struct endpoint endpoint = *find(broken[i].method, broken[i].path);
	struct route route = *endpoint.route;
	struct buffer faults = { 0 };
	char line[200];

	change_route(&route, &broken[i].change);
	endpoint.route = &route;
	change_endpoint(&endpoint, &broken[i].change);
	snprintf(line, sizeof(line), "route %s %s: %s", request_methods[route.method], route.path,
		 broken[i].complaint);
	cr_expect_not(check_endpoint(&endpoint, &faults), "%s", line);
	cr_expect(faults.data && strstr(faults.data, line), "no \"%s\" in: %s", line, faults.data);
	buffer_release(&faults);
}

Test(table_check, broken_routes)
{
	for (size_t i = 0; i < COUNT(broken); i++)
		expect_complaint(i);
}

Test(table_check, real_routes)
{
	struct buffer faults = { 0 };

	for (size_t i = 0; i < endpoint_count(); i++) {
		struct endpoint endpoint = *endpoint_get(i);

		cr_expect(check_endpoint(endpoint_get(i), &faults), "%s", faults.data);
		change_endpoint(&endpoint, &(struct change){ 0 });
		cr_expect(check_endpoint(&endpoint, &faults), "%s", faults.data);
	}
	cr_expect_eq(faults.length, 0);
}

/* Each fault is a line of its own. */
Test(table_check, all_faults_at_once)
{
	struct endpoint endpoint = *find(METHOD_GET, "/tasks");
	struct route route = *endpoint.route;
	struct buffer faults = { 0 };

	endpoint.route = &route;
	change_route(&route,
		     &(struct change){ .no_doc = true, .location = true, .reply = no_doc, .sort = "x" });
	cr_expect_not(check_endpoint(&endpoint, &faults));
	cr_expect_str_eq(faults.data, "route GET /tasks: no doc \n"
				      "route GET /tasks: only a POST creates \n"
				      "route GET /tasks: no doc for the field x\n"
				      "route GET /tasks: the default sort is not one of task_list\n");
	buffer_release(&faults);
}
