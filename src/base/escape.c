#include "base/escape.h"

#include <string.h>

enum { ESCAPE = 0x1B, BELL = 0x07, DELETE = 0x7F };

/* In UTF-8 a character of C1 is 0xC2 and its own byte; as an escape it is ESC and that byte less 0x40.
 * U+0085, the next line, is none here. */
static bool is_c1(const char *text, size_t length)
{
	return length >= 2 && (unsigned char)text[0] == 0xC2 && (unsigned char)text[1] >= 0x80 &&
	       (unsigned char)text[1] <= 0x9F && (unsigned char)text[1] != 0x85;
}

/* Whether the byte is a control character that is no white space of texts. */
static bool is_c0(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == DELETE;
}

bool escape_is_in(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (is_c0(text[i]) || is_c1(text + i, length - i))
			return true;
	return false;
}

static size_t count_within(const char *text, size_t length, char first, char last)
{
	size_t count = 0;

	while (count < length && text[count] >= first && text[count] <= last)
		count++;
	return count;
}

/* Returns the length of what follows the introducer of a control sequence: parameters and intermediates, and
 * the final byte. */
static size_t sequence_length(const char *text, size_t length)
{
	size_t at = count_within(text, length, 0x30, 0x3F);

	at += count_within(text + at, length - at, 0x20, 0x2F);
	return at + (at < length && text[at] >= 0x40 && text[at] <= 0x7E);
}

/* Returns the length of what follows the introducer of a control string, with its terminator: BEL, ESC \ or
 * U+009C. Returns 0 if it has no end. */
static size_t string_length(const char *text, size_t length)
{
	for (size_t at = 0; at < length && text[at] != '\n'; at++) {
		if (text[at] == BELL)
			return at + 1;
		if (at + 1 < length &&
		    ((text[at] == ESCAPE && text[at + 1] == '\\') ||
		     ((unsigned char)text[at] == 0xC2 && (unsigned char)text[at + 1] == 0x9C)))
			return at + 2;
	}
	return 0;
}

/* Returns the length of the escape at the beginning of the text, which is ESC or a character of C1. */
static size_t escape_length(const char *text, size_t length)
{
	char kind = '\0';
	size_t at = 1;

	if (is_c1(text, length)) {
		kind = (char)((unsigned char)text[1] - 0x40);
		at = 2;
	} else if (length > 1 && text[1] >= 0x20 && text[1] <= 0x7E) {
		kind = text[1];
		at = 2;
	}
	if (kind == '[')
		return at + sequence_length(text + at, length - at);
	if (kind && strchr("]PX^_", kind))
		return at + string_length(text + at, length - at);
	if (text[0] == ESCAPE && kind >= 0x20 && kind <= 0x2F) {
		at += count_within(text + at, length - at, 0x20, 0x2F);
		at += at < length && text[at] >= 0x30 && text[at] <= 0x7E;
	}
	return at;
}

size_t escape_remove(char *text, size_t length)
{
	size_t kept = 0;

	for (size_t at = 0; at < length;) {
		if (text[at] == ESCAPE || is_c1(text + at, length - at))
			at += escape_length(text + at, length - at);
		else if (is_c0(text[at]))
			at++;
		else
			text[kept++] = text[at++];
	}
	return kept;
}
