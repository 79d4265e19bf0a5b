/* Any bytes, scrubbed as JSON and as a text: what the parser reads before, it reads afterwards too; the
 * result is at most SCRUB_GROWTH bytes longer; nothing is lost but what became a mark; and a second pass
 * changes nothing. */
#include "errors/scrub/scrub.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "errors/lenient/lenient.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct scrub scrub = { .on = true, .further = "placa\0x\0" };

/* Whether `text` is `shorter` with marks in places: all bytes between the marks come in order. */
static void check_kept(const char *text, size_t length, const char *scrubbed, size_t left)
{
	while (left > 0) {
		const char *mark = memmem(scrubbed, left, SCRUB_MARK, strlen(SCRUB_MARK));
		size_t piece = mark ? (size_t)(mark - scrubbed) : left;
		const char *at;

		/* The quotes beside the mark may be those of a value that was a number. */
		while (piece > 0 && mark && scrubbed[piece - 1] == '"')
			piece--;
		at = memmem(text, length, scrubbed, piece);
		assert(at || piece == 0);
		if (at) {
			length -= (size_t)(at + piece - text);
			text = at + piece;
		}
		if (!mark)
			return;
		left -= (size_t)(mark + strlen(SCRUB_MARK) - scrubbed);
		scrubbed = mark + strlen(SCRUB_MARK);
		while (left > 0 && *scrubbed == '"') {
			scrubbed++;
			left--;
		}
	}
}

static void check_json(struct arena *arena, const char *text, size_t size)
{
	const char *json = text, *again;
	size_t length = size, length_again;
	struct json_object *object;

	assert(scrub_json(arena, &scrub, &json, &length));
	assert(length <= size + SCRUB_GROWTH && json[length] == '\0');
	check_kept(text, size, json, length);
	if (!lenient_parse(arena, text, size, NULL, &object))
		return;
	assert(lenient_parse(arena, json, length, NULL, &object));
	again = json;
	length_again = length;
	assert(scrub_json(arena, &scrub, &again, &length_again));
	assert(lenient_parse(arena, again, length_again, NULL, &object));
}

static void check_text(struct arena *arena, const char *text)
{
	const char *once = scrub_text(arena, &scrub, text);

	assert(strlen(once) <= strlen(text) + SCRUB_GROWTH);
	check_kept(text, strlen(text), once, strlen(once));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	char *text = arena_strndup(arena, (const char *)data, size);

	check_json(arena, text, size);
	check_text(arena, text);
	arena_free(arena);
	return 0;
}
