#include "errors/preview.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "call/call.h"
#include "call/query.h"
#include "db/bind.h"
#include "db/literal.h"
#include "errors/errors.h"
#include "errors/grouping/grouping.h"
#include "errors/grouping/rule.h"
#include "errors/rules.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/show.h"
#include "shared/gate.h"
#include "shared/rate.h"

enum {
	BATCH_BYTES = 1 << 20, /* of packed events; one event may be as large */
	BATCH_EVENTS = 50,
	/* Memory, of the 24 MiB of a request: for a batch, whose rows have its bytes as digits, and to map an
	 * event (lenient_bytes). */
	BATCH_MEMORY = 5 << 20,
	EVENT_MEMORY = 16 << 20,
	KEY_DIGITS_SIZE = 2 * SHA256_SIZE + 1,
};

/* What an event would belong to. */
struct target {
	char key[KEY_DIGITS_SIZE];
	const char *error,
		*title; /* the error that has the key already, or NULL and the newest event's title */
};

struct stored {
	const char *id, *error, *title;
	int64_t bytes;
	size_t target; /* an index, or NONE if the event was not grouped */
};
#define NONE ((size_t)-1)

struct preview {
	struct call *call;
	const struct rules *rules;
	struct arena *batch, *event; /* the memory for a batch, and for an event of it */
	int64_t deadline_us;
	struct stored *stored;
	size_t count, grouped;
	struct target *targets;
	size_t target_count;
};

static void release_arena(void *arena)
{
	arena_free(arena);
}

/* Makes an arena that may take `bytes` of the request's memory. */
static struct arena *new_arena(struct call *call, size_t bytes)
{
	struct arena *arena;

	if (!arena_charge(call->arena, bytes))
		return NULL;
	arena = arena_new();
	arena_defer(call->arena, release_arena, arena);
	arena_limit(arena, bytes);
	return arena;
}

static enum status list_events(struct preview *preview)
{
	struct call *call = preview->call;
	struct rows rows;
	enum status status;

	call_set(call, "batch", arena_printf(call->arena, "%d", PREVIEW_EVENTS));
	status = query_run(call, Q_PREVIEW_EVENTS, &rows);
	if (status != OK)
		return status;
	preview->count = rows.count;
	preview->stored = arena_alloc(call->arena, (rows.count + 1) * sizeof(*preview->stored));
	preview->targets = arena_alloc(call->arena, (rows.count + 1) * sizeof(*preview->targets));
	for (size_t i = 0; i < rows.count; i++)
		preview->stored[i] = (struct stored){
			.id = rows_text(&rows, i, "id"),
			.error = rows_text(&rows, i, "group_id"),
			.title = rows_text(&rows, i, "title"),
			.bytes = rows_integer(&rows, i, "bytes"),
			.target = NONE,
		};
	return OK;
}

static size_t find_target(struct preview *preview, const char *key, const char *title)
{
	size_t at = 0;

	while (at < preview->target_count && strcmp(preview->targets[at].key, key) != 0)
		at++;
	if (at == preview->target_count) {
		struct target *target = &preview->targets[preview->target_count++];

		snprintf(target->key, sizeof(target->key), "%s", key);
		target->title = title;
	}
	return at;
}

static struct stored *find_stored(const struct preview *preview, const char *id)
{
	for (size_t i = 0; i < preview->count; i++)
		if (strcmp(preview->stored[i].id, id) == 0)
			return &preview->stored[i];
	return NULL;
}

static void group(struct preview *preview, const struct rows *rows, size_t row)
{
	const char *platform = rows_text(rows, row, "platform");
	struct stored *stored = find_stored(preview, rows_text(rows, row, "id"));
	struct mapped *mapped = arena_alloc(preview->event, sizeof(*mapped));
	char key[KEY_DIGITS_SIZE];

	if (!stored || !show_map(preview->event, rows, row, platform ? platform : "", mapped))
		return;
	rule_apply(preview->event, preview->rules, &mapped->event);
	crypto_hex(grouping_of(preview->event, &mapped->event, GROUPING_FRAMES)->key, SHA256_SIZE, key);
	stored->target = find_target(preview, key, stored->title);
	preview->grouped++;
}

static bool is_late(const struct preview *preview)
{
	return clock_monotonic_us() >= preview->deadline_us;
}

/* Groups `count` events from `first` on. */
static enum status group_batch(struct preview *preview, size_t first, size_t count)
{
	const struct call *call = preview->call;
	const char **ids = arena_alloc(preview->batch, count * sizeof(*ids));
	struct db_value values[] = {
		{ "org", call->caller.organization }, { "id", call_value(call, "id") }, { "ids", NULL }, { 0 }
	};
	struct rows rows;
	enum status status;

	for (size_t i = 0; i < count; i++)
		ids[i] = preview->stored[first + i].id;
	values[2].text = literal_array(preview->batch, ids, count);
	status = bind_run(call->db, preview->batch, Q_PREVIEW_BATCH, values, &rows);
	for (size_t i = 0; status == OK && i < rows.count && !is_late(preview); i++) {
		group(preview, &rows, i);
		arena_reset(preview->event);
	}
	arena_reset(preview->batch);
	return status;
}

static enum status group_all(struct preview *preview)
{
	enum status status = OK;

	for (size_t first = 0, next; status == OK && first < preview->count && !is_late(preview);
	     first = next) {
		int64_t bytes = preview->stored[first].bytes;

		for (next = first + 1; next < preview->count && next - first < BATCH_EVENTS; next++) {
			bytes += preview->stored[next].bytes;
			if (bytes > BATCH_BYTES)
				break;
		}
		status = group_batch(preview, first, next - first);
	}
	return status;
}

/* The errors that the new keys belong to already. */
static enum status find_errors(struct preview *preview)
{
	struct call *call = preview->call;
	const char **keys = arena_alloc(call->arena, (preview->target_count + 1) * sizeof(*keys));
	struct rows rows;
	enum status status;

	for (size_t i = 0; i < preview->target_count; i++)
		keys[i] = arena_printf(call->arena, "\\x%s", preview->targets[i].key);
	call_set(call, "keys", literal_array(call->arena, keys, preview->target_count));
	status = query_run(call, Q_PREVIEW_ERRORS, &rows);
	for (size_t i = 0; status == OK && i < rows.count; i++) {
		size_t at = find_target(preview, rows_text(&rows, i, "key"), NULL);

		preview->targets[at].error = rows_text(&rows, i, "id");
		preview->targets[at].title = rows_text(&rows, i, "title");
	}
	return status;
}

/* Several keys may lead to one error. Returns the first target that stands for the same error. */
static size_t first_of(const struct preview *preview, size_t target)
{
	const char *error = preview->targets[target].error;

	for (size_t i = 0; error && i < target; i++)
		if (preview->targets[i].error && strcmp(preview->targets[i].error, error) == 0)
			return i;
	return target;
}

static void unite_targets(struct preview *preview)
{
	for (size_t i = 0; i < preview->count; i++)
		if (preview->stored[i].target != NONE)
			preview->stored[i].target = first_of(preview, preview->stored[i].target);
}

/* Adds `text` to a set, and returns its size. */
static size_t add_text(const char **set, size_t size, const char *text)
{
	for (size_t i = 0; i < size; i++)
		if (strcmp(set[i], text) == 0)
			return size;
	set[size] = text;
	return size + 1;
}

static void put_merge(const struct preview *preview, size_t target, const char **errors, struct buffer *out)
{
	const char *error = preview->targets[target].error;
	size_t count = error ? add_text(errors, 0, error) : 0;

	for (size_t i = 0; i < preview->count; i++)
		if (preview->stored[i].target == target)
			count = add_text(errors, count, preview->stored[i].error);
	if (count < 2)
		return;
	json_item_open(out, '{');
	json_member_text(out, "into", preview->targets[target].title);
	json_member_open(out, "ids", '[');
	for (size_t i = 0; i < count; i++)
		json_item_text(out, errors[i]);
	buffer_put_text(out, "]}");
}

/* Counts the targets of the events of the error of the event `first`, unless an earlier event has it, too. */
static void put_split(const struct preview *preview, size_t first, bool *seen, struct buffer *out)
{
	const char *error = preview->stored[first].error;
	size_t count = 0;

	for (size_t i = 0; i < first; i++)
		if (preview->stored[i].target != NONE && strcmp(preview->stored[i].error, error) == 0)
			return;
	memset(seen, 0, preview->target_count * sizeof(*seen));
	for (size_t i = first; i < preview->count; i++) {
		size_t target = preview->stored[i].target;

		if (target == NONE || seen[target] || strcmp(preview->stored[i].error, error) != 0)
			continue;
		seen[target] = true;
		count++;
	}
	if (count < 2)
		return;
	json_item_open(out, '{');
	json_member_text(out, "id", error);
	json_member_integer(out, "into", (int64_t)count);
	buffer_put_char(out, '}');
}

static void set_result(struct preview *preview)
{
	struct call *call = preview->call;
	struct buffer merge = { .arena = call->arena }, split = { .arena = call->arena };
	const char **errors = arena_alloc(call->arena, (preview->count + 2) * sizeof(*errors));
	bool *seen = arena_alloc(call->arena, preview->count + 1);

	buffer_put_char(&merge, '[');
	buffer_put_char(&split, '[');
	for (size_t i = 0; i < preview->target_count; i++)
		if (first_of(preview, i) == i)
			put_merge(preview, i, errors, &merge);
	for (size_t i = 0; i < preview->count; i++)
		if (preview->stored[i].target != NONE)
			put_split(preview, i, seen, &split);
	buffer_put_char(&merge, ']');
	buffer_put_char(&split, ']');
	call_set(call, "events", arena_printf(call->arena, "%zu", preview->grouped));
	call_set(call, "merge", merge.data);
	call_set(call, "split", split.data);
}

static enum status make(struct call *call)
{
	struct preview preview = {
		.call = call,
		.rules = rule_read(call->arena, call_value(call, "fingerprint_rules")),
		.batch = new_arena(call, BATCH_MEMORY),
		.event = new_arena(call, EVENT_MEMORY),
		.deadline_us = clock_monotonic_us() + INT64_C(1000) * PREVIEW_MS,
	};
	enum status status =
		preview.batch && preview.event ? list_events(&preview) : E_CONTENT_TOO_LARGE;

	if (status == OK)
		status = group_all(&preview);
	if (status == OK)
		status = find_errors(&preview);
	if (status != OK)
		return status;
	unite_targets(&preview);
	set_result(&preview);
	return OK;
}

enum status preview_make(struct call *call)
{
	uint64_t who = gate_key(call->caller.organization, strlen(call->caller.organization)) ^ 'p';
	struct rows rows;
	enum status status, released;
	int wait;

	if (!rate_take(who | 1, 1, PREVIEW_PER_MINUTE, &wait)) {
		reply_header(&call->reply, "Retry-After", "%d", wait);
		return E_TOO_MANY_REQUESTS;
	}
	status = query_run(call, Q_PREVIEW_CLAIM, &rows);
	if (status != OK)
		return status;
	if (!rows_true(&rows, 0, "mine"))
		return E_BUSY;
	status = make(call);
	released = query_run(call, Q_PREVIEW_RELEASE, &rows);
	return status == OK ? released : status;
}

/* clang-format off */
static const struct field body[] = {
	{ .name = "fingerprint_rules", .type = F_OBJECTS, .required = true, .items = RULE_MAX, .one = true,
	  .fields = rules_fields,
	  .example = "[{\"type\":\"Timeout*\",\"parts\":[\"timeout\"]}]",
	  .doc = "The rules to try, in place of those that the project has." },
	{ 0 }
};

static const struct field merge[] = {
	{ .name = "into", .type = F_TEXT, .doc = "The title of the one error." },
	{ .name = "ids", .type = F_TEXTS, .doc = "The errors that would become one." },
	{ 0 }
};

static const struct field split[] = {
	{ .name = "id", .type = F_ID, .doc = "An error." },
	{ .name = "into", .type = F_INTEGER, .min = 2, .max = PREVIEW_EVENTS,
	  .doc = "How many errors it would become." },
	{ 0 }
};

static const struct field reply[] = {
	{ .name = "events", .type = F_INTEGER, .min = 0, .max = PREVIEW_EVENTS,
	  .doc = "How many of the newest stored events were grouped anew." },
	{ .name = "merge", .type = F_OBJECTS, .fields = merge, .doc = "Errors that would become one." },
	{ .name = "split", .type = F_OBJECTS, .fields = split, .doc = "Errors that would become several." },
	{ 0 }
};

static const char *const values[] = { "batch", "keys", "events", "merge", "split", NULL };
static const enum query_id uses[] = { Q_PREVIEW_CLAIM, Q_PREVIEW_RELEASE, Q_PREVIEW_EVENTS, Q_PREVIEW_ERRORS,
	Q_NONE };

static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/projects/{id}/grouping/preview", .need = NEED_ADMIN,
	  .member = Q_PROJECT_ROLE,
	  .doc = "Preview how fingerprint rules would group the newest 1,000 stored events; nothing is kept.",
	  .body = body, .check = rules_check, .before = preview_make, .values = values, .uses = uses,
	  .statement = Q_PREVIEW_RESULT, .reply = reply },
	{ 0 }
};

const struct module preview_module = { .name = "projects", .routes = routes };
/* clang-format on */
