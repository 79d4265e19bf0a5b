#include "table/value.h"

#include <json-c/json.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "base/uuid.h"
#include "db/literal.h"

static bool fault(const struct source *source, const struct fault_kind *code, long number, const char *text)
{
	const char *name = source->in_query ? source->name : arena_printf(source->arena, "/%s", source->name);

	faults_add(source->faults, (struct fault){ .kind = code,
						   .in_query = source->in_query,
						   .name = name,
						   .number = number,
						   .text = text });
	return false;
}

const char *value_choices(struct arena *arena, const char *const *values)
{
	const char *text = values[0];

	for (size_t i = 1; values[i]; i++)
		text = arena_printf(arena, "%s, %s", text, values[i]);
	return text;
}

const char *value_type_name(enum field_type type)
{
	static const char *const names[F__MAX] = {
		[F_TEXT] = "string",     [F_SECRET] = "string",
		[F_INTEGER] = "integer", [F_BOOLEAN] = "boolean",
		[F_ENUM] = "string",     [F_TIME] = "string",
		[F_DATE] = "string",     [F_ID] = "string",
		[F_HALVES] = "number",   [F_TEXTS] = "array of strings",
		[F_MAP] = "object",      [F_JSON] = "object",
		[F_NUMBER] = "number",   [F_INTEGERS] = "array of integers",
		[F_OBJECT] = "object",   [F_OBJECTS] = "array of objects",
	};
	return names[type];
}

static bool wrong_type(const struct source *source, enum field_type type)
{
	return fault(source, &fault_wrong_type, 0, value_type_name(type));
}

/* A format judges the text as it was typed: U+212A is not the K of a username, although K is its
 * normalization form C. What is kept is in that form, as all texts are. */
static bool read_format(const struct source *source, const struct field *field, const char *text,
			size_t length, struct checked *checked)
{
	const struct fault_kind *code;
	long number = 0;

	if (!field->format->read(source->arena, text, length, &checked->text, &checked->key, &code, &number))
		return fault(source, code, number, "");
	checked->text = text_to_nfc(source->arena, checked->text, strlen(checked->text));
	return true;
}

/* Trims the text, and says why it can't be kept, apart from its length; NULL: it can. A text of blanks and
 * invisible characters is a mistake even where an empty one is allowed. */
static const struct fault_kind *fault_of_form(const struct field *field, const char **text, size_t *length)
{
	bool given = *length > 0, shows = text_shows(*text, *length);

	if (text_has_control(*text, *length))
		return &fault_control_character;
	text_trim(text, length);
	if (field->format)
		return NULL;
	if (!field->lines && text_has_break(*text, *length))
		return &fault_line_break;
	/* Where blanks alone are trimmed to nothing, they are too short. */
	return given && !shows && (*length > 0 || field->min == 0) ? &fault_blank : NULL;
}

/* Reads a text without a format: `*form` receives it as it is kept. */
static bool read_form(const struct source *source, const struct field *field, const char *text, size_t length,
		      const char **form)
{
	const struct fault_kind *code = fault_of_form(field, &text, &length);
	const char *normal;
	long characters;

	if (code)
		return fault(source, code, 0, "");
	normal = text_to_nfc(source->arena, text, length);
	characters = (long)text_length(normal, strlen(normal));
	if (characters < field->min)
		return fault(source, &fault_too_short, field->min, "");
	if (characters > field->max)
		return fault(source, &fault_too_long, field->max, "");
	*form = normal;
	return true;
}

static bool read_plain(const struct source *source, const struct field *field, const char *text,
		       size_t length, struct checked *checked)
{
	const struct fault_kind *code;

	if (!field->format)
		return read_form(source, field, text, length, &checked->text);
	code = fault_of_form(field, &text, &length);
	if (code)
		return fault(source, code, 0, "");
	return read_format(source, field, text, length, checked) &&
	       (!text_has_break(checked->text, strlen(checked->text)) ||
		fault(source, &fault_line_break, 0, ""));
}

/* For texts such as a log, in which any character may occur. */
static bool read_raw(const struct source *source, const struct field *field, const char *text, size_t length,
		     struct checked *checked)
{
	if ((long)length > field->max)
		return fault(source, &fault_too_long, field->max, "");
	checked->text = arena_strndup(source->arena, text, length);
	return true;
}

/* Passwords are compared in normalization form C, so that the same characters match even if two
 * keyboards encode them differently. */
static bool read_secret(const struct source *source, const struct field *field, const char *text,
			size_t length, struct checked *checked)
{
	const char *normal = text_to_nfc(source->arena, text, length);

	if (!normal || text_has_control(text, length))
		return fault(source, &fault_control_character, 0, "");
	if (field->format)
		return read_format(source, field, normal, strlen(normal), checked);
	if ((long)text_length(text, length) > field->max)
		return fault(source, &fault_too_long, field->max, "");
	checked->text = normal;
	return true;
}

static bool read_enum(const struct source *source, const struct field *field, const char *text, size_t length,
		      struct checked *checked)
{
	for (const char *const *value = field->values; *value; value++) {
		if (strlen(*value) == length && memcmp(*value, text, length) == 0) {
			checked->text = *value;
			return true;
		}
	}
	return fault(source, &fault_not_allowed, 0, value_choices(source->arena, field->values));
}

static bool read_time(const struct source *source, const char *text, size_t length, struct checked *checked)
{
	char *canonical = arena_alloc(source->arena, CLOCK_TEXT_SIZE);
	int64_t ms;

	if (!clock_parse(text, length, &ms))
		return fault(source, &fault_time_invalid, 0, "");
	clock_format(ms, canonical);
	checked->text = canonical;
	return true;
}

static bool read_date(const struct source *source, const char *text, size_t length, struct checked *checked)
{
	const char *noon = arena_printf(source->arena, "%.*sT12:00:00Z", (int)length, text);
	int64_t ms;

	if (length != strlen("2026-11-21") || !clock_parse(noon, strlen(noon), &ms))
		return fault(source, &fault_date_invalid, 0, "");
	checked->text = arena_strndup(source->arena, text, length);
	return true;
}

static bool read_id(const struct source *source, const struct field *field, const char *text, size_t length,
		    struct checked *checked)
{
	char *canonical = arena_alloc(source->arena, UUID_TEXT_SIZE);

	if (!(field->bare ? uuid_parse_bare : uuid_parse)(text, length, canonical))
		return fault(source, &fault_id_invalid, 0, "");
	checked->text = canonical;
	return true;
}

/* Reads a value of any type that is a string in JSON. */
static bool read_string(const struct source *source, const struct field *field, const char *text,
			size_t length, struct checked *checked)
{
	switch (field->type) {
	case F_SECRET:
		return read_secret(source, field, text, length, checked);
	case F_ENUM:
		return read_enum(source, field, text, length, checked);
	case F_TIME:
		return read_time(source, text, length, checked);
	case F_DATE:
		return read_date(source, text, length, checked);
	case F_ID:
		return read_id(source, field, text, length, checked);
	default:
		return field->raw ? read_raw(source, field, text, length, checked)
				  : read_plain(source, field, text, length, checked);
	}
}

static bool read_integer(const struct source *source, const struct field *field, int64_t value,
			 struct checked *checked)
{
	if (value < field->min)
		return fault(source, &fault_too_small, field->min, "");
	if (value > field->max)
		return fault(source, &fault_too_large, field->max, "");
	checked->text = arena_printf(source->arena, "%lld", (long long)value);
	return true;
}

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

/* The allowed numbers as a text: "0.5, 1, …, 5" for 1 to 10 halves. */
static const char *halves_choices(const struct source *source, const struct field *field)
{
	return arena_printf(source->arena, "%g, %g, …, %g", (double)field->min / 2,
			    (double)(field->min + 1) / 2, (double)field->max / 2);
}

static bool read_halves(const struct source *source, const struct field *field, double value,
			struct checked *checked)
{
	double halves = 2 * value;

	if (!(halves >= (double)field->min && halves <= (double)field->max) || (double)(long)halves != halves)
		return fault(source, &fault_not_allowed, 0, halves_choices(source, field));
	checked->text = arena_printf(source->arena, "%ld", (long)halves);
	return true;
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
		return wrong_type(&source, F_TEXT);
	if (!read_plain(&source, field, json_object_get_string(json),
			(size_t)json_object_get_string_len(json), &checked))
		return false;
	for (size_t i = 0; i < index && !field->repeats; i++)
		if (items[i] && strcmp(items[i], checked.text) == 0)
			return fault(&source, &fault_duplicate_item, 0, "");
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
		return fault(source, &fault_too_many_items, field->items, "");
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
		return wrong_type(member, F_TEXT);
	if (!is_plain_number(value))
		return fault(member, &fault_too_long, field->max, "");
	if (!json_object_is_type(value, json_type_string)) {
		buffer_put_text(out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
		return true;
	}
	if (!read_form(member, field, json_object_get_string(value),
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
	if (!read_form(&member, field, sent, strlen(sent), &names[count]))
		return false;
	for (size_t i = 0; i < count; i++)
		if (names[i] && strcmp(names[i], names[count]) == 0)
			return fault(&member, &fault_duplicate_item, 0, "");
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
		return fault(source, &fault_too_many_items, field->items, "");
	names = arena_alloc(source->arena, (members + 1) * sizeof(*names));
	buffer_put_char(&out, '{');
	json_object_object_foreach (json, name, value)
		fine &= put_map_member(source, field, name, value, names, count++, &out);
	buffer_put_char(&out, '}');
	checked->text = out.data;
	return fine;
}

bool value_from_json(const struct source *source, const struct field *field, struct json_object *json,
		     struct checked *checked)
{
	int64_t number;

	switch (field->type) {
	case F_INTEGER:
		return json_integer(json, &number) ? read_integer(source, field, number, checked)
						   : wrong_type(source, field->type);
	case F_BOOLEAN:
		if (!json_object_is_type(json, json_type_boolean))
			return wrong_type(source, field->type);
		checked->text = json_object_get_boolean(json) ? "true" : "false";
		return true;
	case F_MAP:
		return json_object_is_type(json, json_type_object) ? read_map(source, field, json, checked)
								   : wrong_type(source, field->type);
	case F_HALVES:
		if (!json_object_is_type(json, json_type_int) && !json_object_is_type(json, json_type_double))
			return wrong_type(source, field->type);
		return read_halves(source, field, json_object_get_double(json), checked);
	case F_TEXTS:
		return json_object_is_type(json, json_type_array) ? read_array(source, field, json, checked)
								  : wrong_type(source, field->type);
	default:
		if (!json_object_is_type(json, json_type_string))
			return wrong_type(source, field->type);
		return read_string(source, field, json_object_get_string(json),
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
		return text_integer(text, length, &number) ? read_integer(source, field, number, checked)
							   : wrong_type(source, field->type);
	case F_BOOLEAN:
		if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
			return wrong_type(source, field->type);
		checked->text = text;
		return true;
	default:
		return read_string(source, field, text, length, checked);
	}
}
