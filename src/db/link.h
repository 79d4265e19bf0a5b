/* libpq with deadlines, because a server that accepts a connection and then says nothing must not block
 * a worker. */
#ifndef BALCAO_DB_LINK_H
#define BALCAO_DB_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

/* Opens connections, one after another. The caller sets the first three members; the others begin as
 * zero. */
struct link {
	const char *conninfo;    /* a connection string or URI; it overrides the options that link.c sets */
	const char *application; /* the name that the server shows for the connection */
	int64_t patience_us; /* how long the first link_open of an attempt waits; 0: until the attempt ends */
	PGconn *opening;     /* the attempt that is under way, or NULL */
	PostgresPollingStatusType next;
	int64_t deadline_us, next_try_us;
	bool expired; /* the last attempt ended because the server did not greet in time */
};

/* Starts an attempt to open a connection, or continues the one under way. An attempt ends after
 * connect_timeout (seconds, from the connection string or PGCONNECT_TIMEOUT; LINK_TIMEOUT_S if it is 0
 * or missing), for all hosts together. NULL: the attempt has not ended yet, or link_pause forbids a new
 * one; call again after link_wait_ms. Otherwise PQstatus tells whether it worked; the caller owns the
 * connection: PQfinish. */
PGconn *link_open(struct link *link);
enum { LINK_TIMEOUT_S = 5 };

/* Forbids a new attempt for a quarter of a second, or for three seconds if the server is silent. Call it
 * after a failure. */
void link_pause(struct link *link, bool silent);

/* In how many milliseconds to call link_open again. */
int link_wait_ms(const struct link *link);

/* Ends the attempt that is under way, if any. */
void link_close(struct link *link);

/* Gets the next result of a query, or NULL at its end, as PQgetResult does; the caller owns it. False:
 * the server did not answer by `deadline_us` (clock_monotonic_us; 0: wait for ever), and the connection
 * can't be used any more. */
bool link_result(PGconn *connection, int64_t deadline_us, PGresult **result);

#endif
