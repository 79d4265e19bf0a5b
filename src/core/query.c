#include "core/query.h"

#include "base/arena.h"
#include "core/endpoint.h"
#include "db/connection.h"

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

/* Nothing matched. If a precondition was asked for, the reader of this path tells whether
 * that was why. */
static enum status explain_absence(struct call *call)
{
	struct rows rows;
	enum status status;

	if (!call->value[VALUE_IF_MATCH].present && !call->value[VALUE_IF_NONE_MATCH].present)
		return E_NOT_FOUND;
	if (!call->endpoint->reader)
		return E_NOT_FOUND;
	status = call_query(call, call->endpoint->reader->route->statement, &rows);
	return status == OK ? E_PRECONDITION_FAILED : status;
}

/* Shows which member of the body a unique constraint is about. */
static void blame_field(struct call *call)
{
	const char *field = db_fault_field(call->db);

	if (field)
		faults_add(&call->faults, (struct fault){
			.code = FAULT_TAKEN, .text = "", .name = arena_printf(call->arena, "/%s", field) });
}

/* Adds the statement that follows in the same transaction. */
static void add_then(struct call *call, struct db_step *step, const char **values)
{
	unsigned char place[STATEMENT_PARAMS];

	*step = (struct db_step){ .statement = statement_get(call->route->then) };
	for (size_t i = 0; i < step->statement->params; i++)
		place[i] = (unsigned char)endpoint_value(call->endpoint, step->statement->param[i]);
	bind(call, place, values, step);
}

enum status query_run(struct call *call)
{
	struct db_step steps[2] = { { .statement = call->endpoint->statement } };
	const char *values[STATEMENT_PARAMS], *more_values[STATEMENT_PARAMS];
	bool two = call->count || call->route->then != Q_NONE;
	enum status status;

	if (!call->endpoint->statement)
		return OK;
	bind(call, call->endpoint->place, values, &steps[0]);
	if (call->count)
		steps[1] = (struct db_step){ .statement = steps[0].statement, .values = values,
					     .variant = count_variant(call, &steps[0]) };
	else if (two)
		add_then(call, &steps[1], more_values);
	status = db_run(call->db, call->arena, steps, two ? 2 : 1);
	call->rows = steps[0].rows;
	if (status == OK && call->count)
		call->total = rows_integer(&steps[1].rows, 0, 0);
	if (status == E_NOT_FOUND)
		return call->route->missing ? call->route->missing(call) : explain_absence(call);
	if (problem_get(status)->http == problem_get(E_CONFLICT)->http)
		blame_field(call);
	return status;
}
