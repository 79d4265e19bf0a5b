#include "check/check.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "check/tables.h"
#include "server/modules.h"
#include "table/endpoint.h"

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(tables_init(modules, &faults), "%s", faults.data);
}

TestSuite(check_check, .init = start);

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
static const struct field unset[] = {
	{ .name = "x", .type = F_INTEGER, .if_set = true, .doc = "X." }, { 0 }
};
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

/* A change that makes the tables of a correct route wrong. */
struct change {
	bool no_doc, no_statement, no_reader, no_body_names, all_names, list, single, location, stands_twice;
	bool no_member, no_care, care, no_action, no_need, no_method, no_reply, whole, batch, common,
		not_common;
	const char *sort, *action, *variable, *cache, *instead;
	enum query_id statement, then, member;
	const enum query_id *uses;
	const struct field *body, *query, *reply;
	enum need need;
	enum method method; /* the method, if it is not GET */
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
	{ METHOD_GET, "/tasks", { .no_doc = true }, ".doc is missing: write one English sentence" },
	{ METHOD_GET, "/tasks", { .no_need = true },
	  ".need is missing: NEED_NOBODY makes the route public, NEED_USER" },
	{ METHOD_GET, "/tasks", { .no_method = true },
	  ".method is missing: write METHOD_GET for a route that only reads" },
	{ METHOD_POST, "/organizations", { .action = "create" },
	  "the action create is malformed: write noun.verb in lower case, such as member.add" },
	{ METHOD_POST, "/organizations", { .action = "organization.Create" },
	  "the action organization.Create is malformed" },
	{ METHOD_POST, "/organizations", { .action = "organization." },
	  "the action organization. is malformed" },
	{ METHOD_POST, "/tasks", { .sort = "title" }, "only a route with .list has a sort: leave out .sort" },
	{ METHOD_GET, "/tasks", { .whole = true },
	  ".list and .whole exclude each other: leave out one of them" },
	{ METHOD_GET, "/tasks", { .no_reply = true },
	  ".list and .whole need .reply and .statement: give the route both" },
	{ METHOD_GET, "/tasks", { .batch = true },
	  ".batch and .body_optional need a body: give the route .body" },
	{ METHOD_GET, "/tasks", { .all_names = true }, "too many values" },
	{ METHOD_GET, "/tasks/{id}", { .instead = "x" },
	  ".instead is the value x, which no hook sets: name it in .values" },
	{ METHOD_GET, "/tasks", { .location = true }, "only a POST creates" },
	{ METHOD_PUT, "/tasks/{id}", { .location = true }, "only a POST creates" },
	{ METHOD_POST, "/tasks", { .stands_twice = true },
	  "the route is defined twice: delete one of the rows" },
	{ METHOD_POST, "/tasks", { .body = no_doc }, "the field x has no .doc" },
	{ METHOD_POST, "/tasks", { .body = no_values }, "the field x: F_ENUM and .values need each other" },
	{ METHOD_POST, "/tasks", { .body = no_bound },
	  "the text x has no upper bound: give it .max" },
	{ METHOD_POST, "/tasks", { .body = no_bound_of_items },
	  "the text x has no upper bound: give it .max" },
	{ METHOD_POST, "/tasks", { .body = no_bound_of_secret },
	  "the text x has no upper bound: give it .max" },
	{ METHOD_POST, "/tasks", { .body = twice }, "the field x is defined twice: rename one of them" },
	{ METHOD_POST, "/tasks", { .body = object },
	  "the text x has no upper bound: give it .max" },
	{ METHOD_POST, "/tasks", { .body = required_with_default },
	  "the field x is required, but has a default" },
	{ METHOD_POST, "/tasks", { .body = nothing_if_absent },
	  "the field x is neither required nor nullable nor has a default" },
	{ METHOD_GET, "/tasks", { .query = no_doc }, "the field x has no .doc" },
	{ METHOD_GET, "/tasks", { .query = no_bound }, "the text x has no upper bound: give it .max" },
	{ METHOD_GET, "/tasks", { .query = twice }, "the field x is defined twice: rename one of them" },
	{ METHOD_GET, "/tasks", { .reply = no_doc }, "the field x has no .doc" },
	{ METHOD_GET, "/tasks", { .reply = no_members },
	  "the field x: F_OBJECT or F_OBJECTS and .fields need each other" },
	{ METHOD_GET, "/tasks", { .reply = members_of_text },
	  "the field x: F_OBJECT or F_OBJECTS and .fields need each other" },
	{ METHOD_GET, "/tasks", { .reply = inner_fault }, "the field x has no .doc" },
	{ METHOD_GET, "/tasks", { .reply = twice }, "the field x is defined twice: rename one of them" },
	{ METHOD_POST, "/tasks", { .takes = "text/plain" }, ".stream and .takes need each other" },
	{ METHOD_POST, "/tasks", { .stream = stream }, ".stream and .takes need each other" },
	{ METHOD_POST, "/tasks", { .takes = "text/plain", .stream = stream },
	  "the hook .stream reads body and query itself: leave out .body and .query" },
	{ METHOD_GET, "/tasks", { .cache = "public" },
	  "the answer depends on the caller, so that no cache may keep it: leave out .cache = \"public\"" },
	{ METHOD_POST, "/tasks", { .body = objects },
	  "the field x has no upper bound for how many items it holds: give it .items" },
	{ METHOD_POST, "/tasks", { .body = number },
	  "the field x is of a type that only a reply can have: choose another" },
	{ METHOD_GET, "/tasks", { .no_statement = true }, "nothing writes the reply" },
	{ METHOD_POST, "/tasks", { .no_statement = true }, "nothing writes the reply" },
	{ METHOD_POST, "/logout", { .no_care = true },
	  "nginx passes cookies on only to a route with .care: write CARE_SECRET" },
	{ METHOD_GET, "/tasks", { .reply = unset },
	  "the field x has .if_set, which asks for the value of .sent" },
	{ METHOD_POST, "/tasks", { .no_body_names = true },
	  "the parameter title of task_create has no source: name it in the body" },
	{ METHOD_POST, "/login", { .no_body_names = true }, "the parameter organization of" },
	{ METHOD_GET, "/tasks", { .uses = foreign_uses }, "the parameter checksum of" },
	{ METHOD_GET, "/tasks/{id}", { .statement = Q_SESSION_SETTINGS },
	  "neither :caller nor :org restricts each variant of session_settings: use one" },
	{ METHOD_GET, "/reviews/{id}", { .not_common = true },
	  "neither :caller nor :org restricts each variant of review_get: use one in a condition" },
	{ METHOD_POST, "/login", { .no_care = true },
	  "the body has the secret password: write CARE_HASH in .care if the route hashes a password" },
	{ METHOD_POST, "/token/refresh", { .no_care = true }, "the body has the secret refresh_token" },
	{ METHOD_GET, "/books", { .care = true },
	  "an answer that needs .care is not one that caches keep: leave out .care or .cache" },
	{ METHOD_GET, "/tasks", { .need = NEED_NOBODY },
	  "task_list names :caller or :org, which NEED_NOBODY leaves empty: write NEED_ANYBODY or more" },
	{ METHOD_GET, "/tasks/{id}", { .common = true },
	  ".common has no effect, because task_get restricts its rows: leave it out" },
	{ METHOD_PUT, "/books/{id}/progress", { .not_common = true },
	  "/books/{id} asks .member who reaches the object that the path names, but this route" },
	{ METHOD_POST, "/books/{id}/reviews", { .not_common = true },
	  "/books/{id} asks .member who reaches the object that the path names, but this route" },
	{ METHOD_POST, "/clubs/{id}/topics", { .no_member = true, .need = NEED_USER },
	  "/clubs/{id}/activity asks .member who reaches the object that the path names, but this" },
	{ METHOD_POST, "/clubs/{id}/topics", { .no_member = true },
	  ".need is a role that no access token has: name in .member the statement that returns" },
	{ METHOD_PATCH, "/reviews/{id}", { .no_member = true }, ".need is a role that no access token has" },
	{ METHOD_DELETE, "/users/{id}", { .no_member = true },
	  ".need is a role that no access token has" },
	{ METHOD_PATCH, "/organizations/{id}/members/{user_id}", { .no_member = true },
	  "the role in the access token gives access to rows that are not restricted to its organization" },
	{ METHOD_GET, "/tasks", { .need = NEED_VIEWER },
	  "the role in the access token gives access to rows that are not restricted to its organization: "
	  "use :org in a condition of task_list" },
	{ METHOD_GET, "/clubs/{id}/stats", { .common = true }, ".common is for NEED_USER without .member" },
	{ METHOD_GET, "/tasks", { .statement = Q_TASK_GET },
	  "a list needs a :many statement: task_get is another kind" },
	{ METHOD_GET, "/tasks", { .statement = Q_USER_SOLE_OWNER },
	  "the list user_sole_owner has no page size: it needs the line \"LIMIT :limit --? limit\"" },
	{ METHOD_GET, "/tasks", { .sort = "-nothing" },
	  "the default sort is not one of task_list: write in .sort a name" },
	{ METHOD_GET, "/tasks", { .sort = "--title" },
	  "the default sort is not one of task_list: write in .sort a name" },
	{ METHOD_GET, "/tasks", { .sort = "" },
	  "the default sort is not one of task_list: write in .sort a name" },
	{ METHOD_GET, "/tasks", { .query = unused_filter },
	  "task_list does not use the filter x: give it a line that ends in --? x" },
	{ METHOD_GET, "/tasks", { .single = true },
	  "a single reply needs :one or :opt: task_list is another kind" },
	{ METHOD_PUT, "/tasks/{id}", { .statement = Q_TASK_CREATE, .method = METHOD_PATCH },
	  "task_create always writes the field title: end its line in --? title" },
	{ METHOD_PUT, "/tasks/{id}", { .no_reader = true },
	  "task_change has preconditions, but no GET on this path distinguishes 412 from 404" },
	{ METHOD_POST, "/organizations", { .no_action = true },
	  "the statement organization_create logs the action, but the route has none" },
	{ METHOD_DELETE, "/tasks/{id}", { .uses = noting_uses },
	  "the statement session_end logs the action, but the route has none" },
	{ METHOD_DELETE, "/tasks/{id}", { .then = Q_SESSION_LOGOUT },
	  "the statement session_logout logs the action, but the route has none" },
	{ METHOD_POST, "/tasks", { .action = "task.create" }, "no statement logs the action task.create" },
	{ METHOD_PATCH, "/organizations/{id}", { .statement = Q_TASK_CHANGE },
	  "no statement logs the action organization.change" },
	{ METHOD_GET, "/tasks", { .action = "task.list" }, "no statement logs the action task.list" },
	{ METHOD_GET, "/users/me/sessions", { .then = Q_ACCOUNT_SIGN_OUT },
	  "a list has neither .first nor .then: leave out account_sign_out" },
	{ METHOD_DELETE, "/organizations/{id}/members/{user_id}", { .statement = Q_ORGANIZATION_DELETE },
	  "the path's {user_id} does not restrict each variant of organization_delete: use :user_id" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action" },
	  "the path's {action} does not restrict each variant of activity_of_organization: use :action" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action", .statement = Q_MEMBER_LIST,
							.then = Q_ACTIVITY_OF_ORGANIZATION },
	  "the path's {action} does not restrict each variant of activity_of_organization: use :action" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action", .statement = Q_MEMBER_LIST,
							.uses = filtered_uses },
	  "the path's {action} does not restrict each variant of activity_of_organization: use :action" },
	{ METHOD_GET, "/organizations/{id}/activity", { .variable = "action", .statement = Q_MEMBER_LIST,
							.member = Q_ACTIVITY_OF_ORGANIZATION },
	  "the path's {action} does not restrict each variant of activity_of_organization: use :action" },
	{ METHOD_DELETE, "/tasks/{id}", { .statement = Q_TASK_GET },
	  "task_get ignores preconditions: it needs lines with :if_match and :if_none_match" },
	{ METHOD_DELETE, "/tasks/{id}", { .no_reader = true },
	  "task_delete has preconditions, but no GET on this path distinguishes 412 from 404" },
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
	route->instead = change->instead ? change->instead : route->instead;
	route->need = change->need ? change->need : route->need;
	route->member = change->no_member ? Q_NONE : route->member;
	route->need = change->no_need ? NEED_NOT_SAID : route->need;
	route->doc = change->no_doc ? NULL : route->doc;
	route->location = change->location ? "/x" : route->location;
	route->whole = route->whole || change->whole;
	route->batch = change->batch;
	route->care = change->no_care ? CARE_NONE : change->care ? CARE_SECRET : route->care;
	route->common = (route->common || change->common) && !change->not_common;
	route->list = route->list && !change->single;
	route->action = change->action ? change->action : change->no_action ? NULL : route->action;
	route->then = change->then ? change->then : route->then;
	route->member = change->member ? change->member : route->member;
	route->sort = change->sort ? change->sort : route->sort;
	route->uses = change->uses ? change->uses : route->uses;
	route->body = change->body ? change->body : route->body;
	route->query = change->query ? change->query : route->query;
	route->reply = change->reply ? change->reply : route->reply;
	route->reply = change->no_reply ? NULL : route->reply;
	route->takes = change->takes;
	route->stream = change->stream;
	route->method = change->method ? change->method : route->method;
	route->method = change->no_method ? METHOD_NOT_SAID : route->method;
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
	/* check_unique compares an endpoint with those behind it. */
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
	snprintf(line, sizeof(line), "route %s %s: %s", route.method ? request_methods[route.method] : "?",
		 route.path, broken[i].complaint);
	cr_expect_not(check_endpoint(&endpoint, &faults), "%s", line);
	cr_expect(faults.data && strstr(faults.data, line), "no \"%s\" in: %s", line, faults.data);
	buffer_release(&faults);
}

Test(check_check, broken_routes)
{
	for (size_t i = 0; i < COUNT(broken); i++)
		expect_complaint(i);
}

Test(check_check, real_routes)
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

/* Each mistake is a line of its own. */
Test(check_check, all_faults_at_once)
{
	struct endpoint endpoint = *find(METHOD_GET, "/tasks");
	struct route route = *endpoint.route;
	struct buffer faults = { 0 };

	endpoint.route = &route;
	change_route(&route,
		     &(struct change){ .no_doc = true, .location = true, .reply = no_doc, .sort = "x" });
	cr_expect_not(check_endpoint(&endpoint, &faults));
	cr_expect_str_eq(faults.data,
			 "route GET /tasks: .doc is missing: write one English sentence\n"
			 "route GET /tasks: only a POST creates a resource: leave out .location\n"
			 "route GET /tasks: the field x has no .doc: write one English sentence\n"
			 "route GET /tasks: the default sort is not one of task_list: write in .sort a name "
			 "from its \"-- sort\" lines\n");
	buffer_release(&faults);
}
