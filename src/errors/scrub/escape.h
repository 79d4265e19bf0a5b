/* The escapes in the strings of JSON, as errors/lenient/lenient.h reads them. */
#ifndef BALCAO_ERRORS_SCRUB_ESCAPE_H
#define BALCAO_ERRORS_SCRUB_ESCAPE_H

#include <stddef.h>

#include "errors/scrub/passage.h"

/* Reads one character of a string from the bytes before `end`, of which there is one at least: an escape, or
 * a byte that stands for itself. Writes the bytes of UTF-8 that it stands for, and sets `*count` to their
 * number; none for a NUL. Returns how many bytes were read. */
size_t escape_read(const char *at, const char *end, char bytes[4], size_t *count);

/* Writes what the string stands for into `to`, which has room for `length` bytes. Returns the number of
 * bytes. */
size_t escape_decode(const char *string, size_t length, char *to);

/* A place in a string, and the same place in what it stands for. Begin with 0 and 0. */
struct escape_place {
	size_t in_string, in_text;
};

/* Returns the part of the string that stands for the part of the text. `*place` moves along; parts come in
 * order. */
struct span escape_part(const char *string, size_t length, struct span part, struct escape_place *place);

#endif
