#include "call/revocation.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "call/call.h"
#include "call/hearing.h"
#include "db/bind.h"

/* The key of a revocation: "s" and a session, "u" and a user, or "m", a user and an organization. */
enum {
	KEY_SIZE = 2 * UUID_TEXT_SIZE,
	FIRST_PLACES = 64,
	PRUNE_MS = 60000,
	BATCH = 10000, /* rows of one statement while loading, so that it ends within the statement timeout */
};

#define NO_ID "00000000-0000-0000-0000-000000000000"

struct entry {
	char key[KEY_SIZE]; /* "" marks a free place */
	int64_t at_ms;      /* tokens issued until this moment are revoked */
	int64_t until_ms;   /* when the last of these tokens expires, by the clock of this machine */
};

/* Open addressing, linear probing, at most half full. */
static struct {
	struct entry *entries;
	size_t places, used;
	int64_t prune_ms; /* when to remove expired entries next */
} table;

/* FNV-1a. */
static size_t hash(const char *key)
{
	uint64_t value = UINT64_C(14695981039346656037);

	for (; *key; key++)
		value = (value ^ (unsigned char)*key) * UINT64_C(1099511628211);
	return (size_t)(value ^ value >> 32);
}

static struct entry *find(const char *key)
{
	size_t at = hash(key) & (table.places - 1);

	while (table.entries[at].key[0] && strcmp(table.entries[at].key, key) != 0)
		at = (at + 1) & (table.places - 1);
	return &table.entries[at];
}

static void add(const char *key, int64_t at_ms, int64_t until_ms);

/* Builds the table anew without the entries whose tokens have all expired, with room for four times the
 * others. */
static void rebuild(int64_t now_ms)
{
	struct entry *old = table.entries;
	size_t places = table.places, living = 0;

	for (size_t i = 0; i < places; i++)
		living += old[i].key[0] && old[i].until_ms > now_ms;
	for (table.places = FIRST_PLACES; table.places < 4 * living;)
		table.places *= 2;
	table.entries = memory_new(table.places * sizeof(*table.entries));
	table.used = 0;
	table.prune_ms = now_ms + PRUNE_MS;
	for (size_t i = 0; i < places; i++)
		if (old[i].key[0] && old[i].until_ms > now_ms)
			add(old[i].key, old[i].at_ms, old[i].until_ms);
	free(old);
}

static void add(const char *key, int64_t at_ms, int64_t until_ms)
{
	struct entry *entry;

	if (2 * table.used >= table.places)
		rebuild(clock_now_ms());
	entry = find(key);
	if (!entry->key[0]) {
		snprintf(entry->key, sizeof(entry->key), "%s", key);
		table.used++;
	}
	if (at_ms > entry->at_ms)
		entry->at_ms = at_ms;
	if (until_ms > entry->until_ms)
		entry->until_ms = until_ms;
}

static void revoke(const char *user, const char *session, const char *organization, int64_t at_ms,
		   int64_t left_ms)
{
	char key[KEY_SIZE];

	if (*session != '-')
		snprintf(key, sizeof(key), "s%s", session);
	else if (*organization != '-')
		snprintf(key, sizeof(key), "m%s%s", user, organization);
	else
		snprintf(key, sizeof(key), "u%s", user);
	add(key, at_ms, clock_now_ms() + left_ms);
}

/* The listener of revocation_listen_for. */
static struct {
	const char *word;
	void (*heard)(const char *rest);
} other;

void revocation_listen_for(const char *word, void (*heard)(const char *rest))
{
	other.word = word;
	other.heard = heard;
}

/* Passes the notification to the other listener if it begins with that listener's word. */
static bool pass_on(const char *payload)
{
	size_t length = other.word ? strlen(other.word) : 0;

	if (length == 0 || strncmp(payload, other.word, length) != 0 || payload[length] != ' ')
		return false;
	other.heard(payload + length + 1);
	return true;
}

/* Parses the payload that the trigger revocation_notify writes. */
static void on_notice(const char *payload)
{
	char user[UUID_TEXT_SIZE], session[UUID_TEXT_SIZE], organization[UUID_TEXT_SIZE];
	int64_t at_ms, left_ms;

	if (hearing_take(payload) || pass_on(payload))
		return;
	if (sscanf(payload, "%36s %36s %36s %" SCNd64 " %" SCNd64, user, session, organization, &at_ms,
		   &left_ms) == 5)
		revoke(user, session, organization, at_ms, left_ms);
	else
		log_message(LOG_LEVEL_ERROR, "a notification about a revocation can't be read");
}

static const char *or_dash(const struct rows *rows, size_t row, const char *column)
{
	const char *text = rows_text(rows, row, column);

	return text ? text : "-";
}

static const char *database; /* its conninfo */

/* How far loading has come. */
struct progress {
	char user[UUID_TEXT_SIZE], id[UUID_TEXT_SIZE]; /* of the last row that was loaded */
	bool more;
};

static enum status load_batch(struct db *db, struct arena *arena, struct progress *at)
{
	char batch[16];
	const struct db_value values[] = {
		{ "past_user", at->user }, { "past_id", at->id }, { "batch", batch }, { 0 }
	};
	struct rows rows;
	enum status status;

	snprintf(batch, sizeof(batch), "%d", BATCH);
	status = bind_run(db, arena, Q_REVOCATION_LIST, values, &rows);
	for (size_t i = 0; status == OK && i < rows.count; i++)
		revoke(rows_text(&rows, i, "user_id"), or_dash(&rows, i, "session_id"),
		       or_dash(&rows, i, "org_id"), rows_integer(&rows, i, "at_ms"),
		       rows_integer(&rows, i, "left_ms"));
	at->more = status == OK && rows.count == BATCH;
	if (at->more) {
		snprintf(at->user, sizeof(at->user), "%s", rows_text(&rows, BATCH - 1, "user_id"));
		snprintf(at->id, sizeof(at->id), "%s", rows_text(&rows, BATCH - 1, "id"));
	}
	return status;
}

/* Loads all revocations in batches, because one statement for any number of rows could exceed its
 * timeout. */
static enum status load(struct db *db, struct arena *arena)
{
	struct progress at = { .user = NO_ID, .id = NO_ID, .more = true };
	enum status status = OK;

	while (status == OK && at.more) {
		arena_reset(arena);
		status = load_batch(db, arena, &at);
	}
	return status;
}

/* Listens before it loads, so that no revocation between the two is missed. */
static enum status on_connect(struct db *db)
{
	struct arena *arena = arena_new();
	struct rows none;
	enum status status = bind_run(db, arena, Q_REVOCATION_LISTEN, NULL, &none);

	if (status == OK)
		status = hearing_test(db, database);
	if (status == OK)
		status = load(db, arena);
	if (status == OK && other.heard)
		other.heard(NULL);
	arena_free(arena);
	return status;
}

void revocation_init(struct db *db, const char *conninfo)
{
	database = conninfo;
	rebuild(clock_now_ms());
	db_on_connect(db, on_connect);
	db_on_notice(db, on_notice);
}

/* Whether tokens of `key` issued at `issued_ms` are revoked. */
static bool covered(const char *key, int64_t issued_ms)
{
	const struct entry *entry = find(key);

	return entry->key[0] && entry->at_ms >= issued_ms;
}

enum status revocation_hear(struct call *call)
{
	return db_take_notices(call->db);
}

enum status revocation_check(struct call *call)
{
	const struct caller *caller = &call->caller;
	char session[KEY_SIZE], member[KEY_SIZE], user[KEY_SIZE];
	enum status status;

	if (!*caller->user)
		return OK; /* a public route without a caller */
	status = db_take_notices(call->db);
	if (status != OK || table.used == 0)
		return status;
	if (call->now_ms >= table.prune_ms)
		rebuild(call->now_ms);
	snprintf(session, sizeof(session), "s%s", caller->session);
	snprintf(member, sizeof(member), "m%s%s", caller->user, caller->organization);
	snprintf(user, sizeof(user), "u%s", caller->user);
	if (covered(session, 0) || covered(member, caller->issued_ms) || covered(user, caller->issued_ms))
		return E_TOKEN_INVALID;
	return OK;
}
