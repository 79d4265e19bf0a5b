/* Exceptions and their frames, as an event is grouped by them. Source: Relay's schema (relay-event-schema,
 * protocol/exception.rs, stacktrace.rs, mechanism.rs). */
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
};

/* Frames as they stand in the list, those that are no objects dropped with a note. */
const struct frame *trace_frames(struct reading *reading, const struct shape_list *list, size_t *count);

/* The exceptions of an event, the oldest first: values of any kind become text; one with neither type, value
 * nor frames is dropped with a note. The newest may have its frames elsewhere (shape_exception_frames). */
const struct exception *trace_exceptions(struct reading *reading, struct json_object *event, size_t *count);

/* For an event without exceptions and without a message: one synthetic exception with its frames, if there
 * are any. */
const struct exception *trace_bare(struct reading *reading, struct json_object *event, size_t *count);

#endif
