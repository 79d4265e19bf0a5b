/* What an error is called in lists, and where it happened. Both go by the event alone; those of the newest
 * event of an error are shown. What is returned is the arena's, of at most TITLE_LENGTH code points, cut
 * behind a character. */
#ifndef BALCAO_ERRORS_GROUPING_TITLE_H
#define BALCAO_ERRORS_GROUPING_TITLE_H

#include "errors/grouping/event.h"

struct arena;

enum { TITLE_LENGTH = 200 };

/* Of the first of these that there is: "Type: first line of value" of the newest exception, or one of both if
 * it has not the other; the first line of the message, or of its template; "directive: blocked host" of a
 * security report, or one of both; the transaction; "<unknown>". A line is one with more than white space,
 * trimmed. */
const char *title_of(struct arena *arena, const struct event *event);

/* Where the newest exception with frames was thrown: its last frame that is the application's, or, if it is
 * not told of any frame, the last of those of which it isn't. "module.function"; lacking a module "function
 * (file)"; lacking a function the module or file. Else the transaction; NULL if there is none. Functions are
 * as in stack.h. */
const char *title_culprit(struct arena *arena, const struct event *event);

#endif
