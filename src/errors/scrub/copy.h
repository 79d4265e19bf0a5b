/* A copy of a text in which parts are replaced. */
#ifndef BALCAO_ERRORS_SCRUB_COPY_H
#define BALCAO_ERRORS_SCRUB_COPY_H

#include <stddef.h>

#include "errors/scrub/passage.h"

struct arena;

/* `text` is copied up to `read`. */
struct copy {
	const char *text;
	size_t length, read;
	char *out;
	size_t written;
	size_t growth; /* how many bytes the copy may still be larger than the text */
};

/* A copy of `length` bytes, in the arena, which has room for SCRUB_GROWTH bytes more, or fewer for a short
 * text. */
struct copy copy_begin(struct arena *arena, const char *text, size_t length);

/* Writes the mark in place of a part of the text that is not empty and stands behind those replaced
 * before. */
void copy_hide(struct copy *copy, struct span part);

/* The same for a JSON value, which becomes a text in quotes. */
void copy_hide_value(struct copy *copy, struct span value);

/* Where in the copy the byte at `at` of the text will stand, which must not be before `read`. */
size_t copy_place(const struct copy *copy, size_t at);

/* Copies the text before `at`, then puts the mark in quotes in place of the part `written` of the copy. */
void copy_hide_written(struct copy *copy, size_t at, struct span written);

/* Copies the rest. Returns the copy, with a NUL behind it; its length is `written`. */
const char *copy_finish(struct copy *copy);

#endif
