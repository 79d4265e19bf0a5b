/* What PostgreSQL refuses by a constraint, and what that means to who asked. */
#ifndef BALCAO_TABLE_CONSTRAINT_H
#define BALCAO_TABLE_CONSTRAINT_H

#include <stdbool.h>

#include "base/status.h"

struct problem;

/* A row of a module's `constraints`, which ends with a row without a name. It says `status`, or `problem`, or
 * `never`. */
struct constraint {
	const char *name;   /* as PostgreSQL reports it; a * at its end stands for the rest of a name */
	enum status status; /* what a violation means */
	const struct problem *problem; /* the same, where it is a refusal of the room's own */
	const char *field;             /* the member of the body that is to blame, or NULL */
	const char *never;             /* why no request can violate it */
};

/* The row of the constraint `name`, of whatever module; NULL: there is none. After endpoints_init. */
const struct constraint *constraint_find(const char *name);

/* Whether a request can violate it, and gets an answer then: for db_expect. */
bool constraint_has_answer(const char *name);

#endif
