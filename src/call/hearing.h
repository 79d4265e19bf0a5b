/* Tests whether a connection receives the notifications that it LISTENs for. Behind a pooler that uses
 * another server process for each transaction (PgBouncer with pool_mode = transaction), LISTEN succeeds
 * but no notification ever arrives. */
#ifndef BALCAO_CALL_HEARING_H
#define BALCAO_CALL_HEARING_H

#include <stdbool.h>

#include "base/status.h"

struct db;

/* Tests a new connection that listens on the channel "revocation", before its first use. `conninfo` is
 * the connection string that it was opened with. A direct connection to PostgreSQL costs one round trip.
 * Behind a pooler a second connection sends a hello on the channel, which the first must receive within
 * half a second. E_UNAVAILABLE: it did not; the log says so. */
MUST_CHECK enum status hearing_test(struct db *db, const char *conninfo);

/* Handles the payload of a notification if it is a hello, from this process or another one. False: it is
 * something else. */
bool hearing_take(const char *payload);

#endif
