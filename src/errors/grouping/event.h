/* The part of an event by which it is grouped and titled, independent of the protocol that brought it. All
 * texts are UTF-8 without NUL, live as long as the event's arena, and are NULL if the event does not have
 * them. */
#ifndef BALCAO_ERRORS_GROUPING_EVENT_H
#define BALCAO_ERRORS_GROUPING_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a frame belongs to the application rather than to a library. */
enum in_app { IN_APP_UNKNOWN, IN_APP_NO, IN_APP_YES };

/* A function call on the stack. */
struct frame {
	const char *function, *module, *filename, *abs_path;
	const char *line;     /* the source line */
	uint64_t instruction; /* the address of the instruction; 0 if unknown */
	uint64_t image;       /* where the image with this instruction begins; 0 if unknown */
	enum in_app in_app;
};

/* A program or library that is loaded into the process. */
struct image {
	uint64_t start, size; /* its addresses; the size is 0 if unknown */
	const char *file;     /* its path */
};

struct exception {
	const char *type, *value;
	bool synthetic;             /* the SDK created it only to carry a stack */
	bool member;                /* belongs to a group of exceptions, directly or as a cause */
	const struct frame *frames; /* the last one is where it was thrown */
	size_t frame_count;
};

struct tag {
	const char *key, *value; /* `value` is NULL if it was null or empty */
};

struct event {
	const char *platform; /* "python", "javascript", "node", "php" … */
	const char *logger, *transaction, *level;
	const char *message;  /* the text that people see: the title of POST /errors, or logentry.formatted */
	const char *template; /* logentry.message, before its parameters were filled in */
	const struct exception *exceptions; /* from the oldest cause to the newest */
	size_t exception_count;
	const struct image *images; /* in the order of their addresses */
	size_t image_count;
	const struct tag *tags;
	size_t tag_count;
	const char *const *fingerprint;
	size_t fingerprint_count;            /* 0 if the event has no fingerprint */
	bool ruled;                          /* a rule of the project gave the fingerprint (rule.h) */
	const char *directive, *blocked_uri; /* of a security report */
};

#endif
