/* Values of an event, read with the tolerance of Relay's schema (relay-event-schema, protocol/): what is not
 * as it should be is dropped or cut, with a note.
 *
 * The trees are lenient_parse's: valid UTF-8 without NUL. What is returned lives as long as the arena. */
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

/* The member of that name, NULL if `object` is no object, has none or a null. */
struct json_object *reading_member(struct json_object *object, const char *name);

/* A string, number or boolean ("true", "false") as text, trimmed and cut to `max` code points; NULL for a
 * null, for text that is empty then (so is what begins with twice as many blanks), and, with a note, for a
 * list or an object. `field` is its name in notes. */
const char *reading_text(struct reading *reading, const char *field, struct json_object *value, size_t max);

/* The same, but lists and objects become their JSON. */
const char *reading_any(struct reading *reading, const char *field, struct json_object *value, size_t max);

/* The text of a scalar, not trimmed or cut; NULL: it is none. */
const char *reading_scalar(struct reading *reading, struct json_object *value);

/* A boolean, or what stands for one: "true", "false", 1, 0. False: it is none. */
bool reading_boolean(struct json_object *value, bool *result);

/* A whole number of 0 or more, or a string of digits; -1: it is none. */
int64_t reading_count(struct json_object *value);

/* The number of bytes of valid UTF-8 that the first `max` code points take. */
size_t reading_prefix(const char *text, size_t length, size_t max);

#endif
