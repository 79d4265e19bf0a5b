#include "errors/sentry/event/inspect.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

#include "errors/sentry/event/moment.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/shape.h"

enum type {
	AN_OBJECT = 1,
	A_LIST = 2,
	A_STRING = 4,
	A_SCALAR = 8, /* including a string */
	A_COUNT = 16,
	A_BOOLEAN = 32,
	A_TIME = 64,
};

struct rule {
	const char *name;
	int allowed;       /* the types that the member may have */
	const char *field; /* the name for notes */
};

static const struct rule event_rules[] = {
	{ "request", AN_OBJECT, "request" },
	{ "contexts", AN_OBJECT, "contexts" },
	{ "sdk", AN_OBJECT, "sdk" },
	{ "debug_meta", AN_OBJECT, "debug_meta" },
	{ "extra", AN_OBJECT | A_LIST, "extra" },
	{ "modules", AN_OBJECT | A_LIST, "modules" },
	{ "breadcrumbs", AN_OBJECT | A_LIST, "breadcrumbs" },
	{ "threads", AN_OBJECT | A_LIST, "threads" },
	{ "stacktrace", AN_OBJECT | A_LIST, "stacktrace" },
	{ "csp", AN_OBJECT, "csp" },
	{ 0 },
};

static const struct rule request_rules[] = {
	{ "query_string", AN_OBJECT | A_LIST | A_STRING, "request.query_string" },
	{ "headers", AN_OBJECT | A_LIST | A_STRING, "request.headers" },
	{ "cookies", AN_OBJECT | A_LIST | A_STRING, "request.cookies" },
	{ "env", AN_OBJECT | A_LIST, "request.env" },
	{ 0 },
};

static const struct rule exception_rules[] = {
	{ "mechanism", AN_OBJECT, "exception.mechanism" },
	{ "stacktrace", AN_OBJECT | A_LIST, "exception.stacktrace" },
	{ 0 },
};

static const struct rule thread_rules[] = {
	{ "stacktrace", AN_OBJECT | A_LIST, "threads.stacktrace" },
	{ 0 },
};

static const struct rule frame_rules[] = {
	{ "lineno", A_COUNT, "frame.lineno" },
	{ "colno", A_COUNT, "frame.colno" },
	{ "in_app", A_BOOLEAN, "frame.in_app" },
	{ "pre_context", A_LIST, "frame.pre_context" },
	{ "context_line", A_SCALAR, "frame.context_line" },
	{ "post_context", A_LIST, "frame.post_context" },
	{ "vars", AN_OBJECT | A_LIST, "frame.vars" },
	{ 0 },
};

static const struct rule breadcrumb_rules[] = {
	{ "timestamp", A_TIME, "breadcrumbs.timestamp" },
	{ 0 },
};

static bool fits(struct json_object *value, int allowed)
{
	enum json_type type = json_object_get_type(value);
	int64_t ms;
	bool is;

	if (type == json_type_object || type == json_type_array)
		return allowed & (type == json_type_object ? AN_OBJECT : A_LIST);
	return (allowed & A_SCALAR) || ((allowed & A_STRING) && type == json_type_string) ||
	       ((allowed & A_COUNT) && reading_count(value) >= 0) ||
	       ((allowed & A_BOOLEAN) && reading_boolean(value, &is)) ||
	       ((allowed & A_TIME) && moment_read(value, &ms));
}

static void inspect(struct notes *notes, const struct rule *rules, struct json_object *owner)
{
	for (const struct rule *rule = rules; rule->name; rule++) {
		struct json_object *part = shape_part(owner, rule->name);

		if (part && !fits(part, rule->allowed))
			notes_add(notes, rule->field, NOTE_INVALID);
	}
}

/* Checks that the items of `list` are objects with members of the right types. The items of the lists of
 * frames and exceptions themselves are noted by trace.c. */
static void inspect_items(struct notes *notes, const char *field, const struct rule *rules,
			  const struct shape_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		struct json_object *item = shape_at(list, i);

		if (item && !json_object_is_type(item, json_type_object))
			notes_add(notes, field, NOTE_INVALID);
		inspect(notes, rules, item);
	}
}

static void inspect_frames(struct notes *notes, struct json_object *owner)
{
	struct shape_list frames = shape_frames(owner);

	inspect_items(notes, "frames", frame_rules, &frames);
}

void inspect_event(struct notes *notes, struct json_object *event)
{
	struct shape_list exceptions = shape_exceptions(event), threads = shape_threads(event),
			  breadcrumbs = shape_breadcrumbs(event);

	inspect(notes, event_rules, event);
	inspect(notes, request_rules, shape_part(event, "request"));
	inspect_items(notes, "exception", exception_rules, &exceptions);
	inspect_items(notes, "threads", thread_rules, &threads);
	inspect_items(notes, "breadcrumbs", breadcrumb_rules, &breadcrumbs);
	for (size_t i = 0; i < exceptions.count; i++)
		inspect_frames(notes, shape_at(&exceptions, i));
	for (size_t i = 0; i < threads.count; i++)
		inspect_frames(notes, shape_at(&threads, i));
	inspect_frames(notes, event);
}
