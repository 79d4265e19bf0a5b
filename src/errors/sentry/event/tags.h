/* The tags of an event. Source: Relay's schema (relay-event-schema, protocol/tags.rs: pairs or an object,
 * values of any scalar type). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_TAGS_H
#define BALCAO_ERRORS_SENTRY_EVENT_TAGS_H

#include <stddef.h>

struct json_object;
struct reading;

/* Lengths in code points. */
enum { TAGS_MAX = 100, TAGS_KEY_MAX = 200, TAGS_VALUE_MAX = 200 };

struct tag {
	const char *key, *value; /* `value` may be NULL: it was null, or empty */
};

struct tags {
	struct tag *list; /* room for TAGS_MAX; NULL while there is none */
	size_t count;
};

/* Reads {"key": value} or [["key", value]]. Numbers and booleans become text, blanks in a key become -; of a
 * key that comes twice the last value stays, at the place of the first. What has no key, or a value that is
 * a list or an object, and what comes after TAGS_MAX is dropped with a note. */
void tags_read(struct reading *reading, struct json_object *value, struct tags *tags);

/* Adds a tag, both texts as they are, that is not there yet; `value` NULL: does nothing. */
void tags_add(struct reading *reading, struct tags *tags, const char *key, const char *value);

#endif
