#include "errors/sentry/event/mapper.h"

#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "errors/lenient/lenient.h"
#include "errors/sentry/event/facts.h"
#include "errors/sentry/event/inspect.h"
#include "errors/sentry/event/message.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/event/trace.h"
#include "errors/sentry/event/transcript.h"

bool mapper_id(const char *text, char id[MAPPER_ID_SIZE])
{
	size_t length = strlen(text), count = 0;

	if (length != MAPPER_ID_SIZE - 1 && !uuid_parse(text, length, NULL))
		return false;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '-')
			continue;
		if (count == MAPPER_ID_SIZE - 1 || !strchr("0123456789abcdefABCDEF", text[i]))
			return false;
		id[count++] = text[i] >= 'A' && text[i] <= 'F' ? (char)(text[i] - 'A' + 'a') : text[i];
	}
	id[count] = '\0';
	return count == MAPPER_ID_SIZE - 1;
}

static void read_id(struct reading *reading, struct json_object *object, const char *given,
		    char id[MAPPER_ID_SIZE])
{
	const char *own =
		reading_text(reading, "event_id", reading_member(object, "event_id"), MAPPER_SHORT_MAX);

	if (given && mapper_id(given, id))
		return;
	if (own && !mapper_id(own, id))
		notes_add(reading->notes, "event_id", NOTE_INVALID);
	if (!own || !mapper_id(own, id))
		id[0] = '\0';
}

/* clang-format off */
/* Old SDKs send the numbers of Python's logging module. */
static const struct level {
	const char *sent, *level;
} levels[] = {
	{ "fatal", "fatal" }, { "error", "error" }, { "warning", "warning" }, { "info", "info" },
	{ "debug", "debug" }, { "log", "info" }, { "critical", "fatal" }, { "warn", "warning" },
	{ "50", "fatal" }, { "40", "error" }, { "30", "warning" }, { "20", "info" }, { "10", "debug" },
	{ 0 },
};
/* clang-format on */

static const char *read_level(struct reading *reading, struct json_object *value)
{
	const char *sent = reading_text(reading, "level", value, MAPPER_SHORT_MAX);

	for (const struct level *level = levels; sent && level->sent; level++)
		if (strcasecmp(level->sent, sent) == 0)
			return level->level;
	if (sent)
		notes_add(reading->notes, "level", NOTE_INVALID);
	return "error";
}

static const char *read_member(struct reading *reading, struct json_object *object, const char *name,
			       size_t max)
{
	return reading_text(reading, name, reading_member(object, name), max);
}

static void read_fingerprint(struct reading *reading, struct json_object *value, struct event *event)
{
	struct shape_list list = shape_values(value);
	const char **parts = arena_alloc(reading->arena, MAPPER_FINGERPRINT_MAX * sizeof(*parts));

	if (value && !list.array) {
		parts[0] = reading_text(reading, "fingerprint", value, MAPPER_PART_MAX);
		event->fingerprint_count = parts[0] != NULL;
	}
	for (size_t i = 0; list.array && i < list.count; i++) {
		const char *part = reading_text(reading, "fingerprint", shape_at(&list, i), MAPPER_PART_MAX);

		if (part && event->fingerprint_count == MAPPER_FINGERPRINT_MAX)
			notes_add(reading->notes, "fingerprint", NOTE_TOO_MANY);
		else if (part)
			parts[event->fingerprint_count++] = part;
	}
	event->fingerprint = parts;
}

static void read_event(struct reading *reading, struct json_object *object, struct event *event)
{
	struct message message = message_read(reading, object);

	event->platform = read_member(reading, object, "platform", MAPPER_SHORT_MAX);
	event->logger = read_member(reading, object, "logger", MAPPER_SHORT_MAX);
	event->transaction =
		reading_text(reading, "transaction", shape_part(object, "transaction"), MAPPER_NAME_MAX);
	event->message = message.text;
	event->template = message.template;
	event->exceptions = trace_exceptions(reading, object, &event->exception_count);
	event->images = trace_images(reading, object, &event->image_count);
	if (event->exception_count == 0 && !event->message)
		event->exceptions = trace_bare(reading, object, &event->exception_count);
	read_fingerprint(reading, reading_member(object, "fingerprint"), event);
}

/* Returns "Firefox 130.0" for {"name": "Firefox", "version": "130.0"}. */
static const char *read_context(struct reading *reading, struct json_object *object, const char *which)
{
	struct json_object *context = reading_member(shape_part(object, "contexts"), which);
	const char *name =
		reading_text(reading, "contexts", reading_member(context, "name"), MAPPER_SHORT_MAX);
	const char *version =
		reading_text(reading, "contexts", reading_member(context, "version"), MAPPER_SHORT_MAX);

	return name && version ? arena_printf(reading->arena, "%s %s", name, version) : name;
}

static void read_contexts(struct reading *reading, struct json_object *object, struct mapped *mapped)
{
	struct json_object *trace = reading_member(shape_part(object, "contexts"), "trace");

	mapped->trace_id =
		reading_text(reading, "contexts", reading_member(trace, "trace_id"), MAPPER_SHORT_MAX);
	mapped->browser = read_context(reading, object, "browser");
	mapped->os = read_context(reading, object, "os");
	mapped->runtime = read_context(reading, object, "runtime");
}

static void note_report(struct notes *notes, const struct lenient_report *report)
{
	for (size_t i = 0; i < report->cut_count; i++) {
		if (report->cuts[i].too_deep)
			notes_add(notes, report->cuts[i].field, NOTE_TOO_DEEP);
		if (report->cuts[i].too_many)
			notes_add(notes, report->cuts[i].field, NOTE_TOO_MANY);
	}
	if (report->not_a_number > 0)
		notes_add(notes, "event", NOTE_NUMBER);
	if (report->nuls > 0 || report->replaced > 0)
		notes_add(notes, "event", NOTE_TEXT);
	if (report->duplicates > 0)
		notes_add(notes, "event", NOTE_REPEATED);
}

/* Notes the faults of the parts that are shown but not mapped. */
static void note_shown(struct notes *notes, struct json_object *object)
{
	if (shape_breadcrumbs(object).left_out > 0)
		notes_add(notes, "breadcrumbs", NOTE_TOO_MANY);
	if (shape_threads(object).left_out > 0)
		notes_add(notes, "threads", NOTE_TOO_MANY);
	if (!json_object_is_type(object, json_type_object))
		notes_add(notes, "event", NOTE_INVALID);
	inspect_event(notes, object);
}

static int64_t read_occurred(struct reading *reading, struct json_object *object,
			     const struct mapper_source *source)
{
	bool odd;
	int64_t at =
		moment_of_event(reading_member(object, "timestamp"), source->received, source->sent, &odd);

	if (odd && !source->dated)
		notes_add(reading->notes, "timestamp", NOTE_CLOCK);
	return at;
}

void mapper_map(struct arena *arena, struct json_object *object, const struct lenient_report *report,
		const struct mapper_source *source, struct mapped *mapped)
{
	struct reading reading = { .arena = arena, .notes = &mapped->notes };

	*mapped = (struct mapped){ 0 };
	if (report)
		note_report(&mapped->notes, report);
	note_shown(&mapped->notes, object);
	read_event(&reading, object, &mapped->event);
	read_id(&reading, object, source->event_id, mapped->event_id);
	mapped->level = mapped->event.level = read_level(&reading, reading_member(object, "level"));
	mapped->environment = read_member(&reading, object, "environment", MAPPER_SHORT_MAX);
	if (!mapped->environment)
		mapped->environment = "production";
	mapped->release = read_member(&reading, object, "release", MAPPER_NAME_MAX);
	mapped->dist = read_member(&reading, object, "dist", MAPPER_SHORT_MAX);
	mapped->server_name = read_member(&reading, object, "server_name", MAPPER_SERVER_MAX);
	mapped->occurred = read_occurred(&reading, object, source);
	mapped->user = user_read(&reading, object, source->client);
	tags_read(&reading, reading_member(object, "tags"), &mapped->tags);
	read_contexts(&reading, object, mapped);
	security_read(&reading, shape_part(object, "csp"), &mapped->event);
	facts_add(&reading, object, source->agent, mapped);
	mapped->details = transcript_write(arena, object, &mapped->event);
}
