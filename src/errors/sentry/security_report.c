#include "errors/sentry/security_report.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/transcript.h"

enum { AGE_MAX_MS = 24 * 60 * 60 * 1000 }; /* a report that claims to be older has a wrong age */

/* A report names neither user nor browser: the mapper identifies the user by the address of the request, and
 * the browser by its header, as for a script's event. */
static const char bare_event[] = "{\"platform\":\"javascript\",\"user\":{\"ip_address\":\"{{auto}}\"}}";

static bool is_report_only(struct json_object *body)
{
	struct json_object *disposition = security_field(body, "disposition");

	return json_object_is_type(disposition, json_type_string) &&
	       strcmp(json_object_get_string(disposition), "report") == 0;
}

static int64_t occurred_at(struct json_object *report, int64_t received)
{
	int64_t age = reading_count(reading_member(report, "age"));

	return age > 0 && age <= AGE_MAX_MS ? received - age : received;
}

void security_report_map(struct arena *arena, struct json_object *report,
			 const struct lenient_report *lenient, const struct mapper_source *source,
			 struct mapped *mapped)
{
	struct reading reading = { .arena = arena, .notes = &mapped->notes };
	struct json_object *body = security_body(report), *bare = json_tokener_parse(bare_event);

	/* The report itself is not mapped: its "level" or "tags" would not mean what an event's do. */
	mapper_map(arena, bare, lenient, source, mapped);
	json_object_put(bare);
	security_read(&reading, body, &mapped->event);
	mapped->event.platform = NULL;
	mapped->event.logger = "csp";
	mapped->occurred = occurred_at(report, source->received);
	if (is_report_only(body))
		mapped->level = "warning";
	if (mapped->event.directive) {
		tags_add(&reading, &mapped->tags, "effective-directive", mapped->event.directive);
		tags_add(&reading, &mapped->tags, "blocked-uri",
			 arena_strndup(arena, mapped->event.blocked_uri,
				       reading_prefix(mapped->event.blocked_uri,
						      strlen(mapped->event.blocked_uri), TAGS_VALUE_MAX)));
	} else {
		mapped->event.logger = security_kind(report) ? "report" : NULL;
		mapped->event.message = security_message(&reading, report);
		if (!mapped->event.message)
			notes_add(&mapped->notes, "report", NOTE_INVALID);
	}
	tags_add(&reading, &mapped->tags, "logger", mapped->event.logger);
	mapped->details = transcript_of_report(arena, report);
}
