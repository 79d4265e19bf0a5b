#include "base/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/scan.h"
#include "base/text.h"

/* The most memory that json-c needs for one value, including its share of the array or object around it,
 * but not its text. An empty object has a table of 16 entries. */
enum { VALUE_BYTES = 832 };

/* The state of the recogniser. Each scan_ function below moves past what it has recognised; after a
 * result of false the position means nothing. */
struct scanner {
	struct scan text; /* scan_peek returns '\0' at the end, which no rule below accepts */
	struct json_counts counts;
	int depth;
};

static bool scan_value(struct scanner *scanner);

/* Scans at least one digit. */
static bool scan_digits(struct scan *text)
{
	const char *first = text->at;

	for (char c = scan_peek(text); c >= '0' && c <= '9'; c = scan_peek(text))
		text->at++;
	return text->at > first;
}

static bool scan_number(struct scan *text)
{
	scan_char(text, '-');
	if (!scan_char(text, '0') && !scan_digits(text))
		return false;
	if (scan_char(text, '.') && !scan_digits(text))
		return false;
	if (!scan_char(text, 'e') && !scan_char(text, 'E'))
		return true;
	if (!scan_char(text, '+'))
		scan_char(text, '-');
	return scan_digits(text);
}

/* Scans the four digits behind \u and returns their value; -1: they are not four hexadecimal digits. */
static int scan_unit(struct scan *text)
{
	int unit = 0;

	for (int i = 0; i < 4; i++) {
		int digit = scan_hex(scan_peek(text));

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
		text->at++;
	}
	return unit;
}

/* Scans what follows \u: any character but U+0000; characters above U+FFFF as a pair of surrogates. */
static bool scan_unicode(struct scan *text)
{
	int unit = scan_unit(text), low;

	if (unit < 0xD800 || unit > 0xDFFF)
		return unit > 0;
	if (unit >= 0xDC00 || !scan_word(text, "\\u"))
		return false;
	low = scan_unit(text);
	return low >= 0xDC00 && low <= 0xDFFF;
}

/* Scans what follows a backslash. */
static bool scan_escape(struct scan *text)
{
	if (scan_char(text, 'u'))
		return scan_unicode(text);
	if (scan_peek(text) == '\0' || !strchr("\"\\/bfnrt", scan_peek(text)))
		return false;
	text->at++;
	return true;
}

/* Scans a string. json_scan has already checked that the text is UTF-8. */
static bool scan_string(struct scan *text)
{
	if (!scan_char(text, '"'))
		return false;
	while (text->at < text->end) {
		char c = *text->at++;

		if (c == '"')
			return true;
		if ((uint8_t)c < 0x20 || (c == '\\' && !scan_escape(text)))
			return false;
	}
	return false;
}

static bool scan_member(struct scanner *scanner)
{
	scan_space(&scanner->text);
	if (!scan_string(&scanner->text))
		return false;
	scan_space(&scanner->text);
	if (!scan_char(&scanner->text, ':'))
		return false;
	scanner->counts.members++;
	return scan_value(scanner);
}

/* Scans what follows [ or {: any number of items with commas between them, and `close`. */
static bool scan_items(struct scanner *scanner, bool (*item)(struct scanner *), char close)
{
	if (scanner->depth == JSON_MAX_DEPTH)
		return false;
	scanner->depth++;
	scan_space(&scanner->text);
	if (!scan_char(&scanner->text, close)) {
		do
			if (!item(scanner))
				return false;
		while (scan_char(&scanner->text, ','));
		if (!scan_char(&scanner->text, close))
			return false;
	}
	scanner->depth--;
	return true;
}

static bool scan_bare_value(struct scanner *scanner)
{
	switch (scan_peek(&scanner->text)) {
	case '{':
		scanner->text.at++;
		return scan_items(scanner, scan_member, '}');
	case '[':
		scanner->text.at++;
		return scan_items(scanner, scan_value, ']');
	case '"':
		return scan_string(&scanner->text);
	case 't':
		return scan_word(&scanner->text, "true");
	case 'f':
		return scan_word(&scanner->text, "false");
	case 'n':
		return scan_word(&scanner->text, "null");
	default:
		return scan_number(&scanner->text);
	}
}

/* Scans a value with the white space around it. */
static bool scan_value(struct scanner *scanner)
{
	scan_space(&scanner->text);
	if (scanner->counts.values++ == JSON_MAX_VALUES || !scan_bare_value(scanner))
		return false;
	scan_space(&scanner->text);
	return true;
}

bool json_scan(const char *text, size_t length, struct json_counts *counts)
{
	struct scanner scanner = { .text = { text, text + length } };

	if (!text_is_utf8(text, length) || !scan_value(&scanner) || scanner.text.at != scanner.text.end)
		return false;
	if (counts)
		*counts = scanner.counts;
	return true;
}

/* Counts the members in the tree, which is at most JSON_MAX_DEPTH levels deep. */
static size_t count_members(struct json_object *value)
{
	size_t count = 0;

	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach (value, key, member) {
			(void)key;
			count += 1 + count_members(member);
		}
	} else if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			count += count_members(json_object_array_get_idx(value, i));
	}
	return count;
}

/* The tokener of this process, reset. Its depth also counts the scalars in the innermost array. */
static struct json_tokener *clean_tokener(void)
{
	static struct json_tokener *tokener;

	if (tokener) {
		json_tokener_reset(tokener);
		return tokener;
	}
	tokener = json_tokener_new_ex(JSON_MAX_DEPTH + 1);
	if (!tokener)
		memory_exhausted(sizeof(tokener));
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	return tokener;
}

static void release(void *object)
{
	json_object_put(object);
}

enum status json_parse(struct arena *arena, const char *text, size_t length, struct json_object **object)
{
	struct json_tokener *tokener = clean_tokener();
	struct json_counts counts;

	*object = NULL;
	if (length > INT_MAX || !json_scan(text, length, &counts))
		return E_MALFORMED_JSON;
	if (!arena_charge(arena, counts.values * VALUE_BYTES + length))
		return E_CONTENT_TOO_LARGE;
	*object = json_tokener_parse_ex(tokener, text, (int)length);
	/* The tokener takes a number at the end as unfinished until it sees the NUL. */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		*object = json_tokener_parse_ex(tokener, "", 1);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		return E_MALFORMED_JSON;
	if (*object)
		arena_defer(arena, release, *object);
	/* Of several members with the same name json-c keeps the last one, so that some are missing in
	 * the tree. */
	if (count_members(*object) == counts.members)
		return OK;
	*object = NULL;
	return E_MALFORMED_JSON;
}

static bool needs_escape(char c)
{
	return (uint8_t)c < 0x20 || c == '"' || c == '\\';
}

/* Whether one of the eight bytes at `text` needs an escape: it is below 0x20, a quote or a backslash.
 * The highest bit of a byte becomes 1 if the subtraction below borrows, that is, if the byte is smaller
 * than the number subtracted from it. */
static bool some_need_escape(const char *text)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t bytes, quote, backslash;

	memcpy(&bytes, text, sizeof(bytes));
	quote = bytes ^ each * '"';
	backslash = bytes ^ each * '\\';
	return (((bytes - each * 0x20) & ~bytes) | ((quote - each) & ~quote) |
		((backslash - each) & ~backslash)) &
	       each << 7;
}

/* The number of bytes before the first that needs an escape. Nearly all output passes through this
 * function, so it checks eight bytes at a time; the last eight may overlap those before. */
static size_t plain_length(const char *text, size_t length)
{
	enum { STEP = sizeof(uint64_t) };
	size_t at = 0;

	while (at + STEP <= length && !some_need_escape(text + at))
		at += STEP;
	if (at > 0 && at + STEP > length && !some_need_escape(text + length - STEP))
		return length;
	while (at < length && !needs_escape(text[at]))
		at++;
	return at;
}

static void put_escape(struct buffer *out, char c)
{
	static const char letters[0x20] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r',
	};
	uint8_t code = (uint8_t)c;

	buffer_put_char(out, '\\');
	if (code >= 0x20)
		buffer_put_char(out, c);
	else if (letters[code])
		buffer_put_char(out, letters[code]);
	else
		buffer_printf(out, "u%04x", code);
}

void json_put_string(struct buffer *out, const char *text, size_t length)
{
	size_t plain = plain_length(text, length);

	buffer_reserve(out, length + 2); /* usually enough for the whole string */
	buffer_put_char(out, '"');
	while (plain < length) {
		buffer_put(out, text, plain);
		put_escape(out, text[plain]);
		text += plain + 1;
		length -= plain + 1;
		plain = plain_length(text, length);
	}
	buffer_put(out, text, plain);
	buffer_put_char(out, '"');
}

void json_put_text(struct buffer *out, const char *text)
{
	if (text)
		json_put_string(out, text, strlen(text));
	else
		buffer_put_text(out, "null");
}

/* Whether a comma is due. Strings end in a quote, so a bracket inside a string is not mistaken. */
static bool is_comma_due(const struct buffer *out)
{
	char last = out->length > 0 ? out->data[out->length - 1] : '[';

	return last != '{' && last != '[' && last != ':' && last != ',';
}

void json_item(struct buffer *out)
{
	if (is_comma_due(out))
		buffer_put_char(out, ',');
}

void json_put_plain(struct buffer *out, const char *json)
{
	for (; *json; json++)
		buffer_put_char(out, *json == '\'' ? '"' : *json);
}

/* Makes the room for a name once, because a page has hundreds of names and hardly any needs an escape. */
void json_member(struct buffer *out, const char *name)
{
	size_t length = strlen(name);
	char *start = buffer_reserve(out, length + strlen(",\"\":")), *to = start;

	if (is_comma_due(out))
		*to++ = ',';
	*to++ = '"';
	if (plain_length(name, length) < length) {
		out->length += (size_t)(to - start) - 1;
		json_put_string(out, name, length);
		buffer_put_char(out, ':');
		return;
	}
	to = mempcpy(to, name, length);
	*to++ = '"';
	*to++ = ':';
	*to = '\0';
	out->length += (size_t)(to - start);
}

void json_member_open(struct buffer *out, const char *name, char bracket)
{
	json_member(out, name);
	buffer_put_char(out, bracket);
}

void json_member_text(struct buffer *out, const char *name, const char *text)
{
	json_member(out, name);
	json_put_text(out, text);
}

void json_member_integer(struct buffer *out, const char *name, int64_t value)
{
	json_member(out, name);
	buffer_put_integer(out, value);
}

void json_member_plain(struct buffer *out, const char *name, const char *json)
{
	json_member(out, name);
	json_put_plain(out, json);
}

void json_item_open(struct buffer *out, char bracket)
{
	json_item(out);
	buffer_put_char(out, bracket);
}

void json_item_text(struct buffer *out, const char *text)
{
	json_item(out);
	json_put_text(out, text);
}
