/* The strings of JSON as SDKs write them: with invalid UTF-8, lone surrogates, NULs and control characters.
 * Sources: RFC 8259, 7 for the grammar, RFC 3629 for UTF-8. */
#ifndef BALCAO_ERRORS_LENIENT_QUOTED_H
#define BALCAO_ERRORS_LENIENT_QUOTED_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct scan;

/* How often a string had to be repaired; quoted_read adds to the counts. */
struct quoted_faults {
	size_t nuls;     /* NUL characters, escaped or not: dropped */
	size_t replaced; /* invalid bytes of UTF-8 and lone surrogates: replaced by U+FFFD */
};

/* Reads the string at the beginning of `text`, which may contain any bytes, and moves `text` behind its
 * closing quote. Clears `out`, and writes to it what the string means: valid UTF-8 without NUL, with a NUL
 * behind it that the length doesn't count. An unknown escape stands for its letter, and \u without four
 * digits for "u". Returns false if there is no string, or it has no closing quote; the position of `text`
 * and the contents of `out` are then undefined. */
bool quoted_read(struct scan *text, struct buffer *out, struct quoted_faults *faults);

/* Moves `text` behind the string at its beginning, without reading what it means. Returns false, with the
 * position undefined, if there is no string, or it has no closing quote. */
bool quoted_skip(struct scan *text);

#endif
