/* The tags of an event. Source: Relay's schema (relay-event-schema, protocol/tags.rs: pairs or an object,
 * values of any scalar type). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_TAGS_H
#define BALCAO_ERRORS_SENTRY_EVENT_TAGS_H

#include <stddef.h>

#include "errors/grouping/event.h"

struct json_object;
struct reading;

/* Numbers of tags: of the SDK, and made of other parts of the event. Lengths in code points. */
enum { TAGS_MAX = 100, TAGS_MADE = 16, TAGS_KEY_MAX = 200, TAGS_VALUE_MAX = 200 };

struct tags {
	struct tag *list; /* has room for TAGS_MAX + TAGS_MADE tags; NULL until the first tag */
	size_t count;
};

/* Reads the tags of `value`, {"key": value} or [["key", value]], into `tags`. Numbers and booleans become
 * text, and blanks in a key become "-". If a key is repeated, its last value replaces the first; but a key
 * that is cut and then is that of another tag gets a number ("…~2"). A tag is dropped, with a note, if it has
 * no key, if its value is a list or an object, or if there are TAGS_MAX tags already. */
void tags_read(struct reading *reading, struct json_object *value, struct tags *tags);

/* Adds a tag, unless `value` is NULL or `tags` has the key already. If there are TAGS_MAX + TAGS_MADE tags,
 * the tag is dropped with a note. The texts are not copied: they must live as long as `tags`. */
void tags_add(struct reading *reading, struct tags *tags, const char *key, const char *value);

#endif
