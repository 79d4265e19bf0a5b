#include "core/authorise.h"

#include <string.h>
#include <strings.h>

#include "call/call.h"
#include "call/query.h"
#include "call/token.h"

/* Sets call->role by the statement `member`. */
static enum status load_role(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, call->route->member, &rows);

	if (status == E_NOT_FOUND) {
		call->absent = true;
		return OK;
	}
	if (status == OK)
		call->role =
			rows_text(&rows, 0, "role") ? need_of_role(rows_text(&rows, 0, "role")) : NEED_USER;
	return status;
}

enum status authorise(struct call *call)
{
	enum status status = OK;

	if (call->route->member != Q_NONE)
		status = load_role(call);
	else
		call->role = need_of_role(call->caller.role);
	if (status != OK || call->absent || call->route->need == NEED_NOBODY)
		return status;
	return call->role >= call->route->need ? OK : authorise_refuse(call, call->route->need);
}

enum status authorise_refuse(struct call *call, enum need need)
{
	call->faults.needs = need_names[need];
	return E_FORBIDDEN;
}

enum status authorise_absence(struct call *call)
{
	return call->absent ? E_NOT_FOUND : OK;
}

enum status authorise_grant(struct call *call)
{
	const char *role = call_value(call, "role");

	return role && need_of_role(role) > call->role ? authorise_refuse(call, need_of_role(role)) : OK;
}

bool authorise_is_above(const struct call *call, const char *role, enum need least)
{
	if (call->route->method == METHOD_DELETE &&
	    strcmp(call_value(call, "user_id"), call->caller.user) == 0)
		return false;
	return call->role < least || call->role < need_of_role(role);
}
