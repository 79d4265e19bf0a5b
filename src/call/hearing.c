#include "call/hearing.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/uuid.h"
#include "db/bind.h"

#define HELLO "hello "

enum { PATIENCE_MS = 500, TIMEOUT_MS = 5000 };

static char hello[sizeof(HELLO) + UUID_TEXT_SIZE]; /* the last hello that was sent for this process */
static bool heard;

bool hearing_take(const char *payload)
{
	if (strncmp(payload, HELLO, strlen(HELLO)) != 0)
		return false;
	heard |= strcmp(payload, hello) == 0;
	return true;
}

/* Whether the server process that runs statements is the one that greeted the connection. A pooler sends
 * a greeting of its own. */
static enum status is_direct(struct db *db, struct arena *arena, bool *direct)
{
	struct rows rows;
	enum status status = bind_run(db, arena, Q_REVOCATION_BACKEND, NULL, &rows);

	*direct = status == OK && rows_integer(&rows, 0, "backend") == db_backend(db);
	return status;
}

/* Sends the hello from a second connection. A connection receives its own notifications within the
 * transaction, and even a pooler that reassigns server processes passes those on. */
static enum status say_hello(const char *conninfo, struct arena *arena)
{
	const struct db_value values[] = { { "hello", hello }, { 0 } };
	struct db *other = db_new(conninfo, "balcao hello", TIMEOUT_MS);
	struct rows none;
	enum status status = bind_run(other, arena, Q_REVOCATION_HELLO, values, &none);

	db_free(other);
	return status;
}

static void wait_for_hello(struct db *db)
{
	int64_t until_us = clock_monotonic_us() + PATIENCE_MS * INT64_C(1000);

	while (db_take_notices(db) == OK && !heard) {
		struct pollfd socket = { .fd = db_socket(db), .events = POLLIN };
		int64_t left_ms = (until_us - clock_monotonic_us() + 999) / 1000;

		if (left_ms <= 0 || poll(&socket, 1, (int)left_ms) == 0)
			break;
	}
}

/* The hello may also fail because such a pooler refuses the statements of the second connection. */
static enum status listen_for_hello(struct db *db, const char *conninfo, struct arena *arena)
{
	char id[UUID_TEXT_SIZE];

	uuid_new(clock_now_ms(), id);
	snprintf(hello, sizeof(hello), HELLO "%s", id);
	heard = false;
	if (say_hello(conninfo, arena) == OK)
		wait_for_hello(db);
	if (heard)
		return OK;
	log_message(
		LOG_LEVEL_ERROR,
		"the connection to the database goes through a pooler and receives no notifications, so "
		"that revoked tokens would be accepted: BALCAO_DATABASE must name PostgreSQL itself, or a "
		"pooler in session mode");
	return E_UNAVAILABLE;
}

enum status hearing_test(struct db *db, const char *conninfo)
{
	struct arena *arena = arena_new();
	bool direct;
	enum status status = is_direct(db, arena, &direct);

	if (status == OK && !direct)
		status = listen_for_hello(db, conninfo, arena);
	arena_free(arena);
	return status;
}
