/* From values to rows. */
#ifndef BALCAO_CORE_QUERY_H
#define BALCAO_CORE_QUERY_H

#include "base/status.h"

struct call;

/* The stage "query": runs the route's statement, with its total if asked for, in one
 * round trip. E_NOT_FOUND: no such row for this caller; E_PRECONDITION_FAILED: there is
 * one, in another version; what sqlstate_status says. */
MUST_CHECK enum status query_run(struct call *call);

#endif
