#include "server.h"

#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "check/tables.h"
#include "db/db.h"
#include "server/job.h"
#include "server/modules.h"
#include "table/endpoint.h"

void compile_tables(void)
{
	struct buffer faults = { 0 };
	bool fine = tables_init(modules, &faults);

	cr_assert(fine, "%s", faults.data);
	buffer_release(&faults);
}

struct db *service_new(const char *application)
{
	return db_new(getenv("BALCAO_TEST_DATABASE"), application, 20000);
}

struct job_state *job_state_of(const char *name)
{
	static struct job_state states[64];
	size_t i = 0;

	for (const struct module *const *module = modules; *module; module++)
		for (const struct job *job = (*module)->jobs; job && job->name; job++, i++) {
			cr_assert_lt(i, COUNT(states));
			states[i].job = job;
			if (strcmp(job->name, name) == 0)
				return &states[i];
		}
	cr_assert(false, "no job is called %s", name);
	return NULL;
}

static PGconn *connect(const char *variable)
{
	PGconn *connection = PQconnectdb(getenv(variable));

	cr_assert_eq(PQstatus(connection), CONNECTION_OK, "%s: %s", variable, PQerrorMessage(connection));
	return connection;
}

PGconn *service_connect(void)
{
	return connect("BALCAO_TEST_DATABASE");
}

PGconn *owner_connect(void)
{
	return connect("BALCAO_TEST_DATABASE_OWNER");
}

PGconn *suite_connect(const char *suite)
{
	char *conninfo;
	PGconn *connection;

	if (asprintf(&conninfo, "%s dbname=%s", getenv("BALCAO_TEST_DATABASE_OWNER"), suite) <
	    0) /* the last value counts */
		abort();
	connection = PQconnectdb(conninfo);
	cr_assert_eq(PQstatus(connection), CONNECTION_OK, "%s: %s", conninfo, PQerrorMessage(connection));
	free(conninfo);
	return connection;
}

static PGresult *run(PGconn *connection, const char *format, va_list arguments)
{
	PGresult *result;
	char *sql;

	if (vasprintf(&sql, format, arguments) < 0)
		abort();
	result = PQexec(connection, sql);
	cr_assert(PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK,
		  "%s\n%s", PQresultErrorMessage(result), sql);
	free(sql);
	return result;
}

PGresult *ask(PGconn *connection, const char *format, ...)
{
	PGresult *result;
	va_list arguments;

	va_start(arguments, format);
	result = run(connection, format, arguments);
	va_end(arguments);
	return result;
}

void tell(PGconn *connection, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	PQclear(run(connection, format, arguments));
	va_end(arguments);
}

void begin_filled(PGconn *connection, void (*fill)(void))
{
	PGresult *filled;

	tell(connection, "BEGIN");
	tell(connection, "SELECT pg_advisory_xact_lock(1)");
	filled = ask(connection, "SELECT FROM pg_tables WHERE tablename = 'filled'");
	if (PQntuples(filled) == 0) {
		fill();
		tell(connection, "CREATE TABLE filled ()");
	}
	PQclear(filled);
	tell(connection, "COMMIT");
	tell(connection, "BEGIN");
	tell(connection, "SET LOCAL jit = off");
}
