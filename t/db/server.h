/* What the tests of this directory need: the tables compiled, a connection of the
 * service's role or the owner's, and questions to PostgreSQL in plain SQL. */
#ifndef BALCAO_T_DB_SERVER_H
#define BALCAO_T_DB_SERVER_H

#include <libpq-fe.h>

#include "db/statement.h"

struct db;

/* Parses the statements and compiles the routes; for a test's .init. */
void tables_init(void);

/* The service's own connection code, as the service's role. The caller frees it. */
struct db *service_new(const char *application);

/* Plain connections; the caller finishes them. */
PGconn *service_connect(void);
PGconn *owner_connect(void);

/* Runs SQL, which must succeed; `format` as in printf. The caller clears the result. */
PGresult *ask(PGconn *connection, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same, without a result. */
void tell(PGconn *connection, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
