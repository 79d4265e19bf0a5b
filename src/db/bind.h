/* Statements outside a call: their parameters are given by name. (Within a call, call/query.h does that.) */
#ifndef BALCAO_DB_BIND_H
#define BALCAO_DB_BIND_H

#include "db/db.h"

/* The value of the parameter `name`, as PostgreSQL reads it; NULL is SQL's null. `{ 0 }` ends a list. */
struct db_value {
	const char *name, *text;
};

/* A step that runs the statement `id` with these values, for db_run. A parameter that brings lines of its own
 * ("--? name") may be left out, and those lines with it; any other that the rest of the statement names must
 * be in the list. No name may stand there twice, nor one that is no parameter. Else the process ends with a
 * line that names the statement and the parameter. `values`: NULL is an empty list; its texts must live until
 * the step was run. What the step holds besides is in the arena. */
struct db_step bind_step(struct arena *arena, enum query_id id, const struct db_value *values);

/* Runs one statement: bind_step and db_run. `*rows` receives the result, which belongs to the arena. Fails as
 * db_run does. */
MUST_CHECK enum status bind_run(struct db *db, struct arena *arena, enum query_id id,
				const struct db_value *values, struct rows *rows);

#endif
