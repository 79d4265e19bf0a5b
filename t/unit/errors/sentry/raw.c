#include "errors/sentry/raw.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"

/* clang-format off */
static const struct {
	const char *bytes;
	size_t length;
} texts[] = {
	{ "", 0 }, { "{}", 2 }, { "a\0b", 3 }, { "{\"message\":\"ol\xc3\xa1\"}", 18 },
};
/* clang-format on */

Test(sentry_raw, there_and_back)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *text = raw_pack(arena, texts[i].bytes, texts[i].length), *bytes;
		size_t length;

		cr_assert_eq(strncmp(text, "\\x78", 4), 0, "zlib's format: %s", text);
		cr_assert(raw_unpack(arena, text + 2, 18, &bytes, &length), "%zu", i);
		cr_expect_eq(length, texts[i].length, "%zu", i);
		cr_expect_eq(memcmp(bytes, texts[i].bytes, length), 0, "%zu", i);
		cr_expect_eq(bytes[length], '\0', "%zu", i);
	}
	arena_free(arena);
}

Test(sentry_raw, bounded)
{
	static char zeros[100000];
	struct arena *arena = arena_new();
	const char *text = raw_pack(arena, zeros, sizeof(zeros)), *bytes;
	size_t length;

	cr_expect_lt(strlen(text), 1000);
	cr_expect_not(raw_unpack(arena, text + 2, sizeof(zeros) - 1, &bytes, &length));
	cr_expect(raw_unpack(arena, text + 2, sizeof(zeros), &bytes, &length));
	arena_free(arena);
}

Test(sentry_raw, what_is_none)
{
	static const char *const none[] = {
		"", "7", "78", "789c", "zz", "789g030000000001", "789c0300000000ff"
	};
	struct arena *arena = arena_new();
	const char *bytes;
	size_t length;

	for (size_t i = 0; i < COUNT(none); i++)
		cr_expect_not(raw_unpack(arena, none[i], 100, &bytes, &length), "%s", none[i]);
	arena_free(arena);
}
