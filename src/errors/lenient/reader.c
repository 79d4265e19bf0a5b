#include "errors/lenient/reader.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "errors/lenient/numeral.h"
#include "errors/lenient/parts.h"
#include "errors/lenient/span.h"

enum { FEW_ITEMS = 4 /* capacity of a new list */ };

/* --- faults --- */

static struct lenient_cut *cut_of(struct reader *reader)
{
	struct lenient_report *report = &reader->report;
	const char *field = reader->field ? reader->field : parts_field(reader->member);

	for (size_t i = 0; i < report->cut_count; i++)
		if (strcmp(report->cuts[i].field, field) == 0)
			return &report->cuts[i];
	if (report->cut_count < LENIENT_CUTS)
		report->cut_count++;
	report->cuts[report->cut_count - 1].field = field;
	return &report->cuts[report->cut_count - 1];
}

void reader_note_many(struct reader *reader)
{
	reader->report.too_many++;
	cut_of(reader)->too_many = true;
}

void reader_note_deep(struct reader *reader)
{
	reader->report.too_deep++;
	cut_of(reader)->too_deep = true;
}

/* --- limits --- */

void reader_allow(struct reader *reader, size_t limit)
{
	reader->limit = limit > reader->spent ? limit : reader->spent;
	reader->full = false;
}

static bool spend(struct reader *reader, size_t units)
{
	if (reader->spent + units > reader->limit) {
		reader->full = true;
		reader_note_many(reader);
		return false;
	}
	reader->spent += units;
	return true;
}

/* --- names and members --- */

bool reader_name(struct reader *reader, struct reader_name *name)
{
	if (!quoted_read(&reader->text, &reader->string, &reader->faults))
		return false;
	name->many = (struct buffer){ 0 };
	name->text = name->few;
	if (reader->string.length < sizeof(name->few)) {
		memcpy(name->few, reader->string.data, reader->string.length + 1);
	} else {
		name->many = reader->string;
		name->text = name->many.data;
		reader->string = (struct buffer){ 0 };
	}
	scan_space(&reader->text);
	if (scan_char(&reader->text, ':')) {
		scan_space(&reader->text);
		return true;
	}
	reader_release_name(name);
	return false;
}

void reader_release_name(struct reader_name *name)
{
	buffer_release(&name->many);
}

void reader_add(struct reader *reader, struct json_object *object, const char *name,
		struct json_object *value)
{
	bool repeated = json_object_object_get_ex(object, name, NULL);

	reader->report.duplicates += repeated;
	json_object_object_add_ex(object, name, value, repeated ? 0 : JSON_C_OBJECT_ADD_KEY_IS_NEW);
}

bool reader_is_wide(struct reader *reader, struct json_object *object)
{
	if (json_object_object_length(object) < LENIENT_MAX_MEMBERS)
		return false;
	reader_note_many(reader);
	return true;
}

/* Reads the value of a member. If the object is full, only one with a name that matters gets in: nothing
 * that stands before it takes its place. */
static bool add_member(struct reader *reader, const char *name, struct json_object *object)
{
	bool known = json_object_object_length(object) >= LENIENT_MAX_MEMBERS && parts_is_named(name);
	struct json_object *value;
	bool read, kept;

	if (!known && reader_is_wide(reader, object))
		return span_skip(&reader->text);
	read = reader_value(reader, &value, &kept);
	if (kept)
		reader_add(reader, object, name, value);
	return read;
}

static bool read_member(struct reader *reader, struct json_object *object)
{
	struct reader_name name;
	bool read;

	if (!reader_name(reader, &name))
		return false;
	if (reader->depth == 1)
		reader->member = name.text;
	read = add_member(reader, name.text, object);
	if (reader->depth == 1)
		reader->member = NULL;
	reader_release_name(&name);
	return read;
}

static bool read_item(struct reader *reader, struct json_object *list)
{
	struct json_object *item;
	bool kept, read = reader_value(reader, &item, &kept);

	if (kept)
		json_object_array_add(list, item);
	return read;
}

/* --- values --- */

bool reader_open(struct reader *reader, struct json_object **value)
{
	bool object = scan_peek(&reader->text) == '{';

	*value = NULL;
	if (reader->depth == LENIENT_MAX_DEPTH) {
		reader_note_deep(reader);
		return false;
	}
	if (!spend(reader, object ? READER_OBJECT : 1))
		return false;
	*value = object ? json_object_new_object() : json_object_new_array_ext(FEW_ITEMS);
	reader->text.at++;
	return true;
}

static bool read_nested(struct reader *reader, struct json_object **value, bool *kept)
{
	bool object = scan_peek(&reader->text) == '{', more, read = true;
	char close = object ? '}' : ']';

	if (!reader_open(reader, value)) {
		*kept = !reader->full;
		return span_skip(&reader->text);
	}
	reader->depth++;
	for (bool first = true; span_next(&reader->text, close, first, &more); first = false) {
		if (!more || reader->full) {
			reader->depth--;
			return !more || span_leave(&reader->text);
		}
		read = object ? read_member(reader, *value) : read_item(reader, *value);
		if (!read)
			return false;
	}
	return false;
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
		if (!numeral_read(&reader->text, value))
			return false;
		reader->report.not_a_number += !*value;
		return true;
	}
}

bool reader_value(struct reader *reader, struct json_object **value, bool *kept)
{
	char c;

	scan_space(&reader->text);
	*value = NULL;
	*kept = true;
	c = scan_peek(&reader->text);
	if (c == '{' || c == '[')
		return read_nested(reader, value, kept);
	*kept = spend(reader, 1);
	return *kept ? read_scalar(reader, value) : span_skip(&reader->text);
}
