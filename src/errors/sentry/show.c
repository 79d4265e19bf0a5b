#include "errors/sentry/show.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/uuid.h"
#include "call/call.h"
#include "db/literal.h"
#include "errors/lenient/lenient.h"
#include "errors/lenient/repair.h"
#include "errors/scrub/scrub.h"
#include "errors/sentry/envelope.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/inbox.h"
#include "errors/sentry/page/view.h"
#include "errors/sentry/raw.h"
#include "errors/sentry/security_report.h"

enum { USUAL_RATIO = 16 }; /* JSON rarely becomes smaller than a sixteenth */

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
static struct mapper_source source_of(const struct rows *rows, size_t row, struct json_object *object)
{
	return (struct mapper_source){
		.received = uuid_time(rows_text(rows, row, "id")),
		.sent = MOMENT_UNKNOWN,
		.client = reading_member(object, "server_name") ? NULL : rows_text(rows, row, "origin"),
		.dated =
			strcmp(rows_text(rows, row, "occurred_at"), rows_text(rows, row, "received_at")) != 0,
	};
}

/* Adds the user's address if the SDK asked the server to fill it in. If it is no longer known, the text that
 * asks for it is no address either. */
static void fill_in_address(struct json_object *object, const struct user *user, const char *client)
{
	struct json_object *part = shape_part(object, "user");
	struct json_object *address = reading_member(part, "ip_address");

	if (json_object_is_type(address, json_type_string) &&
	    strcmp(json_object_get_string(address), "{{auto}}") == 0)
		json_object_object_add(part, "ip_address", NULL);
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

/* Returns the event as strict JSON: the bytes that came, if they are. */
static const char *as_sent(struct arena *arena, const char *bytes, size_t length)
{
	struct buffer out = { .arena = arena }, whole = { .arena = arena };
	struct json_object *object;

	if (repair_text(arena, bytes, length, &out))
		return out.data;
	/* What the parser left out may not be JSON. */
	if (!lenient_parse(arena, bytes, length, NULL, &object))
		return "null";
	buffer_put_text(&whole, json_object_to_json_string_ext(
					object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	return whole.data;
}

static void show(struct call *call, const char *bytes, size_t length)
{
	struct buffer out = { .arena = call->arena };
	struct mapper_source source;
	struct lenient_report report;
	struct json_object *object;

	if (!lenient_parse(call->arena, bytes, length, &report, &object))
		return;
	source = source_of(&call->rows, 0, object);
	put(call->arena, object, &report, &source, &out);
	call_set(call, "event", out.data);
}

enum status show_event(struct call *call)
{
	const char *digits = rows_text(&call->rows, 0, "raw"), *raw = call_value(call, "raw"), *bytes;
	bool asked = raw && *raw == 't';
	size_t length;

	call_set(call, "event", NULL);
	call_set(call, "sent", asked ? rows_text(&call->rows, 0, "reported") : NULL);
	if (!digits || !raw_unpack(call->arena, digits, ENVELOPE_PAYLOAD_MAX + SCRUB_GROWTH, &bytes, &length))
		return OK;
	if (asked)
		call_set(call, "sent", as_sent(call->arena, bytes, length));
	else
		show(call, bytes, length);
	return OK;
}

/* Most events need much less memory than the largest. */
static bool unpack(struct arena *arena, const char *digits, const char **bytes, size_t *length)
{
	size_t usual = strlen(digits) / 2 * USUAL_RATIO;

	return (usual < ENVELOPE_PAYLOAD_MAX && raw_unpack(arena, digits, usual, bytes, length)) ||
	       raw_unpack(arena, digits, ENVELOPE_PAYLOAD_MAX + SCRUB_GROWTH, bytes, length);
}

static const char **read_texts(struct arena *arena, const char *array, size_t *count)
{
	const char **texts = arena_alloc(arena, MAPPER_FINGERPRINT_MAX * sizeof(*texts));
	struct buffer text = { .arena = arena };

	for (*count = 0, array++; *array && *array != '}' && *count < MAPPER_FINGERPRINT_MAX;) {
		array = literal_element(array, &text);
		texts[(*count)++] = arena_strndup(arena, text.data, text.length);
	}
	return texts;
}

/* Maps an event of POST /errors. */
static void map_plain(struct arena *arena, const struct rows *rows, size_t row, struct mapped *mapped)
{
	struct event *event = &mapped->event;

	*mapped = (struct mapped){ 0 };
	event->message = rows_text(rows, row, "title");
	event->level = rows_text(rows, row, "level");
	event->fingerprint =
		read_texts(arena, rows_text(rows, row, "fingerprint"), &event->fingerprint_count);
}

/* Takes the tags that were stored: some were made of the request's headers. */
static void restore_tags(struct arena *arena, const struct rows *rows, size_t row, struct mapped *mapped)
{
	struct reading reading = { .arena = arena, .notes = &mapped->notes };
	const char *tags = rows_text(rows, row, "tags");
	struct json_object *object = NULL;

	mapped->tags = (struct tags){ 0 };
	if (json_parse(arena, tags, strlen(tags), &object) == OK)
		tags_read(&reading, object, &mapped->tags);
}

bool show_map(struct arena *arena, const struct rows *rows, size_t row, const char *platform,
	      struct mapped *mapped)
{
	const char *digits = rows_text(rows, row, "raw"), *bytes;
	struct json_object *object;
	struct lenient_report report;
	size_t length;

	if (!digits || !unpack(arena, digits, &bytes, &length)) {
		map_plain(arena, rows, row, mapped);
	} else if (!arena_charge(arena, lenient_bytes(bytes, length))) {
		return false;
	} else if (!lenient_parse(arena, bytes, length, &report, &object)) {
		map_plain(arena, rows, row, mapped);
	} else {
		struct mapper_source source = source_of(rows, row, object);

		if (is_report(object))
			security_report_map(arena, object, &report, &source, mapped);
		else
			mapper_map(arena, object, &report, &source, mapped);
	}
	restore_tags(arena, rows, row, mapped);
	inbox_complete(mapped, platform);
	return true;
}
