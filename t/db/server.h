/* Shared by the tests of this directory: compiled tables, a connection as the
 * service's role or the owner, and plain SQL. */
#ifndef BALCAO_T_DB_SERVER_H
#define BALCAO_T_DB_SERVER_H

#include <libpq-fe.h>

#include "db/statement.h"

struct db;
struct job_state;

/* Parses the statements and compiles the routes; for a test's .init. */
void compile_tables(void);

/* A connection of the service's own code, as the service's role. The caller frees it. */
struct db *service_new(const char *application);

/* The job of this name, of any room, as a jobs process with one connection holds it. */
struct job_state *job_state_of(const char *name);

/* Plain connections; the caller finishes them. */
PGconn *service_connect(void);
PGconn *owner_connect(void);

/* The owner's connection to the database with the name of a suite: t/db/run.sh makes it as a copy of the
 * migrated database. */
PGconn *suite_connect(const char *suite);

/* Runs SQL, which must succeed; `format` as in printf. The caller clears the result. */
PGresult *ask(PGconn *connection, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same, without a result. */
void tell(PGconn *connection, const char *format, ...) PRINTF_LIKE(2, 3);

/* Begins a transaction in which a test reads rows that many tests share. Every test is a process of its own.
 * The first of those that share a database makes the rows with `fill`, in a transaction that is committed,
 * and the others wait for it. The test's own transaction is never committed, so its changes disappear. */
void begin_filled(PGconn *connection, void (*fill)(void));

#endif
