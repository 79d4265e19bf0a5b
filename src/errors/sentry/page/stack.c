#include "errors/sentry/page/stack.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/event/trace.h"
#include "errors/sentry/page/detail.h"
#include "errors/sentry/page/view.h"

static const char old_stack[] = "sentry.interfaces.Stacktrace";

/* --- frames --- */

static void put_line(struct detail *detail, struct json_object *value)
{
	const char *line = reading_scalar(&detail->reading, value);

	outline_string(&detail->to, line ? line : "", line ? strlen(line) : 0, VIEW_LINE_MAX);
}

static void put_lines(struct detail *detail, const char *name, struct json_object *lines, bool last)
{
	struct shape_list list = { 0 };

	if (json_object_is_type(lines, json_type_array))
		list = shape_values(lines);
	detail->to.cut |= list.count > VIEW_LINES;
	if (last)
		shape_keep_last(&list, VIEW_LINES);
	else if (list.count > VIEW_LINES)
		list.count = VIEW_LINES;
	json_member_open(detail->to.out, name, '[');
	for (size_t i = 0; i < list.count; i++) {
		json_item(detail->to.out);
		put_line(detail, shape_at(&list, i));
	}
	buffer_put_char(detail->to.out, ']');
}

/* Puts the lines of source code around a frame, with their indentation. */
static void put_source(struct detail *detail, struct json_object *frame)
{
	struct json_object *line = reading_member(frame, "context_line");

	put_lines(detail, "pre_context", reading_member(frame, "pre_context"), true);
	json_member(detail->to.out, "context_line");
	if (reading_scalar(&detail->reading, line))
		put_line(detail, line);
	else
		buffer_put_text(detail->to.out, "null");
	put_lines(detail, "post_context", reading_member(frame, "post_context"), false);
}

static void put_frame(struct detail *detail, void *context, const struct shape_list *list, size_t index)
{
	static const char *const texts[] = { "module", "filename", "abs_path", "package",
					     "instruction_addr" };
	/* The first one only if it stands for the function. */
	static const char *const known[] = { "raw_function",     "function", "module",      "filename",
					     "abs_path",         "package",  "lineno",      "colno",
					     "instruction_addr", "in_app",   "pre_context", "context_line",
					     "post_context",     "vars",     NULL };
	struct json_object *frame = shape_at(list, index), *function = reading_member(frame, "function");

	(void)context;
	if (!json_object_is_type(frame, json_type_object))
		return;
	json_item_open(detail->to.out, '{');
	detail_text(detail, "function", function ? function : reading_member(frame, "raw_function"),
		    VIEW_TEXT_MAX);
	for (size_t i = 0; i < COUNT(texts); i++)
		detail_text(detail, texts[i], reading_member(frame, texts[i]), VIEW_TEXT_MAX);
	detail_count(detail, "line", reading_member(frame, "lineno"));
	detail_count(detail, "column", reading_member(frame, "colno"));
	detail_boolean(detail, "in_app", reading_member(frame, "in_app"));
	put_source(detail, frame);
	detail_whole(detail, "vars", reading_member(frame, "vars"));
	detail_other(detail, "other", frame, function ? known + 1 : known);
	buffer_put_char(detail->to.out, '}');
}

static void put_frames(struct detail *detail, const struct shape_list *frames)
{
	size_t left_out;

	json_member_open(detail->to.out, "frames", '[');
	left_out = detail_items(detail, frames, put_frame, NULL);
	buffer_put_char(detail->to.out, ']');
	json_member_integer(detail->to.out, "frames_left_out", (int64_t)(frames->left_out + left_out));
}

/* Puts what a stack has besides its frames: registers, the language and so on. */
static void put_stack(struct detail *detail, struct json_object *owner, const struct shape_list *frames)
{
	static const char *const known[] = { "frames", NULL };

	put_frames(detail, frames);
	detail_other(detail, "stacktrace", shape_part(owner, "stacktrace"), known);
}

/* --- exceptions --- */

static void put_exception(struct detail *detail, void *event, const struct shape_list *list, size_t index)
{
	static const char *const known[] = { "type",      "value",      "module",  "thread_id",
					     "mechanism", "stacktrace", old_stack, NULL };
	struct json_object *exception = shape_at(list, index),
			   *mechanism = reading_member(exception, "mechanism");
	struct shape_list frames = shape_exception_frames(event, list, index);

	if (!json_object_is_type(exception, json_type_object))
		return;
	json_item_open(detail->to.out, '{');
	detail_text(detail, "type", reading_member(exception, "type"), TRACE_TYPE_MAX);
	detail_text(detail, "value", reading_member(exception, "value"), TRACE_VALUE_MAX);
	detail_text(detail, "module", reading_member(exception, "module"), VIEW_TEXT_MAX);
	detail_text(detail, "thread_id", reading_member(exception, "thread_id"), VIEW_TEXT_MAX);
	detail_boolean(detail, "handled", reading_member(mechanism, "handled"));
	put_stack(detail, exception, &frames);
	detail_whole(detail, "mechanism", mechanism);
	detail_other(detail, "other", exception, known);
	buffer_put_char(detail->to.out, '}');
}

void stack_put_exceptions(struct detail *detail, struct json_object *event)
{
	struct shape_list list = shape_exceptions(event);

	detail_items(detail, &list, put_exception, event);
}

/* --- threads --- */

static void put_thread(struct detail *detail, void *context, const struct shape_list *list, size_t index)
{
	static const char *const known[] = {
		"id", "name", "crashed", "current", "stacktrace", old_stack, NULL
	};
	struct json_object *thread = shape_at(list, index);
	struct shape_list frames = shape_frames(thread);

	(void)context;
	if (!json_object_is_type(thread, json_type_object))
		return;
	json_item_open(detail->to.out, '{');
	detail_text(detail, "id", reading_member(thread, "id"), VIEW_TEXT_MAX);
	detail_text(detail, "name", reading_member(thread, "name"), VIEW_TEXT_MAX);
	detail_boolean(detail, "crashed", reading_member(thread, "crashed"));
	detail_boolean(detail, "current", reading_member(thread, "current"));
	put_stack(detail, thread, &frames);
	detail_other(detail, "other", thread, known);
	buffer_put_char(detail->to.out, '}');
}

/* Whether the event's own stack is that of its newest exception. */
static bool is_told(struct json_object *event, const struct shape_list *own)
{
	struct shape_list list = shape_exceptions(event), frames = { 0 };

	if (list.count > 0)
		frames = shape_exception_frames(event, &list, list.count - 1);
	return list.count > 0 && frames.array == own->array && frames.single == own->single;
}

void stack_put_threads(struct detail *detail, struct json_object *event)
{
	struct shape_list list = shape_threads(event), own = shape_frames(event);
	struct json_object *thread = json_object_new_object();

	detail_items(detail, &list, put_thread, NULL);
	if (own.count > 0 && !is_told(event, &own)) {
		json_object_object_add(thread, "stacktrace",
				       json_object_get(shape_part(event, "stacktrace")));
		list = (struct shape_list){ .single = thread, .count = 1 };
		put_thread(detail, NULL, &list, 0);
	}
	json_object_put(thread);
}
