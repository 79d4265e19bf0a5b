#include "errors/lenient/quoted.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/scan.h"
#include "base/text.h"

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

struct quoted {
	struct scan *text;
	struct buffer *out;
	struct quoted_faults *faults;
};

/* Returns the value of the four hexadecimal digits at `digits`, or -1 if there are fewer. */
static int read_unit(const char *digits, const char *end)
{
	int unit = 0;

	if (end - digits < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = scan_hex(digits[i]);

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

static void put_code_point(struct buffer *out, uint32_t code)
{
	char bytes[4];
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const uint8_t first[5] = { 0, 0, 0xC0, 0xE0, 0xF0 };

	for (size_t i = length - 1; i > 0; i--, code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3F));
	bytes[0] = (char)(first[length] | code);
	buffer_put(out, bytes, length);
}

static void put_replacement(struct quoted *quoted)
{
	quoted->faults->replaced++;
	buffer_put_text(quoted->out, replacement);
}

/* Reads what follows \u. A high surrogate is combined with the low surrogate if that is escaped next. */
static void read_unicode(struct quoted *quoted)
{
	int unit = read_unit(quoted->text->at, quoted->text->end), low = -1;

	if (unit < 0) {
		buffer_put_char(quoted->out, 'u');
		return;
	}
	quoted->text->at += 4;
	if (unit >= 0xD800 && unit <= 0xDBFF && quoted->text->end - quoted->text->at > 2 &&
	    memcmp(quoted->text->at, "\\u", 2) == 0)
		low = read_unit(quoted->text->at + 2, quoted->text->end);
	if (low >= 0xDC00 && low <= 0xDFFF) {
		quoted->text->at += 6;
		put_code_point(quoted->out,
			       0x10000u + ((unsigned)(unit - 0xD800) << 10) + (unsigned)(low - 0xDC00));
	} else if (unit >= 0xD800 && unit <= 0xDFFF) {
		put_replacement(quoted);
	} else if (unit == 0) {
		quoted->faults->nuls++;
	} else {
		put_code_point(quoted->out, (uint32_t)unit);
	}
}

/* Reads what follows a backslash. An unknown escape stands for its letter: nothing is read here, so that the
 * letter is read as a plain character. */
static void read_escape(struct quoted *quoted)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	char c = scan_peek(quoted->text);
	const char *letter = c ? strchr(letters, c) : NULL;

	if (letter) {
		buffer_put_char(quoted->out, meant[letter - letters]);
		quoted->text->at++;
	} else if (c == 'u') {
		quoted->text->at++;
		read_unicode(quoted);
	} else if (c == '"' || c == '\\') {
		buffer_put_char(quoted->out, c);
		quoted->text->at++;
	}
}

/* Reads a character that is neither a quote nor a backslash. */
static void read_plain(struct quoted *quoted)
{
	size_t length = text_sequence(quoted->text->at, (size_t)(quoted->text->end - quoted->text->at));

	if (length == 0)
		put_replacement(quoted);
	else if (*quoted->text->at == '\0')
		quoted->faults->nuls++;
	else
		buffer_put(quoted->out, quoted->text->at, length);
	quoted->text->at += length ? length : 1;
}

static size_t ordinary_prefix(const struct scan *text)
{
	const char *at = text->at;

	while (at < text->end && *at != '\0' && (uint8_t)*at < 0x80 && *at != '"' && *at != '\\')
		at++;
	return (size_t)(at - text->at);
}

bool quoted_read(struct scan *text, struct buffer *out, struct quoted_faults *faults)
{
	struct quoted quoted = { text, out, faults };

	buffer_clear(out);
	buffer_reserve(out, 1)[0] = '\0';
	if (!scan_char(text, '"'))
		return false;
	while (text->at < text->end) {
		size_t ordinary = ordinary_prefix(text);

		buffer_put(out, text->at, ordinary);
		text->at += ordinary;
		if (scan_char(text, '"'))
			return true;
		if (scan_char(text, '\\'))
			read_escape(&quoted);
		else if (text->at < text->end)
			read_plain(&quoted);
	}
	return false;
}

/* Returns whether the quote at `quote` is escaped: an odd number of backslashes stands before it. */
static bool is_escaped(const char *quote, const char *start)
{
	const char *at = quote;

	while (at > start && at[-1] == '\\')
		at--;
	return (quote - at) % 2 == 1;
}

bool quoted_skip(struct scan *text)
{
	const char *start = text->at + 1, *quote;

	if (!scan_char(text, '"'))
		return false;
	do {
		quote = memchr(text->at, '"', (size_t)(text->end - text->at));
		if (!quote)
			return false;
		text->at = quote + 1;
	} while (is_escaped(quote, start));
	return true;
}
