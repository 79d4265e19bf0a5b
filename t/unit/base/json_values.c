/* The number of values in a text, and the memory that reading them takes. */
#include "base/json.h"

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <malloc.h>

#include "base/arena.h"
#include "base/buffer.h"

/* clang-format off */
static const struct {
	const char *name, *head, *first, *next, *tail;
	size_t around; /* values besides `first` and every `next` */
} texts[] = {
	{ "objects", "[", "{}", ",{}", "]", 1 },
	{ "lists", "[", "[]", ",[]", "]", 1 },
	{ "numbers", " [", " 0", ", 0", "] ", 1 },
	{ "strings", "[", "\"{,[\"", ",\"{,[\"", "]", 1 },
	{ "literals", "[", "true", ",null", "]", 1 },
	{ "in an object", "{\"a\":1,\"b\":[", "{}", ",{}", "]}", 3 },
};
/* clang-format on */

static void write_text(struct buffer *out, size_t row, size_t values)
{
	buffer_clear(out);
	buffer_put_text(out, texts[row].head);
	buffer_put_text(out, texts[row].first);
	for (size_t i = texts[row].around + 1; i < values; i++)
		buffer_put_text(out, texts[row].next);
	buffer_put_text(out, texts[row].tail);
}

Test(base_json_values, most)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena *arena = arena_new();
		struct json_object *object;

		write_text(&text, i, JSON_MAX_VALUES);
		cr_expect_eq(json_parse(arena, text.data, text.length, &object), OK, "%s", texts[i].name);
		write_text(&text, i, JSON_MAX_VALUES + 1);
		cr_expect_eq(json_parse(arena, text.data, text.length, &object), E_MALFORMED_JSON,
			     "%s: one more", texts[i].name);
		arena_free(arena);
	}
	buffer_release(&text);
}

/* The limit of the arena is checked before the tree is built, and no memory is counted twice. */
Test(base_json_values, limit_of_the_arena)
{
	struct arena *arena = arena_new();
	struct buffer text = { 0 };
	struct json_object *object;

	arena_limit(arena, 1024 * 1024);
	write_text(&text, 0, 1000);
	cr_expect_eq(json_parse(arena, text.data, text.length, &object), OK);
	write_text(&text, 0, 2000);
	cr_expect_eq(json_parse(arena, text.data, text.length, &object), E_CONTENT_TOO_LARGE);
	cr_expect_null(object);
	arena_reset(arena);
	write_text(&text, 0, 1000);
	cr_expect_eq(json_parse(arena, text.data, text.length, &object), OK, "after a reset");
	arena_free(arena);
	buffer_release(&text);
}

/* The charge is at least the memory that json-c takes. */
Test(base_json_values, charge)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < COUNT(texts); i++) {
		struct arena *arena = arena_new();
		struct json_object *object;
		size_t before, taken;

		write_text(&text, i, 5000);
		before = mallinfo2().uordblks;
		cr_assert_eq(json_parse(arena, text.data, text.length, &object), OK);
		taken = mallinfo2().uordblks - before;
		arena_limit(arena, taken + 1);
		cr_expect_not(arena_within_limit(arena), "%s: %zu bytes", texts[i].name, taken);
		arena_free(arena);
	}
	buffer_release(&text);
}
