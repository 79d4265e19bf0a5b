/* One process's connection to PostgreSQL. It is opened after the fork, prepares
 * statements when they are first used, and comes back by itself when the server
 * went away. */
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

/* A connection that is not open yet. `conninfo`: libpq connection string, which must
 * outlive the connection. `statement_timeout_ms`: after which PostgreSQL gives a statement
 * or the wait for a lock up. The caller owns it: db_free. */
struct db *db_new(const char *conninfo, const char *application, long statement_timeout_ms);
void db_free(struct db *db);

/* Sets what to run on each new connection before it is used (a failure closes it again), and
 * what to call with the payload of each notification (NOTIFY). */
void db_on_connect(struct db *db, enum status (*run)(struct db *db));
void db_on_notice(struct db *db, void (*take)(const char *payload));

/* Sets what tells whether the violation of a constraint is an answer that somebody knows, and no defect for
 * the log. */
void db_expect(struct db *db, bool (*expects)(const char *constraint));

/* Connects if need be and passes on the notifications that have arrived; does not wait for
 * any. E_UNAVAILABLE: there is no connection, so there may be some that nobody heard. */
MUST_CHECK enum status db_take_notices(struct db *db);

/* Opens the connection unless it is open. An attempt ends after connect_timeout (link.h). After a failure it
 * is not tried again for a quarter of a second, so that requests are refused at once while PostgreSQL is
 * away. E_UNAVAILABLE: it can't be opened (the reason is in the log), or is just being opened: what runs on
 * each new connection gets no other. */
MUST_CHECK enum status db_connect(struct db *db);

/* From now on db_connect, and what needs a connection, waits half a second for each attempt at the most: it
 * goes on each time that somebody asks again, and those are refused at once. For processes that serve
 * requests. */
void db_hurry(struct db *db);
/* In how many milliseconds db_idle is to be called again, whatever comes; -1: not before the socket has
 * something to read. */
int db_wait_ms(const struct db *db);

/* The socket to wait on while idle, or -1 while there is no connection. */
int db_socket(const struct db *db);

/* The server process that has greeted the connection, which must be open. */
int db_backend(const struct db *db);

/* How many connections were opened so far: a change means that the socket is another one. */
unsigned long db_connections(const struct db *db);

/* Takes in what the server sent between requests: that is how a worker learns that the
 * connection was closed, and opens it again before the next request needs it. */
void db_idle(struct db *db);

/* One statement to run. */
struct db_step {
	const struct statement *statement;
	struct variant variant;
	const char *const *values; /* by parameter of the statement; NULL is SQL's null */
	struct rows rows;          /* the result; belongs to the arena */
};

/* Runs the steps, in one round trip and one transaction: all of them happened, or none.
 * A step alone is tried again when it only read and the connection turned out lost,
 * and up to twice after a deadlock or serialization failure.
 * Fails as sqlstate_status says; E_INTERNAL also when a :one statement gives no row;
 * E_NOT_FOUND when an :opt statement gives none. */
MUST_CHECK enum status db_run(struct db *db, struct arena *arena, struct db_step *steps, size_t count);

/* The name of the constraint that made the last db_run fail, or NULL. It lives until the next one. */
const char *db_constraint(const struct db *db);

/* Microseconds spent waiting for the database since the last call of this function. */
int64_t db_take_time(struct db *db);

/* For migrations: runs a whole script (many statements, its own transaction). False: the
 * reason is in the log. */
MUST_CHECK bool db_script(struct db *db, const char *sql);
/* Whether the last failure was a lock that could not be had in time (lock_timeout). */
bool db_was_locked(const struct db *db);

/* For the tests: prepares a variant and describes it; `*rows` has its columns and no
 * rows, `*params` the number of parameters. */
MUST_CHECK enum status db_describe(struct db *db, struct arena *arena, const struct statement *statement,
				   struct variant variant, struct rows *rows, size_t *params);

/* `name` quoted as an SQL identifier, in the arena. */
char *db_identifier(struct db *db, struct arena *arena, const char *name);

#endif
