/* Reads values of an event with the tolerance of Relay's schema (relay-event-schema, protocol/): an invalid
 * value is dropped and a long one is cut, and a note says so.
 *
 * The trees are lenient_parse's, so their texts are valid UTF-8 without NUL. Texts that are returned live as
 * long as the arena; objects belong to their tree. A missing value, NULL, is never a fault. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_READING_H
#define BALCAO_ERRORS_SENTRY_EVENT_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct json_object;
struct notes;

struct reading {
	struct arena *arena;
	struct notes *notes;
};

/* Returns the member `name` of `object`. Returns NULL if `object` is not a JSON object or the member is
 * missing or null. */
struct json_object *reading_member(struct json_object *object, const char *name);

/* Returns a string, number or boolean ("true", "false") as text, without what escape.h removes,
 * trimmed, in Unicode normalization form C, and cut to `max` code points. Returns NULL for a null, for a text
 * that is empty after that (only the first 2 * `max` code points are looked at), and, with a note, for a list
 * or an object. `field` is the name for notes, a string literal. */
const char *reading_text(struct reading *reading, const char *field, struct json_object *value, size_t max);

/* As reading_text, but returns the JSON of a list or an object as text, instead of a note. */
const char *reading_any(struct reading *reading, const char *field, struct json_object *value, size_t max);

/* Returns a string, number or boolean as text, neither trimmed nor cut. Returns NULL for any other value. */
const char *reading_scalar(struct reading *reading, struct json_object *value);

/* Sets `*result` from a boolean, or from "true", "false", 1 or 0. Returns false for any other value. */
bool reading_boolean(struct json_object *value, bool *result);

/* Returns a whole number of 0 or more, from a number or a string of digits. Returns -1 for any other
 * value. */
int64_t reading_count(struct json_object *value);

/* Returns the number of bytes of the first `max` code points of `text`, `length` bytes of valid UTF-8. */
size_t reading_prefix(const char *text, size_t length, size_t max);

#endif
