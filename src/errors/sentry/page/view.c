#include "errors/sentry/page/view.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "errors/sentry/event/message.h"
#include "errors/sentry/event/moment.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/event/tags.h"
#include "errors/sentry/event/trace.h"
#include "errors/sentry/page/outline.h"

struct detail {
	struct reading reading;
	struct notes ignored; /* the mapper has made the notes already */
	struct buffer *out;
};

/* --- members --- */

static void put_text(struct detail *detail, const char *name, struct json_object *value, size_t max)
{
	json_member_text(detail->out, name, reading_any(&detail->reading, name, value, max));
}

static void put_count(struct detail *detail, const char *name, struct json_object *value)
{
	int64_t count = reading_count(value);

	json_member(detail->out, name);
	if (count < 0)
		buffer_put_text(detail->out, "null");
	else
		buffer_put_integer(detail->out, count);
}

static void put_boolean(struct detail *detail, const char *name, struct json_object *value)
{
	bool is, known = reading_boolean(value, &is);

	json_member(detail->out, name);
	buffer_put_text(detail->out, !known ? "null" : is ? "true" : "false");
}

/* Puts an object or a list as it was sent; any other value becomes null. */
static void put_whole(struct detail *detail, const char *name, struct json_object *value)
{
	bool whole =
		json_object_is_type(value, json_type_object) || json_object_is_type(value, json_type_array);

	json_member(detail->out, name);
	outline_value(detail->out, whole && !outline_is_full(detail->out) ? value : NULL);
}

static void put_any(struct detail *detail, const char *name, struct json_object *value)
{
	json_member(detail->out, name);
	outline_value(detail->out, outline_is_full(detail->out) ? NULL : value);
}

/* --- stacks --- */

static void put_lines(struct detail *detail, const char *name, struct json_object *lines, bool last)
{
	struct shape_list list = { 0 };

	if (json_object_is_type(lines, json_type_array))
		list = shape_values(lines);
	if (last)
		shape_keep_last(&list, VIEW_LINES);
	else if (list.count > VIEW_LINES)
		list.count = VIEW_LINES;
	json_member_open(detail->out, name, '[');
	for (size_t i = 0; i < list.count; i++) {
		const char *line = reading_scalar(&detail->reading, shape_at(&list, i));

		json_item(detail->out);
		outline_string(detail->out, line ? line : "", line ? strlen(line) : 0, VIEW_LINE_MAX);
	}
	buffer_put_char(detail->out, ']');
}

/* Puts the lines of source code around a frame, with their indentation. */
static void put_source(struct detail *detail, struct json_object *frame)
{
	const char *line = reading_scalar(&detail->reading, reading_member(frame, "context_line"));

	put_lines(detail, "pre_context", reading_member(frame, "pre_context"), true);
	json_member(detail->out, "context_line");
	if (line)
		outline_string(detail->out, line, strlen(line), VIEW_LINE_MAX);
	else
		buffer_put_text(detail->out, "null");
	put_lines(detail, "post_context", reading_member(frame, "post_context"), false);
}

static void put_frame(struct detail *detail, struct json_object *frame)
{
	static const char *const texts[] = { "module", "filename", "abs_path", "package",
					     "instruction_addr" };
	struct json_object *function = reading_member(frame, "function");

	json_item_open(detail->out, '{');
	put_text(detail, "function", function ? function : reading_member(frame, "raw_function"),
		 VIEW_TEXT_MAX);
	for (size_t i = 0; i < COUNT(texts); i++)
		put_text(detail, texts[i], reading_member(frame, texts[i]), VIEW_TEXT_MAX);
	put_count(detail, "line", reading_member(frame, "lineno"));
	put_count(detail, "column", reading_member(frame, "colno"));
	put_boolean(detail, "in_app", reading_member(frame, "in_app"));
	put_source(detail, frame);
	put_whole(detail, "vars", reading_member(frame, "vars"));
	buffer_put_char(detail->out, '}');
}

static void put_frames(struct detail *detail, const struct shape_list *frames)
{
	json_member_open(detail->out, "frames", '[');
	for (size_t i = 0; i < frames->count && !outline_is_full(detail->out); i++)
		if (json_object_is_type(shape_at(frames, i), json_type_object))
			put_frame(detail, shape_at(frames, i));
	buffer_put_char(detail->out, ']');
	json_member_integer(detail->out, "frames_left_out", (int64_t)frames->left_out);
}

static void put_exceptions(struct detail *detail, struct json_object *event)
{
	struct shape_list list = shape_exceptions(event);

	for (size_t i = 0; i < list.count && !outline_is_full(detail->out); i++) {
		struct json_object *exception = shape_at(&list, i),
				   *mechanism = reading_member(exception, "mechanism");
		struct shape_list frames = shape_exception_frames(event, &list, i);

		if (!json_object_is_type(exception, json_type_object))
			continue;
		json_item_open(detail->out, '{');
		put_text(detail, "type", reading_member(exception, "type"), TRACE_TYPE_MAX);
		put_text(detail, "value", reading_member(exception, "value"), TRACE_VALUE_MAX);
		put_text(detail, "module", reading_member(exception, "module"), VIEW_TEXT_MAX);
		put_text(detail, "mechanism", reading_member(mechanism, "type"), VIEW_TEXT_MAX);
		put_boolean(detail, "handled", reading_member(mechanism, "handled"));
		put_frames(detail, &frames);
		buffer_put_char(detail->out, '}');
	}
}

static void put_thread(struct detail *detail, struct json_object *thread)
{
	struct shape_list frames = shape_frames(thread);

	json_item_open(detail->out, '{');
	put_text(detail, "id", reading_member(thread, "id"), VIEW_TEXT_MAX);
	put_text(detail, "name", reading_member(thread, "name"), VIEW_TEXT_MAX);
	put_boolean(detail, "crashed", reading_member(thread, "crashed"));
	put_boolean(detail, "current", reading_member(thread, "current"));
	put_frames(detail, &frames);
	buffer_put_char(detail->out, '}');
}

static void put_threads(struct detail *detail, struct json_object *event)
{
	struct shape_list list = shape_threads(event);
	struct json_object *own = json_object_new_object();

	for (size_t i = 0; i < list.count && !outline_is_full(detail->out); i++)
		if (json_object_is_type(shape_at(&list, i), json_type_object))
			put_thread(detail, shape_at(&list, i));
	if (shape_exceptions(event).count == 0 && shape_frames(event).count > 0) {
		json_object_object_add(own, "stacktrace", json_object_get(shape_part(event, "stacktrace")));
		put_thread(detail, own);
	}
	json_object_put(own);
}

/* --- other parts --- */

static void put_breadcrumb(struct detail *detail, struct json_object *breadcrumb)
{
	static const char *const texts[] = { "type", "category", "level", "message" };
	char at[CLOCK_TEXT_SIZE];
	int64_t ms;
	bool dated = moment_read(reading_member(breadcrumb, "timestamp"), &ms);

	if (dated)
		clock_format(ms, at);
	json_item_open(detail->out, '{');
	json_member_text(detail->out, "timestamp", dated ? at : NULL);
	for (size_t i = 0; i < COUNT(texts); i++)
		put_text(detail, texts[i], reading_member(breadcrumb, texts[i]), MESSAGE_MAX);
	put_any(detail, "data", reading_member(breadcrumb, "data"));
	buffer_put_char(detail->out, '}');
}

static void put_breadcrumbs(struct detail *detail, struct json_object *event)
{
	struct shape_list list = shape_breadcrumbs(event);

	for (size_t i = 0; i < list.count && !outline_is_full(detail->out); i++)
		if (json_object_is_type(shape_at(&list, i), json_type_object))
			put_breadcrumb(detail, shape_at(&list, i));
}

static void put_tags(struct detail *detail, struct json_object *event)
{
	struct tags tags = { 0 };

	tags_read(&detail->reading, reading_member(event, "tags"), &tags);
	for (size_t i = 0; i < tags.count; i++) {
		json_member_text(detail->out, tags.list[i].key, tags.list[i].value);
	}
}

static void put_message(struct detail *detail, struct json_object *event)
{
	struct message message = message_read(&detail->reading, event);
	struct json_object *entry = shape_part(event, "logentry");

	json_member_text(detail->out, "text", message.text);
	json_member_text(detail->out, "template", message.template);
	put_whole(detail, "params",
		  reading_member(entry ? entry : reading_member(event, "message"), "params"));
}

static void put_request(struct detail *detail, struct json_object *event)
{
	struct json_object *request = shape_part(event, "request");
	static const struct {
		const char *name, *sent;
		char between;
	} pairs[] = { { "query", "query_string", '&' },
		      { "headers", "headers", '\n' },
		      { "cookies", "cookies", ';' } };

	put_text(detail, "url", reading_member(request, "url"), VIEW_TEXT_MAX);
	put_text(detail, "method", reading_member(request, "method"), VIEW_TEXT_MAX);
	for (size_t i = 0; i < COUNT(pairs); i++) {
		json_member(detail->out, pairs[i].name);
		outline_pairs(detail->out, reading_member(request, pairs[i].sent), pairs[i].between);
	}
	put_any(detail, "data", reading_member(request, "data"));
	put_whole(detail, "env", reading_member(request, "env"));
}

static void put_sdk(struct detail *detail, struct json_object *event)
{
	struct json_object *sdk = reading_member(event, "sdk");

	put_text(detail, "name", reading_member(sdk, "name"), VIEW_TEXT_MAX);
	put_text(detail, "version", reading_member(sdk, "version"), VIEW_TEXT_MAX);
}

static const struct part {
	const char *name;
	const char *brackets; /* stand around what `put` writes; NULL: the part is shown as it was sent */
	void (*put)(struct detail *, struct json_object *event);
} parts[] = {
	{ "message", "{}", put_message },
	{ "exceptions", "[]", put_exceptions },
	{ "threads", "[]", put_threads },
	{ "tags", "{}", put_tags },
	{ "user", NULL, NULL },
	{ "request", "{}", put_request },
	{ "breadcrumbs", "[]", put_breadcrumbs },
	{ "contexts", NULL, NULL },
	{ "sdk", "{}", put_sdk },
	{ "extra", NULL, NULL },
	{ "modules", NULL, NULL },
	{ "debug_meta", NULL, NULL },
	{ 0 },
};

static void put_errors(struct buffer *out, const struct notes *notes)
{
	json_member_open(out, "errors", '[');
	for (size_t i = 0; notes && i < notes->count; i++) {
		json_item_open(out, '{');
		json_member_text(out, "field", notes->list[i].field);
		json_member_text(out, "fault", note_name(notes->list[i].fault));
		buffer_put_char(out, '}');
	}
	buffer_put_char(out, ']');
}

static void put_all(struct arena *arena, struct json_object *event, struct json_object *report,
		    const struct notes *notes, struct buffer *out)
{
	struct detail *detail = arena_alloc(arena, sizeof(*detail));

	detail->reading = (struct reading){ .arena = arena, .notes = &detail->ignored };
	detail->out = out;
	buffer_put_char(out, '{');
	for (const struct part *part = parts; part->name; part++) {
		if (!part->put) {
			put_whole(detail, part->name, shape_part(event, part->name));
			continue;
		}
		json_member_open(out, part->name, part->brackets[0]);
		part->put(detail, event);
		buffer_put_char(out, part->brackets[1]);
	}
	put_whole(detail, "report", report);
	put_errors(out, notes);
	buffer_put_char(out, '}');
}

void view_put(struct arena *arena, struct json_object *event, const struct notes *notes, struct buffer *out)
{
	put_all(arena, event, shape_part(event, "csp"), notes, out);
}

void view_put_report(struct arena *arena, struct json_object *report, const struct notes *notes,
		     struct buffer *out)
{
	put_all(arena, NULL, security_body(report), notes, out);
}
