#include "core/authorise.h"

#include <string.h>
#include <strings.h>

#include "core/call.h"
#include "core/token.h"

const char *bearer_token(const char *header, size_t *length)
{
	static const char scheme[] = "Bearer ";

	if (strncasecmp(header, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	header += sizeof(scheme) - 1;
	header += strspn(header, " ");
	*length = strlen(header);
	while (*length > 0 && strchr(" \t", header[*length - 1]))
		--*length;
	return *length > 0 ? header : NULL;
}

enum status authenticate(struct call *call)
{
	const char *token;
	size_t length;

	if (call->route->identify)
		return call->route->identify(call);
	if (call->route->need == NEED_NOBODY ||
	    (call->route->need == NEED_ANYBODY && !*call->request.authorization))
		return OK;
	token = bearer_token(call->request.authorization, &length);
	if (!token)
		return E_UNAUTHENTICATED;
	return token_read(token, length, call->now_ms / 1000, &call->caller);
}

/* The role in what the path names. */
static enum status ask_role(struct call *call)
{
	struct rows rows;
	enum status status = call_query(call, call->route->member, &rows);

	if (status == E_NOT_FOUND) {
		call->absent = true;
		return OK;
	}
	if (status == OK)
		call->role = rows_text(&rows, 0, 0) ? need_of_role(rows_text(&rows, 0, 0)) : NEED_USER;
	return status;
}

enum status authorise(struct call *call)
{
	enum status status = OK;

	if (call->route->member != Q_NONE)
		status = ask_role(call);
	else
		call->role = need_of_role(call->caller.role);
	if (status != OK || call->absent || call->route->need == NEED_NOBODY)
		return status;
	return call->role >= call->route->need ? OK : E_FORBIDDEN;
}

enum status authorise_absence(struct call *call)
{
	return call->absent ? E_NOT_FOUND : OK;
}

enum status authorise_grant(struct call *call)
{
	const char *role = call_value(call, "role");

	return role && need_of_role(role) > call->role ? E_FORBIDDEN : OK;
}

bool authorise_is_above(const struct call *call, const char *role, enum need least)
{
	if (call->route->method == METHOD_DELETE && strcmp(call_value(call, "user_id"), call->caller.user) == 0)
		return false;
	return call->role < least || call->role < need_of_role(role);
}
