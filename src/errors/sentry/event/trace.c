#include "errors/sentry/event/trace.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "errors/grouping/image.h"
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

/* Addresses come as "0x7fff…", as decimal digits or as numbers. Returns 0 for any other value. */
static uint64_t read_address(struct json_object *value)
{
	const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";

	if (json_object_is_type(value, json_type_int))
		return (uint64_t)json_object_get_int64(value);
	if (*text < '0' || *text > '9')
		return 0;
	return strtoull(text, NULL, text[1] == 'x' || text[1] == 'X' ? 16 : 10);
}

static const char *read_line(struct reading *reading, struct json_object *value)
{
	const char *line =
		json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;

	return line && strnlen(line, TRACE_LINE_BYTES) < TRACE_LINE_BYTES ? arena_strdup(reading->arena, line)
									  : NULL;
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
		/* A longer line can't count (stack_line), and whether it was cut is of no interest. */
		.line = read_line(reading, reading_member(frame, "context_line")),
		.instruction = read_address(reading_member(frame, "instruction_addr")),
		.image = read_address(reading_member(frame, "image_addr")),
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

/* The mechanism of an exception says which other exception it belongs to. */
struct link {
	int64_t id, parent; /* -1 if unknown */
	bool group;         /* its children are members, unless they are causes */
	bool cause;         /* "cause", "__cause__", "InnerException" rather than "errors[0]" */
};

static struct link read_link(struct json_object *exception)
{
	struct json_object *mechanism = reading_member(exception, "mechanism");
	struct json_object *source = reading_member(mechanism, "source");
	struct link link = { .id = reading_count(reading_member(mechanism, "exception_id")),
			     .parent = reading_count(reading_member(mechanism, "parent_id")) };

	reading_boolean(reading_member(mechanism, "is_exception_group"), &link.group);
	link.cause =
		json_object_is_type(source, json_type_string) && !strchr(json_object_get_string(source), '[');
	return link;
}

/* Marks the members of groups, and what caused them. A parent is newer than its children, and so behind
 * them. */
static void mark_members(struct exception *exceptions, const struct link *links, size_t count)
{
	for (size_t i = count; i-- > 0;)
		for (size_t j = 0; links[i].parent >= 0 && j < count; j++)
			if (j != i && links[j].id == links[i].parent)
				exceptions[i].member =
					exceptions[j].member || (links[j].group && !links[i].cause);
}

const struct exception *trace_exceptions(struct reading *reading, struct json_object *event, size_t *count)
{
	struct shape_list list = shape_exceptions(event);
	struct json_object *part = shape_part(event, "exception");
	struct exception *exceptions;
	struct link *links;

	*count = 0;
	if (part && !json_object_is_type(part, json_type_object) &&
	    !json_object_is_type(part, json_type_array))
		notes_add(reading->notes, "exception", NOTE_INVALID);
	if (list.count == 0)
		return NULL;
	if (list.left_out > 0)
		notes_add(reading->notes, "exception", NOTE_TOO_MANY);
	exceptions = arena_alloc(reading->arena, list.count * sizeof(*exceptions));
	links = arena_alloc(reading->arena, list.count * sizeof(*links));
	for (size_t i = 0; i < list.count; i++) {
		struct shape_list frames = shape_exception_frames(event, &list, i);
		struct exception read = read_exception(reading, shape_at(&list, i), &frames);

		links[*count] = read_link(shape_at(&list, i));
		if (read.type || read.value || read.frame_count > 0)
			exceptions[(*count)++] = read;
		else if (shape_at(&list, i))
			notes_add(reading->notes, "exception", NOTE_INVALID);
	}
	mark_members(exceptions, links, *count);
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

const struct image *trace_images(struct reading *reading, struct json_object *event, size_t *count)
{
	struct json_object *list = reading_member(shape_part(event, "debug_meta"), "images");
	size_t length = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;
	struct image *images;

	*count = 0;
	length = length < TRACE_IMAGES_MAX ? length : TRACE_IMAGES_MAX;
	images = arena_alloc(reading->arena, (length + 1) * sizeof(*images));
	for (size_t i = 0; i < length; i++) {
		struct json_object *from = json_object_array_get_idx(list, i);
		struct json_object *file = reading_member(from, "code_file");
		struct image image = { .start = read_address(reading_member(from, "image_addr")),
				       .size = read_address(reading_member(from, "image_size")),
				       .file = read_line(reading, file) };

		if (image.start > 0)
			images[(*count)++] = image;
	}
	image_sort(images, *count);
	return images;
}
