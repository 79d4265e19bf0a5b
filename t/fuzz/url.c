/* The pairs of a query string are valid UTF-8, and encoding and reading them again gives the same pairs. */
#include "http/url.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Writes the pairs as a query string again, and compares the pairs read from it. */
static void check_again(struct arena *arena, const struct url_pair *pairs, size_t count)
{
	struct url_pair again[URL_PAIRS];
	struct buffer query = { 0 };
	size_t same;

	for (size_t i = 0; i < count; i++) {
		url_encode(&query, pairs[i].name);
		buffer_put_char(&query, '=');
		url_encode(&query, pairs[i].value);
		buffer_put_char(&query, '&');
	}
	assert(url_query(arena, query.data ? query.data : "", again, &same) == OK && same == count);
	for (size_t i = 0; i < count; i++)
		assert(strcmp(again[i].name, pairs[i].name) == 0 &&
		       strcmp(again[i].value, pairs[i].value) == 0);
	buffer_release(&query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct url_pair pairs[URL_PAIRS];
	size_t count;

	if (url_query(arena, arena_strndup(arena, (const char *)data, size), pairs, &count) == OK) {
		assert(count <= URL_PAIRS);
		for (size_t i = 0; i < count; i++) {
			assert(strlen(pairs[i].value) == pairs[i].value_length);
			assert(text_is_utf8(pairs[i].name, strlen(pairs[i].name)));
			assert(text_is_utf8(pairs[i].value, pairs[i].value_length));
		}
		check_again(arena, pairs, count);
	}
	arena_free(arena);
	return 0;
}
