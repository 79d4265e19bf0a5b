#include "errors/lenient/lenient.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#include "base/arena.h"
#include "errors/lenient/parts.h"
#include "errors/lenient/ration.h"
#include "errors/lenient/reader.h"

enum { VALUE_BYTES = 256 /* json-c's memory per unit of LENIENT_MAX_VALUES, without names and texts */ };

/* Returns a number of units that the text does not exceed. Each value except the first follows a comma, a {
 * or a [. The count may be too high, as strings contain these characters too, but not too low. */
static size_t weigh(const char *text, size_t length)
{
	size_t units = READER_OBJECT;

	for (size_t i = 0; i < length; i++)
		units += text[i] == '{' ? READER_OBJECT : (text[i] == ',') + (text[i] == '[');
	return units;
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

/* Reads a text that is a small tree in one go, and any other by its parts. */
static bool read_text(struct reader *reader, struct json_object **object)
{
	size_t length = (size_t)(reader->text.end - reader->text.at);
	bool kept;

	scan_space(&reader->text);
	/* Three bytes weigh at most 8 units: most events needn't be weighed. */
	if (length * READER_OBJECT / 3 <= LENIENT_MAX_VALUES - 2 * READER_OBJECT ||
	    weigh(reader->text.at, length) <= LENIENT_MAX_VALUES)
		return reader_value(reader, object, &kept);
	return ration_value(reader, &parts_event, object, &kept);
}

bool lenient_parse(struct arena *arena, const char *text, size_t length, struct lenient_report *report,
		   struct json_object **object)
{
	struct reader reader = { .arena = arena,
				 .text = { text, text + length },
				 .limit = LENIENT_MAX_VALUES };
	bool read;

	*object = NULL;
	scan_word(&reader.text, "\xEF\xBB\xBF");
	read = length < INT_MAX && read_text(&reader, object) && at_end(&reader);
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

struct lenient_gap lenient_left_out(struct json_object *list)
{
	const struct lenient_gap *gap =
		json_object_is_type(list, json_type_array) ? json_object_get_userdata(list) : NULL;

	return gap ? *gap : (struct lenient_gap){ 0 };
}

size_t lenient_bytes(const char *text, size_t length)
{
	size_t units = weigh(text, length);

	if (units > LENIENT_MAX_VALUES)
		units = LENIENT_MAX_VALUES;
	return units * VALUE_BYTES + 2 * length;
}
