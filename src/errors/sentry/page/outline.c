#include "errors/sentry/page/outline.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/escape.h"
#include "base/json.h"
#include "errors/sentry/event/reading.h"

static const char ellipsis[] = "…", too_deep[] = "[…]";

bool outline_is_full(struct outline *outline)
{
	if (outline->out->length <= outline->limit)
		return false;
	outline->cut = true;
	return true;
}

void outline_string(struct outline *outline, const char *text, size_t length, size_t max)
{
	size_t kept = reading_prefix(text, length, max);
	struct buffer *out = outline->out;

	if (escape_is_in(text, kept)) {
		char *copy = arena_strndup(outline->arena, text, kept);

		json_put_string(out, copy, escape_remove(copy, kept));
	} else {
		json_put_string(out, text, kept);
	}
	if (kept == length)
		return;
	outline->shortened = true;
	out->length--; /* the closing quote */
	buffer_put_text(out, ellipsis);
	buffer_put_char(out, '"');
}

static void put_value(struct outline *outline, struct json_object *value, int depth);

static void put_list(struct outline *outline, struct json_object *list, int depth)
{
	buffer_put_char(outline->out, '[');
	for (size_t i = 0; i < json_object_array_length(list) && !outline_is_full(outline); i++) {
		json_item(outline->out);
		put_value(outline, json_object_array_get_idx(list, i), depth + 1);
	}
	buffer_put_char(outline->out, ']');
}

/* Returns the name as it is shown: `name` itself, if it needn't be changed. */
static const char *plain_name(struct outline *outline, const char *name)
{
	size_t length = strlen(name), kept = reading_prefix(name, length, OUTLINE_NAME);
	char *plain;

	if (kept == length && !escape_is_in(name, length))
		return name;
	outline->shortened |= kept < length;
	plain = arena_strndup(outline->arena, name, kept);
	plain[escape_remove(plain, kept)] = '\0';
	return kept < length ? arena_printf(outline->arena, "%s%s", plain, ellipsis) : plain;
}

static bool has(struct json_object *object, const char *name)
{
	return json_object_object_get_ex(object, name, NULL);
}

/* Returns `plain`, or `plain` and a number, if another member of the object is shown by this name already.
 * `*given` are the names that this function has returned before, each with its last number; NULL before the
 * first, and the caller's to release. */
static const char *unique_name(struct outline *outline, struct json_object *object, const char *plain,
			       struct json_object **given)
{
	int64_t number = json_object_get_int64(reading_member(*given, plain));
	const char *name = plain;

	if (!*given)
		*given = json_object_new_object();
	number += number == 0 && has(object, plain);
	if (number++ > 0) {
		for (;; number++) {
			name = arena_printf(outline->arena, "%s~%" PRId64, plain, number);
			if (!has(object, name) && !has(*given, name))
				break;
		}
		json_object_object_add(*given, name, json_object_new_int64(1));
	}
	json_object_object_add(*given, plain, json_object_new_int64(number));
	return name;
}

static void put_object(struct outline *outline, struct json_object *object, int depth)
{
	struct json_object *given = NULL;

	buffer_put_char(outline->out, '{');
	json_object_object_foreach (object, name, value) {
		const char *shown;

		if (outline_is_full(outline))
			break;
		shown = plain_name(outline, name);
		if (shown != name)
			shown = unique_name(outline, object, shown, &given);
		json_item(outline->out);
		json_put_text(outline->out, shown);
		buffer_put_char(outline->out, ':');
		put_value(outline, value, depth + 1);
	}
	buffer_put_char(outline->out, '}');
	json_object_put(given);
}

static void put_too_deep(struct outline *outline)
{
	outline->too_deep = true;
	json_put_text(outline->out, too_deep);
}

static void put_value(struct outline *outline, struct json_object *value, int depth)
{
	enum json_type type = json_object_get_type(value);

	if (type == json_type_string)
		outline_string(outline, json_object_get_string(value),
			       (size_t)json_object_get_string_len(value), OUTLINE_STRING);
	else if (type != json_type_array && type != json_type_object)
		buffer_put_text(outline->out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
	else if (depth > OUTLINE_DEPTH)
		put_too_deep(outline);
	else if (type == json_type_array)
		put_list(outline, value, depth);
	else
		put_object(outline, value, depth);
}

void outline_value(struct outline *outline, struct json_object *value)
{
	put_value(outline, value, 1);
}

/* --- pairs --- */

static void put_pair(struct outline *outline, const char *name, size_t length, struct json_object *value)
{
	json_item_open(outline->out, '[');
	outline_string(outline, name, length, OUTLINE_NAME);
	json_item(outline->out);
	put_value(outline, value, 1);
	buffer_put_char(outline->out, ']');
}

static void put_members(struct outline *outline, struct json_object *object)
{
	json_object_object_foreach (object, name, value) {
		size_t several =
			json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;

		for (size_t i = 0; i < several && !outline_is_full(outline); i++)
			put_pair(outline, name, strlen(name), json_object_array_get_idx(value, i));
		if (!json_object_is_type(value, json_type_array) && !outline_is_full(outline))
			put_pair(outline, name, strlen(name), value);
	}
}

static void put_items(struct outline *outline, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list) && !outline_is_full(outline); i++) {
		struct json_object *pair = json_object_array_get_idx(list, i), *name;

		if (!json_object_is_type(pair, json_type_array) || json_object_array_length(pair) != 2)
			continue;
		name = json_object_array_get_idx(pair, 0);
		if (json_object_is_type(name, json_type_string))
			put_pair(outline, json_object_get_string(name),
				 (size_t)json_object_get_string_len(name),
				 json_object_array_get_idx(pair, 1));
	}
}

static void put_parts(struct outline *outline, const char *text, char between)
{
	const char ends[] = { between, '\0' };

	text += *text == '?';
	while (*text && !outline_is_full(outline)) {
		size_t length, name;
		const char *equals;

		text += strspn(text, " ");
		length = strcspn(text, ends);
		equals = memchr(text, '=', length);
		name = equals ? (size_t)(equals - text) : length;
		if (length > 0) {
			json_item_open(outline->out, '[');
			outline_string(outline, text, name, OUTLINE_NAME);
			json_item(outline->out);
			name += name < length;
			outline_string(outline, text + name, length - name, OUTLINE_STRING);
			buffer_put_char(outline->out, ']');
		}
		text += length + (text[length] != '\0');
	}
}

void outline_pairs(struct outline *outline, struct json_object *value, char between)
{
	buffer_put_char(outline->out, '[');
	if (json_object_is_type(value, json_type_object))
		put_members(outline, value);
	else if (json_object_is_type(value, json_type_array))
		put_items(outline, value);
	else if (json_object_is_type(value, json_type_string))
		put_parts(outline, json_object_get_string(value), between);
	buffer_put_char(outline->out, ']');
}
