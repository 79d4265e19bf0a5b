#include "base/json.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"

/* Where the recogniser stands. Each scan_ function below moves `at` past what it
 * has recognised; after false `at` means nothing. */
struct scanner {
	const char *at, *end;
	size_t members;
	int depth;
};

static bool scan_value(struct scanner *scanner);

/* The next byte; '\0', which no grammar below takes, at the end. */
static char peek(const struct scanner *scanner)
{
	return scanner->at < scanner->end ? *scanner->at : '\0';
}

static bool scan_char(struct scanner *scanner, char c)
{
	if (scanner->at == scanner->end || *scanner->at != c)
		return false;
	scanner->at++;
	return true;
}

static void skip_space(struct scanner *scanner)
{
	for (char c = peek(scanner); c == ' ' || c == '\n' || c == '\r' || c == '\t';
	     c = peek(scanner))
		scanner->at++;
}

static bool scan_word(struct scanner *scanner, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(scanner->end - scanner->at) < length || memcmp(scanner->at, word, length) != 0)
		return false;
	scanner->at += length;
	return true;
}

/* At least one. */
static bool scan_digits(struct scanner *scanner)
{
	const char *first = scanner->at;

	for (char c = peek(scanner); c >= '0' && c <= '9'; c = peek(scanner))
		scanner->at++;
	return scanner->at > first;
}

static bool scan_number(struct scanner *scanner)
{
	scan_char(scanner, '-');
	if (!scan_char(scanner, '0') && !scan_digits(scanner))
		return false;
	if (scan_char(scanner, '.') && !scan_digits(scanner))
		return false;
	if (!scan_char(scanner, 'e') && !scan_char(scanner, 'E'))
		return true;
	if (!scan_char(scanner, '+'))
		scan_char(scanner, '-');
	return scan_digits(scanner);
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits after \u; -1: they are not. */
static int scan_unit(struct scanner *scanner)
{
	int unit = 0;

	for (int i = 0; i < 4; i++) {
		int digit = hex_value(peek(scanner));

		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
		scanner->at++;
	}
	return unit;
}

/* What follows \u: any character but U+0000, those above U+FFFF as a pair. */
static bool scan_unicode(struct scanner *scanner)
{
	int unit = scan_unit(scanner), low;

	if (unit < 0xD800 || unit > 0xDFFF)
		return unit > 0;
	if (unit >= 0xDC00 || !scan_word(scanner, "\\u"))
		return false;
	low = scan_unit(scanner);
	return low >= 0xDC00 && low <= 0xDFFF;
}

/* What follows a backslash. */
static bool scan_escape(struct scanner *scanner)
{
	if (scan_char(scanner, 'u'))
		return scan_unicode(scanner);
	if (peek(scanner) == '\0' || !strchr("\"\\/bfnrt", peek(scanner)))
		return false;
	scanner->at++;
	return true;
}

/* The bytes from U+0080 on were looked at before. */
static bool scan_string(struct scanner *scanner)
{
	if (!scan_char(scanner, '"'))
		return false;
	while (scanner->at < scanner->end) {
		char c = *scanner->at++;

		if (c == '"')
			return true;
		if ((uint8_t)c < 0x20 || (c == '\\' && !scan_escape(scanner)))
			return false;
	}
	return false;
}

static bool scan_member(struct scanner *scanner)
{
	skip_space(scanner);
	if (!scan_string(scanner))
		return false;
	skip_space(scanner);
	if (!scan_char(scanner, ':'))
		return false;
	scanner->members++;
	return scan_value(scanner);
}

/* What follows [ or {: `item`s between commas, if any, and `close`. */
static bool scan_items(struct scanner *scanner, bool (*item)(struct scanner *), char close)
{
	if (scanner->depth == JSON_MAX_DEPTH)
		return false;
	scanner->depth++;
	skip_space(scanner);
	if (!scan_char(scanner, close)) {
		do
			if (!item(scanner))
				return false;
		while (scan_char(scanner, ','));
		if (!scan_char(scanner, close))
			return false;
	}
	scanner->depth--;
	return true;
}

static bool scan_bare_value(struct scanner *scanner)
{
	switch (peek(scanner)) {
	case '{':
		scanner->at++;
		return scan_items(scanner, scan_member, '}');
	case '[':
		scanner->at++;
		return scan_items(scanner, scan_value, ']');
	case '"':
		return scan_string(scanner);
	case 't':
		return scan_word(scanner, "true");
	case 'f':
		return scan_word(scanner, "false");
	case 'n':
		return scan_word(scanner, "null");
	default:
		return scan_number(scanner);
	}
}

/* Takes the white space around it too. */
static bool scan_value(struct scanner *scanner)
{
	skip_space(scanner);
	if (!scan_bare_value(scanner))
		return false;
	skip_space(scanner);
	return true;
}

bool json_scan(const char *text, size_t length, size_t *members)
{
	struct scanner scanner = { .at = text, .end = text + length };

	if (!text_is_utf8(text, length) || !scan_value(&scanner) || scanner.at != scanner.end)
		return false;
	if (members)
		*members = scanner.members;
	return true;
}

/* No deeper than JSON_MAX_DEPTH. */
static size_t count_members(struct json_object *value)
{
	size_t count = 0;

	if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member) {
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

enum status json_parse(struct arena *arena, const char *text, size_t length,
		       struct json_object **object)
{
	struct json_tokener *tokener = clean_tokener();
	size_t members;

	*object = NULL;
	if (length > INT_MAX || !json_scan(text, length, &members))
		return E_MALFORMED_JSON;
	*object = json_tokener_parse_ex(tokener, text, (int)length);
	/* A number may go on until the NUL says that it does not. */
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		*object = json_tokener_parse_ex(tokener, "", 1);
	if (json_tokener_get_error(tokener) != json_tokener_success)
		return E_MALFORMED_JSON;
	if (*object)
		arena_defer(arena, release, *object);
	/* json-c lets the last of several members of one name win: some are missing. */
	if (count_members(*object) == members)
		return OK;
	*object = NULL;
	return E_MALFORMED_JSON;
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
	const char *end = text + length, *run = text;

	buffer_reserve(out, length + 2); /* often all that is needed */
	buffer_put_char(out, '"');
	for (; text < end; text++) {
		if ((uint8_t)*text >= 0x20 && *text != '"' && *text != '\\')
			continue;
		buffer_put(out, run, (size_t)(text - run));
		put_escape(out, *text);
		run = text + 1;
	}
	buffer_put(out, run, (size_t)(text - run));
	buffer_put_char(out, '"');
}

void json_put_text(struct buffer *out, const char *text)
{
	if (text)
		json_put_string(out, text, strlen(text));
	else
		buffer_put_text(out, "null");
}
