#include "errors/scrub/escape.h"

#include <stdint.h>
#include <string.h>

#include "base/scan.h"

enum { UNIT = 4, REPLACEMENT = 0xFFFD };

/* Returns the value of the four hexadecimal digits at `at`, or -1 if there are fewer. */
static int read_unit(const char *at, const char *end)
{
	int unit = 0;

	if (end - at < UNIT)
		return -1;
	for (int i = 0; i < UNIT; i++) {
		int digit = scan_hex(at[i]);

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

static size_t encode(uint32_t code, char bytes[4])
{
	static const uint8_t first[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = length - 1; i > 0; i--, code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3F));
	bytes[0] = (char)(first[length] | code);
	return code == 0 && length == 1 ? 0 : length;
}

/* Reads \uXXXX, or two of them for a character beyond U+FFFF. */
static size_t read_unicode(const char *at, const char *end, char bytes[4], size_t *count)
{
	int unit = read_unit(at + 2, end), low = -1;

	if (unit < 0) {
		bytes[0] = 'u';
		*count = 1;
		return 2;
	}
	if (unit >= 0xD800 && unit <= 0xDBFF && end - at > 2 + UNIT + 2 && at[2 + UNIT] == '\\' &&
	    at[2 + UNIT + 1] == 'u')
		low = read_unit(at + 2 + UNIT + 2, end);
	if (low >= 0xDC00 && low <= 0xDFFF) {
		*count = encode(0x10000u + ((unsigned)(unit - 0xD800) << 10) + (unsigned)(low - 0xDC00),
				bytes);
		return 2 * (size_t)(2 + UNIT);
	}
	*count = encode(unit >= 0xD800 && unit <= 0xDFFF ? REPLACEMENT : (uint32_t)unit, bytes);
	return 2 + UNIT;
}

size_t escape_read(const char *at, const char *end, char bytes[4], size_t *count)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	const char *letter;

	bytes[0] = *at;
	*count = *at != '\0';
	if (*at != '\\' || end - at < 2)
		return 1;
	if (at[1] == 'u')
		return read_unicode(at, end, bytes, count);
	letter = at[1] ? strchr(letters, at[1]) : NULL;
	bytes[0] = letter ? meant[letter - letters] : at[1];
	*count = at[1] != '\0';
	return 2;
}

size_t escape_decode(const char *string, size_t length, char *to)
{
	const char *at = string, *end = string + length;
	char bytes[4];
	size_t written = 0, count;

	while (at < end) {
		if (*at != '\\' && *at != '\0') {
			to[written++] = *at++;
			continue;
		}
		at += escape_read(at, end, bytes, &count);
		memcpy(to + written, bytes, count);
		written += count;
	}
	return written;
}

/* Moves the place behind the character of the text in which `at` lies, or before it. */
static size_t move(const char *string, size_t length, size_t at, struct escape_place *place, bool behind)
{
	char bytes[4];

	while (place->in_string < length && place->in_text < at) {
		size_t count, read = escape_read(string + place->in_string, string + length, bytes, &count);

		if (!behind && place->in_text + count > at)
			break;
		place->in_string += read;
		place->in_text += count;
	}
	return place->in_string;
}

struct span escape_part(const char *string, size_t length, struct span part, struct escape_place *place)
{
	struct span raw;

	raw.from = move(string, length, part.from, place, false);
	raw.to = move(string, length, part.to, place, true);
	return raw;
}
