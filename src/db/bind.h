/* Runs statements outside a call, with parameters that are given by name. (Within a call, call/query.h
 * does that.) */
#ifndef BALCAO_DB_BIND_H
#define BALCAO_DB_BIND_H

#include "db/db.h"

/* The value of the parameter `name` in PostgreSQL's text form; NULL is SQL's null. `{ 0 }` ends a list. */
struct db_value {
	const char *name, *text;
};

/* Makes a step for db_run that runs the statement `id` with these values; NULL is an empty list. A
 * parameter that is a condition of lines ("--? name") may be left out, and its lines with it. All other
 * parameters must be in the list. A name that occurs twice, or that is not a parameter of the statement,
 * is a defect: the process logs the statement and the parameter, and ends. The texts in `values` must
 * live until the step has run. The step uses memory of the arena. */
struct db_step bind_step(struct arena *arena, enum query_id id, const struct db_value *values);

/* Runs one statement: bind_step, then db_run. `*rows` receives the result, which belongs to the arena.
 * Fails as db_run does. */
MUST_CHECK enum status bind_run(struct db *db, struct arena *arena, enum query_id id,
				const struct db_value *values, struct rows *rows);

#endif
