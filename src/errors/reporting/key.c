#include "errors/reporting/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "call/query.h"
#include "call/revocation.h"
#include "core/authenticate.h"
#include "core/authorise.h"
#include "errors/grouping/rule.h"
#include "errors/reporting/quota.h"
#include "errors/scrub/name.h"

enum {
	SLOT_DIGITS = 3,
	SLOTS = 1 << (4 * SLOT_DIGITS),
	TEXTS_MAX = 1024 * 1024,
	RULES_BYTES = 2 << 20, /* the cached rules of all projects; more would be felt in each worker */
};

/* The cache. If two keys have the same slot, the newer one replaces the other. */
static struct key cache[SLOTS];
static const struct key *current;

/* The settings of any length, one after another. Those of dropped keys stay until there is no room for
 * others. */
static char texts[TEXTS_MAX];
static size_t texts_used;
/* The rules of the keys in the cache. When they are too many, all keys are dropped with them. */
static struct arena *rules;

/* Drops a key from the cache. NULL drops all: any of them may have changed. The caller of the current request
 * keeps its key, because keys are found at the beginning of requests only. Unused slots take no memory as
 * long as nothing writes to them. */
static void forget(const char *public_key)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (*cache[i].public_key && (!public_key || strcmp(cache[i].public_key, public_key) == 0))
			cache[i].dropped = true;
}

void key_init(void)
{
	rules = arena_new();
	arena_limit(rules, RULES_BYTES);
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

/* Most projects have no rules, and need no memory for them. */
static const struct rules *load_rules(const char *json)
{
	static const struct rules none = { 0 };

	if (strcmp(json, "[]") == 0)
		return &none;
	if (!arena_within_limit(rules)) {
		forget(NULL);
		arena_reset(rules);
	}
	return rule_read(rules, json);
}

/* Keeps a copy of a setting. If there is no room left, all keys are dropped, and with them their texts. */
static const char *keep_text(const char *text, size_t bytes)
{
	char *to;

	if (bytes > sizeof(texts) - texts_used) {
		forget(NULL);
		texts_used = 0;
	}
	to = texts + texts_used;
	if (bytes == 0 || bytes > sizeof(texts))
		return NULL;
	memcpy(to, text, bytes);
	texts_used += bytes;
	return to;
}

static void read_scrub(struct call *call, const struct rows *rows, struct key *key)
{
	size_t bytes;
	const char *names = name_list(call->arena, rows_text(rows, 0, "scrub_names"), &bytes);

	key->scrub = (struct scrub){ .on = strcmp(rows_text(rows, 0, "scrub"), "default") == 0,
				     .further = keep_text(names, bytes) };
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
	read_scrub(call, &rows, key);
	key->rules = load_rules(rows_text(&rows, 0, "fingerprint_rules"));
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
