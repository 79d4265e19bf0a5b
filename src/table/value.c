#include "table/value.h"

#include <json-c/json.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "db/literal.h"
#include "table/scalar.h"

/* JSON Schema counts 2.0 as an integer, and so does this function. Numbers beyond 64 bits are capped to
 * a value that the bounds of every field exclude. */
static bool json_integer(struct json_object *json, int64_t *value)
{
	const double exact = 9007199254740992.0; /* 2^53: up to here a double represents every integer */
	double number;

	if (json_object_is_type(json, json_type_int)) {
		*value = json_object_get_int64(json);
		return true;
	}
	if (!json_object_is_type(json, json_type_double))
		return false;
	number = json_object_get_double(json);
	*value = number >= exact ? INT64_MAX : number <= -exact ? INT64_MIN : (int64_t)number;
	return number >= exact || number <= -exact || (double)*value == number;
}

const char *value_pointer(struct arena *arena, const char *before, const char *name)
{
	char *text = arena_alloc(arena, strlen(before) + 2 * strlen(name) + 1), *to = stpcpy(text, before);

	for (; *name; name++) {
		if (*name == '~' || *name == '/') {
			*to++ = '~';
			*to++ = *name == '~' ? '0' : '1';
		} else {
			*to++ = *name;
		}
	}
	return text;
}

static bool read_element(const struct source *array, const struct field *field, struct json_object *json,
			 size_t index, const char **items)
{
	struct source source = *array;
	struct checked checked = { 0 };

	source.name = arena_printf(array->arena, "%s/%zu", array->name, index);
	if (!json_object_is_type(json, json_type_string))
		return scalar_wrong_type(&source, F_TEXT);
	if (!scalar_read_plain(&source, field, json_object_get_string(json),
			       (size_t)json_object_get_string_len(json), &checked))
		return false;
	for (size_t i = 0; i < index && !field->repeats; i++)
		if (items[i] && strcmp(items[i], checked.text) == 0)
			return scalar_fault(&source, &fault_duplicate_item, 0, "");
	items[index] = checked.text;
	return true;
}

static bool read_array(const struct source *source, const struct field *field, struct json_object *json,
		       struct checked *checked)
{
	size_t count = json_object_array_length(json);
	const char **items;
	bool fine = true;

	if ((long)count > field->items)
		return scalar_fault(source, &fault_too_many_items, field->items, "");
	items = arena_alloc(source->arena, (count + 1) * sizeof(*items));
	for (size_t i = 0; i < count; i++)
		fine &= read_element(source, field, json_object_array_get_idx(json, i), i, items);
	if (!fine)
		return false;
	checked->text = literal_array(source->arena, items, count);
	return true;
}

/* Whether PostgreSQL writes the number in a short form. It expands exponents to digits, so that 1e300
 * would become a long text. */
static bool is_plain_number(struct json_object *json)
{
	const double most = 1e40;
	double number = fabs(json_object_get_double(json));

	return !json_object_is_type(json, json_type_double) || number == 0 ||
	       (number < most && number > 1 / most);
}

static bool is_scalar(struct json_object *json)
{
	return !json_object_is_type(json, json_type_object) && !json_object_is_type(json, json_type_array);
}

/* Reads the value of a member of an F_MAP and writes it as JSON. */
static bool put_member_value(const struct source *member, const struct field *field,
			     struct json_object *value, struct buffer *out)
{
	const char *text;

	if (!is_scalar(value))
		return scalar_wrong_type(member, F_TEXT);
	if (!is_plain_number(value))
		return scalar_fault(member, &fault_too_long, field->max, "");
	if (!json_object_is_type(value, json_type_string)) {
		buffer_put_text(out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
		return true;
	}
	if (!scalar_read_form(member, field, json_object_get_string(value),
			      (size_t)json_object_get_string_len(value), &text))
		return false;
	json_put_text(out, text);
	return true;
}

/* Reads a member of an F_MAP. `names` are the names of the `count` members before, of which another may
 * have the same name in normalization form C. */
static bool put_map_member(const struct source *map, const struct field *field, const char *sent,
			   struct json_object *value, const char **names, size_t count, struct buffer *out)
{
	struct source member = *map;

	member.name = value_pointer(map->arena, arena_printf(map->arena, "%s/", map->name), sent);
	names[count] = NULL;
	if (!scalar_read_form(&member, field, sent, strlen(sent), &names[count]))
		return false;
	for (size_t i = 0; i < count; i++)
		if (names[i] && strcmp(names[i], names[count]) == 0)
			return scalar_fault(&member, &fault_duplicate_item, 0, "");
	json_member(out, names[count]);
	return put_member_value(&member, field, value, out);
}

/* Checks an F_MAP and writes it as JSON again. */
static bool read_map(const struct source *source, const struct field *field, struct json_object *json,
		     struct checked *checked)
{
	struct buffer out = { .arena = source->arena };
	size_t count = 0, members = (size_t)json_object_object_length(json);
	const char **names;
	bool fine = true;

	if ((long)members > field->items)
		return scalar_fault(source, &fault_too_many_items, field->items, "");
	names = arena_alloc(source->arena, (members + 1) * sizeof(*names));
	buffer_put_char(&out, '{');
	json_object_object_foreach (json, name, value)
		fine &= put_map_member(source, field, name, value, names, count++, &out);
	buffer_put_char(&out, '}');
	checked->text = out.data;
	return fine;
}

/* --- objects and arrays of objects ---------------------------------------------------- */

/* Writes a checked member as JSON, the form in which the statement gets the whole object. */
static void put_checked(struct buffer *out, const struct field *field, const char *text)
{
	struct buffer item = { 0 };

	switch (field->type) {
	case F_INTEGER:
	case F_BOOLEAN:
	case F_MAP:
	case F_OBJECT:
	case F_OBJECTS:
		buffer_put_text(out, text);
		return;
	case F_TEXTS:
		buffer_put_char(out, '[');
		for (text++; *text && *text != '}'; json_item_text(out, item.data))
			text = literal_element(text, &item);
		buffer_put_char(out, ']');
		buffer_release(&item);
		return;
	default:
		json_put_text(out, text);
	}
}

/* Reads one member of an object: absent members stay out, null stays null. */
static bool put_object_member(const struct source *object, const struct field *field,
			      struct json_object *json, struct buffer *out)
{
	struct source source = *object;
	struct checked checked = { 0 };
	struct json_object *value = NULL;
	bool there = json_object_object_get_ex(json, field->name, &value);

	source.name = arena_printf(object->arena, "%s/%s", object->name, field->name);
	if (!value && field->required)
		return scalar_fault(&source, &fault_required, 0, "");
	if (!there)
		return true;
	if (!value && !field->nullable)
		return scalar_wrong_type(&source, field->type);
	if (value && !value_from_json(&source, field, value, &checked))
		return false;
	json_member(out, field->name);
	if (value)
		put_checked(out, field, checked.text);
	else
		buffer_put_text(out, "null");
	return true;
}

/* Where a row demands exactly one of the members that aren't required. */
static bool has_one(const struct source *source, const struct field *field, struct json_object *json)
{
	const char *names = NULL;
	size_t count = 0;

	FIELDS_EACH (member, field->fields) {
		struct json_object *value = NULL;

		if (member->required)
			continue;
		names = names ? arena_printf(source->arena, "%s, %s", names, member->name) : member->name;
		json_object_object_get_ex(json, member->name, &value);
		count += value != NULL;
	}
	return count == 1 || scalar_fault(source, &fault_exactly_one, 0, names);
}

static bool put_object(const struct source *source, const struct field *field, struct json_object *json,
		       struct buffer *out)
{
	bool fine;

	if (!json_object_is_type(json, json_type_object))
		return scalar_wrong_type(source, F_OBJECT);
	fine = !field->one || has_one(source, field, json);
	buffer_put_char(out, '{');
	FIELDS_EACH (member, field->fields)
		fine &= put_object_member(source, member, json, out);
	buffer_put_char(out, '}');
	json_object_object_foreach (json, name, unused) {
		struct source member = *source;

		(void)unused;
		member.name =
			value_pointer(source->arena, arena_printf(source->arena, "%s/", source->name), name);
		fine &= field_find(field->fields, name) || scalar_fault(&member, &fault_unknown_field, 0, "");
	}
	return fine;
}

static bool read_object(const struct source *source, const struct field *field, struct json_object *json,
			struct checked *checked)
{
	struct buffer out = { .arena = source->arena };
	bool fine = put_object(source, field, json, &out);

	checked->text = out.data;
	return fine;
}

static bool read_objects(const struct source *source, const struct field *field, struct json_object *json,
			 struct checked *checked)
{
	struct buffer out = { .arena = source->arena };
	bool fine = true;

	if (!json_object_is_type(json, json_type_array))
		return scalar_wrong_type(source, F_OBJECTS);
	if ((long)json_object_array_length(json) > field->items)
		return scalar_fault(source, &fault_too_many_items, field->items, "");
	buffer_put_char(&out, '[');
	for (size_t i = 0; i < json_object_array_length(json); i++) {
		struct source item = *source;

		item.name = arena_printf(source->arena, "%s/%zu", source->name, i);
		json_item(&out);
		fine &= put_object(&item, field, json_object_array_get_idx(json, i), &out);
	}
	buffer_put_char(&out, ']');
	checked->text = out.data;
	return fine;
}

bool value_from_json(const struct source *source, const struct field *field, struct json_object *json,
		     struct checked *checked)
{
	int64_t number;

	switch (field->type) {
	case F_INTEGER:
		return json_integer(json, &number) ? scalar_read_integer(source, field, number, checked)
						   : scalar_wrong_type(source, field->type);
	case F_BOOLEAN:
		if (!json_object_is_type(json, json_type_boolean))
			return scalar_wrong_type(source, field->type);
		checked->text = json_object_get_boolean(json) ? "true" : "false";
		return true;
	case F_MAP:
		return json_object_is_type(json, json_type_object) ? read_map(source, field, json, checked)
								   : scalar_wrong_type(source, field->type);
	case F_OBJECT:
		return read_object(source, field, json, checked);
	case F_OBJECTS:
		return read_objects(source, field, json, checked);
	case F_HALVES:
		if (!json_object_is_type(json, json_type_int) && !json_object_is_type(json, json_type_double))
			return scalar_wrong_type(source, field->type);
		return scalar_read_halves(source, field, json_object_get_double(json), checked);
	case F_TEXTS:
		return json_object_is_type(json, json_type_array) ? read_array(source, field, json, checked)
								  : scalar_wrong_type(source, field->type);
	default:
		if (!json_object_is_type(json, json_type_string))
			return scalar_wrong_type(source, field->type);
		return scalar_read_string(source, field, json_object_get_string(json),
					  (size_t)json_object_get_string_len(json), checked);
	}
}

/* Reads digits after an optional minus. Numbers beyond 64 bits are capped to a value that the bounds of
 * every field exclude. */
static bool text_integer(const char *text, size_t length, int64_t *value)
{
	size_t sign = length > 0 && *text == '-';

	if (length == sign || strspn(text + sign, "0123456789") != length - sign)
		return false;
	*value = strtoll(text, NULL, 10);
	return true;
}

bool value_from_text(const struct source *source, const struct field *field, const char *text, size_t length,
		     struct checked *checked)
{
	int64_t number;

	switch (field->type) {
	case F_INTEGER:
		return text_integer(text, length, &number)
			       ? scalar_read_integer(source, field, number, checked)
			       : scalar_wrong_type(source, field->type);
	case F_BOOLEAN:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return scalar_wrong_type(source, field->type);
		checked->text = text;
		return true;
	default:
		return scalar_read_string(source, field, text, length, checked);
	}
}
