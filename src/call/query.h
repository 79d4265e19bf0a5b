/* Runs the statements of a route. Their parameters are bound to the call's values of the same names. */
#ifndef BALCAO_CALL_QUERY_H
#define BALCAO_CALL_QUERY_H

#include "base/status.h"
#include "db/rows.h"
#include "db/statement.h"

struct call;

/* For hooks: runs a statement that the route lists in `uses`. `*rows` receives the result, which belongs
 * to the arena. Fails as db_run does; the violation of a constraint fails as its row says
 * (table/constraint.h). */
MUST_CHECK enum status query_run(struct call *call, enum query_id id, struct rows *rows);

/* Runs the route's main statement, preceded by `first` and followed by `then`, and the count of all rows
 * if the request asks for the total of a list: all in one round trip and one transaction. Sets
 * call->rows and call->total. A hook `missing` may call it again after it has removed the reason why
 * there was no row. Fails as query_run does. */
MUST_CHECK enum status query_route(struct call *call);

#endif
