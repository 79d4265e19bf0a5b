#include "base/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unistr.h>

#include "base/arena.h"
#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

/* A copy at the end of its memory, so that AddressSanitizer sees a read beyond it. */
static char *exact_copy(const char *text, size_t length)
{
	char *copy = malloc(length ? length : 1);

	memcpy(copy, text, length);
	return copy;
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
	bool valid;
} utf8[] = {
	{ "empty", TEXT(""), true },
	{ "ASCII", TEXT("abc"), true },
	{ "NUL", TEXT("a\0b"), true },
	{ "DEL", TEXT("\x7f"), true },
	{ "first of two bytes", TEXT("\xc2\x80"), true },
	{ "last of two bytes", TEXT("\xdf\xbf"), true },
	{ "first of three bytes", TEXT("\xe0\xa0\x80"), true },
	{ "before the surrogates", TEXT("\xed\x9f\xbf"), true },
	{ "after the surrogates", TEXT("\xee\x80\x80"), true },
	{ "byte order mark", TEXT("\xef\xbb\xbf"), true },
	{ "U+FFFE, no character", TEXT("\xef\xbf\xbe"), true },
	{ "U+FFFF, no character", TEXT("\xef\xbf\xbf"), true },
	{ "first of four bytes", TEXT("\xf0\x90\x80\x80"), true },
	{ "U+10FFFF", TEXT("\xf4\x8f\xbf\xbf"), true },
	{ "long ASCII, then two bytes", TEXT("0123456789abcdef0123456é"), true },
	{ "across eight bytes", TEXT("1234567é90"), true },
	{ "continuation alone", TEXT("\x80"), false },
	{ "last continuation alone", TEXT("\xbf"), false },
	{ "Latin-1", TEXT("caf\xe9"), false },
	{ "Latin-1 inside", TEXT("\xe9t\xe9"), false },
	{ "overlong NUL", TEXT("\xc0\x80"), false },
	{ "overlong slash", TEXT("\xc0\xaf"), false },
	{ "overlong DEL", TEXT("\xc1\xbf"), false },
	{ "overlong slash in three", TEXT("\xe0\x80\xaf"), false },
	{ "overlong U+07FF", TEXT("\xe0\x9f\xbf"), false },
	{ "overlong slash in four", TEXT("\xf0\x80\x80\xaf"), false },
	{ "overlong U+FFFF", TEXT("\xf0\x8f\xbf\xbf"), false },
	{ "first surrogate", TEXT("\xed\xa0\x80"), false },
	{ "last surrogate", TEXT("\xed\xbf\xbf"), false },
	{ "pair of surrogates (CESU-8)", TEXT("\xed\xa0\xbd\xed\xb8\x80"), false },
	{ "U+110000", TEXT("\xf4\x90\x80\x80"), false },
	{ "F5", TEXT("\xf5\x80\x80\x80"), false },
	{ "five bytes", TEXT("\xf8\x88\x80\x80\x80"), false },
	{ "six bytes", TEXT("\xfc\x84\x80\x80\x80\x80"), false },
	{ "FE", TEXT("\xfe"), false },
	{ "FF", TEXT("\xff"), false },
	{ "two bytes cut", TEXT("abc\xc3"), false },
	{ "three bytes cut after one", TEXT("\xe2"), false },
	{ "three bytes cut after two", TEXT("\xe2\x82"), false },
	{ "four bytes cut after three", TEXT("\xf0\x9f\x98"), false },
	{ "two bytes, then ASCII", TEXT("\xc3" "a"), false },
	{ "three bytes, third ASCII", TEXT("\xe2\x82" "a"), false },
	{ "four bytes, third ASCII", TEXT("\xf0\x9f" "a\x80"), false },
	{ "four bytes, fourth a lead", TEXT("\xf0\x9f\x98\xc3"), false },
	{ "bad byte after long ASCII", TEXT("0123456789abcdef0123456789\xff"), false },
	{ "bad byte as the eighth", TEXT("1234567\xff"), false },
	{ "bad byte as the ninth", TEXT("12345678\xff"), false },
};
/* clang-format on */

Test(base_text, utf8)
{
	for (size_t i = 0; i < COUNT(utf8); i++) {
		char *text = exact_copy(utf8[i].text, utf8[i].length);

		cr_expect_eq(text_is_utf8(text, utf8[i].length), utf8[i].valid, "%s", utf8[i].name);
		free(text);
	}
}

/* All pairs of bytes, and sequences of three and four bytes with all first bytes and the limits of the
 * bytes that may follow; compared with libunistring. */
Test(base_text, utf8_as_libunistring_sees_it)
{
	static const uint8_t edges[] = { 0x00, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x9F, 0xA0,
					 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF };

	for (size_t i = 0; i < 0x10000 * COUNT(edges) * COUNT(edges); i++) {
		size_t first = i / COUNT(edges), pair = first / COUNT(edges);
		uint8_t bytes[] = { (uint8_t)(pair >> 8), (uint8_t)pair, edges[first % COUNT(edges)],
				    edges[i % COUNT(edges)] };

		for (size_t length = bytes[3] ? 4 : 2; length <= 4; length++)
			cr_assert_eq(text_is_utf8((char *)bytes, length), !u8_check(bytes, length),
				     "%zu bytes of %02x %02x %02x %02x", length, bytes[0], bytes[1], bytes[2],
				     bytes[3]);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length, characters;
} lengths[] = {
	{ TEXT(""), 0 },
	{ TEXT("abc"), 3 },
	{ TEXT("a\0b"), 3 },
	{ TEXT("maçã"), 4 },
	{ TEXT("日本語"), 3 },
	{ TEXT("😀😀"), 2 },
	{ TEXT("e\xcc\x81"), 2 }, /* a base and a combining character */
};
/* clang-format on */

Test(base_text, length)
{
	for (size_t i = 0; i < COUNT(lengths); i++)
		cr_expect_eq(text_length(lengths[i].text, lengths[i].length), lengths[i].characters, "%s",
			     lengths[i].text);
}

static const struct {
	const char *name, *text;
	size_t length;
	const char *trimmed;
} trims[] = {
	{ "empty", TEXT(""), "" },
	{ "nothing to trim", TEXT("abc"), "abc" },
	{ "blanks", TEXT("  a b  "), "a b" },
	{ "only blanks", TEXT(" \t\r\n\v\f "), "" },
	{ "one blank", TEXT(" "), "" },
	{ "one character", TEXT("a"), "a" },
	{ "no-break space", TEXT("\u00a0maçã\u00a0"), "maçã" },
	{ "only no-break spaces", TEXT("\u00a0\u00a0"), "" },
	{ "next line", TEXT("\xc2\x85x\xc2\x85"), "x" },
	{ "wide ones", TEXT("\u3000\u2003\u1680日本\u205f\u2028\u2029\u202f"), "日本" },
	{ "a character that ends like a space", TEXT("à"), "à" }, /* C3 A0 */
	{ "a character that begins like a space", TEXT("\u2010x\u2010"), "\u2010x\u2010" },
	{ "zero-width space is none", TEXT("\u200bx\u200b"), "\u200bx\u200b" },
	{ "byte order mark is none", TEXT("\ufeffx"), "\ufeffx" },
	{ "Mongolian vowel separator is none", TEXT("\u180ex"), "\u180ex" },
	{ "unit separator is none", TEXT("\x1fx\x1f"), "\x1fx\x1f" },
	{ "four bytes at both ends", TEXT(" 😀 😀 "), "😀 😀" },
};

Test(base_text, trim)
{
	for (size_t i = 0; i < COUNT(trims); i++) {
		char *copy = exact_copy(trims[i].text, trims[i].length);
		const char *text = copy;
		size_t length = trims[i].length;

		text_trim(&text, &length);
		cr_expect_eq(length, strlen(trims[i].trimmed), "%s", trims[i].name);
		cr_expect(memcmp(text, trims[i].trimmed, strlen(trims[i].trimmed)) == 0, "%s", trims[i].name);
		free(copy);
	}
}

Test(base_text, trim_keeps_a_nul)
{
	const char *text = " \0 ";
	size_t length = 3;

	text_trim(&text, &length);
	cr_expect_eq(length, 1);
	cr_expect_eq(*text, '\0');
}

/* Each character alone, compared with libunistring. */
Test(base_text, properties_of_every_character)
{
	for (ucs4_t c = 0; c <= 0x10FFFF; c++) {
		uint8_t bytes[4];
		int size = u8_uctomb(bytes, c, sizeof(bytes));
		const char *text = (char *)bytes;
		size_t length = (size_t)size;
		bool control = uc_is_general_category(c, UC_CONTROL) && c != '\n' && c != '\t';
		bool shown = !uc_is_property_white_space(c) && !uc_is_general_category(c, UC_FORMAT) &&
			     !uc_is_property_default_ignorable_code_point(c);

		if (size < 0) {
			cr_assert(c >= 0xD800 && c <= 0xDFFF);
			continue;
		}
		cr_assert(text_is_utf8(text, length), "U+%04X is valid", c);
		cr_assert_eq(text_length(text, length), 1, "U+%04X is one", c);
		cr_assert_eq(text_has_control(text, length), control, "U+%04X is control", c);
		cr_assert_eq(text_shows(text, length), shown, "U+%04X shows something", c);
		cr_assert_eq(text_has_break(text, length),
			     c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029, "U+%04X is a break", c);
		text_trim(&text, &length);
		cr_assert_eq(length == 0, uc_is_property_white_space(c), "U+%04X is blank", c);
	}
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
	bool control;
} controls[] = {
	{ "empty", TEXT(""), false },
	{ "newline and tab", TEXT("a\tb\nc"), false },
	{ "carriage return", TEXT("a\r\nb"), true },
	{ "NUL", TEXT("a\0b"), true },
	{ "escape at the end", TEXT("abc\x1b"), true },
	{ "DEL in front", TEXT("\x7f" "abc"), true },
	{ "C1 inside", TEXT("é\xc2\x9fé"), true },
	{ "C2 A0 is none", TEXT("\u00a0"), false },
	{ "continuation bytes 80 to 9F are none", TEXT("à\u20ac\u0400\U0001f600"), false },
	{ "right-to-left mark is none", TEXT("\u200f"), false },
};
/* clang-format on */

Test(base_text, controls)
{
	for (size_t i = 0; i < COUNT(controls); i++) {
		char *text = exact_copy(controls[i].text, controls[i].length);

		cr_expect_eq(text_has_control(text, controls[i].length), controls[i].control, "%s",
			     controls[i].name);
		free(text);
	}
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
	bool shows, broken;
} shown[] = {
	{ "empty", TEXT(""), false, false },
	{ "a letter", TEXT("a"), true, false },
	{ "blanks of all kinds", TEXT(" \t\n\u00a0\u3000"), false, true },
	{ "zero-width space", TEXT("\u200b"), false, false },
	{ "soft hyphen, word joiner, byte order mark", TEXT("\u00ad\u2060\ufeff"), false, false },
	{ "marks of direction", TEXT("\u200e\u202a\u202c\u2066"), false, false },
	{ "Hangul fillers", TEXT("\u115f\u3164\uffa0"), false, false },
	{ "a variation selector and a tag", TEXT("\ufe0f\U000e0041"), false, false },
	{ "a letter behind invisible characters", TEXT("\u200b\u200ba"), true, false },
	{ "a lone accent", TEXT("\u0301"), true, false },
	{ "a NUL", TEXT("\0"), true, false },
	{ "an emoji of several", TEXT("\U0001f469\u200d\U0001f4bb"), true, false },
	{ "a line separator at the end", TEXT("a\u2028"), true, true },
	{ "a paragraph separator at the beginning", TEXT("\u2029a"), true, true },
	{ "bytes of a separator in other characters", TEXT("\u20a8\u24a8\u2a80"), true, false },
	{ "a newline behind a NUL", TEXT("\0\n"), true, true },
};
/* clang-format on */

Test(base_text, shows_and_breaks)
{
	for (size_t i = 0; i < COUNT(shown); i++) {
		char *text = exact_copy(shown[i].text, shown[i].length);

		cr_expect_eq(text_shows(text, shown[i].length), shown[i].shows, "%s", shown[i].name);
		cr_expect_eq(text_has_break(text, shown[i].length), shown[i].broken, "%s", shown[i].name);
		free(text);
	}
}

/* Texts of random characters, most of them from where blanks, marks and what composes are: the form in which
 * texts are kept does not change when it is made again. */
Test(base_text, the_form_of_a_text_is_stable)
{
	static const ucs4_t planes[][2] = { { 0x20, 0x7E },      { 0xA0, 0x17F },    { 0x300, 0x36F },
					    { 0x1100, 0x11FF },  { 0x1680, 0x1680 }, { 0x1E00, 0x1FFF },
					    { 0x2000, 0x212B },  { 0x3000, 0x30FF }, { 0xF900, 0xFDFF },
					    { 0x1D100, 0x1D1FF } };
	struct arena *arena = arena_new();

	srandom(1);
	for (int i = 0; i < 200000; i++) {
		uint8_t bytes[64];
		size_t size = 0, length, again;
		const char *text = (char *)bytes, *nfc, *kept;

		while (size < 40) {
			const ucs4_t *plane = planes[(size_t)random() % COUNT(planes)];

			size += (size_t)u8_uctomb(bytes + size,
						  plane[0] + (ucs4_t)random() % (plane[1] - plane[0] + 1), 4);
		}
		length = size;
		text_trim(&text, &length);
		nfc = kept = text_to_nfc(arena, text, length);
		length = again = strlen(nfc);
		text_trim(&kept, &again);
		cr_assert(kept == nfc && again == length, "%d: trimmed again", i);
		cr_assert_str_eq(text_to_nfc(arena, nfc, length), nfc, "%d: normalized again", i);
		cr_assert_eq(text_shows((char *)bytes, size), text_shows(nfc, length), "%d: shows", i);
		arena_reset(arena);
	}
	arena_free(arena);
}

static const struct {
	const char *name, *text;
	size_t length;
	const char *nfc; /* NULL: refused */
	size_t nfc_length;
} normals[] = {
	{ "empty", TEXT(""), TEXT("") },
	{ "ASCII", TEXT("abc"), TEXT("abc") },
	{ "already composed", TEXT("maçã"), TEXT("ma\u00e7\u00e3") },
	{ "combining marks", TEXT("mac\u0327a\u0303"), TEXT("ma\u00e7\u00e3") },
	{ "NUL inside", TEXT("a\0e\u0301"), TEXT("a\0\u00e9") },
	{ "angstrom sign", TEXT("\u212b"), TEXT("\u00c5") },
	{ "ohm sign", TEXT("\u2126"), TEXT("\u03a9") },
	{ "order of marks", TEXT("q\u0307\u0323"), TEXT("q\u0323\u0307") },
	{ "composes across another mark", TEXT("s\u0307\u0323"), TEXT("\u1e69") },
	{ "Hangul", TEXT("\u1112\u1161\u11ab"), TEXT("\ud55c") },
	{ "composition exclusion", TEXT("\u0958"), TEXT("\u0915\u093c") },
	{ "grows", TEXT("\U0001d160"), TEXT("\U0001d158\U0001d165\U0001d16e") },
	{ "compatibility characters stay", TEXT("\ufb01\u00bd"), TEXT("\ufb01\u00bd") },
	{ "mark alone", TEXT("\u0301"), TEXT("\u0301") },
	{ "Latin-1", TEXT("caf\xe9"), NULL, 0 },
	{ "surrogate", TEXT("\xed\xa0\x80"), NULL, 0 },
	{ "cut", TEXT("e\xcc"), NULL, 0 },
};

Test(base_text, nfc)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(normals); i++) {
		char *copy = exact_copy(normals[i].text, normals[i].length);
		char *nfc = text_to_nfc(arena, copy, normals[i].length);

		free(copy);
		cr_expect_eq(!nfc, !normals[i].nfc, "%s", normals[i].name);
		if (nfc && normals[i].nfc)
			cr_expect(memcmp(nfc, normals[i].nfc, normals[i].nfc_length + 1) == 0, "%s",
				  normals[i].name);
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *name, *text, *folded, *plain;
	bool repeats;
} folds[] = { /* plain: with plain blanks */
	{ "empty", "", "", "", true },
	{ "ASCII", "Ab c9!", "ab c9!", "Ab c9!", false },
	{ "accents", "São Ñandú", "sao nandu", "São Ñandú", false },
	{ "decomposed", "a\u0303A\u0301", "aa", "a\u0303A\u0301", false },
	{ "sharp s", "Straße", "strasse", "Straße", false },
	{ "full width", "ＡＢ１", "ab1", "ＡＢ１", false },
	{ "mathematical", "\U0001d400\U0001d401", "ab", "\U0001d400\U0001d401", false },
	{ "ligature", "ﬁ", "fi", "ﬁ", true },
	{ "blanks", "a\u00a0\u2003\u3000b", "a   b", "a   b", false },
	{ "tab and newline are no blanks", "a\tb\nc", "a\tb\nc", "a\tb\nc", false },
	{ "line separator is no blank", "a\u2028b", "a\u2028b", "a\u2028b", false },
	{ "invisible", "a\u200b\u00ad\ufe0fb", "ab", "a\u200b\u00ad\ufe0fb", false },
	{ "nothing but marks", "\u0301\u0302", "", "\u0301\u0302", true },
	{ "Cyrillic", "ЖЖ", "жж", "ЖЖ", true },
	{ "Kanji", "日本日本", "日本日本", "日本日本", false },
	{ "one and the beginning of another", "ééé\u0301", "eee", "ééé\u0301", false },
	{ "longer at the end", "aaab", "aaab", "aaab", false },
	{ "shorter at the end", "日日a", "日日a", "日日a", false },
};
/* clang-format on */

Test(base_text, folds)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(folds); i++) {
		size_t length = strlen(folds[i].text);
		char *copy = exact_copy(folds[i].text, length), *plain = malloc(length + 1);

		cr_expect_str_eq(text_fold(arena, copy, length), folds[i].folded, "%s", folds[i].name);
		cr_expect_eq(text_repeats(copy, length), folds[i].repeats, "%s", folds[i].name);
		text_plain_blanks(copy, length, plain);
		cr_expect_str_eq(plain, folds[i].plain, "%s", folds[i].name);
		free(copy);
		free(plain);
	}
	arena_free(arena);
}

Test(base_text, plain_blanks_of_what_is_not_utf8)
{
	char out[8];

	text_plain_blanks("a\xff\xa0 \xc2", 5, out);
	cr_expect_str_eq(out, "a\xff\xa0 \xc2");
}
