#include "errors/sentry/event/reading.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/escape.h"
#include "base/text.h"
#include "errors/sentry/event/notes.h"

struct json_object *reading_member(struct json_object *object, const char *name)
{
	struct json_object *member = NULL;

	if (json_object_is_type(object, json_type_object))
		json_object_object_get_ex(object, name, &member);
	return member;
}

size_t reading_prefix(const char *text, size_t length, size_t max)
{
	size_t at = 0;

	for (size_t i = 0; i < max && at < length; i++)
		at += text_sequence(text + at, length - at);
	return at;
}

/* Returns the first `length` bytes of the text, without escape sequences. */
static const char *plain_of(struct arena *arena, const char *text, size_t *length)
{
	char *copy;

	if (!escape_is_in(text, *length))
		return text;
	copy = arena_strndup(arena, text, *length);
	*length = escape_remove(copy, *length);
	return copy;
}

/* Events are found by these texts, so they have the form of all texts. */
static const char *trim_and_cut(struct reading *reading, const char *field, const char *text, size_t max)
{
	/* The bound of 2 * max saves the walk through a text that is cut anyway. */
	size_t whole = strlen(text), length = reading_prefix(text, whole, 2 * max), kept;
	bool cut = length < whole;
	char *normal;

	text = plain_of(reading->arena, text, &length);
	text_trim(&text, &length);
	normal = text_to_nfc(reading->arena, text, length);
	length = strlen(normal);
	kept = reading_prefix(normal, length, max);
	if (cut || kept < length)
		notes_add(reading->notes, field, NOTE_CUT);
	normal[kept] = '\0';
	return kept > 0 ? normal : NULL;
}

const char *reading_scalar(struct reading *reading, struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_string:
		return json_object_get_string(value);
	case json_type_boolean:
	case json_type_int:
	case json_type_double:
		/* json-c keeps the printed text in the value and overwrites it at the next printing. */
		return arena_strdup(reading->arena,
				    json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
	default:
		return NULL;
	}
}

const char *reading_text(struct reading *reading, const char *field, struct json_object *value, size_t max)
{
	const char *text = reading_scalar(reading, value);

	if (value && !text)
		notes_add(reading->notes, field, NOTE_INVALID);
	return text ? trim_and_cut(reading, field, text, max) : NULL;
}

const char *reading_any(struct reading *reading, const char *field, struct json_object *value, size_t max)
{
	if (!json_object_is_type(value, json_type_object) && !json_object_is_type(value, json_type_array))
		return reading_text(reading, field, value, max);
	return trim_and_cut(reading, field,
			    json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
									  JSON_C_TO_STRING_NOSLASHESCAPE),
			    max);
}

bool reading_boolean(struct json_object *value, bool *result)
{
	const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";

	*result = json_object_is_type(value, json_type_boolean) ? json_object_get_boolean(value)
		  : json_object_is_type(value, json_type_int)   ? json_object_get_int64(value) == 1
								: strcmp(text, "true") == 0;
	return *result || json_object_is_type(value, json_type_boolean) || strcmp(text, "false") == 0 ||
	       (json_object_is_type(value, json_type_int) && json_object_get_int64(value) == 0);
}

int64_t reading_count(struct json_object *value)
{
	const char *text;
	size_t length;

	if (json_object_is_type(value, json_type_int))
		return json_object_get_int64(value) >= 0 ? json_object_get_int64(value) : -1;
	if (!json_object_is_type(value, json_type_string))
		return -1;
	text = json_object_get_string(value);
	length = strlen(text);
	if (length == 0 || length > 15 || strspn(text, "0123456789") != length)
		return -1;
	return strtoll(text, NULL, 10);
}
