/* Keeps why the last statement failed, as PostgreSQL reported it. */
#ifndef BALCAO_DB_FAILURE_H
#define BALCAO_DB_FAILURE_H

#include <stdbool.h>

#include <libpq-fe.h>

#include "base/status.h"

struct failure {
	bool (*expects)(const char *constraint); /* db_expect, or NULL */
	char constraint[64];                     /* the name of the violated constraint, or "" */
	char sqlstate[6];                        /* "" if the connection broke */
};

/* Clears the last failure. */
void failure_clear(struct failure *failure);

/* Keeps why the statement `name` failed, and returns the outcome (sqlstate_status). Defects and failures
 * of the database are logged, but not the violation of a constraint that `expects` accepts. `result`
 * stays with the caller; NULL is a broken connection. */
enum status failure_note(struct failure *failure, const char *name, const PGresult *result);

/* Whether the SQLSTATE of the last failure begins with `prefix`. */
bool failure_is(const struct failure *failure, const char *prefix);

#endif
