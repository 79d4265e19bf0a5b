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

/* At most what json-c takes for a value with its share of the list or object that it is in, its text aside:
 * an empty object has a table of 16 places. */
enum { VALUE_BYTES = 832 };

/* Where the recogniser stands. Each scan_ function below moves past what it has recognised; after false the
 * place means nothing. */
struct scanner {
	struct scan text; /* '\0', which the end looks like, is taken by no grammar below */
	struct json_counts counts;
	int depth;
};

static bool scan_value(struct scanner *scanner);

/* At least one. */
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

/* The four digits after \u; -1: they are not. */
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

/* What follows \u: any character but U+0000, those above U+FFFF as a pair. */
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

/* What follows a backslash. */
static bool scan_escape(struct scan *text)
{
	if (scan_char(text, 'u'))
		return scan_unicode(text);
	if (scan_peek(text) == '\0' || !strchr("\"\\/bfnrt", scan_peek(text)))
		return false;
	text->at++;
	return true;
}

/* The bytes from U+0080 on were looked at before. */
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

/* What follows [ or {: `item`s between commas, if any, and `close`. */
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

/* Takes the white space around it too. */
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

/* No deeper than JSON_MAX_DEPTH. */
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

/* One per process. Its depth counts the scalars inside the innermost array too. */
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
	/* A number may go on until the NUL says that it does not. */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		*object = json_tokener_parse_ex(tokener, "", 1);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		return E_MALFORMED_JSON;
	if (*object)
		arena_defer(arena, release, *object);
	/* json-c lets the last of several members of one name win: some are missing. */
	if (count_members(*object) == counts.members)
		return OK;
	*object = NULL;
	return E_MALFORMED_JSON;
}

static bool needs_escape(char c)
{
	return (uint8_t)c < 0x20 || c == '"' || c == '\\';
}

/* Whether one of the eight bytes at `text` needs an escape: is below 0x20, a quote or a backslash. A byte
 * borrows from its highest bit when it is below what is taken from it. */
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

/* How many bytes there are before the first that needs an escape. Nearly all that is written passes through
 * here, so it looks at eight at a time, the last of them perhaps twice. */
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

	buffer_reserve(out, length + 2); /* often all that is needed */
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

/* Texts end in a quote, so that no text is mistaken for a bracket. */
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

/* With room made once: a page has hundreds of names, of which nearly none needs an escape. */
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
