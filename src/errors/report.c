/* POST /errors: events from any application. */
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "call/call.h"
#include "config/config.h"
#include "db/literal.h"
#include "errors/errors.h"
#include "errors/grouping/event.h"
#include "errors/reporting/columns.h"
#include "errors/reporting/key.h"

enum { DETAILS_MAX = 262144, FINGERPRINT_MAX = 32 };

/* clang-format off */
const struct field report_body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 1000,
	  .example = "\"Pedido sem itens\"",
	  .doc = "What happened, in a line; equal events have equal titles, but for numbers, ids and the "
		 "like." },
	{ .name = "level", .type = F_ENUM, .values = error_levels, .value = "error",
	  .doc = "How bad it is." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .value = "production",
	  .example = "\"staging\"",
	  .doc = "production, staging, dev, or any other." },
	{ .name = "origin", .type = F_TEXT, .nullable = true, .min = 1, .max = 256,
	  .doc = "The host or address it comes from; the caller's address unless told." },
	{ .name = "details", .type = F_TEXT, .nullable = true, .raw = true, .max = DETAILS_MAX,
	  .doc = "The log: any text, at most 256 KiB." },
	{ .name = "occurred_at", .type = F_TIME, .nullable = true,
	  .doc = "When it happened; now unless told, and never later than that." },
	{ .name = "release", .type = F_TEXT, .nullable = true, .min = 1, .max = 200, .example = "\"1.4.2\"",
	  .doc = "The application's release." },
	{ .name = "tags", .type = F_MAP, .items = 100, .max = 200, .value = "{}",
	  .example = "{\"pedido\":\"42\"}",
	  .doc = "What else is to be told, by name." },
	{ .name = "fingerprint", .type = F_TEXTS, .repeats = true, .max = 1024, .items = FINGERPRINT_MAX,
	  .value = "{}",
	  .doc = "What makes events equal, instead of their titles; {{ default }} stands for those." },
	{ 0 }
};

const struct field report_reply[] = {
	{ .name = "event_ids", .type = F_TEXTS, .sent = "event_id",
	  .doc = "The events' ids, in the order of the events." },
	{ .name = "count", .type = F_INTEGER, .hidden = true },
	{ 0 }
};

/* Those of the second line are null: only events of Sentry's SDKs have them. */
const char *const report_values[] = { "public_key", "event_id", "group_key", "why",
	"client_id", "culprit", "user_hash", "raw", NULL };
const enum query_id report_uses[] = { Q_KEY_FIND, Q_NONE };
/* clang-format on */

static const char **read_fingerprint(struct call *call, size_t *count)
{
	const char **parts = arena_alloc(call->arena, FINGERPRINT_MAX * sizeof(*parts));
	const char *at = call_value(call, "fingerprint");
	struct buffer part = { .arena = call->arena };

	for (*count = 0, at++; *at && *at != '}' && *count < FINGERPRINT_MAX;) {
		at = literal_element(at, &part);
		parts[(*count)++] = arena_strndup(call->arena, part.data, part.length);
	}
	return parts;
}

static void set_group(struct call *call, const struct event *event)
{
	const char *key, *why;

	columns_group(call->arena, event, &key, &why);
	call_set(call, "group_key", key);
	call_set(call, "why", why);
}

/* Of each event: its id, its origin, and what it is grouped by. */
enum status report_check(struct call *call)
{
	struct event event = { .message = call_value(call, "title"),
			       .platform = key_current(call)->platform };
	char *id = arena_alloc(call->arena, UUID_TEXT_SIZE);

	if (call->faults.count > 0)
		return OK;
	if (!call_value(call, "origin"))
		call_set(call, "origin", call->request.address);
	event.fingerprint = read_fingerprint(call, &event.fingerprint_count);
	uuid_new(call->now_ms, id);
	call_set(call, "event_id", id);
	set_group(call, &event);
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
