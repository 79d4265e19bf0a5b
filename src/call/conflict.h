/* Names the members of a body that conflict with what is stored: all of them, not only the one at which
 * PostgreSQL stopped. */
#ifndef BALCAO_CALL_CONFLICT_H
#define BALCAO_CALL_CONFLICT_H

#include "base/status.h"

struct call;
struct problem;

/* Adds a fault for the member `field` of the body, with the code and the texts of `problem`. */
void conflict_blame(struct call *call, const char *field, const struct problem *problem);

/* Runs the route's statement `taken`, which has a boolean column for each member of the body that a row of
 * the module's constraints watches, and blames each whose column is true. E_REFUSED: there is at least one,
 * and the first row's problem refuses the request. OK: there is none, or the route has no `taken`. Otherwise
 * fails as query_run does. For hooks whose statement looks for conflicts by itself. */
MUST_CHECK enum status conflict_find(struct call *call);

/* Explains the violation of a constraint, which is the call's last failure and had the outcome `status`:
 * adds the faults, and returns the outcome. This costs a round trip if the route has `taken`. */
MUST_CHECK enum status conflict_explain(struct call *call, enum status status);

#endif
