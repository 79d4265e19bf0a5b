#include "core/builtins.h"

#include "base/clock.h"
#include "base/uuid.h"
#include "call/call.h"
#include "config/config.h"
#include "http/etag.h"
#include "table/endpoint.h"

static void set(struct call *call, size_t place, const char *text)
{
	call->value[place] = (struct value){ .text = text, .present = true };
}

/* If-Match and If-None-Match of a write become conditions of its statement. "*" matches any existing
 * row: If-Match: * needs no condition, and If-None-Match: * excludes every row, which the comparison
 * with SQL's null does. */
static void set_preconditions(struct call *call)
{
	const char *versions;
	enum precondition none;

	if (etag_parse(call->arena, call->request.if_match, &versions) == PRECONDITION_LIST)
		set(call, VALUE_IF_MATCH, versions);
	none = etag_parse(call->arena, call->request.if_none_match, &versions);
	if (none != PRECONDITION_NONE)
		set(call, VALUE_IF_NONE_MATCH, versions);
}

enum status builtins_set(struct call *call)
{
	const struct caller *caller = &call->caller;

	set(call, VALUE_CALLER, *caller->user ? caller->user : NULL);
	set(call, VALUE_ORG, *caller->organization ? caller->organization : NULL);
	set(call, VALUE_SESSION, *caller->session ? caller->session : NULL);
	set(call, VALUE_CALLER_ROLE, call->caller.role);
	set(call, VALUE_VIA_PROJECT, call->caller.project);
	set(call, VALUE_VIA_KEY, call->caller.key);
	set(call, VALUE_ADDRESS, call->request.address);
	set(call, VALUE_REQUEST_ID, call->request.id);
	for (size_t i = 0; i < call->endpoint->variables; i++)
		set(call, VALUE__BUILTINS + i, call->path_value[i]);
	clock_format(call->now_ms, call->now);
	set(call, VALUE_NOW, call->now);
	set(call, VALUE_DEFAULT_ZONE, call->config->time_zone);
	if (call->route->method == METHOD_GET && !call->route->action)
		return OK;
	/* created_at is the time within the id, so both come from now_ms */
	uuid_new(call->now_ms, call->new_id);
	set(call, VALUE_NEW_ID, call->new_id);
	uuid_new(call->now_ms, call->activity_id);
	set(call, VALUE_ACTIVITY_ID, call->activity_id);
	set(call, VALUE_DOING, call->route->action);
	if (call->route->method != METHOD_POST)
		set_preconditions(call);
	return OK;
}
