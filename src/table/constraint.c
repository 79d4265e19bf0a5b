#include "table/constraint.h"

#include <stddef.h>
#include <string.h>

#include "table/endpoint.h"

static bool is_about(const struct constraint *row, const char *name)
{
	size_t length = strlen(row->name);

	if (row->name[length - 1] == '*')
		return strncmp(row->name, name, length - 1) == 0;
	return strcmp(row->name, name) == 0;
}

const struct constraint *constraint_find(const char *name)
{
	for (const struct module *const *module = endpoint_modules(); module && *module; module++)
		for (const struct constraint *row = (*module)->constraints; row && row->name; row++)
			if (is_about(row, name))
				return row;
	return NULL;
}

bool constraint_has_answer(const char *name)
{
	const struct constraint *row = constraint_find(name);

	return row && !row->never;
}
