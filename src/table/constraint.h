/* The vocabulary of constraints: what a client is told when PostgreSQL reports that one was violated. */
#ifndef BALCAO_TABLE_CONSTRAINT_H
#define BALCAO_TABLE_CONSTRAINT_H

#include <stdbool.h>

#include "base/status.h"

struct problem;

/* A row of a module's `constraints`, which ends with a row without a name. Exactly one of `status`, `problem`
 * and `never` is set. */
struct constraint {
	const char *name;   /* as PostgreSQL reports it; a * at the end matches any rest of a name */
	enum status status; /* the outcome of a violation */
	const struct problem *problem; /* the outcome, if it is a problem that the room defines */
	const char *field;             /* the member of the body that caused the violation, or NULL */
	const char *never;             /* the reason why no request can violate the constraint */
};

/* The row for the constraint `name`, whichever module it is in; NULL if there is none. Call endpoints_init
 * before. */
const struct constraint *constraint_find(const char *name);

/* Whether a client gets an answer for a violation of the constraint, so that it is not a defect: for
 * db_expect. False if no row has the name, or its row says `never`. */
bool constraint_has_answer(const char *name);

#endif
