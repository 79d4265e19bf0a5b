#include "errors/sentry/show.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/uuid.h"
#include "call/call.h"
#include "errors/lenient/lenient.h"
#include "errors/sentry/envelope.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/page/view.h"
#include "errors/sentry/raw.h"
#include "errors/sentry/security_report.h"

/* Tells a security report from an event: a report has none of these members, but a wrapper or a
 * directive. */
static bool is_report(struct json_object *object)
{
	static const char *const names[] = { "event_id", "platform", "timestamp",
					     "level",    "message",  "exception" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (reading_member(object, names[i]))
			return false;
	return security_body(object) != object || security_field(object, "effective-directive");
}

/* Restores what was known when the event was received. If the event names no server, the sender's address
 * was stored as the origin. If the stored time differs from the time of receipt, the event's own time was
 * used, so it gets no note now, although the sender's clock is no longer known. */
static struct mapper_source source_of(const struct rows *rows, struct json_object *object)
{
	return (struct mapper_source){
		.received = uuid_time(rows_text(rows, 0, "id")),
		.sent = MOMENT_UNKNOWN,
		.client = reading_member(object, "server_name") ? NULL : rows_text(rows, 0, "origin"),
		.dated = strcmp(rows_text(rows, 0, "occurred_at"), rows_text(rows, 0, "received_at")) != 0,
	};
}

/* Adds the user's address if the SDK asked the server to fill it in. */
static void fill_in_address(struct json_object *object, const struct user *user, const char *client)
{
	struct json_object *part = shape_part(object, "user");

	if (!client || !user->address || strcmp(user->address, client) != 0 ||
	    !json_object_is_type(object, json_type_object))
		return;
	if (!json_object_is_type(part, json_type_object)) {
		part = json_object_new_object();
		json_object_object_add(object, "user", part);
	}
	json_object_object_add(part, "ip_address", json_object_new_string(client));
}

static void put(struct arena *arena, struct json_object *object, const struct lenient_report *report,
		const struct mapper_source *source, struct buffer *out)
{
	struct mapped *mapped = arena_alloc(arena, sizeof(*mapped));

	if (is_report(object)) {
		security_report_map(arena, object, report, source, mapped);
		view_put_report(arena, object, &mapped->notes, out);
	} else {
		mapper_map(arena, object, report, source, mapped);
		fill_in_address(object, &mapped->user, source->client);
		view_put(arena, object, &mapped->notes, out);
	}
}

enum status show_event(struct call *call)
{
	const char *digits = rows_text(&call->rows, 0, "raw"), *bytes;
	struct mapper_source source;
	struct lenient_report report;
	struct json_object *object;
	struct buffer out = { .arena = call->arena };
	size_t length;

	call_set(call, "event", NULL);
	if (!digits || !raw_unpack(call->arena, digits, ENVELOPE_PAYLOAD_MAX, &bytes, &length) ||
	    !lenient_parse(call->arena, bytes, length, &report, &object))
		return OK;
	source = source_of(&call->rows, object);
	put(call->arena, object, &report, &source, &out);
	call_set(call, "event", out.data);
	return OK;
}
