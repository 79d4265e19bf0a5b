#include "errors/sentry/event/tags.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"

enum { NUMBER_MAX = 4 /* characters of "~100" */ };

static struct tag *find(const struct tags *tags, const char *key)
{
	for (size_t i = 0; i < tags->count; i++)
		if (strcmp(tags->list[i].key, key) == 0)
			return &tags->list[i];
	return NULL;
}

static void put(struct reading *reading, struct tags *tags, size_t max, const char *key, const char *value)
{
	struct tag *same = find(tags, key);

	if (same) {
		same->value = value;
	} else if (tags->count >= max) {
		notes_add(reading->notes, "tags", NOTE_TOO_MANY);
	} else {
		if (!tags->list)
			tags->list =
				arena_alloc(reading->arena, (TAGS_MAX + TAGS_MADE) * sizeof(*tags->list));
		tags->list[tags->count++] = (struct tag){ .key = key, .value = value };
	}
}

void tags_add(struct reading *reading, struct tags *tags, const char *key, const char *value)
{
	if (value && !find(tags, key))
		put(reading, tags, TAGS_MAX + TAGS_MADE, key, value);
}

/* Keys that are alike where they are cut are different tags: the second ends in "~2" and so on. */
static char *distinguish(struct reading *reading, const struct tags *tags, char *key)
{
	size_t kept = reading_prefix(key, strlen(key), TAGS_KEY_MAX - NUMBER_MAX);
	char *numbered = key;

	for (int number = 2; find(tags, numbered); number++)
		numbered = arena_printf(reading->arena, "%.*s~%d", (int)kept, key, number);
	return numbered;
}

static void read_tag(struct reading *reading, struct tags *tags, struct json_object *key,
		     struct json_object *value)
{
	const char *text = reading_text(reading, "tags", key, TAGS_KEY_MAX);
	char *clean = text ? arena_strdup(reading->arena, text) : NULL;
	const char *whole;

	if (!clean || json_object_is_type(value, json_type_object) ||
	    json_object_is_type(value, json_type_array)) {
		notes_add(reading->notes, "tags", NOTE_INVALID);
		return;
	}
	for (char *at = clean; *at; at++)
		if (*at == ' ')
			*at = '-';
	whole = reading_scalar(reading, key);
	if (reading_prefix(whole, strlen(whole), TAGS_KEY_MAX) < strlen(whole))
		clean = distinguish(reading, tags, clean);
	put(reading, tags, TAGS_MAX, clean, reading_text(reading, "tags", value, TAGS_VALUE_MAX));
}

static void read_pairs(struct reading *reading, struct json_object *list, struct tags *tags)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *pair = json_object_array_get_idx(list, i);

		if (json_object_is_type(pair, json_type_array) && json_object_array_length(pair) == 2)
			read_tag(reading, tags, json_object_array_get_idx(pair, 0),
				 json_object_array_get_idx(pair, 1));
		else if (pair)
			notes_add(reading->notes, "tags", NOTE_INVALID);
	}
}

static void read_members(struct reading *reading, struct json_object *object, struct tags *tags)
{
	json_object_object_foreach (object, key, value) {
		struct json_object *name = json_object_new_string(key);

		read_tag(reading, tags, name, value);
		json_object_put(name);
	}
}

void tags_read(struct reading *reading, struct json_object *value, struct tags *tags)
{
	if (json_object_is_type(value, json_type_array))
		read_pairs(reading, value, tags);
	else if (json_object_is_type(value, json_type_object))
		read_members(reading, value, tags);
	else if (value)
		notes_add(reading->notes, "tags", NOTE_INVALID);
}
