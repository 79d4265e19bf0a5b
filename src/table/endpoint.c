#include "table/endpoint.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

/* clang-format off */
const char *const endpoint_builtins[VALUE__BUILTINS] = {
	[VALUE_CALLER] = "caller", [VALUE_ORG] = "org", [VALUE_SESSION] = "session",
	[VALUE_CALLER_ROLE] = "caller_role",
	[VALUE_VIA_PROJECT] = "via_project", [VALUE_VIA_KEY] = "via_key",
	[VALUE_NEW_ID] = "new_id", [VALUE_ACTIVITY_ID] = "activity_id", [VALUE_NOW] = "now",
	[VALUE_DOING] = "doing", [VALUE_DEFAULT_ZONE] = "default_zone", [VALUE_ADDRESS] = "address",
	[VALUE_REQUEST_ID] = "request_id",
	[VALUE_IF_MATCH] = "if_match", [VALUE_IF_NONE_MATCH] = "if_none_match",
	[VALUE_LIMIT] = "limit", [VALUE_AFTER_KEY] = "after_key", [VALUE_AFTER_ID] = "after_id",
};

const struct field endpoint_list_fields[] = {
	[LIST_LIMIT] = { .name = "limit", .type = F_INTEGER, .min = 1, .max = LIMIT_MAX, .value = "20",
		.doc = "The maximum number of items on a page." },
	[LIST_CURSOR] = { .name = "cursor", .type = F_TEXT, .min = 1, .max = 8192,
		.doc = "The next_cursor of the previous page." },
	[LIST_SORT] = { .name = "sort", .type = F_TEXT, .min = 1, .max = 50,
		.doc = "The order of the items; - in front reverses it. "
		       "Items with equal values are ordered by id." },
	[LIST_COUNT] = { .name = "count", .type = F_BOOLEAN, .value = "false",
		.doc = "Whether the reply has `total`, the number of items on all pages. It needs an access "
		       "token." },
	[LIST__FIELDS] = { 0 },
};
/* clang-format on */

static struct endpoint *endpoints;
static size_t endpoints_used;
static const struct module *const *all_modules;

const struct module *const *endpoint_modules(void)
{
	return all_modules;
}

size_t endpoint_count(void)
{
	return endpoints_used;
}

const struct endpoint *endpoint_get(size_t number)
{
	return &endpoints[number];
}

int endpoint_value(const struct endpoint *endpoint, const char *name)
{
	for (size_t i = 0; i < endpoint->names; i++)
		if (strcmp(endpoint->name[i], name) == 0)
			return (int)i;
	return -1;
}

static void add_name(struct endpoint *endpoint, const char *name)
{
	if (endpoint->names < ROUTE_VALUES)
		endpoint->name[endpoint->names++] = name;
}

static void add_fields(struct endpoint *endpoint, const struct field *fields)
{
	FIELDS_EACH (field, fields)
		add_name(endpoint, field->name);
}

/* The keys of formatted fields (email_key) come after all fields, so that the values of the fields are
 * consecutive. */
static void add_keys(struct endpoint *endpoint, const struct field *fields)
{
	FIELDS_EACH (field, fields)
		if (field->key)
			add_name(endpoint, field->key);
}

static void name_values(struct endpoint *endpoint)
{
	const struct route *route = endpoint->route;

	for (int i = 0; i < VALUE__BUILTINS; i++)
		add_name(endpoint, endpoint_builtins[i]);
	for (size_t i = 0; i < endpoint->variables; i++)
		add_name(endpoint, endpoint->variable[i]);
	endpoint->first_query = endpoint->names;
	add_fields(endpoint, route->query);
	endpoint->first_body = endpoint->names;
	add_fields(endpoint, route->body);
	add_keys(endpoint, route->body);
	endpoint->first_value = endpoint->names;
	for (const char *const *name = route->values; name && *name; name++)
		add_name(endpoint, *name);
}

/* Splits "/tasks/{id}" into segments. */
static void split_path(struct endpoint *endpoint)
{
	char *rest = memory_strdup(endpoint->route->path), *segment;

	while ((segment = strsep(&rest, "/"))) {
		size_t length = strlen(segment);

		if (length == 0 || endpoint->segments == ENDPOINT_SEGMENTS)
			continue;
		if (segment[0] != '{') {
			endpoint->segment[endpoint->segments++] = segment;
			continue;
		}
		segment[length - 1] = '\0';
		endpoint->segment[endpoint->segments++] = NULL;
		if (endpoint->variables < ROUTE_VARIABLES)
			endpoint->variable[endpoint->variables++] = segment + 1;
	}
}

static void place_parameters(struct endpoint *endpoint)
{
	if (endpoint->route->statement == Q_NONE)
		return;
	endpoint->statement = statement_get(endpoint->route->statement);
	for (size_t i = 0; i < endpoint->statement->params; i++) {
		int place = endpoint_value(endpoint, endpoint->statement->param[i]);

		endpoint->place[i] =
			(unsigned char)(place < 0 ? 0 : place); /* check_statement.c refuses place < 0 */
	}
}

static bool same_path(const struct endpoint *a, const struct endpoint *b)
{
	return strcmp(a->route->path, b->route->path) == 0;
}

/* Sets the members that depend on all endpoints of a path. */
static void join_path(struct endpoint *endpoint)
{
	for (size_t i = 0; i < endpoints_used; i++) {
		const struct endpoint *other = &endpoints[i];
		size_t used = strlen(endpoint->allow);

		if (!same_path(endpoint, other))
			continue;
		if (other->route->method == METHOD_GET)
			endpoint->reader = other;
		snprintf(endpoint->allow + used, sizeof(endpoint->allow) - used, "%s%s",
			 other->route->method == METHOD_GET ? "GET, HEAD"
							    : request_methods[other->route->method],
			 ", ");
	}
	snprintf(endpoint->allow + strlen(endpoint->allow), sizeof(endpoint->allow) - strlen(endpoint->allow),
		 "OPTIONS");
}

static const char *full_path(const struct route *route)
{
	size_t size = strlen(API_PREFIX) + strlen(route->path) + 1;
	char *path = memory_new(size);

	snprintf(path, size, "%s%s", route->place == AT_ROOT ? "" : API_PREFIX, route->path);
	return path;
}

static void add_endpoint(const struct module *module, const struct route *route)
{
	struct endpoint *endpoint;

	endpoints = memory_resize(endpoints, endpoints_used + 1, sizeof(*endpoints));
	endpoint = &endpoints[endpoints_used];
	*endpoint = (struct endpoint){ .module = module, .route = route, .number = endpoints_used };
	endpoint->path = full_path(route);
	endpoints_used++;
	split_path(endpoint);
	name_values(endpoint);
	place_parameters(endpoint);
}

void endpoints_init(const struct module *const *modules)
{
	all_modules = modules;
	for (const struct module *const *module = modules; *module; module++)
		for (const struct route *route = (*module)->routes; route->path; route++)
			add_endpoint(*module, route);
	for (size_t i = 0; i < endpoints_used; i++)
		join_path(&endpoints[i]);
}
