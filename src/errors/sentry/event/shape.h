/* Finds the parts of an event. SDKs send the same list in several shapes, and old SDKs use longer names for
 * the parts; the functions here hide the differences. Lists and objects belong to the event's tree. Sources:
 * Relay's Values<T> (relay-event-schema, protocol/mod.rs and types.rs, "values" or a plain list or one
 * single value) and its legacy_alias attributes. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_SHAPE_H
#define BALCAO_ERRORS_SENTRY_EVENT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

struct json_object;

/* How many items of a list are read; the others are dropped. */
enum {
	SHAPE_EXCEPTIONS = 50,   /* the oldest and the newest are kept */
	SHAPE_FRAMES = 250,      /* per stack: the outermost and the innermost are kept */
	SHAPE_BREADCRUMBS = 100, /* the newest are kept */
	SHAPE_THREADS = 50,
};

/* The kept items of a list: all items, or all but those in one gap. */
struct shape_list {
	struct json_object *array, *single; /* the list, or its only item; both are NULL if it is empty */
	size_t count;                       /* kept items */
	size_t head, left_out;              /* after the first `head` items, `left_out` items are left out */
	size_t gap;                         /* how many of those are in the tree */
};

/* Returns the part `name` of an event ("exception", "request", "user", "logentry", "stacktrace",
 * "breadcrumbs", "threads", "contexts", "debug_meta", "csp" …), by that name or by its old name, such as
 * "sentry.interfaces.Exception". Returns NULL if the event has no such part. */
struct json_object *shape_part(struct json_object *event, const char *name);

/* Returns the name of the part that old SDKs call `name`; `name` itself if it isn't an old name. */
const char *shape_name(const char *name);

/* Returns the items of {"values": […]}, of a plain list, or of one single object: all that are in the tree
 * (see lenient_left_out). Any other value is an empty list. */
struct shape_list shape_values(struct json_object *value);

/* Keep at most `max` items: shape_keep_ends the first `max` / 2 and the last ones, shape_keep_last only the
 * last ones. */
void shape_keep_ends(struct shape_list *list, size_t max);
void shape_keep_last(struct shape_list *list, size_t max);

/* Returns the kept item `index`, which must be below `count`; NULL if the item is null. */
struct json_object *shape_at(const struct shape_list *list, size_t index);

/* Return a list of the event, reduced to its bound above; the oldest item is first. */
struct shape_list shape_exceptions(struct json_object *event);
struct shape_list shape_threads(struct json_object *event);
struct shape_list shape_breadcrumbs(struct json_object *event);
/* Returns the frames of the "stacktrace" of `owner`, an exception, a thread or an event, reduced to
 * SHAPE_FRAMES; the outermost frame is first. */
struct shape_list shape_frames(struct json_object *owner);

/* Returns the frames that tell where the kept exception `index` was thrown: the exception's own frames. If
 * it has none and is the newest, they are the frames of the thread that it names, or else those of the
 * event. */
struct shape_list shape_exception_frames(struct json_object *event, const struct shape_list *exceptions,
					 size_t index);

/* Returns the frames of an event without exceptions: the event's own, else those of the thread that crashed,
 * else those of the current thread. */
struct shape_list shape_event_frames(struct json_object *event);

#endif
