/* The title of an error, and the place where it happened (the culprit). Both depend on one event only; an
 * error shows those of its newest event. Both are texts of at most TITLE_LENGTH code points in the arena;
 * longer ones are cut. */
#ifndef BALCAO_ERRORS_GROUPING_TITLE_H
#define BALCAO_ERRORS_GROUPING_TITLE_H

#include "errors/grouping/event.h"

struct arena;

enum { TITLE_LENGTH = 200 };

/* Returns the title, from the first of these that the event has:
 * - the newest exception: "type: first line of the value", or one of the two if the other is missing;
 * - the first line of the message, or of its template;
 * - a security report: "directive: blocked host", or one of the two;
 * - the transaction.
 * Returns "<unknown>" if the event has none of them. Lines are trimmed; lines of white space are skipped. */
const char *title_of(struct arena *arena, const struct event *event);

/* Returns the culprit: the innermost frame of the newest exception with frames, among the frames of
 * stack_class, unless all frames belong to libraries. It is written "module.function", or "function (file)"
 * without a module, or as the module or file without a function; the function is that of stack_function.
 * Without such a frame the culprit is the transaction. Returns NULL if the event has neither. */
const char *title_culprit(struct arena *arena, const struct event *event);

#endif
