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

/* Adds the conflicts to the faults of a request that is refused for these, so that its client learns
 * everything at once: as conflict_find, but without an outcome. Members that are blamed already are left
 * alone; a member with a fault has no value, or the fault says more. Does nothing if call->discreet or
 * call->absent, or if the database does not answer. */
void conflict_add(struct call *call);

/* Explains the violation of a constraint, which is the call's last failure and had the outcome `status`:
 * adds the faults, and returns the outcome. This costs a round trip if the route has `taken`. */
MUST_CHECK enum status conflict_explain(struct call *call, enum status status);

#endif
