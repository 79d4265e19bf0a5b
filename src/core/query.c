#include "core/query.h"

#include <string.h>

#include "base/arena.h"
#include "core/authorise.h"
#include "core/endpoint.h"
#include "db/connection.h"
#include "http/etag.h"

/* Fills in one step from the call's values: `place` maps parameters to them. */
static void bind(const struct call *call, const unsigned char *place, const char **values, struct db_step *step)
{
	for (size_t i = 0; i < step->statement->params; i++) {
		const struct value *value = &call->value[place[i]];

		values[i] = value->text;
		step->variant.present |= (uint64_t)value->present << i;
	}
	step->variant.sort = (unsigned char)call->sort;
	step->variant.descending = call->descending;
	step->values = values;
}

/* The number of all rows is that of the statement without its page. */
static struct variant count_variant(const struct call *call, const struct db_step *page)
{
	struct variant variant = { .present = page->variant.present, .count = true };

	for (size_t i = 0; i < page->statement->params; i++) {
		unsigned char place = call->endpoint->place[i];

		if (place == VALUE_LIMIT || place == VALUE_AFTER_KEY || place == VALUE_AFTER_ID)
			variant.present &= ~(UINT64_C(1) << i);
	}
	return variant;
}

enum status call_query(struct call *call, enum query_id id, struct rows *rows)
{
	struct db_step step = { .statement = statement_get(id) };
	const char *values[STATEMENT_PARAMS];
	unsigned char place[STATEMENT_PARAMS];
	enum status status;

	for (size_t i = 0; i < step.statement->params; i++)
		place[i] = (unsigned char)endpoint_value(call->endpoint, step.statement->param[i]);
	bind(call, place, values, &step);
	status = db_run(call->db, call->arena, &step, 1);
	*rows = step.rows;
	return status;
}

/* The version in a row of the reader of a path: the column has the name of the field that is its tag. */
static const char *version_of(const struct route *reader, const struct rows *rows)
{
	for FIELDS(field, reader->reply)
		for (size_t i = 0; field->etag && i < rows->columns; i++)
			if (strcmp(rows_column_name(rows, i), field->name) == 0)
				return rows_text(rows, 0, i);
	return ""; /* check.c refuses a reader without one */
}

/* Whether the preconditions let a row of this version pass. */
static bool lets_pass(const struct call *call, const char *version)
{
	const struct value *match = &call->value[VALUE_IF_MATCH], *none = &call->value[VALUE_IF_NONE_MATCH];

	return (!match->present || etag_in(match->text, version)) &&
	       (!none->present || (none->text && !etag_in(none->text, version)));
}

/* Nothing matched because of what `otherwise` says, unless a precondition was asked for and stands before that: the
 * reader of this path tells. */
static enum status judge_precondition(struct call *call, enum status otherwise)
{
	const struct endpoint *reader = call->endpoint->reader;
	struct rows rows;
	enum status status;

	if (!reader || (!call->value[VALUE_IF_MATCH].present && !call->value[VALUE_IF_NONE_MATCH].present))
		return otherwise;
	status = call_query(call, reader->route->statement, &rows);
	if (status != OK)
		return status;
	if (otherwise != E_NOT_FOUND && lets_pass(call, version_of(reader->route, &rows)))
		return otherwise;
	call->faults.count = 0; /* of `otherwise` */
	return E_PRECONDITION_FAILED;
}

static bool is_conflict(enum status status)
{
	return problem_get(status)->http == problem_get(E_CONFLICT)->http;
}

/* Nothing matched. The caller's role may be another since it was asked. */
static enum status explain_absence(struct call *call)
{
	enum status status = call->route->member != Q_NONE ? authorise(call) : OK;

	if (status == OK)
		status = authorise_absence(call);
	if (status == OK && call->route->missing)
		status = call->route->missing(call);
	else if (status == OK)
		status = E_NOT_FOUND;
	if (call->absent || (status != E_NOT_FOUND && !is_conflict(status)))
		return status;
	return judge_precondition(call, status);
}

/* Shows which member of the body a constraint is about: a unique one, or one over several columns. */
static void blame_field(struct call *call, enum status status)
{
	const char *field = db_fault_field(call->db);

	if (field)
		call_blame(call, field, status == E_VALIDATION ? FAULT_INCONSISTENT : FAULT_TAKEN);
}

/* What runs in one transaction and round trip. */
struct plan {
	struct db_step step[3];
	const char *values[3][STATEMENT_PARAMS];
	size_t count;
};

static void add_step(struct plan *plan, const struct call *call, enum query_id id)
{
	struct db_step *step = &plan->step[plan->count];
	unsigned char place[STATEMENT_PARAMS];

	if (id == Q_NONE)
		return;
	*step = (struct db_step){ .statement = statement_get(id) };
	for (size_t i = 0; i < step->statement->params; i++)
		place[i] = (unsigned char)endpoint_value(call->endpoint, step->statement->param[i]);
	bind(call, place, plan->values[plan->count++], step);
}

/* The route's own statement; returns its place in the plan. */
static size_t add_statement(struct plan *plan, const struct call *call)
{
	size_t main = plan->count++;

	plan->step[main] = (struct db_step){ .statement = call->endpoint->statement };
	bind(call, call->endpoint->place, plan->values[main], &plan->step[main]);
	if (call->count)
		plan->step[plan->count++] = (struct db_step){
			.statement = call->endpoint->statement, .values = plan->values[main],
			.variant = count_variant(call, &plan->step[main]) };
	return main;
}

enum status call_repeat(struct call *call)
{
	struct plan plan = { .count = 0 };
	enum status status;
	size_t main;

	add_step(&plan, call, call->route->first);
	main = add_statement(&plan, call);
	add_step(&plan, call, call->route->then);
	status = db_run(call->db, call->arena, plan.step, plan.count);
	call->rows = plan.step[main].rows;
	if (status == OK && call->count)
		call->total = rows_integer(&plan.step[main + 1].rows, 0, 0);
	return status;
}

enum status query_run(struct call *call)
{
	enum status status;

	if (!call->endpoint->statement)
		return OK;
	status = call_repeat(call);
	if (status == E_NOT_FOUND)
		return explain_absence(call);
	if (status == E_VALIDATION || is_conflict(status))
		blame_field(call, status);
	return status;
}
