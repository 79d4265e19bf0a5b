#include "table/field.h"

#include <string.h>

#include "base/arena.h"

size_t field_count(const struct field *fields)
{
	size_t count = 0;

	FIELDS_EACH (field, fields)
		count++;
	return count;
}

const struct field *field_find(const struct field *fields, const char *name)
{
	FIELDS_EACH (field, fields)
		if (strcmp(field->name, name) == 0)
			return field;
	return NULL;
}

const char *field_choices(struct arena *arena, const char *const *values)
{
	const char *text = values[0];

	for (size_t i = 1; values[i]; i++)
		text = arena_printf(arena, "%s, %s", text, values[i]);
	return text;
}

const char *field_type_name(enum field_type type)
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
