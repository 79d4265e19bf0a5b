/* The hook event_show (errors/errors.h): an event as its SDK sent it. */
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/uuid.h"
#include "core/call.h"
#include "errors/errors.h"
#include "sentry/detail.h"
#include "sentry/envelope.h"
#include "sentry/lenient.h"
#include "sentry/mapper.h"
#include "sentry/raw.h"
#include "sentry/reading.h"
#include "sentry/security.h"

/* An event of an SDK has an id or a platform, whatever else it has. */
static bool is_report(struct json_object *object)
{
	return security_body(object) != object && !reading_member(object, "event_id") &&
	       !reading_member(object, "platform");
}

static void put(struct arena *arena, struct json_object *object, const struct lenient_report *report, int64_t received,
		struct buffer *out)
{
	const struct mapper_source source = { .received = received, .sent = MOMENT_UNKNOWN };
	struct mapped *mapped = arena_alloc(arena, sizeof(*mapped));

	if (is_report(object)) {
		security_map(arena, object, report, &source, mapped);
		detail_put_report(arena, object, &mapped->notes, out);
	} else {
		mapper_map(arena, object, report, &source, mapped);
		detail_put(arena, object, &mapped->notes, out);
	}
}

enum status event_show(struct call *call)
{
	const char *digits = rows_text(&call->rows, 0, EVENT_COLUMN_RAW), *bytes;
	struct lenient_report report;
	struct json_object *object;
	struct buffer out = { 0 };
	size_t length;

	call_set(call, "event", NULL);
	if (!digits || !raw_unpack(call->arena, digits, ENVELOPE_PAYLOAD_MAX, &bytes, &length) ||
	    !lenient_parse(call->arena, bytes, length, &report, &object))
		return OK;
	put(call->arena, object, &report, uuid_time(rows_text(&call->rows, 0, EVENT_COLUMN_ID)), &out);
	call_set(call, "event", arena_strndup(call->arena, out.data, out.length));
	buffer_release(&out);
	return OK;
}
