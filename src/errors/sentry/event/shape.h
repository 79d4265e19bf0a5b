/* Where the parts of an event stand. The same list comes in several shapes, and old SDKs use long names for
 * the parts: here they are one. Sources: Relay's Values<T> (relay-event-schema, protocol/mod.rs and
 * types.rs, "values" or a plain list or one single value) and its legacy_alias attributes. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_SHAPE_H
#define BALCAO_ERRORS_SENTRY_EVENT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

struct json_object;

/* Bounds of what is read of an event; more is dropped. */
enum {
	SHAPE_EXCEPTIONS = 50,   /* the oldest and the newest ones */
	SHAPE_FRAMES = 250,      /* the outermost and the innermost ones, of each stack */
	SHAPE_BREADCRUMBS = 100, /* the newest ones */
	SHAPE_THREADS = 50,
};

/* Items of a list, but for a gap. */
struct shape_list {
	struct json_object *array, *single; /* one of them; both NULL: an empty list */
	size_t count;                       /* those that are kept */
	size_t head, gap;                   /* `gap` are left out after the first `head` */
};

/* The part `name` of an event ("exception", "request", "user", "logentry", "stacktrace", "breadcrumbs",
 * "threads", "contexts", "debug_meta", "csp" …), under that name or its old one,
 * "sentry.interfaces.Exception"; NULL: none. */
struct json_object *shape_part(struct json_object *event, const char *name);

/* {"values": […]}, a plain list, or one single object. Anything else is empty. */
struct shape_list shape_values(struct json_object *value);

/* Keeps `max` items: the first `max` / 2 and the last ones; or the last ones only. */
void shape_keep_ends(struct shape_list *list, size_t max);
void shape_keep_last(struct shape_list *list, size_t max);

/* The kept item `index`, below `count`. */
struct json_object *shape_at(const struct shape_list *list, size_t index);

/* All with their bounds, the oldest, outermost first. */
struct shape_list shape_exceptions(struct json_object *event);
struct shape_list shape_threads(struct json_object *event);
struct shape_list shape_breadcrumbs(struct json_object *event);
/* Of something with a "stacktrace" that has "frames": an exception, a thread, an event. */
struct shape_list shape_frames(struct json_object *owner);

/* The frames that tell where exception `index` of the event's kept ones was thrown: its own; else, for the
 * newest one only, those of the thread that it names; else those of the event. */
struct shape_list shape_exception_frames(struct json_object *event, const struct shape_list *exceptions,
					 size_t index);

/* The stack of an event without exceptions: its own, else that of the thread that crashed, else of the
 * current one. */
struct shape_list shape_event_frames(struct json_object *event);

#endif
