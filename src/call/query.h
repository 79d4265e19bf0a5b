/* From values to rows: the statements of a route, bound by the names of the call's values. */
#ifndef BALCAO_CALL_QUERY_H
#define BALCAO_CALL_QUERY_H

#include "base/status.h"
#include "db/rows.h"
#include "db/statement.h"

struct call;

/* For hooks: runs one of the route's `uses`. Fails as db_run does, or as the row of the
 * violated constraint says (table/constraint.h). */
MUST_CHECK enum status query_run(struct call *call, enum query_id id, struct rows *rows);

/* Runs the route's own statement, between its `first` and its `then` and with its total if the request asks
 * for one, in one round trip and transaction; call->rows and call->total are what it gave. A hook `missing`
 * that has removed the reason why there was no row calls it again. Fails as query_run does. */
MUST_CHECK enum status query_route(struct call *call);

#endif
