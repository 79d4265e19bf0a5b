#include "errors/sentry/page/outline.h"

#include <json-c/json.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "errors/sentry/event/reading.h"

static const char ellipsis[] = "…", too_deep[] = "[…]";

bool outline_is_full(const struct buffer *out)
{
	return out->length > OUTLINE_BYTES;
}

void outline_string(struct buffer *out, const char *text, size_t length, size_t max)
{
	size_t kept = reading_prefix(text, length, max);

	json_put_string(out, text, kept);
	if (kept == length)
		return;
	out->length--; /* the closing quote */
	buffer_put_text(out, ellipsis);
	buffer_put_char(out, '"');
}

static void put_value(struct buffer *out, struct json_object *value, int depth);

static void put_list(struct buffer *out, struct json_object *list, int depth)
{
	buffer_put_char(out, '[');
	for (size_t i = 0; i < json_object_array_length(list) && !outline_is_full(out); i++) {
		json_item(out);
		put_value(out, json_object_array_get_idx(list, i), depth + 1);
	}
	buffer_put_char(out, ']');
}

static void put_object(struct buffer *out, struct json_object *object, int depth)
{
	buffer_put_char(out, '{');
	json_object_object_foreach (object, name, value) {
		if (outline_is_full(out))
			break;
		json_item(out);
		outline_string(out, name, strlen(name), OUTLINE_NAME);
		buffer_put_char(out, ':');
		put_value(out, value, depth + 1);
	}
	buffer_put_char(out, '}');
}

static void put_value(struct buffer *out, struct json_object *value, int depth)
{
	enum json_type type = json_object_get_type(value);

	if (type == json_type_string)
		outline_string(out, json_object_get_string(value), (size_t)json_object_get_string_len(value),
			       OUTLINE_STRING);
	else if (type != json_type_array && type != json_type_object)
		buffer_put_text(out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
	else if (depth > OUTLINE_DEPTH)
		json_put_text(out, too_deep);
	else if (type == json_type_array)
		put_list(out, value, depth);
	else
		put_object(out, value, depth);
}

void outline_value(struct buffer *out, struct json_object *value)
{
	put_value(out, value, 1);
}

/* --- pairs --- */

static void put_pair(struct buffer *out, const char *name, size_t length, struct json_object *value)
{
	json_item_open(out, '[');
	outline_string(out, name, length, OUTLINE_NAME);
	json_item(out);
	put_value(out, value, 1);
	buffer_put_char(out, ']');
}

static void put_members(struct buffer *out, struct json_object *object)
{
	json_object_object_foreach (object, name, value) {
		size_t several =
			json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;

		for (size_t i = 0; i < several && !outline_is_full(out); i++)
			put_pair(out, name, strlen(name), json_object_array_get_idx(value, i));
		if (!json_object_is_type(value, json_type_array) && !outline_is_full(out))
			put_pair(out, name, strlen(name), value);
	}
}

static void put_items(struct buffer *out, struct json_object *list)
{
	for (size_t i = 0; i < json_object_array_length(list) && !outline_is_full(out); i++) {
		struct json_object *pair = json_object_array_get_idx(list, i), *name;

		if (!json_object_is_type(pair, json_type_array) || json_object_array_length(pair) != 2)
			continue;
		name = json_object_array_get_idx(pair, 0);
		if (json_object_is_type(name, json_type_string))
			put_pair(out, json_object_get_string(name), (size_t)json_object_get_string_len(name),
				 json_object_array_get_idx(pair, 1));
	}
}

static void put_parts(struct buffer *out, const char *text, char between)
{
	const char ends[] = { between, '\0' };

	text += *text == '?';
	while (*text && !outline_is_full(out)) {
		size_t length, name;
		const char *equals;

		text += strspn(text, " ");
		length = strcspn(text, ends);
		equals = memchr(text, '=', length);
		name = equals ? (size_t)(equals - text) : length;
		if (length > 0) {
			json_item_open(out, '[');
			outline_string(out, text, name, OUTLINE_NAME);
			json_item(out);
			name += name < length;
			outline_string(out, text + name, length - name, OUTLINE_STRING);
			buffer_put_char(out, ']');
		}
		text += length + (text[length] != '\0');
	}
}

void outline_pairs(struct buffer *out, struct json_object *value, char between)
{
	buffer_put_char(out, '[');
	if (json_object_is_type(value, json_type_object))
		put_members(out, value);
	else if (json_object_is_type(value, json_type_array))
		put_items(out, value);
	else if (json_object_is_type(value, json_type_string))
		put_parts(out, json_object_get_string(value), between);
	buffer_put_char(out, ']');
}
