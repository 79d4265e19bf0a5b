/* libpq with deadlines: a server that accepts and then says nothing must not hold a worker. */
#ifndef BALCAO_DB_LINK_H
#define BALCAO_DB_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

/* Opens a connection; PQstatus tells whether that worked. `conninfo`: connection string or URI,
 * which may override our options. Gives up after `timeout_us`; `*expired` tells so. The caller
 * owns it: PQfinish. */
PGconn *link_open(const char *conninfo, const char *application, int64_t timeout_us, bool *expired);

/* The next result, or NULL at the end of a query, like PQgetResult. False: the server did not
 * answer until `deadline_us` (clock_monotonic_us; 0: wait for ever): the connection is of no more
 * use. The caller owns the result. */
bool link_result(PGconn *connection, int64_t deadline_us, PGresult **result);

#endif
