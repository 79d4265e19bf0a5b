#include "errors/sentry/event/shape.h"

#include <json-c/json.h>
#include <string.h>

#include "errors/lenient/lenient.h"
#include "errors/sentry/event/reading.h"

static const struct alias {
	const char *name, *old;
} aliases[] = {
	{ "exception", "sentry.interfaces.Exception" },
	{ "stacktrace", "sentry.interfaces.Stacktrace" },
	{ "request", "sentry.interfaces.Http" },
	{ "user", "sentry.interfaces.User" },
	{ "logentry", "sentry.interfaces.Message" },
	{ "breadcrumbs", "sentry.interfaces.Breadcrumbs" },
	{ "contexts", "sentry.interfaces.Contexts" },
	{ "threads", "sentry.interfaces.Threads" },
	{ "debug_meta", "sentry.interfaces.DebugMeta" },
	{ "csp", "sentry.interfaces.Csp" },
	{ "transaction", "culprit" },
	{ 0 },
};

struct json_object *shape_part(struct json_object *event, const char *name)
{
	struct json_object *part = reading_member(event, name);

	for (const struct alias *alias = aliases; !part && alias->name; alias++)
		if (strcmp(alias->name, name) == 0)
			part = reading_member(event, alias->old);
	return part;
}

const char *shape_name(const char *name)
{
	for (const struct alias *alias = aliases; alias->name; alias++)
		if (strcmp(alias->old, name) == 0)
			return alias->name;
	return name;
}

struct shape_list shape_values(struct json_object *value)
{
	struct json_object *values = reading_member(value, "values");
	struct shape_list list = { 0 };
	struct lenient_gap gap;

	if (json_object_is_type(value, json_type_object))
		list.single = values && !json_object_is_type(values, json_type_array) ? values : value;
	if (json_object_is_type(values, json_type_array) || json_object_is_type(value, json_type_array)) {
		list.single = NULL;
		list.array = values ? values : value;
	}
	/* {"values": null} is an empty list. */
	if (list.single && json_object_object_get_ex(list.single, "values", NULL))
		list.single = NULL;
	list.count = list.array ? json_object_array_length(list.array) : list.single != NULL;
	gap = lenient_left_out(list.array);
	list.head = gap.head;
	list.left_out = gap.count;
	return list;
}

void shape_keep_ends(struct shape_list *list, size_t max)
{
	if (list->count <= max)
		return;
	list->head = max / 2;
	list->gap = list->count - max;
	list->left_out += list->gap;
	list->count = max;
}

void shape_keep_last(struct shape_list *list, size_t max)
{
	shape_keep_ends(list, max);
	if (list->gap > 0)
		list->head = 0;
}

struct json_object *shape_at(const struct shape_list *list, size_t index)
{
	if (list->single)
		return list->single;
	return json_object_array_get_idx(list->array, index < list->head ? index : index + list->gap);
}

struct shape_list shape_exceptions(struct json_object *event)
{
	struct shape_list list = shape_values(shape_part(event, "exception"));

	shape_keep_ends(&list, SHAPE_EXCEPTIONS);
	return list;
}

struct shape_list shape_threads(struct json_object *event)
{
	struct shape_list list = shape_values(shape_part(event, "threads"));

	shape_keep_ends(&list, SHAPE_THREADS);
	return list;
}

struct shape_list shape_breadcrumbs(struct json_object *event)
{
	struct shape_list list = shape_values(shape_part(event, "breadcrumbs"));

	shape_keep_last(&list, SHAPE_BREADCRUMBS);
	return list;
}

struct shape_list shape_frames(struct json_object *owner)
{
	struct json_object *stack = shape_part(owner, "stacktrace");
	struct json_object *frames = reading_member(stack, "frames");
	/* Some SDKs send the list of frames itself as "stacktrace". */
	struct shape_list list = shape_values(frames ? frames : stack);

	if (!frames)
		list.single = NULL;
	list.count = list.array || list.single ? list.count : 0;
	shape_keep_ends(&list, SHAPE_FRAMES);
	return list;
}

static bool is_scalar(struct json_object *value)
{
	return value && !json_object_is_type(value, json_type_array) &&
	       !json_object_is_type(value, json_type_object);
}

/* Compares the ids of two threads. Lists and objects are not ids, and json-c would print them to text again
 * for each comparison. */
static bool is_same(struct json_object *one, struct json_object *other)
{
	return is_scalar(one) && is_scalar(other) &&
	       strcmp(json_object_get_string(one), json_object_get_string(other)) == 0;
}

struct shape_list shape_exception_frames(struct json_object *event, const struct shape_list *exceptions,
					 size_t index)
{
	struct json_object *exception = shape_at(exceptions, index),
			   *id = reading_member(exception, "thread_id");
	struct shape_list frames = shape_frames(exception),
			  threads = shape_values(shape_part(event, "threads"));

	if (index + 1 < exceptions->count)
		return frames;
	for (size_t i = 0; frames.count == 0 && i < threads.count; i++) {
		struct json_object *thread = shape_at(&threads, i);

		if (is_same(reading_member(thread, "id"), id))
			frames = shape_frames(thread);
	}
	return frames.count > 0 ? frames : shape_frames(event);
}

static struct shape_list frames_of_thread(const struct shape_list *threads, const char *which)
{
	for (size_t i = 0; i < threads->count; i++) {
		struct json_object *thread = shape_at(threads, i);
		bool is = false;

		if (reading_boolean(reading_member(thread, which), &is) && is)
			return shape_frames(thread);
	}
	return (struct shape_list){ 0 };
}

struct shape_list shape_event_frames(struct json_object *event)
{
	struct shape_list frames = shape_frames(event), threads = shape_values(shape_part(event, "threads"));

	if (frames.count == 0)
		frames = frames_of_thread(&threads, "crashed");
	if (frames.count == 0)
		frames = frames_of_thread(&threads, "current");
	if (frames.count == 0 && threads.count == 1)
		frames = shape_frames(shape_at(&threads, 0));
	return frames;
}
