/* The rules of a project that give its events a fingerprint: {"type": "Timeout*", "parts": ["timeout",
 * "{{ default }}"]}. */
#ifndef BALCAO_ERRORS_GROUPING_RULE_H
#define BALCAO_ERRORS_GROUPING_RULE_H

#include <stddef.h>

#include "errors/grouping/event.h"

struct arena;

enum {
	RULE_MAX = 100,           /* rules of a project */
	RULE_PARTS_MAX = 16,      /* parts of a rule */
	RULE_TEXT_MAX = 200,      /* code points of a pattern or a part */
	RULE_FRAMES_MAX = 50,     /* the innermost frames of an exception that are looked at */
	RULE_STEPS_MAX = 4 << 20, /* comparisons of characters for one event: some milliseconds */
};

/* What a rule looks at. */
enum rule_subject { RULE_TYPE, RULE_VALUE, RULE_MODULE, RULE_FUNCTION, RULE_PATH, RULE_LOGGER, RULE__MAX };

/* The member of a rule that has the pattern for a subject. */
extern const char *const rule_subjects[RULE__MAX];

struct rule {
	enum rule_subject subject;
	/* A pattern as a shell has them: * stands for any text, also with slashes and newlines, ? for one
	 * character, and any other character for itself. Case counts. */
	const char *pattern;
	const char **parts;
	size_t count;
};

struct rules {
	struct rule *list;
	size_t count;
};

/* Reads `json`, an array of rules that the engine has checked. A rule that is not as above is left out; NULL
 * and any other text give no rules. The result lives in the arena, which is charged nothing. */
const struct rules *rule_read(struct arena *arena, const char *json);

/* Gives `event` the parts of the first rule that matches as its fingerprint, in place of the client's own, as
 * Sentry does, and marks it `ruled`. Does nothing if no rule matches or `rules` is NULL. A rule matches if its
 * pattern matches one of these texts, of all exceptions, the newest first:
 * - type: an exception's type;
 * - value: an exception's value or, if the event has no exception, its message;
 * - module, function: those of a frame, as the SDK sent them or without what compilers and bundlers add;
 * - path: the filename or abs_path of a frame;
 * - logger: the event's logger.
 * When RULE_STEPS_MAX are used up, no further rule matches. */
void rule_apply(struct arena *arena, const struct rules *rules, struct event *event);

#endif
