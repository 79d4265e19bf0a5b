#include "call/query.h"

#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "call/call.h"
#include "db/db.h"
#include "table/constraint.h"
#include "table/endpoint.h"

/* Binds the parameters of a step: `place` maps each parameter to the index of the call's value. */
static void bind(const struct call *call, const unsigned char *place, const char **values,
		 struct db_step *step)
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

/* Makes a step for a statement other than the route's main one, whose values are looked up by name. */
static void bind_by_name(const struct call *call, enum query_id id, const char **values, struct db_step *step)
{
	unsigned char place[STATEMENT_PARAMS];

	*step = (struct db_step){ .statement = statement_get(id) };
	for (size_t i = 0; i < step->statement->params; i++) {
		int found = endpoint_value(call->endpoint, step->statement->param[i]);

		if (found < 0)
			log_defect("the route %s has no value for the parameter %s of the statement %s",
				   call->route->path, step->statement->param[i], step->statement->name);
		place[i] = (unsigned char)found;
	}
	bind(call, place, values, step);
}

/* The variant that counts all rows of a list: the statement without the lines of the page. */
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

/* Replaces `status` by the outcome in the row of the violated constraint, if there is one. */
static enum status apply_constraint(struct call *call, enum status status)
{
	const char *name = status == OK ? NULL : db_constraint(call->db);
	const struct constraint *row = name ? constraint_find(name) : NULL;

	if (!row || row->never)
		return status;
	return row->problem ? call_refuse(call, row->problem) : row->status;
}

enum status query_run(struct call *call, enum query_id id, struct rows *rows)
{
	const char *values[STATEMENT_PARAMS];
	struct db_step step;
	enum status status;

	bind_by_name(call, id, values, &step);
	status = apply_constraint(call, db_run(call->db, call->arena, &step, 1));
	*rows = step.rows;
	return status;
}

/* The steps of one transaction and round trip. */
struct plan {
	struct db_step step[3];
	const char *values[3][STATEMENT_PARAMS];
	size_t count;
};

static void add_step(struct plan *plan, const struct call *call, enum query_id id)
{
	size_t at = plan->count;

	if (id == Q_NONE)
		return;
	bind_by_name(call, id, plan->values[at], &plan->step[at]);
	plan->count++;
}

/* Adds the route's main statement, and its count if the request asks for it; returns the index of the
 * main step. */
static size_t add_statement(struct plan *plan, const struct call *call)
{
	size_t main = plan->count++;

	plan->step[main] = (struct db_step){ .statement = call->endpoint->statement };
	bind(call, call->endpoint->place, plan->values[main], &plan->step[main]);
	if (call->count)
		plan->step[plan->count++] =
			(struct db_step){ .statement = call->endpoint->statement,
					  .values = plan->values[main],
					  .variant = count_variant(call, &plan->step[main]) };
	return main;
}

enum status query_route(struct call *call)
{
	struct plan plan = { .count = 0 };
	enum status status;
	size_t main;

	add_step(&plan, call, call->route->first);
	main = add_statement(&plan, call);
	add_step(&plan, call, call->route->then);
	status = apply_constraint(call, db_run(call->db, call->arena, plan.step, plan.count));
	call->rows = plan.step[main].rows;
	if (status == OK && call->count)
		call->total = rows_integer(&plan.step[main + 1].rows, 0, "count");
	return status;
}
