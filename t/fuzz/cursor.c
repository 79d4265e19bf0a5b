/* Only cursor_write makes cursors that cursor_read accepts. A cursor that it made is read again, but not
 * after one of its bits has changed. */
#include "http/cursor.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

enum { KEY_MAX = 3000 };

static const char query[] = "query";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_forged(struct arena *arena, const char *text, size_t length)
{
	struct cursor cursor;

	if (!cursor_read(arena, text, length, query, sizeof(query), &cursor))
		return;
	text = arena_strndup(arena, text, length);
	assert(strcmp(cursor_write(arena, cursor, query, sizeof(query)), text) == 0);
}

/* Uses `key` as a sort key and changes one character of the cursor. */
static void check_written(struct arena *arena, const char *key, size_t change)
{
	const char *text =
		cursor_write(arena, (struct cursor){ .key = key, .id = "id" }, query, sizeof(query));
	char *other = arena_strdup(arena, text);
	size_t length = strlen(text);
	struct cursor cursor;

	assert(cursor_read(arena, text, length, query, sizeof(query), &cursor));
	assert(strcmp(cursor.key, key) == 0 && strcmp(cursor.id, "id") == 0);
	assert(!cursor_read(arena, text, length, query, sizeof(query) - 1, &cursor));
	other[change % length] ^= 1;
	assert(!cursor_read(arena, other, length, query, sizeof(query), &cursor));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data;

	cursor_init("0123456789abcdef0123456789abcdef", 32);
	check_forged(arena, text, size);
	check_written(arena, arena_strndup(arena, text, size < KEY_MAX ? size : KEY_MAX),
		      size ? data[size / 2] : 0);
	arena_free(arena);
	return 0;
}
