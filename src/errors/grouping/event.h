/* The part of an event by which it is grouped and titled, independent of the protocol that brought it. All
 * texts are UTF-8 without NUL, live as long as the event's arena, and are NULL if the event does not have
 * them. */
#ifndef BALCAO_ERRORS_GROUPING_EVENT_H
#define BALCAO_ERRORS_GROUPING_EVENT_H

#include <stdbool.h>
#include <stddef.h>

/* Whether a frame belongs to the application rather than to a library. */
enum in_app { IN_APP_UNKNOWN, IN_APP_NO, IN_APP_YES };

/* A function call on the stack. */
struct frame {
	const char *function, *module, *filename, *abs_path;
	enum in_app in_app;
};

struct exception {
	const char *type, *value;
	bool synthetic;             /* the SDK created it only to carry a stack */
	const struct frame *frames; /* the last one is where it was thrown */
	size_t frame_count;
};

struct event {
	const char *platform; /* "python", "javascript", "node", "php" … */
	const char *logger, *transaction;
	const char *message;  /* the text that people see: the title of POST /errors, or logentry.formatted */
	const char *template; /* logentry.message, before its parameters were filled in */
	const struct exception *exceptions; /* from the oldest cause to the newest */
	size_t exception_count;
	const char *const *fingerprint;
	size_t fingerprint_count;            /* 0 if the event has no fingerprint */
	const char *directive, *blocked_uri; /* of a security report */
};

#endif
