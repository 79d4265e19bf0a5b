#include "errors/lenient/lenient.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/scan.h"
#include "base/status.h"
#include "errors/lenient/quoted.h"

enum {
	OBJECT_WEIGHT = 8,
	FEW_ITEMS = 4,     /* capacity of a new list */
	VALUE_BYTES = 256, /* json-c's memory per unit of LENIENT_MAX_VALUES, without names and texts */
	NUMBER_SIZE = 320, /* the longest double without an exponent has 309 digits before the point */
};

/* Each read_ function below moves `text` past what it has read. Once one of them has returned false, the
 * position is undefined. */
struct reader {
	struct scan text; /* the rest of the text */
	int depth;
	size_t values;
	struct buffer string; /* the string that is being read */
	struct quoted_faults faults;
	struct lenient_report report;
};

static bool read_value(struct reader *reader, struct json_object **value);

/* --- numbers --- */

/* Returns whether RFC 8259 allows the number as it is written, so that it can be printed unchanged. */
static bool is_strict(const char *number)
{
	size_t digits;

	number += *number == '-';
	digits = strspn(number, "0123456789");
	if (digits == 0 || (digits > 1 && *number == '0'))
		return false;
	number += digits;
	if (*number == '.') {
		digits = strspn(number + 1, "0123456789");
		if (digits == 0)
			return false;
		number += 1 + digits;
	}
	if (*number != 'e' && *number != 'E')
		return *number == '\0';
	number += 1;
	number += *number == '+' || *number == '-';
	digits = strspn(number, "0123456789");
	return digits > 0 && number[digits] == '\0';
}

static struct json_object *make_number(const char *text)
{
	char *end;
	double real;

	errno = 0;
	if (!strpbrk(text, ".eE")) {
		intmax_t whole = strtoimax(text, &end, 10);

		if (errno == 0)
			return json_object_new_int64(whole);
	}
	real = strtod(text, &end);
	if (!isfinite(real))
		return NULL;
	return is_strict(text) ? json_object_new_double_s(real, text) : json_object_new_double(real);
}

static bool read_number(struct reader *reader, struct json_object **value)
{
	size_t length = 0, left = (size_t)(reader->text.end - reader->text.at);
	char text[NUMBER_SIZE], *end;

	while (length < left && reader->text.at[length] && strchr("+-.0123456789eE", reader->text.at[length]))
		length++;
	if (length == 0 || length >= sizeof(text))
		return false;
	memcpy(text, reader->text.at, length);
	text[length] = '\0';
	reader->text.at += length;
	strtod(text, &end);
	if (*end != '\0')
		return false;
	*value = make_number(text);
	reader->report.not_a_number += !*value;
	return true;
}

static bool read_not_a_number(struct reader *reader)
{
	if (!scan_word(&reader->text, "NaN") && !scan_word(&reader->text, "Infinity") &&
	    !scan_word(&reader->text, "-Infinity"))
		return false;
	reader->report.not_a_number++;
	return true;
}

/* --- lists and objects --- */

/* Skips a list or an object by its brackets and strings only, without checking the rest. */
static bool skip_nested(struct reader *reader)
{
	size_t depth = 0;

	do {
		char c = scan_peek(&reader->text);

		if (reader->text.at == reader->text.end)
			return false;
		if (c == '"') {
			if (!quoted_skip(&reader->text))
				return false;
			continue;
		}
		depth += c == '[' || c == '{';
		depth -= c == ']' || c == '}';
		reader->text.at++;
	} while (depth > 0);
	return true;
}

static bool read_item(struct reader *reader, struct json_object *list)
{
	struct json_object *item = NULL;
	bool read = read_value(reader, &item);

	if (!reader->report.too_many)
		json_object_array_add(list, item);
	else
		json_object_put(item);
	return read;
}

static bool read_member(struct reader *reader, struct json_object *object)
{
	struct json_object *value = NULL, *before;
	struct buffer name;
	bool read;

	if (!quoted_read(&reader->text, &reader->string, &reader->faults))
		return false;
	name = reader->string;
	reader->string = (struct buffer){ 0 };
	scan_space(&reader->text);
	read = scan_char(&reader->text, ':') && read_value(reader, &value);
	if (!reader->report.too_many) {
		reader->report.duplicates += json_object_object_get_ex(object, name.data, &before);
		json_object_object_add(object, name.data, value);
	} else {
		json_object_put(value);
	}
	buffer_release(&name);
	return read;
}

/* Reads the items of `whole` that follow [ or {, up to `close`. */
static bool read_items(struct reader *reader, struct json_object *whole, char close,
		       bool (*item)(struct reader *, struct json_object *))
{
	bool more = true;

	for (scan_space(&reader->text); !scan_char(&reader->text, close); scan_space(&reader->text)) {
		if (!more || !item(reader, whole))
			return false;
		scan_space(&reader->text);
		more = scan_char(&reader->text, ',');
	}
	return true;
}

static bool read_nested(struct reader *reader, struct json_object **value)
{
	bool object = scan_peek(&reader->text) == '{', read;

	if (reader->depth == LENIENT_MAX_DEPTH) {
		reader->report.too_deep++;
		return skip_nested(reader);
	}
	if (reader->report.too_many || reader->values + OBJECT_WEIGHT > LENIENT_MAX_VALUES) {
		reader->report.too_many++;
		return skip_nested(reader);
	}
	reader->text.at++;
	reader->depth++;
	reader->values += object ? OBJECT_WEIGHT : 1;
	*value = object ? json_object_new_object() : json_object_new_array_ext(FEW_ITEMS);
	read = object ? read_items(reader, *value, '}', read_member)
		      : read_items(reader, *value, ']', read_item);
	reader->depth--;
	return read;
}

static bool read_scalar(struct reader *reader, struct json_object **value)
{
	switch (scan_peek(&reader->text)) {
	case '"':
		if (!quoted_read(&reader->text, &reader->string, &reader->faults))
			return false;
		*value = json_object_new_string_len(reader->string.data, (int)reader->string.length);
		return true;
	case 't':
		*value = json_object_new_boolean(true);
		return scan_word(&reader->text, "true");
	case 'f':
		*value = json_object_new_boolean(false);
		return scan_word(&reader->text, "false");
	case 'n':
		return scan_word(&reader->text, "null");
	default:
		return read_not_a_number(reader) || read_number(reader, value);
	}
}

/* Once LENIENT_MAX_VALUES is reached, no value is added to the tree, so that a small text can't become a big
 * tree. */
static bool read_value(struct reader *reader, struct json_object **value)
{
	bool read;

	scan_space(&reader->text);
	if (scan_peek(&reader->text) == '{' || scan_peek(&reader->text) == '[')
		return read_nested(reader, value);
	read = read_scalar(reader, value);
	if (++reader->values > LENIENT_MAX_VALUES) {
		reader->report.too_many++;
		json_object_put(*value);
		*value = NULL;
	}
	return read;
}

static bool at_end(struct reader *reader)
{
	while (reader->text.at < reader->text.end &&
	       (*reader->text.at == '\0' || strchr(" \n\r\t", *reader->text.at)))
		reader->text.at++;
	return reader->text.at == reader->text.end;
}

static void release_tree(void *object)
{
	json_object_put(object);
}

bool lenient_parse(struct arena *arena, const char *text, size_t length, struct lenient_report *report,
		   struct json_object **object)
{
	struct reader reader = { .text = { text, text + length } };
	bool read;

	*object = NULL;
	scan_word(&reader.text, "\xEF\xBB\xBF");
	read = length < INT_MAX && read_value(&reader, object) && at_end(&reader);
	if (*object)
		arena_defer(arena, release_tree, *object);
	if (!read)
		*object = NULL;
	reader.report.nuls = reader.faults.nuls;
	reader.report.replaced = reader.faults.replaced;
	if (report)
		*report = reader.report;
	buffer_release(&reader.string);
	return read;
}

/* Each value except the first follows a comma, a { or a [. The count may be too high, as strings contain
 * these characters too, but not too low. */
size_t lenient_bytes(const char *text, size_t length)
{
	size_t values = 1;

	for (size_t i = 0; i < length && values < LENIENT_MAX_VALUES; i++)
		values += text[i] == '{' ? OBJECT_WEIGHT : text[i] == ',' || text[i] == '[';
	if (values > LENIENT_MAX_VALUES)
		values = LENIENT_MAX_VALUES;
	return values * VALUE_BYTES + 2 * length;
}
