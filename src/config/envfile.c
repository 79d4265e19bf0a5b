#include "config/envfile.h"

#include <stdbool.h>
#include <string.h>

#define BLANKS " \t\r\n\v\f"

/* Removes the quotes in place. Returns false if the closing quote is missing or not at the end. */
static bool unquote(char *text)
{
	char *to = text;
	const char *from = text + 1;

	for (; *from && *from != '"'; *to++ = *from++)
		if (*from == '\\' && from[1] && strchr("\"\\`$", from[1]))
			from++;
	*to = '\0';
	return from[0] == '"' && !from[1];
}

const char *envfile_split(char *line, size_t length, char **name, char **value)
{
	static const char name_bytes[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz_0123456789";
	size_t name_length;

	if (strlen(line) != length)
		return "the line has a NUL byte";
	while (length > 0 && strchr(BLANKS, line[length - 1]))
		line[--length] = '\0';
	*name = line + strspn(line, BLANKS);
	if (strchr("#;", **name)) { /* strchr also finds the NUL of a blank line */
		**name = '\0';
		return NULL;
	}
	name_length = strspn(*name, name_bytes);
	*value = *name + name_length + strspn(*name + name_length, BLANKS);
	if (name_length == 0 || **value != '=')
		return "this is not NAME=value";
	*value += 1 + strspn(*value + 1, BLANKS);
	(*name)[name_length] = '\0';
	if (**value == '"')
		return unquote(*value) ? NULL : "the value does not end with its quote";
	return **value == '\'' || strchr(*value, '\\') ? "the value needs double quotes" : NULL;
}
