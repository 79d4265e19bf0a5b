#include "errors/sentry/event/transcript.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/escape.h"
#include "errors/grouping/event.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/event/trace.h"

enum { LINE_MAX = 200 /* code points of a line of source code */ };

static const char cut_mark[] = "\n[…]";

struct writer {
	struct reading reading;
	struct notes ignored; /* the mapper has made the notes already */
	struct buffer out;
};

static struct writer *begin(struct arena *arena)
{
	struct writer *writer = arena_alloc(arena, sizeof(*writer));

	writer->reading = (struct reading){ .arena = arena, .notes = &writer->ignored };
	writer->out.arena = arena;
	return writer;
}

/* The text may exceed the limit by what was written last; finish() cuts it. */
static bool is_full(const struct writer *writer)
{
	return writer->out.length > TRANSCRIPT_BYTES;
}

static const char *finish(struct writer *writer)
{
	struct buffer *out = &writer->out;

	if (out->length > 0 && escape_is_in(out->data, out->length)) {
		out->length = escape_remove(out->data, out->length);
		out->data[out->length] = '\0';
	}
	while (out->length > 0 && out->length <= TRANSCRIPT_BYTES && out->data[out->length - 1] == '\n')
		out->data[--out->length] = '\0';
	if (is_full(writer)) {
		size_t kept = TRANSCRIPT_BYTES - strlen(cut_mark);

		while (kept > 0 && ((unsigned char)out->data[kept] & 0xC0) == 0x80)
			kept--;
		out->length = kept;
		buffer_put_text(out, cut_mark);
	}
	return out->data ? out->data : "";
}

static void put_line_number(struct writer *writer, struct json_object *frame)
{
	int64_t line = reading_count(reading_member(frame, "lineno"));
	int64_t column = reading_count(reading_member(frame, "colno"));

	if (line >= 0)
		buffer_printf(&writer->out, ":%" PRId64, line);
	if (line >= 0 && column >= 0)
		buffer_printf(&writer->out, ":%" PRId64, column);
}

/* Returns where the code of a frame is: its file, else its module or library, else its address. */
static const char *place_of(struct writer *writer, struct json_object *frame)
{
	static const char *const names[] = { "filename", "abs_path", "module", "package",
					     "instruction_addr" };
	const char *place = NULL;

	for (size_t i = 0; i < COUNT(names) && !place; i++)
		place = reading_text(&writer->reading, "", reading_member(frame, names[i]), TRACE_PATH_MAX);
	return place;
}

static void put_frame(struct writer *writer, struct json_object *frame)
{
	struct json_object *raw = reading_member(frame, "raw_function");
	struct json_object *function = reading_member(frame, "function");
	const char *name = reading_text(&writer->reading, "", function ? function : raw, TRACE_NAME_MAX);
	const char *line =
		reading_text(&writer->reading, "", reading_member(frame, "context_line"), LINE_MAX);
	const char *place = place_of(writer, frame);

	buffer_printf(&writer->out, "    at %s", name ? name : "?");
	if (place) {
		buffer_printf(&writer->out, " (%s", place);
		put_line_number(writer, frame);
		buffer_put_char(&writer->out, ')');
	}
	buffer_put_char(&writer->out, '\n');
	if (line)
		buffer_printf(&writer->out, "        %s\n", line);
}

static void put_frames(struct writer *writer, const struct shape_list *frames)
{
	for (size_t i = frames->count; i > 0 && !is_full(writer); i--) {
		if (json_object_is_type(shape_at(frames, i - 1), json_type_object))
			put_frame(writer, shape_at(frames, i - 1));
		if (frames->left_out > 0 && i - 1 == frames->head)
			buffer_printf(&writer->out, "    … %zu frames are left out\n", frames->left_out);
	}
}

static void put_exception(struct writer *writer, struct json_object *exception)
{
	const char *type =
		reading_any(&writer->reading, "", reading_member(exception, "type"), TRACE_TYPE_MAX);
	const char *value =
		reading_any(&writer->reading, "", reading_member(exception, "value"), TRACE_VALUE_MAX);

	buffer_put_text(&writer->out, type ? type : value ? value : "?");
	if (type && value)
		buffer_printf(&writer->out, ": %s", value);
	buffer_put_char(&writer->out, '\n');
}

static void put_exceptions(struct writer *writer, struct json_object *object)
{
	struct shape_list exceptions = shape_exceptions(object);

	for (size_t i = exceptions.count; i > 0 && !is_full(writer); i--) {
		struct shape_list frames = shape_exception_frames(object, &exceptions, i - 1);

		if (!shape_at(&exceptions, i - 1))
			continue;
		if (i < exceptions.count)
			buffer_put_text(&writer->out, "Caused by: ");
		put_exception(writer, shape_at(&exceptions, i - 1));
		put_frames(writer, &frames);
	}
}

const char *transcript_write(struct arena *arena, struct json_object *object, const struct event *event)
{
	struct writer *writer = begin(arena);
	struct shape_list frames = shape_event_frames(object), exceptions = shape_exceptions(object);
	struct json_object *csp = shape_part(object, "csp");

	if (event->message)
		buffer_printf(&writer->out, "%s\n\n", event->message);
	put_exceptions(writer, object);
	if (exceptions.count == 0)
		put_frames(writer, &frames);
	if (csp)
		security_put_text(csp, &writer->out);
	return finish(writer);
}

const char *transcript_of_report(struct arena *arena, struct json_object *report)
{
	struct writer *writer = begin(arena);

	security_put_text(report, &writer->out);
	return finish(writer);
}
