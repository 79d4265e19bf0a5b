/* The connection of one process to PostgreSQL. It is opened after the fork, prepares each statement at
 * its first use, and is opened again after the server closed it. */
#ifndef BALCAO_DB_DB_H
#define BALCAO_DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "db/rows.h"
#include "db/statement.h"

struct arena;
struct db;

/* Makes a connection that is not open yet. `conninfo` is a libpq connection string and must outlive the
 * connection. `application` is the name that the server shows for it. `statement_timeout_ms` bounds each
 * statement and each wait for a lock; 0 means no bound. The caller owns the connection: db_free. */
struct db *db_new(const char *conninfo, const char *application, long statement_timeout_ms);
void db_free(struct db *db);

/* Sets the function that runs on each new connection before its first use (if it fails, the connection
 * is closed again), and the function that gets the payload of each notification (NOTIFY). */
void db_on_connect(struct db *db, enum status (*run)(struct db *db));
void db_on_notice(struct db *db, void (*take)(const char *payload));

/* Sets the function that tells whether the violation of a constraint has an answer for clients. Other
 * violations are defects and are logged. */
void db_expect(struct db *db, bool (*expects)(const char *constraint));

/* Opens the connection if it is closed, and passes on the notifications that have arrived, without
 * waiting for more. E_UNAVAILABLE: there is no connection, so that notifications may have been missed. */
MUST_CHECK enum status db_take_notices(struct db *db);

/* Opens the connection unless it is open. An attempt ends after connect_timeout (link.h). After a
 * failure there is no new attempt for a quarter of a second, so that requests are refused at once while
 * PostgreSQL is down. E_UNAVAILABLE: it can't be opened (the log says why), an attempt is under way, or
 * the function of db_on_connect is running. */
MUST_CHECK enum status db_connect(struct db *db);

/* Limits how long db_connect waits from now on: half a second at the start of an attempt. The attempt
 * goes on in later calls, each of which returns at once. For processes that serve requests. */
void db_hurry(struct db *db);
/* In how many milliseconds to call db_idle again even if the socket is quiet; -1: only when the socket
 * is readable. */
int db_wait_ms(const struct db *db);

/* The socket to wait on while idle; -1 without a connection. */
int db_socket(const struct db *db);

/* The process id of the server that greeted the connection, which must be open. */
int db_backend(const struct db *db);

/* How many connections were opened so far. After a change the socket is another one. */
unsigned long db_connections(const struct db *db);

/* Reads what the server sent between requests. So a worker notices that the connection was closed, and
 * opens a new one before the next request needs it. Some seconds after a long statement it does the same,
 * because libpq would keep the memory. */
void db_idle(struct db *db);

/* One statement to run. */
struct db_step {
	const struct statement *statement;
	struct variant variant;
	const char *const *values; /* by index of the parameter; NULL is SQL's null */
	struct rows rows;          /* the result; belongs to the arena */
};

/* Runs the steps in one round trip and one transaction: either all of them take effect, or none does.
 * Steps are run again up to twice after a deadlock or a serialization failure, and if the server no
 * longer knows a prepared statement. A single step that only reads is also run again after the
 * connection was lost. Fails as sqlstate_status says; also with E_INTERNAL if a :one statement returns
 * no row, and with E_NOT_FOUND if an :opt statement returns none. */
MUST_CHECK enum status db_run(struct db *db, struct arena *arena, struct db_step *steps, size_t count);

/* The name of the constraint whose violation made the last db_run fail, or NULL. It lives until the next
 * db_run. */
const char *db_constraint(const struct db *db);

/* The microseconds that this connection spent waiting for the database since the last call of this
 * function. */
int64_t db_take_time(struct db *db);

/* For migrations: runs a script of several statements with its own transaction. False: the log says why
 * it failed. */
MUST_CHECK bool db_script(struct db *db, const char *sql);
/* Whether the last failure was that a lock was not available in time (lock_timeout). */
bool db_was_locked(const struct db *db);

/* For the tests: prepares a variant and describes it. `*rows` has its columns and no rows, `*params`
 * receives the number of its parameters. E_INTERNAL: the variant can't be prepared; the log says why. */
MUST_CHECK enum status db_describe(struct db *db, struct arena *arena, const struct statement *statement,
				   struct variant variant, struct rows *rows, size_t *params);

#endif
