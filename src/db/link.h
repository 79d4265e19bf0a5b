/* libpq with deadlines: a server that accepts and then says nothing must not hold a worker. */
#ifndef BALCAO_DB_LINK_H
#define BALCAO_DB_LINK_H

#include <stdbool.h>
#include <stdint.h>

#include <libpq-fe.h>

/* How connections are opened, one after another. The first three are the caller's to set, the others begin as
 * zeros. */
struct link {
	const char *conninfo;    /* connection string or URI, which may override our options */
	const char *application; /* the name that the server shows */
	int64_t patience_us;     /* for how long the first link_open of an attempt waits; 0: until its end */
	PGconn *opening;         /* NULL: no attempt is under way */
	PostgresPollingStatusType next;
	int64_t deadline_us, next_try_us;
	bool expired; /* the last attempt has ended because the server did not greet in time */
};

/* Opens a connection, or goes on with that. An attempt ends after connect_timeout (seconds, of the
 * connection string or of PGCONNECT_TIMEOUT; 0, or none: LINK_TIMEOUT_S), for all hosts together. NULL: it
 * is not at its end yet, or link_pause says to wait: ask again after link_wait_ms. Otherwise PQstatus tells
 * whether it worked; the caller owns the connection: PQfinish. */
PGconn *link_open(struct link *link);
enum { LINK_TIMEOUT_S = 5 };

/* After a failure: no new attempt for a quarter of a second, or for three seconds if the server is silent. */
void link_pause(struct link *link, bool silent);

/* In how many milliseconds it is worth to call link_open again. */
int link_wait_ms(const struct link *link);

/* Gives up what is being opened. */
void link_close(struct link *link);

/* The next result, or NULL at the end of a query, like PQgetResult. False: the server did not
 * answer until `deadline_us` (clock_monotonic_us; 0: wait for ever): the connection is of no more
 * use. The caller owns the result. */
bool link_result(PGconn *connection, int64_t deadline_us, PGresult **result);

#endif
