#include "http/cursor.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1
#define ID "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"

static const char secret[] = "0123456789abcdef0123456789abcdef";
static const char query[] = "caller\0org\0/tasks\0title+";
static struct arena *arena;

static void start(void)
{
	arena = arena_new();
	cursor_init(secret, strlen(secret));
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(http_cursor, .init = start, .fini = stop);

static bool reads(const char *text, size_t length)
{
	struct cursor cursor;

	return cursor_read(arena, text, length, TEXT(query), &cursor);
}

static const struct cursor positions[] = {
	{ .key = "2026-11-21 10:34:56.5+00", .id = ID },
	{ .key = "", .id = ID },
	{ .key = "infinity", .id = ID },
	{ .key = "reunião: 100% \"{,}\" 😀", .id = ID },
	{ .key = "key", .id = "" },
	{ .key = "", .id = "" },
};

Test(http_cursor, round_trip)
{
	for (size_t i = 0; i < COUNT(positions); i++) {
		const char *text = cursor_write(arena, positions[i], TEXT(query));
		struct cursor cursor;

		cr_expect_eq(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
			     strlen(text), "%s needs no encoding", text);
		cr_assert(cursor_read(arena, text, strlen(text), TEXT(query), &cursor), "%zu", i);
		cr_expect_str_eq(cursor.key, positions[i].key, "%zu", i);
		cr_expect_str_eq(cursor.id, positions[i].id, "%zu", i);
		cr_expect_str_eq(text, cursor_write(arena, positions[i], TEXT(query)), "%zu: always the same",
				 i);
	}
}

static const struct {
	size_t length;
	bool fits;
} lengths[] = { { 1000, true }, { 4000, true }, { 4096, false }, { 100000, false } };

/* No request has a key that is too long to be read back: a title has 200 characters. */
Test(http_cursor, long_keys)
{
	for (size_t i = 0; i < COUNT(lengths); i++) {
		char *key = arena_alloc(arena, lengths[i].length + 1);
		const char *text;

		memset(key, 'k', lengths[i].length);
		text = cursor_write(arena, (struct cursor){ .key = key, .id = ID }, TEXT(query));
		cr_expect_eq(reads(text, strlen(text)), lengths[i].fits, "%zu", lengths[i].length);
	}
}

Test(http_cursor, any_flipped_bit_is_refused)
{
	const char *text = cursor_write(arena, positions[0], TEXT(query));
	size_t size, length = strlen(text);
	char *bytes = arena_alloc(arena, length), *again = arena_alloc(arena, length + 1);

	cr_assert(crypto_base64url_decode(text, length, bytes, length, &size));
	for (size_t bit = 0; bit < size * 8; bit++) {
		bytes[bit / 8] ^= (char)(1 << bit % 8);
		crypto_base64url(bytes, size, again);
		cr_expect_not(reads(again, length), "bit %zu", bit);
		bytes[bit / 8] ^= (char)(1 << bit % 8);
	}
	crypto_base64url(bytes, size, again);
	cr_expect(reads(again, length), "the loop leaves it as it was");
}

Test(http_cursor, any_other_character_is_refused)
{
	const char *text = cursor_write(arena, positions[0], TEXT(query));
	char *other = arena_strdup(arena, text);

	for (size_t i = 0; text[i]; i++)
		for (int c = 1; c < 256; c++) {
			other[i] = (char)c;
			cr_assert_eq(reads(other, strlen(text)), other[i] == text[i], "%d at %zu", c, i);
			other[i] = text[i];
		}
}

Test(http_cursor, cut_or_extended_is_refused)
{
	const char *text = cursor_write(arena, positions[0], TEXT(query));
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++) {
		cr_expect_not(reads(text, i), "the first %zu", i);
		cr_expect_not(reads(text + length - i, i), "the last %zu", i);
	}
	for (const char *more = "Aa0_=%\n "; *more; more++)
		cr_expect_not(reads(arena_printf(arena, "%s%c", text, *more), length + 1), "%c", *more);
	cr_expect_not(reads(arena_printf(arena, "%sAAAA", text), length + 4));
	cr_expect_not(reads(text, length + 1), "with its NUL");
}

static const struct {
	const char *name, *text;
	size_t length;
} others[] = {
	{ "nothing", TEXT("") },
	{ "another caller", TEXT("Caller\0org\0/tasks\0title+") },
	{ "another sort", TEXT("caller\0org\0/tasks\0title-") },
	{ "a filter more", TEXT("caller\0org\0/tasks\0title+status\0done") },
	{ "cut", TEXT("caller\0org\0/tasks\0title") },
	{ "another NUL", TEXT("caller\0org\0/tasks\0title+\0") },
	{ "a NUL for a slash", TEXT("caller\0org\0\0tasks\0title+") },
};

Test(http_cursor, other_queries_are_refused)
{
	const char *text = cursor_write(arena, positions[0], TEXT(query));

	for (size_t i = 0; i < COUNT(others); i++) {
		struct cursor cursor;

		cr_expect_not(
			cursor_read(arena, text, strlen(text), others[i].text, others[i].length, &cursor),
			"%s", others[i].name);
	}
}

/* The MAC covers one string, so the end of the position in it must not be movable. */
Test(http_cursor, position_does_not_reach_into_the_query)
{
	const char *text = cursor_write(arena, positions[0], TEXT(query));
	size_t size, length = strlen(text);
	char *bytes = arena_alloc(arena, length + sizeof(query));
	char *again = arena_alloc(arena, 2 * length + 80);

	cr_assert(crypto_base64url_decode(text, length, bytes, length, &size));
	memcpy(bytes + size, query, sizeof(query));
	for (size_t moved = 1; moved < sizeof(query); moved++) {
		struct cursor cursor;

		crypto_base64url(bytes, size + moved, again);
		cr_expect_not(cursor_read(arena, again, strlen(again), query + moved,
					  sizeof(query) - 1 - moved, &cursor),
			      "%zu bytes of the query", moved);
	}
	crypto_base64url(bytes, size - 4, again);
	cr_expect_not(reads(again, strlen(again)));
}

Test(http_cursor, another_secret_is_refused)
{
	const char *text = cursor_write(arena, positions[0], TEXT(query));

	cr_expect(reads(text, strlen(text)));
	cursor_init("0123456789abcdef0123456789abcdeF", 32);
	cr_expect_not(reads(text, strlen(text)));
	cursor_init(secret, strlen(secret));
	cr_expect(reads(text, strlen(text)));
}
