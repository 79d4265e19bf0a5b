/* Writes trees of lenient_parse as JSON of a bounded size, so that a page can show them. The JSON is always
 * valid; what is too deep or too long is cut. */
#ifndef BALCAO_ERRORS_SENTRY_PAGE_OUTLINE_H
#define BALCAO_ERRORS_SENTRY_PAGE_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;
struct json_object;

enum {
	OUTLINE_DEPTH = 12,    /* levels of a value; a deeper list or object becomes the string "[…]" */
	OUTLINE_STRING = 8192, /* code points of a string; a longer one is cut and ends in "…" */
	OUTLINE_NAME = 200,    /* the same for the name of a member; of names that are alike where they are
				  cut, the second ends in "…~2" and so on */
	OUTLINE_BYTES = 1024 * 1024, /* of a whole event */
};

/* Where and how much is written. */
struct outline {
	struct arena *arena; /* for copies of texts */
	struct buffer *out;
	size_t limit;             /* bytes of `out`, at most OUTLINE_BYTES: see outline_is_full */
	bool cut;                 /* something was left out because of the limit */
	bool shortened, too_deep; /* a text or a name was cut; a value was below OUTLINE_DEPTH */
};

/* Returns whether `out` has more bytes than the limit; if so, sets `cut`. Lists and objects then end at once,
 * so that all in all the functions here write at most the limit plus 128 KiB. */
bool outline_is_full(struct outline *outline);

/* Appends a value of any JSON type; NULL is written as null. */
void outline_value(struct outline *outline, struct json_object *value);

/* Appends a JSON string with the `length` bytes of `text`, valid UTF-8, cut to `max` code points, without
 * what escape.h removes. */
void outline_string(struct outline *outline, const char *text, size_t length, size_t max);

/* Appends a list of [name, value]. `value` is an object, whose members may be lists of several values (SDKs
 * of PHP send headers in this form), a list of pairs, or a string of parts "name=value" with the character
 * `between` between them. Anything else becomes an empty list. */
void outline_pairs(struct outline *outline, struct json_object *value, char between);

#endif
