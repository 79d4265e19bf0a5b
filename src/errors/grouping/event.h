/* What happened, as every protocol tells it: the part of an event by which it is grouped and titled. All
 * texts are UTF-8 without NUL, live as long as the event's arena, and may be NULL: not told. */
#ifndef BALCAO_ERRORS_GROUPING_EVENT_H
#define BALCAO_ERRORS_GROUPING_EVENT_H

#include <stdbool.h>
#include <stddef.h>

enum in_app { IN_APP_UNTOLD, IN_APP_NO, IN_APP_YES };

/* A call on the stack. */
struct frame {
	const char *function, *module, *filename, *abs_path;
	enum in_app in_app;
};

struct exception {
	const char *type, *value;
	bool synthetic;             /* the SDK made it up to carry a stack */
	const struct frame *frames; /* the last one is where it was thrown */
	size_t frame_count;
};

struct event {
	const char *platform; /* "python", "javascript", "node", "php" … */
	const char *logger, *transaction;
	const char *message;                /* as it is shown: POST /errors' title, logentry.formatted */
	const char *template;               /* logentry.message, before its parameters were filled in */
	const struct exception *exceptions; /* the oldest cause first, the newest last */
	size_t exception_count;
	const char *const *fingerprint;
	size_t fingerprint_count;            /* 0: none */
	const char *directive, *blocked_uri; /* of a security report */
};

#endif
