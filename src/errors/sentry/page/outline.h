/* Trees of lenient_parse written as JSON again, within bounds, so that a page can show them. */
#ifndef BALCAO_ERRORS_SENTRY_PAGE_OUTLINE_H
#define BALCAO_ERRORS_SENTRY_PAGE_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct json_object;

enum {
	OUTLINE_DEPTH = 12,    /* levels of one value; what is deeper is the string "[…]" */
	OUTLINE_STRING = 8192, /* code points of a string; a longer one ends in "…" */
	OUTLINE_NAME = 200,    /* … of a member's name */
	OUTLINE_BYTES = 1024 * 1024,
};

/* Whether so much is written that lists and objects end here: what is written after stays below
 * OUTLINE_BYTES and 128 KiB. */
bool outline_is_full(const struct buffer *out);

/* A value of any kind, NULL for a null; it is valid JSON whatever happens. */
void outline_value(struct buffer *out, struct json_object *value);

/* `length` bytes of valid UTF-8 as a string, cut to `max` code points. */
void outline_string(struct buffer *out, const char *text, size_t length, size_t max);

/* A list of [name, value] from what stands for one: an object, whose values may be lists of several values
 * (PHP sends headers so), a list of pairs, or a string that is split at `between` and at the first = of each
 * part. What is none of them is an empty list. */
void outline_pairs(struct buffer *out, struct json_object *value, char between);

#endif
