#include "errors/lenient/repair.h"

#include <json-c/json.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/scan.h"
#include "base/text.h"
#include "errors/lenient/numeral.h"

struct repair {
	struct arena *arena;
	struct scan text;
	struct buffer *out;
	char *closing; /* the brackets that close what is open; the last one first */
	size_t open, most;
};

/* --- strings --- */

static void put_control(struct buffer *out, char c)
{
	if (c != '\0')
		buffer_printf(out, "\\u%04x", (unsigned)c);
}

/* Moves past an escape, and puts it if it is valid. Of another one only the backslash is dropped. */
static void put_escape(struct repair *repair)
{
	const char *at = repair->text.at;
	size_t left = (size_t)(repair->text.end - at), length = 0;

	if (left >= 2 && at[1] && strchr("\"\\/bfnrt", at[1]))
		length = 2;
	else if (left >= 6 && at[1] == 'u' && scan_hex(at[2]) >= 0 && scan_hex(at[3]) >= 0 &&
		 scan_hex(at[4]) >= 0 && scan_hex(at[5]) >= 0)
		length = 6;
	buffer_put(repair->out, at, length);
	repair->text.at += length > 0 ? length : 1;
}

/* Puts a character that is not plain ASCII. */
static void put_character(struct repair *repair)
{
	const char *at = repair->text.at;
	size_t length = text_sequence(at, (size_t)(repair->text.end - at));

	if (length == 0)
		buffer_put_text(repair->out, "\xEF\xBF\xBD");
	else if ((unsigned char)*at < 0x20)
		put_control(repair->out, *at);
	else
		buffer_put(repair->out, at, length);
	repair->text.at += length > 0 ? length : 1;
}

static size_t plain_prefix(const struct scan *text)
{
	const char *at = text->at;

	while (at < text->end && (unsigned char)*at >= 0x20 && (unsigned char)*at < 0x80 && *at != '"' &&
	       *at != '\\')
		at++;
	return (size_t)(at - text->at);
}

static bool repair_string(struct repair *repair)
{
	if (!scan_char(&repair->text, '"'))
		return false;
	buffer_put_char(repair->out, '"');
	while (repair->text.at < repair->text.end) {
		size_t plain = plain_prefix(&repair->text);

		buffer_put(repair->out, repair->text.at, plain);
		repair->text.at += plain;
		if (scan_char(&repair->text, '"')) {
			buffer_put_char(repair->out, '"');
			return true;
		}
		if (scan_peek(&repair->text) == '\\')
			put_escape(repair);
		else if (repair->text.at < repair->text.end)
			put_character(repair);
	}
	return false;
}

/* --- other scalars --- */

static bool repair_number(struct repair *repair)
{
	const char *start = repair->text.at;
	struct json_object *value;
	size_t length;

	if (!numeral_read(&repair->text, &value))
		return false;
	length = (size_t)(repair->text.at - start);
	if (numeral_is_strict(start, length))
		buffer_put(repair->out, start, length);
	else
		buffer_put_text(repair->out, json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN));
	json_object_put(value);
	return true;
}

static bool repair_scalar(struct repair *repair)
{
	static const char *const words[] = { "true", "false", "null" };

	if (scan_peek(&repair->text) == '"')
		return repair_string(repair);
	for (size_t i = 0; i < COUNT(words); i++)
		if (scan_word(&repair->text, words[i])) {
			buffer_put_text(repair->out, words[i]);
			return true;
		}
	return repair_number(repair);
}

/* --- lists and objects --- */

static void put_space(struct repair *repair)
{
	const char *start = repair->text.at;

	scan_space(&repair->text);
	buffer_put(repair->out, start, (size_t)(repair->text.at - start));
}

static void open_bracket(struct repair *repair, char bracket)
{
	if (repair->open == repair->most) {
		char *closing = arena_alloc(repair->arena, 2 * repair->most);

		memcpy(closing, repair->closing, repair->most);
		repair->closing = closing;
		repair->most *= 2;
	}
	repair->closing[repair->open++] = bracket == '{' ? '}' : ']';
	repair->text.at++;
	buffer_put_char(repair->out, bracket);
}

static char closing_bracket(const struct repair *repair)
{
	return repair->open > 0 ? repair->closing[repair->open - 1] : '\0';
}

static bool close_bracket(struct repair *repair)
{
	char bracket = closing_bracket(repair);

	if (!bracket || !scan_char(&repair->text, bracket))
		return false;
	buffer_put_char(repair->out, bracket);
	repair->open--;
	return true;
}

/* Reads the name of a member, if an object is open, and the colon. */
static bool repair_name(struct repair *repair)
{
	if (closing_bracket(repair) != '}')
		return true;
	if (!repair_string(repair))
		return false;
	put_space(repair);
	if (!scan_char(&repair->text, ':'))
		return false;
	buffer_put_char(repair->out, ':');
	put_space(repair);
	return true;
}

/* Reads a scalar, or opens brackets up to the first scalar within or an empty pair. */
static bool repair_value(struct repair *repair)
{
	for (char c = scan_peek(&repair->text); c == '{' || c == '['; c = scan_peek(&repair->text)) {
		open_bracket(repair, c);
		put_space(repair);
		if (close_bracket(repair))
			return true;
		if (!repair_name(repair))
			return false;
	}
	return repair_scalar(repair);
}

/* Reads what follows a value: brackets that close, or a comma. Sets `*more` to whether a value follows. */
static bool repair_after(struct repair *repair, bool *more)
{
	*more = false;
	while (repair->open > 0) {
		size_t comma;

		put_space(repair);
		if (close_bracket(repair))
			continue;
		if (!scan_char(&repair->text, ','))
			return false;
		comma = repair->out->length;
		buffer_put_char(repair->out, ',');
		put_space(repair);
		if (scan_peek(&repair->text) != closing_bracket(repair)) {
			*more = true;
			return repair_name(repair);
		}
		repair->out->length--;
		memmove(repair->out->data + comma, repair->out->data + comma + 1,
			repair->out->length - comma + 1);
	}
	return true;
}

/* White space and NULs may follow. */
static bool repair_end(struct repair *repair)
{
	put_space(repair);
	while (scan_char(&repair->text, '\0'))
		put_space(repair);
	return repair->text.at == repair->text.end;
}

bool repair_text(struct arena *arena, const char *text, size_t length, struct buffer *out)
{
	enum { FEW = 64 };
	struct repair repair = { .arena = arena,
				 .text = { text, text + length },
				 .out = out,
				 .closing = arena_alloc(arena, FEW),
				 .most = FEW };
	bool more = true;

	buffer_reserve(out, length + 1);
	scan_word(&repair.text, "\xEF\xBB\xBF");
	put_space(&repair);
	while (more)
		if (!repair_value(&repair) || !repair_after(&repair, &more))
			return false;
	return repair_end(&repair);
}
