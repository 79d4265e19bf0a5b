#include "table/scalar.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "base/uuid.h"

bool scalar_fault(const struct source *source, const struct fault_kind *code, long number, const char *text)
{
	const char *name = source->in_query ? source->name : arena_printf(source->arena, "/%s", source->name);

	faults_add(source->faults, (struct fault){ .kind = code,
						   .in_query = source->in_query,
						   .name = name,
						   .number = number,
						   .text = text });
	return false;
}

bool scalar_wrong_type(const struct source *source, enum field_type type)
{
	return scalar_fault(source, &fault_wrong_type, 0, field_type_name(type));
}

/* A format judges the text as it was typed: U+212A is not the K of a username, although K is its
 * normalization form C. What is kept is in that form, as all texts are. */
static bool read_format(const struct source *source, const struct field *field, const char *text,
			size_t length, struct checked *checked)
{
	const struct fault_kind *code;
	long number = 0;

	if (!field->format->read(source->arena, text, length, &checked->text, &checked->key, &code, &number))
		return scalar_fault(source, code, number, "");
	checked->text = text_to_nfc(source->arena, checked->text, strlen(checked->text));
	return true;
}

/* Trims the text, and says why it can't be kept, apart from its length; NULL: it can. A text of blanks and
 * invisible characters is a mistake even where an empty one is allowed. */
static const struct fault_kind *fault_of_form(const struct field *field, const char **text, size_t *length)
{
	bool given = *length > 0, shows = text_shows(*text, *length);

	text_trim(text, length);
	if (text_has_control(*text, *length))
		return &fault_control_character;
	if (field->format)
		return NULL;
	if (!field->lines && text_has_break(*text, *length))
		return &fault_line_break;
	/* Where blanks alone are trimmed to nothing, they are too short. */
	return given && !shows && (*length > 0 || field->min == 0) ? &fault_blank : NULL;
}

bool scalar_read_form(const struct source *source, const struct field *field, const char *text, size_t length,
		      const char **form)
{
	const struct fault_kind *code;
	const char *normal;
	long characters;

	if (field->lines)
		text = text_unix_lines(source->arena, text, &length);
	code = fault_of_form(field, &text, &length);
	if (code)
		return scalar_fault(source, code, 0, "");
	normal = text_to_nfc(source->arena, text, length);
	characters = (long)text_length(normal, strlen(normal));
	if (characters < field->min)
		return scalar_fault(source, &fault_too_short, field->min, "");
	if (characters > field->max)
		return scalar_fault(source, &fault_too_long, field->max, "");
	*form = normal;
	return true;
}

bool scalar_read_plain(const struct source *source, const struct field *field, const char *text,
		       size_t length, struct checked *checked)
{
	const struct fault_kind *code;

	if (!field->format)
		return scalar_read_form(source, field, text, length, &checked->text);
	code = fault_of_form(field, &text, &length);
	if (code)
		return scalar_fault(source, code, 0, "");
	return read_format(source, field, text, length, checked) &&
	       (!text_has_break(checked->text, strlen(checked->text)) ||
		scalar_fault(source, &fault_line_break, 0, ""));
}

/* For texts such as a log, in which any character may occur. */
static bool read_raw(const struct source *source, const struct field *field, const char *text, size_t length,
		     struct checked *checked)
{
	if ((long)length > field->max)
		return scalar_fault(source, &fault_too_long, field->max, "");
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
		return scalar_fault(source, &fault_control_character, 0, "");
	if (field->format)
		return read_format(source, field, normal, strlen(normal), checked);
	if ((long)text_length(text, length) > field->max)
		return scalar_fault(source, &fault_too_long, field->max, "");
	checked->text = normal;
	return true;
}

static bool read_enum(const struct source *source, const struct field *field, const char *text, size_t length,
		      struct checked *checked)
{
	for (const char *const *value = field->values; *value; value++) {
		if (strlen(*value) == length &&
		    (field->any_case ? strncasecmp : strncmp)(*value, text, length) == 0) {
			checked->text = *value;
			return true;
		}
	}
	return scalar_fault(source, &fault_not_allowed, 0, field_choices(source->arena, field->values));
}

static bool read_time(const struct source *source, const char *text, size_t length, struct checked *checked)
{
	char *canonical = arena_alloc(source->arena, CLOCK_TEXT_SIZE);
	int64_t ms;

	if (!clock_parse(text, length, &ms))
		return scalar_fault(source, &fault_time_invalid, 0, "");
	clock_format(ms, canonical);
	checked->text = canonical;
	return true;
}

static bool read_date(const struct source *source, const char *text, size_t length, struct checked *checked)
{
	const char *noon = arena_printf(source->arena, "%.*sT12:00:00Z", (int)length, text);
	int64_t ms;

	if (length != strlen("2026-11-21") || !clock_parse(noon, strlen(noon), &ms))
		return scalar_fault(source, &fault_date_invalid, 0, "");
	checked->text = arena_strndup(source->arena, text, length);
	return true;
}

static bool read_id(const struct source *source, const struct field *field, const char *text, size_t length,
		    struct checked *checked)
{
	char *canonical = arena_alloc(source->arena, UUID_TEXT_SIZE);

	if (!(field->bare ? uuid_parse_bare : uuid_parse)(text, length, canonical))
		return scalar_fault(source, &fault_id_invalid, 0, "");
	checked->text = canonical;
	return true;
}

bool scalar_read_string(const struct source *source, const struct field *field, const char *text,
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
				  : scalar_read_plain(source, field, text, length, checked);
	}
}

bool scalar_read_integer(const struct source *source, const struct field *field, int64_t value,
			 struct checked *checked)
{
	if (value < field->min)
		return scalar_fault(source, &fault_too_small, field->min, "");
	if (value > field->max)
		return scalar_fault(source, &fault_too_large, field->max, "");
	checked->text = arena_printf(source->arena, "%lld", (long long)value);
	return true;
}

/* The allowed numbers as a text: "0.5, 1, …, 5" for 1 to 10 halves. */
static const char *halves_choices(const struct source *source, const struct field *field)
{
	return arena_printf(source->arena, "%g, %g, …, %g", (double)field->min / 2,
			    (double)(field->min + 1) / 2, (double)field->max / 2);
}

bool scalar_read_halves(const struct source *source, const struct field *field, double value,
			struct checked *checked)
{
	double halves = 2 * value;

	if (!(halves >= (double)field->min && halves <= (double)field->max) || (double)(long)halves != halves)
		return scalar_fault(source, &fault_not_allowed, 0, halves_choices(source, field));
	checked->text = arena_printf(source->arena, "%ld", (long)halves);
	return true;
}
