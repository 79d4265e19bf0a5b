#include "db/sqlstate.h"

#include <stddef.h>
#include <string.h>

/* The first row that matches counts, so longer prefixes come before shorter ones. */
static const struct {
	const char *state; /* prefix */
	enum status status;
} rows[] = {
	{ "23505", E_CONFLICT },    /* unique_violation */
	{ "40", E_UNAVAILABLE },    /* serialization failure, deadlock: db_run has retried */
	{ "53", E_UNAVAILABLE },    /* out of connections, disk or memory */
	{ "58", E_UNAVAILABLE },    /* a system error, such as a file that can't be read or written */
	{ "55P03", E_UNAVAILABLE }, /* lock not available in time */
	{ "57014", E_UNAVAILABLE }, /* statement_timeout */
	{ "57P", E_UNAVAILABLE },   /* shutting down, starting up */
	{ "08", E_UNAVAILABLE },    /* connection */
	{ "25006", E_UNAVAILABLE }, /* the server is a read-only standby */
	{ "42P01", E_UNAVAILABLE }, /* no such table: the migrations were not applied */
	{ "42501", E_UNAVAILABLE }, /* no rights: `balcao migrate` has not granted them */
};

enum status sqlstate_status(const char *sqlstate)
{
	if (!sqlstate)
		return E_UNAVAILABLE;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strncmp(sqlstate, rows[i].state, strlen(rows[i].state)) == 0)
			return rows[i].status;
	return E_INTERNAL;
}
