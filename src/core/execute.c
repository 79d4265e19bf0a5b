#include "core/execute.h"

#include "call/call.h"
#include "call/conflict.h"
#include "call/query.h"
#include "core/authorise.h"
#include "http/etag.h"
#include "http/problem.h"
#include "table/endpoint.h"

/* The version in the row that the GET of this path returns. The column has the name of the field with
 * .etag. */
static const char *version_of(const struct route *reader, const struct rows *rows)
{
	FIELDS_EACH (field, reader->reply)
		if (field->etag)
			return rows_text(rows, 0, field->name);
	return ""; /* check_statement.c refuses a GET without such a field */
}

/* Whether a row of this version fulfils the preconditions. */
static bool fulfils_preconditions(const struct call *call, const char *version)
{
	const struct value *match = &call->value[VALUE_IF_MATCH], *none = &call->value[VALUE_IF_NONE_MATCH];

	return (!match->present || etag_in(match->text, version)) &&
	       (!none->present || (none->text && !etag_in(none->text, version)));
}

/* Returns E_PRECONDITION_FAILED if the request has a precondition that explains better than `otherwise`
 * why no row matched. The statement of the GET on this path shows whether the row exists, and in which
 * version. */
static enum status check_precondition(struct call *call, enum status otherwise)
{
	const struct endpoint *reader = call->endpoint->reader;
	struct rows rows;
	enum status status;

	if (!reader || (!call->value[VALUE_IF_MATCH].present && !call->value[VALUE_IF_NONE_MATCH].present))
		return otherwise;
	status = query_run(call, reader->route->statement, &rows);
	if (status != OK)
		return status;
	if (otherwise != E_NOT_FOUND && fulfils_preconditions(call, version_of(reader->route, &rows)))
		return otherwise;
	call->faults.count = 0; /* the faults that explained `otherwise` */
	return E_PRECONDITION_FAILED;
}

static bool is_conflict(const struct call *call, enum status status)
{
	return status != OK && call_problem(call, status)->like == E_CONFLICT;
}

/* Finds out why no row matched. The caller's role may have changed since it was read, so it is read
 * again. */
static enum status explain_absence(struct call *call)
{
	enum status status = call->route->member != Q_NONE ? authorise(call) : OK;

	if (status == OK)
		status = authorise_absence(call);
	if (status == OK && call->route->missing)
		status = call->route->missing(call);
	else if (status == OK)
		status = E_NOT_FOUND;
	if (call->absent || (status != E_NOT_FOUND && !is_conflict(call, status)))
		return status;
	return check_precondition(call, status);
}

enum status execute(struct call *call)
{
	enum status status;

	if (!call->endpoint->statement)
		return OK;
	status = query_route(call);
	if (status == E_NOT_FOUND)
		return explain_absence(call);
	if (status == E_VALIDATION || is_conflict(call, status))
		status = conflict_explain(call, status);
	return status;
}
