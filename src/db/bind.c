#include "db/bind.h"

#include "base/arena.h"
#include "base/log.h"

/* Fills in the values by the index of their parameter; returns the bits of the parameters that were
 * given. */
static uint64_t fill(const struct statement *statement, const struct db_value *given, const char **values)
{
	uint64_t present = 0;

	for (; given && given->name; given++) {
		int param = statement_param(statement, given->name);

		if (param < 0)
			log_defect("the statement %s has no parameter %s", statement->name, given->name);
		if (present >> param & 1)
			log_defect("the statement %s is given the parameter %s twice", statement->name,
				   given->name);
		values[param] = given->text;
		present |= UINT64_C(1) << param;
	}
	return present;
}

struct db_step bind_step(struct arena *arena, enum query_id id, const struct db_value *values)
{
	const struct statement *statement = statement_get(id);
	const char **texts = arena_alloc(arena, statement->params * sizeof(*texts));
	uint64_t present = fill(statement, values, texts);
	uint64_t missing = statement->constant & ~(statement->conditions | present);

	for (size_t i = 0; i < statement->params; i++)
		if (missing >> i & 1)
			log_defect("the statement %s is not given the parameter %s", statement->name,
				   statement->param[i]);
	return (struct db_step){ .statement = statement, .values = texts, .variant = { .present = present } };
}

enum status bind_run(struct db *db, struct arena *arena, enum query_id id, const struct db_value *values,
		     struct rows *rows)
{
	struct db_step step = bind_step(arena, id, values);
	enum status status = db_run(db, arena, &step, 1);

	*rows = step.rows;
	return status;
}
