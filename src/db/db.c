#include "db/db.h"

#include <assert.h>
#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "db/failure.h"
#include "db/link.h"
#include "db/prepared.h"
#include "shared/metrics.h"

enum {
	PATIENCE_US = 500000, /* how long a request waits for a server that does not greet at once */
	GRACE_US = 1000000,   /* for the server to report by itself that a statement took too long */
	MOST_RETRIES = 2,
	/* libpq keeps a buffer for the longest statement that a connection has sent. One that is longer than
	 * this is given back, with the connection, when no such statement came for so long. */
	LONG_BYTES = 256 * 1024,
	REST_MS = 2000
};

struct db {
	struct link link; /* opens the connection */
	char timeout_ms[16];
	int64_t timeout_us; /* how long to wait for an answer; 0: for ever */
	PGconn *connection; /* NULL: not open */
	struct prepared_cache *prepared;
	struct buffer sql;
	unsigned long connections;
	int64_t spent_us, deadline_us;
	int64_t long_us; /* when the connection last sent a long statement; 0: never */
	enum status (*on_connect)(struct db *db);
	void (*on_notice)(const char *payload);
	bool connecting;        /* db_on_connect's function runs: its statements are not retried */
	struct failure failure; /* of the last statement */
};

struct db *db_new(const char *conninfo, const char *application, long statement_timeout_ms)
{
	struct db *db = memory_new(sizeof(*db));

	db->link = (struct link){ .conninfo = conninfo, .application = application };
	snprintf(db->timeout_ms, sizeof(db->timeout_ms), "%ld", statement_timeout_ms);
	db->timeout_us = statement_timeout_ms > 0 ? statement_timeout_ms * INT64_C(1000) + GRACE_US : 0;
	db->prepared = prepared_new();
	return db;
}

static void close_connection(struct db *db)
{
	PQfinish(db->connection); /* NULL is allowed */
	db->connection = NULL;
	db->long_us = 0;
	prepared_clear(db->prepared);
}

/* Closes a connection that has broken. */
static void lose_connection(struct db *db)
{
	close_connection(db);
	metrics_count(METRIC_DATABASE_LOST);
}

void db_free(struct db *db)
{
	if (!db)
		return;
	close_connection(db);
	link_close(&db->link);
	prepared_free(db->prepared);
	buffer_release(&db->sql);
	free(db);
}

void db_hurry(struct db *db)
{
	db->link.patience_us = PATIENCE_US;
}

int db_wait_ms(const struct db *db)
{
	if (!db->connection)
		return link_wait_ms(&db->link);
	return db->long_us > 0 ? REST_MS : -1;
}

int db_socket(const struct db *db)
{
	return db->connection ? PQsocket(db->connection) : -1;
}

int db_backend(const struct db *db)
{
	return PQbackendPID(db->connection);
}

unsigned long db_connections(const struct db *db)
{
	return db->connections;
}

void db_on_connect(struct db *db, enum status (*run)(struct db *db))
{
	db->on_connect = run;
}

void db_on_notice(struct db *db, void (*take)(const char *payload))
{
	db->on_notice = take;
}

void db_expect(struct db *db, bool (*expects)(const char *constraint))
{
	db->failure.expects = expects;
}

/* Passes on the notifications that have arrived. False: the connection is lost. */
static bool take_notices(struct db *db)
{
	PGnotify *notice;

	if (!PQconsumeInput(db->connection) || PQstatus(db->connection) != CONNECTION_OK)
		return false;
	while ((notice = PQnotifies(db->connection))) {
		if (db->on_notice)
			db->on_notice(notice->extra);
		PQfreemem(notice);
	}
	return true;
}

enum status db_take_notices(struct db *db)
{
	if (db->connection && !take_notices(db))
		lose_connection(db);
	return db_connect(db);
}

void db_idle(struct db *db)
{
	if (db->long_us > 0 && clock_monotonic_us() - db->long_us >= REST_MS * INT64_C(1000)) {
		close_connection(db);
		memory_give_back();
	}
	if (db->connection && !take_notices(db)) {
		log_message(LOG_LEVEL_WARNING, "the database closed the connection");
		lose_connection(db);
	}
	if (db_connect(db) != OK)
		return; /* logged already; the next request or the next db_idle tries again */
}

const char *db_constraint(const struct db *db)
{
	return *db->failure.constraint ? db->failure.constraint : NULL;
}

int64_t db_take_time(struct db *db)
{
	int64_t spent = db->spent_us;

	db->spent_us = 0;
	return spent;
}

/* Gets the next result of what was sent; NULL at its end. False: the server is silent, and the
 * connection was closed. */
static bool next_result(struct db *db, PGresult **result)
{
	*result = NULL;
	if (!db->connection)
		return false;
	if (link_result(db->connection, db->deadline_us, result))
		return true;
	log_message(LOG_LEVEL_ERROR, "the database does not answer");
	lose_connection(db);
	return false;
}

/* The last result of a command; `sent` tells whether sending it worked. NULL: there is none. */
static PGresult *command_result(struct db *db, int sent)
{
	PGresult *last = NULL, *result;

	while (sent && next_result(db, &result) && result) {
		PQclear(last);
		last = result;
	}
	return last;
}

static void forget_prepared(struct db *db)
{
	PQclear(command_result(db, PQsendQuery(db->connection, "DEALLOCATE ALL")));
	prepared_clear(db->prepared);
}

/* Makes sure that a variant is prepared. A variant that is planned with its values only needs its SQL. */
static enum status prepare(struct db *db, const struct statement *statement, struct variant variant,
			   struct prepared **entry)
{
	struct variant key = statement_key(statement, variant);
	enum status status = OK;
	PGresult *result;
	bool custom_plan;

	*entry = prepared_find(db->prepared, statement, key);
	if (*entry)
		return OK;
	if (prepared_room(db->prepared) == 0)
		forget_prepared(db);
	*entry = prepared_add(db->prepared, statement, key);
	buffer_clear(&db->sql);
	(*entry)->params =
		(unsigned char)statement_write(statement, key, &db->sql, (*entry)->order, &custom_plan);
	if (custom_plan) {
		(*entry)->sql = memory_strdup(db->sql.data);
		return OK;
	}
	result = command_result(db, PQsendPrepare(db->connection, (*entry)->name, db->sql.data, 0, NULL));
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		status = failure_note(&db->failure, statement->name, result);
		if (db->connection)
			forget_prepared(db);
	}
	PQclear(result);
	return status;
}

static void clear_result(void *result)
{
	PQclear(result);
}

/* Gives the result to the arena and returns its outcome. */
static enum status take_result(struct db *db, struct arena *arena, struct db_step *step, PGresult *result)
{
	ExecStatusType type = PQresultStatus(result);

	arena_defer(arena, clear_result, result);
	if (type != PGRES_TUPLES_OK && type != PGRES_COMMAND_OK)
		return failure_note(&db->failure, step->statement->name, result);
	step->rows = rows_of(result, step->statement->name);
	if (step->rows.count > 0)
		return OK;
	switch (step->statement->kind) {
	case QUERY_ONE:
		log_message(LOG_LEVEL_ERROR, "the statement %s is :one, but returned no row",
			    step->statement->name);
		return E_INTERNAL;
	case QUERY_OPT:
		return E_NOT_FOUND;
	default:
		return OK;
	}
}

static bool send_step(struct db *db, const struct db_step *step)
{
	struct prepared *entry =
		prepared_find(db->prepared, step->statement, statement_key(step->statement, step->variant));
	const char *values[STATEMENT_PARAMS];
	size_t bytes = 0;

	if (!entry)
		return false;
	for (size_t i = 0; i < entry->params; i++) {
		values[i] = step->values[entry->order[i]];
		bytes += values[i] ? strlen(values[i]) : 0;
	}
	if (bytes > LONG_BYTES)
		db->long_us = clock_monotonic_us();
	if (entry->sql)
		return PQsendQueryParams(db->connection, entry->sql, entry->params, NULL, values, NULL, NULL,
					 0) == 1;
	return PQsendQueryPrepared(db->connection, entry->name, entry->params, values, NULL, NULL, 0) == 1;
}

/* Reads the results of one step up to the NULL that ends them: its own result, and an error if the
 * commit behind it fails. */
static enum status receive_step(struct db *db, struct arena *arena, struct db_step *step, enum status before)
{
	enum status status = before;
	PGresult *result;
	bool first = true;

	while (next_result(db, &result) && result) {
		if (PQresultStatus(result) == PGRES_PIPELINE_ABORTED)
			PQclear(result); /* an earlier step failed, and its result says why */
		else
			status = take_result(db, arena, step, result);
		before = before == OK ? status : before;
		first = false;
	}
	return first && before == OK ? E_UNAVAILABLE : before;
}

static enum status run_alone(struct db *db, struct arena *arena, struct db_step *step)
{
	struct prepared *entry;
	enum status status = prepare(db, step->statement, step->variant, &entry);

	if (status != OK)
		return status;
	return send_step(db, step) ? receive_step(db, arena, step, OK) : E_UNAVAILABLE;
}

/* Reads the result of the commit, which can fail too, for a deferred constraint: an error then comes
 * before the Sync. */
static enum status receive_sync(struct db *db, const struct db_step *steps, enum status status)
{
	PGresult *result;

	while (next_result(db, &result) && result && PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
		if (status == OK)
			status = failure_note(&db->failure, steps->statement->name, result);
		PQclear(result);
	}
	PQclear(result);
	return status;
}

/* Runs all steps with one Sync: PostgreSQL runs them in one implicit transaction. */
static enum status run_pipeline(struct db *db, struct arena *arena, struct db_step *steps, size_t count)
{
	enum status status = OK;
	struct prepared *entry;
	bool sent = true;

	if (prepared_room(db->prepared) < count)
		forget_prepared(db); /* now, because it must not happen between two steps */
	for (size_t i = 0; i < count; i++) {
		status = prepare(db, steps[i].statement, steps[i].variant, &entry);
		if (status != OK)
			return status;
	}
	if (!PQenterPipelineMode(db->connection))
		return E_UNAVAILABLE;
	for (size_t i = 0; i < count && sent; i++)
		sent = send_step(db, &steps[i]);
	if (sent && PQpipelineSync(db->connection))
		for (size_t i = 0; i < count; i++)
			status = receive_step(db, arena, &steps[i], status);
	else
		status = E_UNAVAILABLE;
	status = receive_sync(db, steps, status);
	if (db->connection && !PQexitPipelineMode(db->connection))
		lose_connection(db);
	return status;
}

static enum status run_once(struct db *db, struct arena *arena, struct db_step *steps, size_t count)
{
	int64_t start = clock_monotonic_us();
	enum status status;

	failure_clear(&db->failure);
	db->deadline_us = db->timeout_us ? start + db->timeout_us : 0;
	if (count == 1)
		status = run_alone(db, arena, steps);
	else
		status = run_pipeline(db, arena, steps, count);
	db->spent_us += clock_monotonic_us() - start;
	return status;
}

static enum status session_settings(struct db *db)
{
	const struct statement *statement = statement_get(Q_SESSION_SETTINGS);
	const char *values[] = { db->timeout_ms }; /* its only parameter is :statement_timeout_ms */
	struct db_step step = { .statement = statement, .values = values };
	struct arena *arena = arena_new();
	enum status status;

	assert(statement->params == COUNT(values));
	status = run_once(db, arena, &step, 1);
	arena_free(arena);
	return status;
}

static enum status begin_session(struct db *db)
{
	enum status status;

	db->connecting = true;
	status = session_settings(db);
	if (status == OK && db->on_connect)
		status = db->on_connect(db);
	db->connecting = false;
	return status;
}

enum status db_connect(struct db *db)
{
	bool silent;

	if (db->connection)
		return OK;
	if (db->connecting)
		return E_UNAVAILABLE;
	db->connection = link_open(&db->link);
	if (!db->connection)
		return E_UNAVAILABLE; /* the attempt is under way, or it is too early for one */
	if (PQstatus(db->connection) == CONNECTION_OK && begin_session(db) == OK) {
		metrics_count(METRIC_DATABASE_CONNECTED);
		db->connections++;
		return OK;
	}
	silent = db->link.expired || !db->connection;
	log_message(LOG_LEVEL_WARNING, "no connection to the database: %s",
		    silent ? "it does not answer" : PQerrorMessage(db->connection));
	close_connection(db);
	link_pause(&db->link, silent);
	return E_UNAVAILABLE;
}

/* Whether running the steps again is safe after this failure and could succeed. */
static bool may_retry(struct db *db, const struct db_step *steps, size_t count)
{
	if (failure_is(&db->failure, "40"))
		return true; /* serialization failure or deadlock: everything was rolled back */
	if (failure_is(&db->failure, "26000") || failure_is(&db->failure, "0A000")) {
		/* the server does not know the statement, or its table has changed */
		prepared_clear(db->prepared);
		if (PQstatus(db->connection) == CONNECTION_OK)
			forget_prepared(db);
		return true;
	}
	if (PQstatus(db->connection) == CONNECTION_OK || db->connecting)
		return false;
	lose_connection(db);
	return count == 1 && steps->statement->reads && db_connect(db) == OK;
}

enum status db_run(struct db *db, struct arena *arena, struct db_step *steps, size_t count)
{
	enum status status = db_connect(db);

	for (int tries = 0; status == OK; tries++) {
		status = run_once(db, arena, steps, count);
		if (status != E_UNAVAILABLE && status != E_INTERNAL)
			return status;
		if (!db->connection || tries == MOST_RETRIES || !may_retry(db, steps, count))
			return status;
		status = OK;
	}
	return status;
}

bool db_script(struct db *db, const char *sql)
{
	PGresult *result;
	bool fine;

	if (db_connect(db) != OK)
		return false;
	result = PQexec(db->connection, sql);
	fine = PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK;
	if (!fine)
		(void)failure_note(&db->failure, "script", result);
	PQclear(result);
	return fine;
}

bool db_was_locked(const struct db *db)
{
	return failure_is(&db->failure, "55P03");
}

enum status db_describe(struct db *db, struct arena *arena, const struct statement *statement,
			struct variant variant, struct rows *rows, size_t *params)
{
	unsigned char order[STATEMENT_PARAMS];
	enum status status = db_connect(db);
	PGresult *result;
	bool custom_plan;

	if (status != OK)
		return status;
	buffer_clear(&db->sql);
	*params = statement_write(statement, variant, &db->sql, order, &custom_plan);
	result = PQprepare(db->connection, "", db->sql.data, 0, NULL);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		log_message(LOG_LEVEL_ERROR, "%s: %s", statement->name, PQresultErrorMessage(result));
		PQclear(result);
		return E_INTERNAL;
	}
	PQclear(result);
	result = PQdescribePrepared(db->connection, "");
	arena_defer(arena, clear_result, result);
	*rows = (struct rows){ .result = result, .columns = (size_t)PQnfields(result) };
	return OK;
}
