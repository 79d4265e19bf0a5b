#include "db/link.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"

enum {
	SECOND_US = 1000000,
	MOST_S = 3600,
	PAUSE_US = 250000,
	SILENCE_PAUSE_US = 3000000, /* a longer pause, because waiting costs the worker time */
	GLANCE_US = 1000,           /* how long to look at an attempt that is under way */
	OPENING_MS = 10,            /* an attempt may lose this time between two of its steps */
};

/* Waits until the socket is ready. False: the deadline passed before. */
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

/* The timeout of an attempt, from the connection string, a service file or the environment. */
static int64_t timeout_of(PGconn *connection)
{
	PQconninfoOption *options = PQconninfo(connection), *option = options;
	long seconds = 0;

	while (option && option->keyword && strcmp(option->keyword, "connect_timeout") != 0)
		option++;
	if (option && option->keyword && option->val)
		seconds = strtol(option->val, NULL, 10);
	PQconninfoFree(options);
	if (seconds <= 0)
		seconds = LINK_TIMEOUT_S;
	return (seconds < MOST_S ? seconds : MOST_S) * SECOND_US;
}

static void begin(struct link *link)
{
	const char *const names[] = { "tcp_user_timeout", "keepalives_idle", "fallback_application_name",
				      "dbname", NULL };
	const char *const values[] = { "5000", "30", link->application, link->conninfo, NULL };

	link->opening = PQconnectStartParams(names, values, 1);
	if (!link->opening)
		memory_exhausted(sizeof(link->opening));
	PQsetNoticeProcessor(link->opening, ignore_notice, NULL);
	link->next = PGRES_POLLING_WRITING;
	link->deadline_us = clock_monotonic_us() + timeout_of(link->opening);
	link->expired = false;
}

static bool is_open_or_bad(const struct link *link)
{
	return PQstatus(link->opening) == CONNECTION_BAD || link->next == PGRES_POLLING_OK ||
	       link->next == PGRES_POLLING_FAILED;
}

/* Continues the attempt until `until_us` or until it ends. */
static void advance(struct link *link, int64_t until_us)
{
	while (!is_open_or_bad(link) &&
	       wait_for(link->opening, link->next == PGRES_POLLING_READING ? POLLIN : POLLOUT, until_us))
		link->next = PQconnectPoll(link->opening);
}

PGconn *link_open(struct link *link)
{
	int64_t now = clock_monotonic_us(), until = now + GLANCE_US;
	PGconn *connection;

	if (!link->opening) {
		if (now < link->next_try_us)
			return NULL;
		begin(link);
		until = link->patience_us ? now + link->patience_us : link->deadline_us;
	}
	advance(link, until < link->deadline_us ? until : link->deadline_us);
	link->expired = !is_open_or_bad(link);
	if (link->expired && clock_monotonic_us() < link->deadline_us)
		return NULL;
	connection = link->opening;
	link->opening = NULL;
	return connection;
}

void link_pause(struct link *link, bool silent)
{
	link->next_try_us = clock_monotonic_us() + (silent ? SILENCE_PAUSE_US : PAUSE_US);
}

int link_wait_ms(const struct link *link)
{
	return link->opening ? OPENING_MS : PAUSE_US / 1000;
}

void link_close(struct link *link)
{
	PQfinish(link->opening);
	link->opening = NULL;
}

bool link_result(PGconn *connection, int64_t deadline_us, PGresult **result)
{
	while (PQisBusy(connection)) {
		if (!wait_for(connection, POLLIN, deadline_us))
			return false;
		if (!PQconsumeInput(connection))
			break; /* the connection is lost: PQgetResult returns the error */
	}
	*result = PQgetResult(connection);
	return true;
}
