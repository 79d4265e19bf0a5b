/* text_is_utf8 accepts what libunistring accepts as UTF-8; trimming, normalizing or making blanks plain twice
 * gives the same as once; the form of a text shows something if and only if the text does; what is folded is
 * UTF-8. */
#include "base/text.h"

#include <assert.h>
#include <string.h>
#include <unistr.h>

#include "base/arena.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_trim(const char *text, size_t length)
{
	const char *first = text, *again;
	size_t left = length, left_again;

	text_trim(&first, &left);
	assert(first >= text && first + left <= text + length && text_is_utf8(first, left));
	again = first;
	left_again = left;
	text_trim(&again, &left_again);
	assert(again == first && left_again == left);
}

/* Trims and then normalizes, as the service does with every text. */
static void check_form(struct arena *arena, const char *text, size_t length)
{
	bool shows = text_shows(text, length);
	const char *nfc, *again;

	text_trim(&text, &length);
	if (memchr(text, '\0', length))
		return;
	nfc = again = text_to_nfc(arena, text, length);
	length = strlen(nfc);
	text_trim(&again, &length);
	assert(again == nfc && !again[length]);
	assert(text_shows(nfc, length) == shows);
	text_has_break(nfc, length);
}

/* Compares up to a NUL, which the text may contain. */
static void check_nfc(struct arena *arena, const char *nfc)
{
	assert(nfc && text_is_utf8(nfc, strlen(nfc)));
	assert(strcmp(text_to_nfc(arena, nfc, strlen(nfc)), nfc) == 0);
}

/* Also of what is not UTF-8. */
static void check_blanks(struct arena *arena, const char *text, size_t length)
{
	char *plain = arena_alloc(arena, length + 1), *again = arena_alloc(arena, length + 1);

	text_plain_blanks(text, length, plain);
	text_plain_blanks(plain, strlen(plain), again);
	assert(strcmp(plain, again) == 0);
}

static void check_fold(struct arena *arena, const char *text, size_t length)
{
	const char *folded = text_fold(arena, text, length);

	assert(text_is_utf8(folded, strlen(folded)));
	text_repeats(text, length);
	text_repeats(folded, strlen(folded));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = (const char *)data;
	bool valid = text_is_utf8(text, size);
	const char *nfc = text_to_nfc(arena, text, size);

	assert(valid == !u8_check(data, size));
	check_blanks(arena, text, size);
	if (valid) {
		assert(text_length(text, size) == u8_mbsnlen(data, size));
		text_has_control(text, size);
		check_trim(text, size);
		check_form(arena, text, size);
		check_nfc(arena, nfc);
		check_fold(arena, text, size);
	} else {
		assert(!nfc);
	}
	arena_free(arena);
	return 0;
}
