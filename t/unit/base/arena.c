#include "base/arena.h"

#include <criterion/criterion.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"

/* Sizes around that of the first chunk, a quarter of it, and the memory that is kept. */
static const size_t sizes[] = {
	0,    1,     7,     8,     15,    16,    17,    255,    256,    4095,   4096,    4097,
	5000, 16000, 16383, 16384, 16385, 40000, 65536, 262143, 262144, 262145, 1000000,
};

static bool is_zero(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i])
			return false;
	return true;
}

Test(base_arena, sizes)
{
	struct arena *arena = arena_new();

	for (int round = 0; round < 3; round++) {
		char *blocks[COUNT(sizes)];

		for (size_t i = 0; i < COUNT(sizes); i++) {
			blocks[i] = arena_alloc(arena, sizes[i]);
			cr_expect(is_zero(blocks[i], sizes[i]), "%zu bytes zeroed", sizes[i]);
			cr_expect_eq((uintptr_t)blocks[i] % alignof(max_align_t), 0, "%zu bytes aligned",
				     sizes[i]);
			memset(blocks[i], (int)i + 1, sizes[i]);
		}
		for (size_t i = 0; i < COUNT(sizes); i++)
			for (size_t j = 0; j < sizes[i]; j++)
				cr_assert_eq(blocks[i][j], (char)(i + 1), "%zu bytes kept", sizes[i]);
		arena_reset(arena);
	}
	arena_free(arena);
}

Test(base_arena, many_small_ones_do_not_overlap)
{
	enum { BLOCKS = 20000 };
	static uint32_t *blocks[BLOCKS];
	struct arena *arena = arena_new();

	for (int round = 0; round < 3; round++) {
		for (uint32_t i = 0; i < BLOCKS; i++) {
			blocks[i] = arena_alloc(arena, 4 + i % 50);
			cr_assert(is_zero((char *)blocks[i], 4 + i % 50));
			memset(blocks[i], 0xFF, 4 + i % 50);
			*blocks[i] = i;
		}
		for (uint32_t i = 0; i < BLOCKS; i++)
			cr_assert_eq(*blocks[i], i);
		arena_reset(arena);
	}
	arena_free(arena);
}

Test(base_arena, limit)
{
	struct arena *arena = arena_new();

	cr_expect(arena_charge(arena, SIZE_MAX / 2), "a new arena has none");
	arena_reset(arena);
	arena_limit(arena, 10000000);
	for (int round = 0; round < 2; round++) {
		cr_expect(arena_charge(arena, 5000000));
		cr_expect_not(arena_charge(arena, 5000001), "more than is left");
		cr_expect(arena_charge(arena, 4000000), "what was refused is not counted");
		cr_expect(arena_within_limit(arena));
		cr_expect_null(arena_lend(arena, 2000000), "nor is more lent");
		arena_return(arena, arena_lend(arena, 600000));
		arena_return(arena, arena_lend(arena, 600000));
		arena_return(arena, NULL);
		arena_alloc(arena, 2000000);
		cr_expect_not(arena_within_limit(arena), "allocations are counted");
		cr_expect_not(arena_charge(arena, 0));
		arena_reset(arena);
		cr_expect(arena_within_limit(arena), "as new after a reset");
	}
	arena_free(arena);
}

Test(base_arena, copies)
{
	struct arena *arena = arena_new();
	char original[] = "maçã";
	char *copy = arena_strdup(arena, original);

	original[0] = 'x';
	cr_expect_str_eq(copy, "maçã");
	cr_expect_str_eq(arena_strdup(arena, ""), "");
	cr_expect_str_eq(arena_strndup(arena, "abcdef", 3), "abc");
	cr_expect_str_eq(arena_strndup(arena, "abc", 0), "");
	cr_expect_str_eq(arena_strndup(arena, NULL, 0), "");
	cr_expect_arr_eq(arena_strndup(arena, "a\0b", 3), "a\0b", 4, "a NUL inside is copied");
	arena_free(arena);
}

Test(base_arena, strings_after_a_reset_end)
{
	struct arena *arena = arena_new();

	memset(arena_alloc(arena, 4000), 'x', 4000);
	arena_reset(arena);
	cr_expect_str_eq(arena_strndup(arena, "abc", 2), "ab");
	cr_expect_str_eq(arena_printf(arena, "%d", 12), "12");
	arena_free(arena);
}

Test(base_arena, printf)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(arena_printf(arena, "%s-%d", "a", 7), "a-7");
	cr_expect_str_eq(arena_printf(arena, "%s", ""), "");
	arena_free(arena);
}

/* All lengths near the end of the first chunk and beyond it. */
Test(base_arena, printf_of_a_chunk)
{
	for (int length = 16300; length < 16450; length++) {
		struct arena *arena = arena_new();
		char *text = arena_printf(arena, "%*d", length, 42);
		char *next = arena_alloc(arena, 1);

		*next = 'x';
		cr_assert_eq(strlen(text), (size_t)length, "length %d", length);
		cr_assert_str_eq(text + length - 3, " 42", "length %d", length);
		arena_free(arena);
	}
}

Test(base_arena, printf_fills_the_chunk)
{
	struct arena *arena = arena_new();

	for (int length = 0; length < 2000; length++) {
		char *text = arena_printf(arena, "%0*d", length, 7);
		char *next = arena_alloc(arena, 1);

		*next = 'x';
		cr_assert_eq(strlen(text), length ? (size_t)length : 1, "length %d", length);
	}
	arena_free(arena);
}

static char released[8];

static void release(void *what)
{
	strcat(released, what);
}

Test(base_arena, defers_run_backwards)
{
	static char a[] = "a", b[] = "b", c[] = "c";
	struct arena *arena = arena_new();

	arena_defer(arena, release, a);
	arena_defer(arena, release, b);
	cr_expect_str_eq(released, "");
	arena_reset(arena);
	cr_expect_str_eq(released, "ba");
	arena_reset(arena);
	cr_expect_str_eq(released, "ba", "each once");
	arena_defer(arena, release, c);
	arena_free(arena);
	cr_expect_str_eq(released, "bac", "arena_free too");
}

static void release_with_arena(void *what)
{
	static char last[] = "last";

	strcat(released, arena_printf(what, "%d", 1));
	arena_defer(what, release, last);
}

Test(base_arena, a_release_may_use_the_arena)
{
	struct arena *arena = arena_new();

	arena_defer(arena, release_with_arena, arena);
	arena_reset(arena);
	cr_expect_str_eq(released, "1last");
	arena_free(arena);
}

static void check_readable(void *what)
{
	cr_expect_str_eq(what, "still here");
}

Test(base_arena, memory_outlives_the_defers)
{
	struct arena *arena = arena_new();

	arena_defer(arena, check_readable, arena_strdup(arena, "still here"));
	arena_alloc(arena, 1000000);
	arena_reset(arena);
	arena_free(arena);
}

Test(base_arena, free_of_nothing)
{
	arena_free(NULL);
}

Test(base_arena, exhausted, .exit_code = 70)
{
	volatile size_t size = SIZE_MAX;

	arena_alloc(arena_new(), size);
}

Test(base_arena, almost_exhausted, .exit_code = 70)
{
	volatile size_t size = SIZE_MAX - 15;

	arena_alloc(arena_new(), size);
}

Test(base_memory, zeroed)
{
	char *bytes = memory_new(1000), *none = memory_new(0);

	cr_expect(is_zero(bytes, 1000));
	cr_expect_not_null(none);
	free(bytes);
	free(none);
}

Test(base_memory, resize_keeps_the_content)
{
	char *bytes = memory_strdup("abc");

	bytes = memory_resize(bytes, 1000, 8);
	cr_expect_str_eq(bytes, "abc");
	bytes = memory_resize(bytes, 0, 8);
	cr_expect_not_null(bytes, "no count is no free");
	free(bytes);
}

Test(base_memory, overflow, .exit_code = 70)
{
	volatile size_t count = SIZE_MAX / 2 + 2;

	memory_resize(NULL, count, 2); /* 2 bytes, if the product wrapped around */
}
