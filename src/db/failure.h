/* Why the last statement failed, as PostgreSQL says it. */
#ifndef BALCAO_DB_FAILURE_H
#define BALCAO_DB_FAILURE_H

#include <stdbool.h>

#include <libpq-fe.h>

#include "base/status.h"

struct failure {
	bool (*expects)(const char *constraint); /* db_expect, or NULL */
	char constraint[64];                     /* the violated one, or "" */
	char sqlstate[6];                        /* "" when the connection broke */
};

/* Forgets the last failure. */
void failure_clear(struct failure *failure);

/* Keeps why the statement `name` failed and returns what that means (sqlstate_status). Writes a line to the
 * log if it is a defect or the database is away, unless somebody expects the violation of that constraint. */
enum status failure_note(struct failure *failure, const char *name, const PGresult *result);

/* Whether the last failure's SQLSTATE begins with `prefix`. */
bool failure_is(const struct failure *failure, const char *prefix);

#endif
