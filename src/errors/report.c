#include "errors/report.h"

#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "call/call.h"
#include "config/config.h"
#include "db/literal.h"
#include "errors/grouping/event.h"
#include "errors/grouping/rule.h"
#include "errors/reporting/columns.h"
#include "errors/reporting/key.h"
#include "errors/reporting/level.h"
#include "errors/scrub/scrub.h"

enum { DETAILS_MAX = 262144, FINGERPRINT_MAX = 32 };

/* clang-format off */
const struct field report_body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 1000,
	  .example = "\"Pedido sem itens\"",
	  .doc = "What happened, in one line. Events are grouped by their titles; numbers, ids and the "
		 "like may differ." },
	{ .name = "level", .type = F_ENUM, .values = level_names, .value = "error",
	  .doc = "The severity." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .value = "production",
	  .example = "\"staging\"",
	  .doc = "The environment: production, staging, dev, or any other." },
	{ .name = "origin", .type = F_TEXT, .nullable = true, .min = 1, .max = 256,
	  .doc = "The host or address of the sender; by default the address of the request." },
	{ .name = "details", .type = F_TEXT, .nullable = true, .raw = true, .max = DETAILS_MAX,
	  .doc = "The log: any text of at most 256 KiB." },
	{ .name = "occurred_at", .type = F_TIME, .nullable = true,
	  .doc = "When it happened; by default now. A time in the future becomes now." },
	{ .name = "release", .type = F_TEXT, .nullable = true, .min = 1, .max = 200, .example = "\"1.4.2\"",
	  .doc = "The release of the application." },
	{ .name = "tags", .type = F_MAP, .items = 100, .max = 200, .value = "{}",
	  .example = "{\"pedido\":\"42\"}",
	  .doc = "Additional data: values by name." },
	{ .name = "fingerprint", .type = F_TEXTS, .repeats = true, .lines = true, .max = 1024,
	  .items = FINGERPRINT_MAX, .value = "{}",
	  .doc = "Texts by which to group the event instead of its title; {{ default }} stands for the "
		 "grouping by title." },
	{ 0 }
};

const struct field report_reply[] = {
	{ .name = "event_ids", .type = F_TEXTS, .sent = "event_id",
	  .doc = "The ids of the events, in the same order." },
	{ .name = "count", .type = F_INTEGER, .hidden = true },
	{ 0 }
};

/* The values of the second line stay null: only events of Sentry's SDKs have them. */
const char *const report_values[] = { "public_key", "event_id", "group_key", "why",
	"client_id", "culprit", "user_hash", "raw", NULL };
const enum query_id report_uses[] = { Q_KEY_FIND, Q_NONE };
/* clang-format on */

/* Hides secrets, before the event is grouped. */
static void scrub_fields(struct call *call, const struct scrub *scrub)
{
	static const char *const names[] = { "title", "environment", "origin", "details", "release" };
	const char *tags = call_value(call, "tags");
	size_t length = strlen(tags);

	for (size_t i = 0; i < COUNT(names); i++)
		call_set(call, names[i], scrub_text(call->arena, scrub, call_value(call, names[i])));
	if (scrub_json(call->arena, scrub, &tags, &length))
		call_set(call, "tags", tags);
	else
		call_set(call, "tags", "{}");
}

/* Reads the parts of the fingerprint, and hides secrets in them. */
static const char **read_fingerprint(struct call *call, const struct scrub *scrub, size_t *count)
{
	const char **parts = arena_alloc(call->arena, FINGERPRINT_MAX * sizeof(*parts));
	const char *at = call_value(call, "fingerprint");
	struct buffer part = { .arena = call->arena };

	for (*count = 0, at++; *at && *at != '}' && *count < FINGERPRINT_MAX;) {
		at = literal_element(at, &part);
		parts[(*count)++] =
			scrub_text(call->arena, scrub, arena_strndup(call->arena, part.data, part.length));
	}
	call_set(call, "fingerprint", literal_array(call->arena, parts, *count));
	return parts;
}

/* Reads the JSON object of the body, whose members are all texts, numbers, booleans or nulls. */
static void read_tags(struct call *call, struct event *event)
{
	struct json_object *tags;
	struct tag *list;

	if (json_parse(call->arena, call_value(call, "tags"), strlen(call_value(call, "tags")), &tags) != OK)
		return;
	list = arena_alloc(call->arena, ((size_t)json_object_object_length(tags) + 1) * sizeof(*list));
	json_object_object_foreach (tags, name, value) {
		list[event->tag_count++] = (struct tag){
			.key = arena_strdup(call->arena, name),
			.value = value ? arena_strdup(call->arena, json_object_get_string(value)) : NULL
		};
	}
	event->tags = list;
}

static void set_grouping(struct call *call, const struct event *event)
{
	const char *key, *why;

	columns_group(call->arena, event, key_current(call)->rules, &key, &why);
	call_set(call, "group_key", key);
	call_set(call, "why", why);
}

enum status report_check(struct call *call)
{
	const struct key *key = key_current(call);
	struct event event = { .level = call_value(call, "level"), .platform = key->platform };
	char *id = arena_alloc(call->arena, UUID_TEXT_SIZE);

	if (call->faults.count > 0)
		return OK;
	scrub_fields(call, &key->scrub);
	event.message = call_value(call, "title");
	if (!call_value(call, "origin"))
		call_set(call, "origin", call->request.address);
	event.fingerprint = read_fingerprint(call, &key->scrub, &event.fingerprint_count);
	if (event.fingerprint_count > 0 || key->rules->count > 0)
		read_tags(call, &event);
	uuid_new(call->now_ms, id);
	call_set(call, "event_id", id);
	set_grouping(call, &event);
	return OK;
}

enum status report_admit(struct call *call)
{
	if ((long)call->items > call->config->events_per_minute) {
		faults_add(&call->faults, (struct fault){ .kind = &fault_too_many_items,
							  .name = "",
							  .text = "",
							  .number = call->config->events_per_minute });
		return E_VALIDATION;
	}
	return key_count(call, key_current(call), call->items);
}
