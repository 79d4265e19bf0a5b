/* Finds the ends of JSON values by their brackets and strings only, without checking what is between them. So
 * a reader learns where the parts of a text stand before it builds any of them. */
#ifndef BALCAO_ERRORS_LENIENT_SPAN_H
#define BALCAO_ERRORS_LENIENT_SPAN_H

#include <stdbool.h>

struct scan;

/* Moves `text` behind the value at its beginning: a list or an object up to the bracket that closes it, a
 * string, or a scalar up to white space, a comma, a bracket or the end. Returns false, with the position
 * undefined, if there is no value or its end is missing. */
bool span_skip(struct scan *text);

/* Moves `text`, which is inside a list or an object, behind the bracket that closes it. Returns false, with
 * the position undefined, if that bracket is missing. */
bool span_leave(struct scan *text);

/* Moves `text` to the next item of a list or member of an object, or, if there is none, behind the bracket
 * `close`. `first` tells that `text` is behind the opening bracket; else it is behind an item. Sets `*more`
 * to whether an item follows. Accepts a comma before the bracket. Returns false if what follows is neither.
 */
bool span_next(struct scan *text, char close, bool first, bool *more);

#endif
