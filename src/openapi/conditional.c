#include "openapi/conditional.h"

static bool shows_version(const struct field *fields)
{
	FIELDS_EACH (field, fields)
		if (field->etag || shows_version(field->fields))
			return true;
	return false;
}

bool conditional_shows(const struct route *route)
{
	return (route->need == NEED_ANYBODY && route->cache) ||
	       (route->method == METHOD_GET && route->reply && !route->content_type) ||
	       (!route->list && !route->content_type && shows_version(route->reply));
}

bool conditional_reads(const struct route *route)
{
	return route->method == METHOD_GET && conditional_shows(route);
}

static bool has_param(const struct endpoint *endpoint, enum builtin builtin)
{
	return endpoint->statement && statement_param(endpoint->statement, endpoint_builtins[builtin]) >= 0;
}

/* A POST has no preconditions (core/builtins.c), even if it shares its statement with a DELETE. A GET ignores
 * If-Match. */
bool conditional_takes(const struct endpoint *endpoint, enum builtin precondition)
{
	return (conditional_reads(endpoint->route) && precondition == VALUE_IF_NONE_MATCH) ||
	       (endpoint->route->method != METHOD_POST && has_param(endpoint, precondition));
}
