#include "db/failure.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "db/sqlstate.h"

void failure_clear(struct failure *failure)
{
	failure->constraint[0] = '\0';
	failure->sqlstate[0] = '\0';
}

static bool is_expected(const struct failure *failure)
{
	return *failure->constraint && failure->expects && failure->expects(failure->constraint);
}

/* The text of a data error (class 22) may contain what a client sent, so it is not logged. */
enum status failure_note(struct failure *failure, const char *name, const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	enum status status = sqlstate_status(state);

	snprintf(failure->sqlstate, sizeof(failure->sqlstate), "%s", state ? state : "");
	snprintf(failure->constraint, sizeof(failure->constraint), "%s", constraint ? constraint : "");
	if ((status == E_INTERNAL || status == E_UNAVAILABLE) && !is_expected(failure))
		log_message(LOG_LEVEL_ERROR, "statement %s failed: SQLSTATE %s, constraint %s: %s", name,
			    state ? state : "none", constraint ? constraint : "none",
			    state && strncmp(state, "22", 2) != 0 && message ? message : "");
	return status;
}

bool failure_is(const struct failure *failure, const char *prefix)
{
	return strncmp(failure->sqlstate, prefix, strlen(prefix)) == 0;
}
