/* Whether a connection that LISTENs hears. Behind a pooler that lends it another server process for each
 * transaction (PgBouncer's pool_mode = transaction) LISTEN succeeds, and nothing ever comes. */
#ifndef BALCAO_CALL_HEARING_H
#define BALCAO_CALL_HEARING_H

#include <stdbool.h>

#include "base/status.h"

struct db;

/* Tests a new connection that listens to "revocation", before it is used. `conninfo`: what it was opened
 * with. One to PostgreSQL itself costs a round trip; where something stands between, a second connection
 * says hello on the channel, and it must be heard. E_UNAVAILABLE: it is not, which the log says. */
MUST_CHECK enum status hearing_test(struct db *db, const char *conninfo);

/* Takes a notification's payload if it is a hello, ours or another process's. False: it is none. */
bool hearing_take(const char *payload);

#endif
