#include "errors/sentry/event/security.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "errors/grouping/event.h"
#include "errors/sentry/event/lenient.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/transcript.h"

enum {
	DIRECTIVE_MAX = 128, /* code points */
	ADDRESS_MAX = 2048,
	AGE_MAX_MS = 24 * 60 * 60 * 1000, /* an older report is not believed */
};

/* Whose browser it was is known by its address alone. */
static const char bare_event[] = "{\"user\":{\"ip_address\":\"{{auto}}\"}}";

static const char *const wrappers[] = {
	"csp-report",
	"expect-ct-report",
	"expect-staple-report",
	"body",
};

struct shape_list security_list(struct json_object *body)
{
	struct shape_list list = { 0 };

	if (json_object_is_type(body, json_type_array))
		list = shape_values(body);
	else if (json_object_is_type(body, json_type_object))
		list = (struct shape_list){ .single = body, .count = 1 };
	shape_keep_last(&list, SECURITY_MAX);
	return list;
}

/* "effective-directive" is effectiveDirective and effective_directive. */
static bool is_same_name(const char *name, const char *spelt)
{
	for (; *name; name++) {
		char c = *spelt >= 'A' && *spelt <= 'Z' ? (char)(*spelt - 'A' + 'a') : *spelt;

		if (*name == '-') {
			spelt += *spelt == '-' || *spelt == '_';
			continue;
		}
		if (*name != c)
			return false;
		spelt++;
	}
	return *spelt == '\0';
}

struct json_object *security_field(struct json_object *report, const char *name)
{
	struct json_object *found = NULL;

	if (!json_object_is_type(report, json_type_object))
		return NULL;
	json_object_object_foreach (report, spelt, value) {
		if (!found && is_same_name(name, spelt))
			found = value;
	}
	return found;
}

/* The first of two names that is there. */
static const char *read_either(struct reading *reading, struct json_object *report, const char *name,
			       const char *other, size_t max)
{
	struct json_object *value = security_field(report, name);

	return reading_text(reading, name, value ? value : security_field(report, other), max);
}

struct json_object *security_body(struct json_object *report)
{
	for (size_t i = 0; i < COUNT(wrappers); i++) {
		struct json_object *body = reading_member(report, wrappers[i]);

		if (json_object_is_type(body, json_type_object))
			return body;
	}
	return report;
}

void security_read(struct reading *reading, struct json_object *csp, struct event *event)
{
	const char *directive, *blocked;

	if (!json_object_is_type(csp, json_type_object))
		return;
	directive = read_either(reading, csp, "effective-directive", "violated-directive", DIRECTIVE_MAX);
	if (!directive)
		return;
	blocked = read_either(reading, csp, "blocked-uri", "blocked-url", ADDRESS_MAX);
	/* "violated-directive" brings its sources with it. */
	event->directive = arena_strndup(reading->arena, directive, strcspn(directive, " "));
	event->blocked_uri = blocked ? blocked : "self";
}

static const char *kind_of(struct json_object *report)
{
	struct json_object *type = reading_member(report, "type");

	for (size_t i = 0; i < COUNT(wrappers) - 1; i++)
		if (reading_member(report, wrappers[i]))
			return wrappers[i];
	return json_object_is_type(type, json_type_string) ? json_object_get_string(type) : NULL;
}

/* Of a report that is not of CSP. */
static const char *describe(struct reading *reading, struct json_object *report)
{
	struct json_object *body = security_body(report);
	const char *told = reading_text(reading, "message", security_field(body, "message"), ADDRESS_MAX);
	const char *kind = kind_of(report),
		   *url = read_either(reading, report, "url", "hostname", ADDRESS_MAX);

	if (told || !kind)
		return told;
	return url ? arena_printf(reading->arena, "%s: %s", kind, url) : kind;
}

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

void security_map(struct arena *arena, struct json_object *report, const struct lenient_report *lenient,
		  const struct mapper_source *source, struct mapped *mapped)
{
	struct reading reading = { .arena = arena, .notes = &mapped->notes };
	struct json_object *body = security_body(report), *around = json_tokener_parse(bare_event);

	/* Nothing in a report has an event's meaning, "level" or "tags" included. */
	mapper_map(arena, around, lenient, source, mapped);
	json_object_put(around);
	security_read(&reading, body, &mapped->event);
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
		mapped->event.logger = kind_of(report) ? "report" : NULL;
		mapped->event.message = describe(&reading, report);
		if (!mapped->event.message)
			notes_add(&mapped->notes, "report", NOTE_INVALID);
	}
	mapped->details = transcript_of_report(arena, report);
}

void security_put_text(struct json_object *report, struct buffer *out)
{
	struct json_object *body = security_body(report);

	if (!json_object_is_type(body, json_type_object))
		return;
	json_object_object_foreach (body, name, value) {
		if (value && !json_object_is_type(value, json_type_object) &&
		    !json_object_is_type(value, json_type_array)) {
			buffer_put_text(out, name);
			buffer_put_text(out, ": ");
			buffer_put_text(out, json_object_get_string(value));
			buffer_put_char(out, '\n');
		}
	}
}
