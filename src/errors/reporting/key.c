#include "errors/reporting/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "call/call.h"
#include "call/query.h"
#include "call/revocation.h"
#include "core/authenticate.h"
#include "core/authorise.h"
#include "errors/reporting/quota.h"

enum { SLOT_DIGITS = 3, SLOTS = 1 << (4 * SLOT_DIGITS) };

/* The cache. If two keys have the same slot, the newer one replaces the other. */
static struct key cache[SLOTS];
static const struct key *current;
static size_t texts_bytes; /* of the texts of all keys */

/* Drops a key from the cache. NULL drops all: any of them may have changed. The caller of the current request
 * keeps its key, so nothing is freed here. */
static void forget(const char *public_key)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (!public_key || strcmp(cache[i].public_key, public_key) == 0)
			cache[i].dropped = true;
}

void key_init(void)
{
	revocation_listen_for("key", forget);
}

static bool is_key(const char *text, size_t length)
{
	return length == KEY_DIGITS && strspn(text, "0123456789abcdef") >= length;
}

/* Keys are random, so that their first digits are a good hash. */
static struct key *slot_of(const char *public_key)
{
	char digits[SLOT_DIGITS + 1];

	snprintf(digits, sizeof(digits), "%.*s", SLOT_DIGITS, public_key);
	return &cache[strtoul(digits, NULL, 16)];
}

static void copy(char *to, size_t size, const struct rows *rows, const char *column)
{
	const char *text = rows_text(rows, 0, column);

	snprintf(to, size, "%s", text ? text : "");
}

static struct key_quota read_quota(const struct rows *rows, const char *events, const char *bytes)
{
	return (struct key_quota){ .events = (long)rows_integer(rows, 0, events),
				   .bytes = (long)rows_integer(rows, 0, bytes) };
}

static void release_texts(struct key *key)
{
	if (key->scrub_names)
		texts_bytes -= strlen(key->scrub_names) + 1;
	free(key->scrub_names);
	key->scrub_names = NULL;
}

/* Copies a text to the heap. If all texts would become too large, other keys lose theirs and are dropped. */
static char *keep_text(const struct rows *rows, const char *column)
{
	char *text = memory_strdup(rows_text(rows, 0, column));
	size_t bytes = strlen(text) + 1;

	for (size_t i = 0; i < SLOTS && texts_bytes + bytes > KEY_TEXTS_MAX; i++) {
		cache[i].dropped |= cache[i].scrub_names != NULL;
		release_texts(&cache[i]);
	}
	texts_bytes += bytes;
	return text;
}

static enum status load(struct call *call, const char *public_key, struct key *key)
{
	struct rows rows;
	enum status status;

	call_set(call, "public_key", public_key);
	status = query_run(call, Q_KEY_FIND, &rows);
	if (status != OK)
		return status == E_NOT_FOUND ? E_TOKEN_INVALID : status;
	copy(key->organization, sizeof(key->organization), &rows, "org_id");
	copy(key->project, sizeof(key->project), &rows, "project_id");
	copy(key->id, sizeof(key->id), &rows, "id");
	copy(key->number, sizeof(key->number), &rows, "number");
	copy(key->platform, sizeof(key->platform), &rows, "platform");
	key->own = read_quota(&rows, "key_events", "key_bytes");
	key->of_project = read_quota(&rows, "project_events", "project_bytes");
	key->scrub = strcmp(rows_text(&rows, 0, "scrub"), "default") == 0;
	key->scrub_names = keep_text(&rows, "scrub_names");
	snprintf(key->public_key, sizeof(key->public_key), "%s", public_key);
	key->dropped = false;
	return OK;
}

enum status key_find(struct call *call, const char *text, size_t length, const struct key **key)
{
	struct key *slot;
	enum status status;
	char *public_key;

	if (!is_key(text, length))
		return E_TOKEN_INVALID;
	status = revocation_hear(call);
	if (status != OK)
		return status;
	public_key = arena_strndup(call->arena, text, length);
	slot = slot_of(public_key);
	if (slot->dropped || strcmp(slot->public_key, public_key) != 0) {
		slot->public_key[0] = '\0';
		release_texts(slot);
		status = load(call, public_key, slot);
	}
	*key = slot;
	return status;
}

const struct key *key_current(const struct call *call)
{
	return *call->caller.key ? current : NULL;
}

void key_enter(struct call *call, const struct key *key)
{
	current = key;
	snprintf(call->caller.organization, UUID_TEXT_SIZE, "%s", key->organization);
	snprintf(call->caller.project, UUID_TEXT_SIZE, "%s", key->project);
	snprintf(call->caller.key, UUID_TEXT_SIZE, "%s", key->id);
	/* If only the envelope has the key, :org was set before the caller was known. */
	call_set(call, "org", call->caller.organization);
}

enum status key_identify(struct call *call)
{
	size_t length;
	const char *token = authenticate_bearer(call->request.authorization, &length);
	const struct key *key;
	enum status status;

	if (!token)
		return E_UNAUTHENTICATED;
	status = key_find(call, token, length, &key);
	if (status != OK)
		return status;
	key_enter(call, key);
	return quota_count(call, 0, 0);
}
