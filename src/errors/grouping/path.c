#include "errors/grouping/path.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "errors/grouping/kind.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool is_separator(char c)
{
	return c == '/' || c == '\\';
}

static bool is_segment(char c)
{
	return kind_is_word(c) && c != '_';
}

static bool is_name(char c)
{
	return kind_is_word(c) || (unsigned char)c >= 0x80 || (c && strchr(".+~@%-", c));
}

/* The length of the path's root: / or C:\. */
static size_t root(const char *text)
{
	if ((is_lower(*text | 0x20) || is_upper(*text)) && text[1] == ':' && is_separator(text[2]))
		return 3;
	return *text == '/';
}

/* A path of / has at least two names: "</div>" and "GET /orders" are none. */
static size_t whole(const char *text, size_t *name)
{
	size_t length = root(text), names = length == 3;

	if (length == 0 || !is_name(text[length]))
		return 0;
	for (*name = length; is_name(text[length]) || is_separator(text[length]); length++)
		if (is_separator(text[length])) {
			*name = length + 1;
			names++;
		}
	while (length > *name && strchr(".%@~", text[length - 1]))
		length--;
	return names > 0 ? length : 0;
}

static bool has_digit(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (is_digit(text[i]))
			return true;
	return false;
}

/* phpAbCdEf, tmpkqwzxy: what PHP and Python call temporary files. */
static bool is_temporary(const char *text, size_t length)
{
	return length > strlen("tmp") + 3 &&
	       (strncmp(text, "tmp", strlen("tmp")) == 0 || strncmp(text, "php", strlen("php")) == 0);
}

static bool holds(const char *text, size_t length, const char *part)
{
	const char *found = strstr(text, part);

	return found && (size_t)(found - text) < length;
}

/* Replaces the random parts of a name: those with a digit. */
static void put_name(struct buffer *out, const char *name, size_t length, bool temporary)
{
	for (size_t at = 0; at < length;) {
		size_t end = at;

		while (end < length && is_segment(name[end]))
			end++;
		if (end == at)
			buffer_put_char(out, name[end++]);
		else if (has_digit(name + at, end - at) || (temporary && is_temporary(name + at, end - at)))
			buffer_put_text(out, "<id>");
		else
			buffer_put(out, name + at, end - at);
		at = end;
	}
}

size_t path_match(struct arena *arena, const char *text, const char **normal)
{
	struct buffer out = { .arena = arena };
	size_t name, length = whole(text, &name);

	if (length == 0)
		return 0;
	buffer_put_text(&out, "<path>/");
	put_name(&out, text + name, length - name, holds(text, name, "tmp/") || holds(text, name, "Temp\\"));
	*normal = out.data;
	return length;
}
