#include "http/media.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/scan.h"

enum { VALUE_SIZE = 64 }; /* the part of a parameter's value that is compared */

/* The length of the token at the position (RFC 9110, 5.6.2); 0 if there is none. */
static size_t token_length(const struct scan *text)
{
	return strspn(text->at, "!#$%&'*+-.^_`|~0123456789"
				"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static void skip_blanks(struct scan *text)
{
	text->at += strspn(text->at, " \t");
}

/* Whether the character may occur in a quoted string (RFC 9110, 5.6.4), by itself or after a backslash. */
static bool is_text(char c)
{
	return c == '\t' || ((unsigned char)c >= ' ' && c != 0x7F);
}

/* Reads a quoted string behind its first quote. `value` receives as much of it as fits. */
static bool read_quoted(struct scan *text, char value[VALUE_SIZE])
{
	size_t length = 0;

	while (!scan_char(text, '"')) {
		scan_char(text, '\\');
		if (!is_text(scan_peek(text)))
			return false;
		if (length < VALUE_SIZE - 1)
			value[length++] = *text->at;
		text->at++;
	}
	value[length] = '\0';
	return true;
}

static bool read_value(struct scan *text, char value[VALUE_SIZE])
{
	size_t length, kept;

	if (scan_char(text, '"'))
		return read_quoted(text, value);
	length = token_length(text);
	kept = length < VALUE_SIZE ? length : VALUE_SIZE - 1;
	memcpy(value, text->at, kept);
	value[kept] = '\0';
	text->at += length;
	return length > 0;
}

/* Reads a parameter behind its semicolon. There may be none. */
static bool read_parameter(struct scan *text, int *charsets)
{
	char value[VALUE_SIZE];
	const char *name;
	size_t length;
	bool charset;

	skip_blanks(text);
	name = text->at;
	length = token_length(text);
	if (length == 0)
		return true;
	charset = length == strlen("charset") && strncasecmp(name, "charset", length) == 0;
	text->at += length;
	if (!scan_char(text, '=') || !read_value(text, value))
		return false;
	*charsets += charset;
	return !charset || strcasecmp(value, "utf-8") == 0;
}

bool media_is_utf8(const char *header, const char *type)
{
	struct scan text = { header, header + strlen(header) };
	int charsets = 0;

	if (strncasecmp(text.at, type, strlen(type)) != 0)
		return false;
	text.at += strlen(type);
	for (skip_blanks(&text); scan_char(&text, ';'); skip_blanks(&text))
		if (!read_parameter(&text, &charsets))
			return false;
	return text.at == text.end && charsets <= 1;
}
