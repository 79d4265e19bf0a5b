/* Reads the exceptions of an event and their frames, by which it is grouped. Source: Relay's schema
 * (relay-event-schema, protocol/exception.rs, stacktrace.rs, mechanism.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_TRACE_H
#define BALCAO_ERRORS_SENTRY_EVENT_TRACE_H

#include <stddef.h>

#include "errors/grouping/event.h"

struct json_object;
struct reading;
struct shape_list;

/* Bounds in code points. */
enum {
	TRACE_TYPE_MAX = 256,
	TRACE_VALUE_MAX = 8192,
	TRACE_NAME_MAX = 512,  /* function, module */
	TRACE_PATH_MAX = 1024, /* filename, abs_path */
	/* Others: */
	TRACE_LINE_BYTES = 2048, /* a source line or the path of an image of so many bytes is left out */
	TRACE_IMAGES_MAX = 2000, /* how many images are read */
};

/* Returns the frames of `list`, in its order, and sets `*count`. An item that is not an object is dropped,
 * with a note. */
const struct frame *trace_frames(struct reading *reading, const struct shape_list *list, size_t *count);

/* Returns the exceptions of an event, the oldest first, and sets `*count`. Values of any JSON type become
 * text. An exception with neither type, value nor frames is dropped, with a note. Where the frames of an
 * exception are, shape_exception_frames tells. A member of a group of exceptions is one whose parent, by
 * parent_id, is_exception_group, unless it is the group's cause (its source has no "["), and what belongs to
 * such a member. */
const struct exception *trace_exceptions(struct reading *reading, struct json_object *event, size_t *count);

/* Returns the images of the event's debug_meta that have an address, in the order of their addresses, and
 * sets `*count`. */
const struct image *trace_images(struct reading *reading, struct json_object *event, size_t *count);

/* For an event without exceptions and without a message: returns one synthetic exception with the event's
 * frames and sets `*count` to 1, or to 0 if the event has no frames. */
const struct exception *trace_bare(struct reading *reading, struct json_object *event, size_t *count);

#endif
