#include "base/buffer.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

Test(base_buffer, begins_empty)
{
	struct buffer buffer = { 0 };

	buffer_clear(&buffer);
	cr_expect_null(buffer.data);
	cr_expect_eq(buffer.length, 0);
	buffer_release(&buffer);
}

Test(base_buffer, writing_nothing_gives_an_empty_text)
{
	struct buffer put = { 0 }, text = { 0 }, print = { 0 }, reserve = { 0 };
	const char *volatile empty = "";

	buffer_put(&put, NULL, 0);
	buffer_put_text(&text, "");
	buffer_printf(&print, "%s", empty);
	buffer_reserve(&reserve, 0);
	cr_expect_str_eq(put.data, "");
	cr_expect_str_eq(text.data, "");
	cr_expect_str_eq(print.data, "");
	cr_expect_str_eq(reserve.data, "");
	buffer_release(&put);
	buffer_release(&text);
	buffer_release(&print);
	buffer_release(&reserve);
}

/* The first buffer grows while others exist; none is released. */
Test(base_buffer, memory_of_an_arena)
{
	struct arena *arena = arena_new();

	for (int round = 0; round < 2; round++) {
		struct buffer one = { .arena = arena }, other = { .arena = arena };

		for (int i = 0; i < 1000; i++) {
			buffer_printf(&one, "%03d", i);
			buffer_put_char(&other, 'x');
		}
		cr_expect_eq(one.length, 3000u);
		cr_expect_eq(strncmp(one.data, "000001002003", 12), 0, "%.12s", one.data);
		cr_expect_str_eq(one.data + 2994, "998999");
		cr_expect_eq(strspn(other.data, "x"), 1000u);
		buffer_release(&one);
		cr_expect_null(one.data, "empty, and still the arena's");
		buffer_put_text(&one, "again");
		cr_expect_str_eq(one.data, "again");
		arena_reset(arena);
	}
	arena_free(arena);
}

Test(base_buffer, everything_in_turn)
{
	struct buffer buffer = { 0 };

	buffer_put(&buffer, "a\0b", 3);
	buffer_put_text(&buffer, "cd");
	buffer_put_char(&buffer, '\0');
	buffer_put_integer(&buffer, -12);
	buffer_printf(&buffer, "%s%d", "x", 5);
	cr_expect_eq(buffer.length, 11);
	cr_expect_arr_eq(buffer.data, "a\0bcd\0-12x5", 12);
	buffer_release(&buffer);
	cr_expect_null(buffer.data);
	cr_expect_eq(buffer.length, 0);
	cr_expect_eq(buffer.capacity, 0);
}

/* Appends `length` characters in one of several ways. */
static void append(struct buffer *buffer, int way, size_t length)
{
	static char letters[3000];

	memset(letters, 'a' + way, sizeof(letters) - 1);
	switch (way) {
	case 0:
		buffer_put(buffer, letters, length);
		break;
	case 1:
		buffer_put_text(buffer, letters + sizeof(letters) - 1 - length);
		break;
	case 2:
		buffer_printf(buffer, "%.*s", (int)length, letters);
		break;
	case 3:
		memset(buffer_reserve(buffer, length), 'd', length);
		buffer->length += length;
		break;
	default:
		for (size_t i = 0; i < length; i++)
			buffer_put_char(buffer, 'e');
	}
}

static void check_growth(int way, size_t first, size_t second)
{
	struct buffer buffer = { 0 };
	const char letter[] = { (char)('a' + way), '\0' };

	append(&buffer, way, first);
	append(&buffer, way, second);
	cr_assert_eq(buffer.length, first + second, "way %d, %zu + %zu", way, first, second);
	cr_assert_lt(buffer.length, buffer.capacity, "way %d, %zu + %zu", way, first, second);
	cr_assert_eq(strlen(buffer.data), buffer.length, "way %d, %zu + %zu", way, first, second);
	cr_assert_eq(strspn(buffer.data, letter), buffer.length);
	buffer_release(&buffer);
}

Test(base_buffer, grows_at_every_length)
{
	for (int way = 0; way < 5; way++)
		for (size_t first = 0; first < 600; first += 1 + first / 250 * 7)
			for (size_t second = 1; second < 1200; second += 101)
				check_growth(way, first, second);
}

Test(base_buffer, many_appends_allocate_seldom)
{
	struct buffer buffer = { 0 };
	size_t capacity = 0;
	int growths = 0;

	for (int i = 0; i < 1000000; i++) {
		buffer_put_char(&buffer, 'x');
		if (buffer.capacity != capacity)
			growths++;
		capacity = buffer.capacity;
	}
	cr_expect_lt(growths, 20);
	buffer_release(&buffer);
}

Test(base_buffer, clear_keeps_the_memory)
{
	struct buffer buffer = { 0 };
	char *data;

	buffer_printf(&buffer, "%1000d", 1);
	data = buffer.data;
	buffer_clear(&buffer);
	cr_expect_str_eq(buffer.data, "");
	cr_expect_eq(buffer.length, 0);
	buffer_put_text(&buffer, "abc");
	cr_expect_eq(buffer.data, data);
	cr_expect_str_eq(buffer.data, "abc");
	buffer_release(&buffer);
}

Test(base_buffer, reserve_ends_after_clear)
{
	struct buffer buffer = { 0 };

	buffer_put_text(&buffer, "0123456789");
	buffer_clear(&buffer);
	memcpy(buffer_reserve(&buffer, 3), "abc", 3);
	buffer.length += 3;
	cr_expect_str_eq(buffer.data, "abc");
	buffer_release(&buffer);
}

static const int64_t integers[] = {
	0,
	1,
	-1,
	9,
	10,
	-10,
	99,
	100,
	4294967296,
	-2147483648,
	1000000000000000000,
	INT64_MAX,
	INT64_MAX - 1,
	INT64_MIN,
	INT64_MIN + 1,
};

Test(base_buffer, integers)
{
	for (size_t i = 0; i < COUNT(integers); i++) {
		struct buffer buffer = { 0 };
		char expected[32];

		snprintf(expected, sizeof(expected), "%" PRId64, integers[i]);
		buffer_put_integer(&buffer, integers[i]);
		cr_expect_str_eq(buffer.data, expected, "%s", expected);
		cr_expect_eq(buffer.length, strlen(expected), "%s", expected);
		buffer_release(&buffer);
	}
}

Test(base_buffer, exhausted, .exit_code = 70)
{
	struct buffer buffer = { 0 };
	volatile size_t more = SIZE_MAX;

	buffer_put_char(&buffer, 'x');
	buffer_reserve(&buffer, more);
}

Test(base_buffer, exhausted_by_the_nul, .exit_code = 70)
{
	struct buffer buffer = { 0 };
	volatile size_t more = SIZE_MAX;

	buffer_reserve(&buffer, more);
}
