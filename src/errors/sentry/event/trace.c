#include "errors/sentry/event/trace.h"

#include <json-c/json.h>

#include "base/arena.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/shape.h"

static enum in_app read_in_app(struct json_object *value)
{
	bool in_app;

	if (!reading_boolean(value, &in_app))
		return IN_APP_UNKNOWN;
	return in_app ? IN_APP_YES : IN_APP_NO;
}

static struct frame read_frame(struct reading *reading, struct json_object *frame)
{
	struct json_object *function = reading_member(frame, "function");

	if (!function)
		function = reading_member(frame, "raw_function");
	return (struct frame){
		.function = reading_text(reading, "frame.function", function, TRACE_NAME_MAX),
		.module = reading_text(reading, "frame.module", reading_member(frame, "module"),
				       TRACE_NAME_MAX),
		.filename = reading_text(reading, "frame.filename", reading_member(frame, "filename"),
					 TRACE_PATH_MAX),
		.abs_path = reading_text(reading, "frame.abs_path", reading_member(frame, "abs_path"),
					 TRACE_PATH_MAX),
		.in_app = read_in_app(reading_member(frame, "in_app")),
	};
}

const struct frame *trace_frames(struct reading *reading, const struct shape_list *list, size_t *count)
{
	struct frame *frames;

	*count = 0;
	if (list->count == 0)
		return NULL;
	if (list->left_out > 0)
		notes_add(reading->notes, "frames", NOTE_TOO_MANY);
	frames = arena_alloc(reading->arena, list->count * sizeof(*frames));
	for (size_t i = 0; i < list->count; i++) {
		struct json_object *frame = shape_at(list, i);

		if (json_object_is_type(frame, json_type_object))
			frames[(*count)++] = read_frame(reading, frame);
		else if (frame)
			notes_add(reading->notes, "frames", NOTE_INVALID);
	}
	return frames;
}

static struct exception read_exception(struct reading *reading, struct json_object *exception,
				       const struct shape_list *frames)
{
	struct exception read = {
		.type = reading_any(reading, "exception.type", reading_member(exception, "type"),
				    TRACE_TYPE_MAX),
		.value = reading_any(reading, "exception.value", reading_member(exception, "value"),
				     TRACE_VALUE_MAX),
	};

	reading_boolean(reading_member(reading_member(exception, "mechanism"), "synthetic"), &read.synthetic);
	read.frames = trace_frames(reading, frames, &read.frame_count);
	return read;
}

const struct exception *trace_exceptions(struct reading *reading, struct json_object *event, size_t *count)
{
	struct shape_list list = shape_exceptions(event);
	struct json_object *part = shape_part(event, "exception");
	struct exception *exceptions;

	*count = 0;
	if (part && !json_object_is_type(part, json_type_object) &&
	    !json_object_is_type(part, json_type_array))
		notes_add(reading->notes, "exception", NOTE_INVALID);
	if (list.count == 0)
		return NULL;
	if (list.left_out > 0)
		notes_add(reading->notes, "exception", NOTE_TOO_MANY);
	exceptions = arena_alloc(reading->arena, list.count * sizeof(*exceptions));
	for (size_t i = 0; i < list.count; i++) {
		struct shape_list frames = shape_exception_frames(event, &list, i);
		struct exception read = read_exception(reading, shape_at(&list, i), &frames);

		if (read.type || read.value || read.frame_count > 0)
			exceptions[(*count)++] = read;
		else if (shape_at(&list, i))
			notes_add(reading->notes, "exception", NOTE_INVALID);
	}
	return exceptions;
}

const struct exception *trace_bare(struct reading *reading, struct json_object *event, size_t *count)
{
	struct shape_list list = shape_event_frames(event);
	struct exception *exception = arena_alloc(reading->arena, sizeof(*exception));

	exception->synthetic = true;
	exception->frames = trace_frames(reading, &list, &exception->frame_count);
	*count = exception->frame_count > 0;
	return exception;
}
