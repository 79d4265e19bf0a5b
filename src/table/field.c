#include "table/field.h"

#include <string.h>

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
