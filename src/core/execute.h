/* Runs the statement of the route, and explains why no row matched. */
#ifndef BALCAO_CORE_EXECUTE_H
#define BALCAO_CORE_EXECUTE_H

#include "base/status.h"

struct call;

/* The stage "execute": query_route. If no row matched: the status of the hook `missing`,
 * E_PRECONDITION_FAILED if the row has another version than the precondition demands, else E_NOT_FOUND.
 * If a constraint was violated: the status of its row, and call->faults names the members of the body
 * (call/conflict.h).
 * Otherwise fails as query_run does. */
MUST_CHECK enum status execute(struct call *call);

#endif
