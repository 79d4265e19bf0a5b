#include "core/router.h"

#include <string.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "call/call.h"
#include "config/config.h"
#include "http/cors.h"
#include "table/endpoint.h"

enum { VARIABLE_MAX = 200 }; /* bytes of a path variable that is not an id */

struct segments {
	size_t count;
	const char *text[ENDPOINT_SEGMENTS];
	size_t length[ENDPOINT_SEGMENTS];
};

/* Splits a path and ignores a slash at its end. False: it has an empty segment, or more than any route
 * has. */
static bool split(const char *path, struct segments *segments)
{
	segments->count = 0;
	while (*path == '/' && path[1]) {
		size_t length = strcspn(++path, "/");

		if (length == 0 || segments->count == ENDPOINT_SEGMENTS)
			return false;
		segments->text[segments->count] = path;
		segments->length[segments->count++] = length;
		path += length;
	}
	return *path == '\0' || strcmp(path, "/") == 0;
}

static bool ends_in_id(const char *name)
{
	size_t length = strlen(name);

	return length >= 2 && strcmp(name + length - 2, "id") == 0;
}

/* Reads a variable of the path; NULL if the text isn't valid for it. */
static const char *read_variable(struct call *call, const struct route *route, const char *name,
				 const char *text, size_t length)
{
	bool bare = route->bare_id && strcmp(route->bare_id, name) == 0;
	char *value;

	if (!ends_in_id(name))
		return length <= VARIABLE_MAX ? arena_strndup(call->arena, text, length) : NULL;
	value = arena_alloc(call->arena, UUID_TEXT_SIZE);
	return (bare ? uuid_parse_bare : uuid_parse)(text, length, value) ? value : NULL;
}

static bool match(struct call *call, const struct endpoint *endpoint, const struct segments *segments)
{
	size_t variable = 0;

	if (endpoint->segments != segments->count)
		return false;
	for (size_t i = 0; i < segments->count; i++) {
		const char *literal = endpoint->segment[i];

		if (literal && (strncmp(literal, segments->text[i], segments->length[i]) != 0 ||
				literal[segments->length[i]] != '\0'))
			return false;
	}
	for (size_t i = 0; i < segments->count; i++) {
		if (endpoint->segment[i])
			continue;
		call->path_value[variable] =
			read_variable(call, endpoint->route, endpoint->variable[variable], segments->text[i],
				      segments->length[i]);
		if (!call->path_value[variable++])
			return false;
	}
	return true;
}

/* The part of the path after the prefix of the API, if the path has that prefix. */
static const char *strip_prefix(const char *path, bool *under_api)
{
	size_t length = strlen(API_PREFIX);

	*under_api = strncmp(path, API_PREFIX, length) == 0 && (path[length] == '/' || path[length] == '\0');
	return *under_api ? path + length : path;
}

static bool is_served_there(const struct route *route, bool under_api)
{
	return under_api ? route->place != AT_ROOT : route->place != UNDER_API;
}

void router_put_accept_patch(struct call *call, const struct endpoint *endpoint)
{
	if (strstr(endpoint->allow, request_methods[METHOD_PATCH]))
		reply_header(&call->reply, "Accept-Patch", "application/merge-patch+json, application/json");
}

static enum status answer_options(struct call *call, const struct endpoint *endpoint)
{
	reply_header(&call->reply, "Allow", "%s", endpoint->allow);
	router_put_accept_patch(call, endpoint);
	if (!endpoint->route->cors)
		cors_preflight(&call->reply, &call->request, call->config->cors_origins, endpoint->allow);
	call->reply.answer = ANSWER_NO_CONTENT;
	call->finished = true;
	return OK;
}

enum status router_match(struct call *call)
{
	const struct endpoint *other = NULL;
	struct segments segments;
	bool under_api;

	if (!split(strip_prefix(call->request.path, &under_api), &segments))
		return E_NOT_FOUND;
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);

		if (!is_served_there(endpoint->route, under_api) || !match(call, endpoint, &segments))
			continue;
		other = endpoint;
		if (endpoint->route->method != call->request.method)
			continue;
		call->endpoint = endpoint;
		call->route = endpoint->route;
		return OK;
	}
	if (!other)
		return E_NOT_FOUND;
	call->beside = other->route;
	if (other->route->cors)
		cors_answer_anyone(&call->reply, other->route->cors, other->allow);
	if (call->request.method == METHOD_OPTIONS)
		return answer_options(call, other);
	reply_header(&call->reply, "Allow", "%s", other->allow);
	return E_METHOD_NOT_ALLOWED;
}
