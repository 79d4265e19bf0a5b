#include "call/conflict.h"

#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "call/query.h"
#include "db/db.h"
#include "table/constraint.h"
#include "table/endpoint.h"

void conflict_blame(struct call *call, const char *field, const struct problem *problem)
{
	struct fault_kind *kind = arena_alloc(call->arena, sizeof(*kind));

	kind->code = problem->code;
	memcpy(kind->detail, problem->detail, sizeof(kind->detail));
	call_blame(call, field, kind);
}

/* Whether the member `field` has a fault already: one is enough, and it may say more. */
static bool is_blamed(const struct call *call, const char *field)
{
	const struct faults *faults = &call->faults;

	for (size_t i = 0; i < faults->count; i++)
		if (!faults->fault[i].in_query && *faults->fault[i].name == '/' &&
		    strcmp(faults->fault[i].name + 1, field) == 0)
			return true;
	return false;
}

/* Blames each member whose column is true; returns the problem of the first, or NULL. */
static const struct problem *blame_all(struct call *call, const struct rows *rows)
{
	const struct constraint *row = call->endpoint->module->constraints;
	const struct problem *first = NULL;

	for (; row && row->name; row++) {
		if (!row->problem || !row->field || !field_find(call->route->body, row->field) ||
		    !rows_true(rows, 0, row->field))
			continue;
		if (!is_blamed(call, row->field))
			conflict_blame(call, row->field, row->problem);
		first = first ? first : row->problem;
	}
	return first;
}

enum status conflict_find(struct call *call)
{
	const struct problem *first;
	struct rows rows;
	enum status status;

	if (call->route->taken == Q_NONE)
		return OK;
	status = query_run(call, call->route->taken, &rows);
	if (status != OK)
		return status;
	first = blame_all(call, &rows);
	return first ? call_refuse(call, first) : OK;
}

void conflict_add(struct call *call)
{
	struct rows rows;

	if (call->discreet || call->absent || call->route->taken == Q_NONE ||
	    query_run(call, call->route->taken, &rows) != OK)
		return;
	blame_all(call, &rows);
}

/* Another request may have taken back what was in the way, or the database may be gone by now. Then the
 * constraint alone tells. */
enum status conflict_explain(struct call *call, enum status status)
{
	const char *name = db_constraint(call->db);
	const struct constraint *row = name ? constraint_find(name) : NULL;
	const struct problem *refusal = call->refusal;

	if (status == E_REFUSED && conflict_find(call) == E_REFUSED)
		return E_REFUSED;
	call->refusal = refusal;
	if (!row || !row->field)
		return status;
	if (row->problem)
		conflict_blame(call, row->field, row->problem);
	else
		call_blame(call, row->field, &fault_inconsistent);
	return status;
}
