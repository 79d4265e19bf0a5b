/* json_parse accepts what json_scan accepts, except for duplicate keys; the tree that json-c builds is
 * the same JSON; and strings are read as they were written. */
#include "base/json.h"

#include <assert.h>
#include <json-c/json.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The number of members in the tree that json-c alone builds, in which duplicates are lost. */
static size_t members_kept(const char *text, size_t length)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_MAX_DEPTH + 1);
	struct json_object *object = json_tokener_parse_ex(tokener, text, (int)length);
	const char *written;
	struct json_counts counts;

	if (json_tokener_get_error(tokener) == json_tokener_continue)
		object = json_tokener_parse_ex(tokener, "", 1);
	assert(json_tokener_get_error(tokener) == json_tokener_success);
	written = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN);
	assert(json_scan(written, strlen(written), &counts));
	json_object_put(object);
	json_tokener_free(tokener);
	return counts.members;
}

static void check_string(struct arena *arena, const char *text, size_t length)
{
	struct buffer out = { 0 };
	struct json_object *object;

	json_put_string(&out, text, length);
	assert(json_parse(arena, out.data, out.length, &object) == OK);
	assert((size_t)json_object_get_string_len(object) == length);
	assert(memcmp(json_object_get_string(object), text, length) == 0);
	buffer_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data;
	struct json_object *object;
	struct json_counts counts = { 0 };
	bool scanned = json_scan(text, size, &counts);
	enum status status = json_parse(arena, text, size, &object);

	if (scanned)
		assert((status == OK) == (members_kept(text, size) == counts.members));
	else
		assert(status == E_MALFORMED_JSON);
	assert(!scanned || counts.values <= JSON_MAX_VALUES);
	if (text_is_utf8(text, size) && !memchr(text, '\0', size))
		check_string(arena, text, size);
	arena_free(arena);
	return 0;
}
