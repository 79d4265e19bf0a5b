#include "db/link.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "base/clock.h"

/* Waits for the socket. False: not until the deadline. */
static bool wait_for(PGconn *connection, short events, int64_t deadline_us)
{
	struct pollfd waiting = { .fd = PQsocket(connection), .events = events };
	int ready;

	do {
		int64_t left = deadline_us ? (deadline_us - clock_monotonic_us() + 999) / 1000 : -1;

		if (deadline_us && left <= 0)
			return false;
		ready = poll(&waiting, 1, left > INT_MAX ? INT_MAX : (int)left);
	} while (ready < 0 && errno == EINTR);
	return ready != 0;
}

static void ignore_notice(void *unused, const char *message)
{
	(void)unused;
	(void)message;
}

PGconn *link_open(const char *conninfo, const char *application, int64_t timeout_us, bool *expired)
{
	const char *const names[] = { "tcp_user_timeout", "keepalives_idle", "fallback_application_name",
				      "dbname", NULL };
	const char *const values[] = { "5000", "30", application, conninfo, NULL };
	PGconn *connection = PQconnectStartParams(names, values, 1);
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;
	int64_t deadline_us = clock_monotonic_us() + timeout_us;

	*expired = false;
	PQsetNoticeProcessor(connection, ignore_notice, NULL);
	while (PQstatus(connection) != CONNECTION_BAD && next != PGRES_POLLING_OK &&
	       next != PGRES_POLLING_FAILED) {
		if (!wait_for(connection, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline_us)) {
			*expired = true;
			break;
		}
		next = PQconnectPoll(connection);
	}
	return connection;
}

bool link_result(PGconn *connection, int64_t deadline_us, PGresult **result)
{
	while (PQisBusy(connection)) {
		if (!wait_for(connection, POLLIN, deadline_us))
			return false;
		if (!PQconsumeInput(connection))
			break; /* it is lost: PQgetResult says why */
	}
	*result = PQgetResult(connection);
	return true;
}
