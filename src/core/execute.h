/* Runs what the route is about, and says why it did not match. */
#ifndef BALCAO_CORE_EXECUTE_H
#define BALCAO_CORE_EXECUTE_H

#include "base/status.h"

struct call;

/* The stage "execute": query_route. E_NOT_FOUND: no such row for this caller; E_PRECONDITION_FAILED: there is
 * one, in another version; what the hook `missing` says; else what sqlstate_status says, with the member of
 * the body that is to blame in call->faults. */
MUST_CHECK enum status execute(struct call *call);

#endif
