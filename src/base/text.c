#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/status.h"

/* The range of the second byte depends on the first byte (RFC 3629, 4). This excludes overlong forms,
 * surrogates and everything above U+10FFFF. */
static const struct sequence {
	uint8_t first_min, first_max, second_min, second_max, length;
} sequences[] = {
	{ 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 }, { 0xE1, 0xEC, 0x80, 0xBF, 3 },
	{ 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 }, { 0xF0, 0xF0, 0x90, 0xBF, 4 },
	{ 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
};

/* The number of ASCII bytes at the beginning; checks eight at a time. */
static size_t ascii_prefix(const char *text, size_t length)
{
	const uint64_t high_bits = UINT64_C(0x8080808080808080);
	size_t count = 0;
	uint64_t eight;

	for (; length - count >= sizeof(eight); count += sizeof(eight)) {
		memcpy(&eight, text + count, sizeof(eight));
		if (eight & high_bits)
			break;
	}
	while (count < length && (uint8_t)text[count] < 0x80)
		count++;
	return count;
}

static bool is_continuation(char byte)
{
	return ((uint8_t)byte & 0xC0) == 0x80;
}

/* The length of the well-formed sequence of several bytes at the beginning of `text`; 0 if there is
 * none. */
static size_t sequence_length(const char *text, size_t length)
{
	uint8_t first = (uint8_t)text[0], second = length > 1 ? (uint8_t)text[1] : 0;

	for (size_t i = 0; i < COUNT(sequences); i++) {
		const struct sequence *s = &sequences[i];

		if (first < s->first_min || first > s->first_max)
			continue;
		if (length < s->length || second < s->second_min || second > s->second_max)
			return 0;
		for (size_t j = 2; j < s->length; j++)
			if (!is_continuation(text[j]))
				return 0;
		return s->length;
	}
	return 0;
}

bool text_is_utf8(const char *text, size_t length)
{
	size_t at = 0;

	while ((at += ascii_prefix(text + at, length - at)) < length) {
		size_t sequence = sequence_length(text + at, length - at);

		if (!sequence)
			return false;
		at += sequence;
	}
	return true;
}

size_t text_sequence(const char *text, size_t length)
{
	return (uint8_t)text[0] < 0x80 ? 1 : sequence_length(text, length);
}

size_t text_length(const char *text, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += !is_continuation(text[i]);
	return count;
}

/* The functions of libunistring are not asked about ASCII, which most texts consist of. */
static bool is_space(ucs4_t c)
{
	return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : uc_is_property_white_space(c);
}

bool text_is_invisible(uint32_t character)
{
	return character >= 0x80 && (uc_is_property_default_ignorable_code_point(character) ||
				     uc_is_general_category(character, UC_FORMAT));
}

void text_trim(const char **text, size_t *length)
{
	const uint8_t *first = (const uint8_t *)*text, *end = first + *length, *before;
	ucs4_t c;

	while (first < end) {
		int size = u8_mbtouc_unsafe(&c, first, (size_t)(end - first));

		if (!is_space(c))
			break;
		first += size;
	}
	while (first < end && (before = u8_prev(&c, end, first)) && is_space(c))
		end = before;
	*text = (const char *)first;
	*length = (size_t)(end - first);
}

bool text_has_control(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		uint8_t byte = (uint8_t)text[i];

		if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F)
			return true;
		/* U+0080 to U+009F are C2 80 to C2 9F. */
		if (byte == 0xC2 && (uint8_t)text[i + 1] < 0xA0)
			return true;
	}
	return false;
}

const char *text_unix_lines(struct arena *arena, const char *text, size_t *length)
{
	char *to, *start;

	if (!memchr(text, '\r', *length))
		return text;
	to = start = arena_alloc(arena, *length + 1);
	for (size_t i = 0; i < *length; i++)
		if (text[i] != '\r' || i + 1 == *length || text[i + 1] != '\n')
			*to++ = text[i];
	*to = '\0';
	*length = (size_t)(to - start);
	return start;
}

bool text_has_break(const char *text, size_t length)
{
	/* U+2028 and U+2029 are E2 80 A8 and E2 80 A9. */
	return memchr(text, '\n', length) || memchr(text, '\t', length) ||
	       memmem(text, length, "\u2028", 3) || memmem(text, length, "\u2029", 3);
}

bool text_shows(const char *text, size_t length)
{
	const uint8_t *at = (const uint8_t *)text, *end = at + length;
	ucs4_t c;

	while (at < end) {
		at += u8_mbtouc_unsafe(&c, at, (size_t)(end - at));
		if (!is_space(c) && !text_is_invisible(c))
			return true;
	}
	return false;
}

/* Takes and frees what libunistring has made: `made` has `length` bytes; NULL: it had no memory. */
static char *take_made(struct arena *arena, uint8_t *made, size_t length)
{
	char *copy;

	if (!made)
		memory_exhausted(length);
	copy = arena_strndup(arena, (const char *)made, length);
	free(made);
	return copy;
}

/* Writes the text to `out` with U+0020 for each other blank; with `letters` also without the characters
 * that fold away. `out` may be `text`. */
static void put_plain(const char *text, size_t length, bool letters, char *out)
{
	ucs4_t c;

	for (int size; length > 0; text += size, length -= (size_t)size) {
		size = u8_mbtouc(&c, (const uint8_t *)text, length);
		if (uc_is_general_category(c, UC_SPACE_SEPARATOR)) {
			*out++ = ' ';
		} else if (!letters || !(uc_is_general_category(c, UC_NON_SPACING_MARK) ||
					 uc_is_property_default_ignorable_code_point(c))) {
			memmove(out, text, (size_t)size);
			out += size;
		}
	}
	*out = '\0';
}

void text_plain_blanks(const char *text, size_t length, char *out)
{
	put_plain(text, length, false, out);
}

/* Decomposing first turns letters without cases of their own, such as mathematical ones, into letters with
 * cases. */
char *text_fold(struct arena *arena, const char *text, size_t length)
{
	uint8_t *made = u8_normalize(UNINORM_NFKD, (const uint8_t *)text, length, NULL, &length);
	const char *letters = take_made(arena, made, length);
	char *folded;

	made = u8_casefold((const uint8_t *)letters, length, NULL, UNINORM_NFKD, NULL, &length);
	folded = take_made(arena, made, length);
	put_plain(folded, length, true, folded);
	return folded;
}

bool text_repeats(const char *text, size_t length)
{
	const uint8_t *first = (const uint8_t *)text, *end = first + length, *at, *next;
	size_t size = length > 0 ? (size_t)(u8_grapheme_next(first, end) - first) : 0;

	for (at = first; at < end; at = next) {
		next = u8_grapheme_next(at, end);
		if ((size_t)(next - at) != size || memcmp(at, first, size) != 0)
			return false;
	}
	return true;
}

char *text_to_nfc(struct arena *arena, const char *text, size_t length)
{
	uint8_t *normal;

	if (ascii_prefix(text, length) == length) /* it is its own NFC */
		return arena_strndup(arena, text, length);
	if (!text_is_utf8(text, length))
		return NULL;
	normal = u8_normalize(UNINORM_NFC, (const uint8_t *)text, length, NULL, &length);
	return take_made(arena, normal, length);
}
