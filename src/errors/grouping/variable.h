/* The variables in the parts of a fingerprint. Source: Sentry's documentation ("SDK Fingerprinting" and
 * "Fingerprint Rules"). */
#ifndef BALCAO_ERRORS_GROUPING_VARIABLE_H
#define BALCAO_ERRORS_GROUPING_VARIABLE_H

#include <stdbool.h>

#include "errors/grouping/event.h"

struct arena;

/* Returns whether `part` is nothing but {{ default }}. */
bool variable_is_default(const char *part);

/* Returns whether {{ default }} occurs in `part`. */
bool variable_has_default(const char *part);

/* Returns `part` with its variables filled in; `standard` stands for {{ default }}. A variable is written
 * {{ name }}, with or without blanks: transaction, level, logger, message, error.type, error.value,
 * tags.<name>, function and module, or, as Sentry calls some of them, type, value, stack.function and
 * stack.module. The type and value are those of the newest exception, function and module those of its
 * innermost frame that counts (stack_class), without what compilers and bundlers add. What the event does not
 * have becomes <no name>; other names stay as they are. Of a value, the first
 * 1,024 bytes are taken, and nothing is filled in after 4,096 bytes. The result lives in the arena. */
const char *variable_fill(struct arena *arena, const struct event *event, const char *part,
			  const char *standard);

#endif
