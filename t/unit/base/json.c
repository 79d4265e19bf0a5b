#include "base/json.h"

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"

#define TEXT(literal) literal, sizeof(literal) - 1

/* A copy at the end of its memory, so that AddressSanitizer sees a read beyond it. */
static char *exact_copy(const char *text, size_t length)
{
	char *copy = malloc(length ? length : 1);

	memcpy(copy, text, length);
	return copy;
}

/* The result that json_scan and json_parse agree on; -1 if they disagree. */
static int accepted(const char *text, size_t length)
{
	struct arena *arena = arena_new();
	char *copy = exact_copy(text, length);
	struct json_object *object;
	bool scanned = json_scan(copy, length, NULL);
	bool parsed = json_parse(arena, copy, length, &object) == OK;

	free(copy);
	arena_free(arena);
	return scanned == parsed ? scanned : -1;
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
} accept[] = {
	{ "null", TEXT("null") },
	{ "true", TEXT("true") },
	{ "false", TEXT("false") },
	{ "zero", TEXT("0") },
	{ "minus zero", TEXT("-0") },
	{ "integer", TEXT("42") },
	{ "negative", TEXT("-123") },
	{ "fraction", TEXT("0.5") },
	{ "negative fraction", TEXT("-0.000000000000000000000000000000000001") },
	{ "exponent", TEXT("1e5") },
	{ "capital exponent", TEXT("1E5") },
	{ "exponent with plus", TEXT("1e+5") },
	{ "exponent with minus", TEXT("1E-2") },
	{ "zero with exponent", TEXT("0e1") },
	{ "exponent with leading zeros", TEXT("1e0005") },
	{ "fraction and exponent", TEXT("123.456e78") },
	{ "after the largest int64", TEXT("9223372036854775808") },
	{ "after the largest uint64", TEXT("18446744073709551616") },
	{ "below the smallest int64", TEXT("-9223372036854775809") },
	{ "hundred digits", TEXT("[12345678901234567890123456789012345678901234567890"
				 "12345678901234567890123456789012345678901234567890]") },
	{ "huge exponent", TEXT("[0.4e0066999999999999999999999999999999999999999999969]") },
	{ "huge negative exponent", TEXT("[123.456e-789]") },
	{ "overflowing double", TEXT("1e400") },
	{ "empty string", TEXT("\"\"") },
	{ "blank string", TEXT("\" \"") },
	{ "all short escapes", TEXT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"") },
	{ "escaped backslash before the quote", TEXT("[\"\\\\\"]") },
	{ "escaped backslash and n", TEXT("[\"\\\\n\"]") },
	{ "escaped characters", TEXT("\"\\u0061\\u00e9\\u20AC\\uFFFF\"") },
	{ "escaped control", TEXT("\"\\u0001\\u001f\"") },
	{ "escaped surrogates' neighbours", TEXT("\"\\ud7ff\\ue000\"") },
	{ "pair of surrogates", TEXT("\"\\ud83d\\ude00\"") },
	{ "first and last pair", TEXT("\"\\uD800\\uDC00\\uDBFF\\uDFFF\"") },
	{ "pairs in a row", TEXT("\"\\ud83d\\ude39\\ud83d\\udc8d\"") },
	{ "escaped noncharacter", TEXT("\"\\uDBFF\\uDFFE\"") },
	{ "raw DEL", TEXT("\"a\x7f" "a\"") },
	{ "raw two bytes", TEXT("\"é\"") },
	{ "raw three bytes", TEXT("\"€\u2028\u2029\"") },
	{ "raw four bytes", TEXT("\"😀\"") },
	{ "raw U+10FFFF", TEXT("\"\xf4\x8f\xbf\xbf\"") },
	{ "raw C1 control", TEXT("\"\xc2\x80\"") },
	{ "raw byte order mark in a string", TEXT("\"\xef\xbb\xbf\"") },
	{ "comment in a string", TEXT("\"a/*b*/c // d\"") },
	{ "single quotes in a string", TEXT("\"'\"") },
	{ "brackets in a string", TEXT("\"[{]}\"") },
	{ "empty array", TEXT("[]") },
	{ "blank array", TEXT("[ \t\r\n]") },
	{ "empty object", TEXT("{}") },
	{ "blank object", TEXT("{ \t\r\n}") },
	{ "array of all", TEXT("[null,true,false,0,\"\",[],{}]") },
	{ "object of all", TEXT("{\"a\":null,\"b\":true,\"c\":1,\"d\":\"\",\"e\":[],\"f\":{}}") },
	{ "empty key", TEXT("{\"\":0}") },
	{ "escaped key", TEXT("{\"\\u0061\\n\":0}") },
	{ "keys that differ in case", TEXT("{\"a\":1,\"A\":2}") },
	{ "keys composed and not", TEXT("{\"\u00e9\":1,\"e\u0301\":2}") },
	{ "same key at different levels", TEXT("{\"a\":{\"a\":{\"a\":1}}}") },
	{ "same key in siblings", TEXT("[{\"a\":1},{\"a\":1}]") },
	{ "white space everywhere", TEXT(" \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } }\n\r\t ") },
	{ "white space after a number", TEXT("1 \n") },
	{ "white space after a word", TEXT("null\t") },
	{ "white space after a string", TEXT("\"\" ") },
	{ "newline at the end", TEXT("[]\n") },
};
/* clang-format on */

Test(base_json, accept)
{
	for (size_t i = 0; i < COUNT(accept); i++)
		cr_expect_eq(accepted(accept[i].text, accept[i].length), true, "%s", accept[i].name);
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
} refuse[] = {
	{ "nothing", TEXT("") },
	{ "white space alone", TEXT(" \n") },
	{ "NUL", TEXT("\0") },
	{ "NUL after the end", TEXT("{}\0") },
	{ "NUL after a number", TEXT("1\0") },
	{ "NUL in front", TEXT("\0{}") },
	{ "NUL between", TEXT("[1,\0" "2]") },
	{ "byte order mark", TEXT("\xef\xbb\xbf{}") },
	{ "byte order mark alone", TEXT("\xef\xbb\xbf") },
	{ "UTF-16", TEXT("\xff\xfe[\0\"\0\xe9\0\"\0]\0") },
	{ "true and NUL", TEXT("tru\0") },
	{ "Arabic digit", TEXT("\xd9\xa1") },
	{ "full-width digit", TEXT("[\xef\xbc\x91]") },
	/* Strings. */
	{ "single quotes", TEXT("'a'") },
	{ "single quotes in an array", TEXT("['a']") },
	{ "no end", TEXT("\"") },
	{ "no end after text", TEXT("\"abc") },
	{ "no end after a backslash", TEXT("\"abc\\") },
	{ "quote escaped at the end", TEXT("\"abc\\\"") },
	{ "quotes mixed", TEXT("\"abc'") },
	{ "raw NUL", TEXT("\"a\0b\"") },
	{ "raw newline", TEXT("\"a\nb\"") },
	{ "raw tab", TEXT("[\"\t\"]") },
	{ "raw U+001F", TEXT("\"\x1f\"") },
	{ "raw control in a key", TEXT("{\"a\x01\":1}") },
	{ "escape x", TEXT("\"\\x41\"") },
	{ "escape 0", TEXT("\"\\0\"") },
	{ "escape a", TEXT("\"\\a\"") },
	{ "escape v", TEXT("\"\\v\"") },
	{ "escape single quote", TEXT("\"\\'\"") },
	{ "escape capital U", TEXT("\"\\U0041\"") },
	{ "escape newline", TEXT("\"\\\n\"") },
	{ "escape NUL", TEXT("\"\\\0\"") },
	{ "escape emoji", TEXT("\"\\😀\"") },
	{ "u without digits", TEXT("\"\\u\"") },
	{ "u with three digits", TEXT("\"\\u004\"") },
	{ "u with a letter", TEXT("\"\\u004g\"") },
	{ "u with a sign", TEXT("\"\\u+041\"") },
	{ "u with braces", TEXT("\"\\u{41}\"") },
	{ "u cut", TEXT("\"\\u00") },
	{ "escaped NUL", TEXT("\"\\u0000\"") },
	{ "escaped NUL inside", TEXT("\"a\\u0000b\"") },
	{ "escaped NUL in a key", TEXT("{\"a\\u0000b\":1,\"a\":2}") },
	{ "lone high surrogate", TEXT("\"\\ud800\"") },
	{ "lone high surrogate before text", TEXT("\"\\uD83Dabc\"") },
	{ "lone low surrogate", TEXT("\"\\udc00\"") },
	{ "last low surrogate alone", TEXT("\"\\uDFFF\"") },
	{ "surrogates the wrong way round", TEXT("\"\\ude00\\ud83d\"") },
	{ "two low surrogates", TEXT("\"\\udc00\\udc00\"") },
	{ "two high surrogates", TEXT("\"\\ud83d\\ud83d\"") },
	{ "high surrogate and a letter", TEXT("\"\\ud83d\\u0061\"") },
	{ "high surrogate and U+E000", TEXT("\"\\ud83d\\ue000\"") },
	{ "high surrogate and a short escape", TEXT("\"\\ud83d\\n\"") },
	{ "high surrogate and half an escape", TEXT("\"\\ud83d\\u\"") },
	{ "high surrogate and three digits", TEXT("\"\\ud83d\\ude0\"") },
	{ "lone surrogate in a key", TEXT("{\"\\udead\":1}") },
	{ "Latin-1", TEXT("\"caf\xe9\"") },
	{ "overlong slash", TEXT("\"\xc0\xaf\"") },
	{ "raw surrogate", TEXT("\"\xed\xa0\x80\"") },
	{ "raw U+110000", TEXT("\"\xf4\x90\x80\x80\"") },
	{ "cut UTF-8", TEXT("\"\xe2\x82\"") },
	{ "bad UTF-8 in a key", TEXT("{\"\xff\":1}") },
	{ "bad UTF-8 outside", TEXT("[\xff]") },
	{ "good UTF-8 outside", TEXT("[é]") },
	/* Around. */
	{ "two values", TEXT("{}{}") },
	{ "two values apart", TEXT("1 2") },
	{ "comma at the end", TEXT("[],") },
	{ "text at the end", TEXT("{\"a\":1}x") },
	{ "# comment", TEXT("[1] # one") },
	{ "// comment", TEXT("[1] // one") },
	{ "/* comment in front", TEXT("/* one */ [1]") },
	{ "/* comment inside", TEXT("[1 /* one */]") },
	{ "slash at the end", TEXT("{\"a\":1}/") },
	{ "vertical tab", TEXT("[\v1]") },
	{ "form feed", TEXT("[1]\f") },
	{ "no-break space", TEXT("[1]\xc2\xa0") },
	{ "line separator", TEXT("\xe2\x80\xa8[1]") },
	{ "escape outside", TEXT("[\\n]") },
};

/* Texts that need no name. */
static const char *const refuse_plain[] = {
	/* Words. */
	"TRUE", "[True]", "Null", "tru", "[nul]", "truefalse", "[truth]", "undefined", "NaN",
	"[nan]", "{\"a\":NaN}", "[-NaN]", "Infinity", "-Infinity", "[-inf]", "abc",
	/* Numbers. */
	"+1", "-", "[- 1]", "--1", "01", "00", "-01", "[1,012]", "[-012.5]", ".5", "-.5", "1.",
	"[2.]", "1.e5", "1.2.3", "1,5", "1e", "[1e+]", "1.5E-", "1e+-1", "1e1.5", "1e1e1",
	"e1", "0x1", "[0x1F]", "[1 000]", "1_000", "[12a]", "1L",
	/* Arrays. */
	"[", "[1", "[1,", "[]]", "]", "[}", "[1,]", "[1,,]", "[,]", "[,1]", "[1,,2]", "[1 2]",
	"[3[4]]", "[\"a\":1]", "[1;2]", "[*]",
	/* Objects. */
	"{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{}}", "{\"a\":1]", "{\"a\":1,}",
	"{,}", "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "{\"a\"::1}",
	"{\"a\",1}", "{\"a\"=1}", "{\"a\":}", "{\"a\":,\"b\":1}", "{\"a\"}", "{a:1}",
	"{'a':1}", "{1:1}", "{null:1}", "{{}:1}", "{1}",
	/* Around. */
	"<null>", "\\u005b]", "\"a\"b",
};
/* clang-format on */

Test(base_json, refuse)
{
	for (size_t i = 0; i < COUNT(refuse); i++)
		cr_expect_eq(accepted(refuse[i].text, refuse[i].length), false, "%s", refuse[i].name);
	for (size_t i = 0; i < COUNT(refuse_plain); i++)
		cr_expect_eq(accepted(refuse_plain[i], strlen(refuse_plain[i])), false, "%s",
			     refuse_plain[i]);
}

/* No prefix of an object is a text, and none is read beyond its end. */
Test(base_json, cut_off)
{
	static const char whole[] = "{\"a\": [1.5e+3, true, null, \"\\ud83d\\ude00é\\n\"], \"b\": {}}";

	cr_expect_eq(accepted(whole, sizeof(whole) - 1), true);
	for (size_t length = 0; length < sizeof(whole) - 1; length++)
		cr_expect_eq(accepted(whole, length), false, "%.*s", (int)length, whole);
}

static const struct {
	const char *name, *open, *inner, *close;
} nests[] = {
	{ "arrays", "[", "", "]" },
	{ "arrays around a scalar", "[", "1", "]" },
	{ "arrays around a string", "[", "\"[[[\"", "]" },
	{ "objects around a scalar", "{\"a\":", "null", "}" },
	{ "arrays with siblings", "[[],", "[]", ",{}]" },
};

static void nest(struct buffer *text, size_t row, int levels)
{
	buffer_clear(text);
	for (int i = 0; i < levels; i++)
		buffer_put_text(text, nests[row].open);
	buffer_put_text(text, nests[row].inner);
	for (int i = 0; i < levels; i++)
		buffer_put_text(text, nests[row].close);
}

Test(base_json, depth)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < COUNT(nests); i++) {
		/* The siblings are a level of their own. */
		int most = strcmp(nests[i].inner, "[]") == 0 ? JSON_MAX_DEPTH - 1 : JSON_MAX_DEPTH;

		nest(&text, i, most);
		cr_expect_eq(accepted(text.data, text.length), true, "32 %s", nests[i].name);
		nest(&text, i, most + 1);
		cr_expect_eq(accepted(text.data, text.length), false, "33 %s", nests[i].name);
	}
	nest(&text, 0, 1000000);
	cr_expect_eq(accepted(text.data, text.length), false, "a million arrays");
	buffer_release(&text);
}

Test(base_json, width_is_not_depth)
{
	struct buffer text = { 0 };

	buffer_put_char(&text, '[');
	for (int i = 0; i < 1000; i++)
		buffer_put_text(&text, "[{}],{\"a\":[]},");
	buffer_put_text(&text, "0]");
	cr_expect_eq(accepted(text.data, text.length), true);
	buffer_release(&text);
}

static const struct {
	const char *name, *text;
} duplicates[] = {
	{ "same spelling", "{\"a\":1,\"a\":2}" },
	{ "same value", "{\"a\":1,\"a\":1}" },
	{ "not neighbours", "{\"a\":1,\"b\":2,\"c\":3,\"a\":4}" },
	{ "escaped spelling", "{\"a\":1,\"\\u0061\":2}" },
	{ "escaped spelling first", "{\"\\u0061\":1,\"a\":2}" },
	{ "escapes in upper and lower case", "{\"\\u00E9\":1,\"\\u00e9\":2}" },
	{ "escaped and raw", "{\"\\u00e9\":1,\"é\":2}" },
	{ "pair of surrogates and raw", "{\"\\ud83d\\ude00\":1,\"😀\":2}" },
	{ "short escape and long", "{\"\\n\":1,\"\\u000a\":2}" },
	{ "slash escaped", "{\"a/b\":1,\"a\\/b\":2}" },
	{ "empty keys", "{\"\":1,\"\":2}" },
	{ "null values", "{\"a\":null,\"a\":null}" },
	{ "the last is null", "{\"a\":1,\"a\":null}" },
	{ "nested in an object", "{\"a\":{\"b\":1,\"b\":2}}" },
	{ "nested in an array", "[1,[{\"b\":1,\"b\":2}]]" },
	{ "the lost one holds members", "{\"a\":{\"b\":1,\"c\":2},\"a\":1}" },
	{ "the kept one holds members", "{\"a\":1,\"a\":{\"b\":1,\"c\":2}}" },
	{ "nested in the lost one", "{\"a\":{\"b\":1,\"b\":1},\"a\":1}" },
};

Test(base_json, duplicate_keys)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(duplicates); i++) {
		const char *text = duplicates[i].text;
		struct json_object *object = (struct json_object *)arena;

		cr_expect(json_scan(text, strlen(text), NULL), "scan: %s", duplicates[i].name);
		cr_expect_eq(json_parse(arena, text, strlen(text), &object), E_MALFORMED_JSON, "%s",
			     duplicates[i].name);
		cr_expect_null(object, "%s", duplicates[i].name);
	}
	arena_free(arena);
}

static const struct {
	const char *text;
	size_t members, values;
} counts[] = {
	{ "1", 0, 1 },
	{ "\"{\\\"a\\\":1}\"", 0, 1 },
	{ "{}", 0, 1 },
	{ "[{},[]]", 0, 3 },
	{ "{\"a\":1}", 1, 2 },
	{ "{\"a\":1,\"a\":2}", 2, 3 },
	{ "{\"a\":{\"b\":{\"c\":1}}}", 3, 4 },
	{ "[{\"a\":1},{\"a\":1,\"b\":[{\"c\":{}}]}]", 4, 8 },
};

Test(base_json, members_and_values)
{
	for (size_t i = 0; i < COUNT(counts); i++) {
		struct json_counts got = { 99, 99 };

		cr_expect(json_scan(counts[i].text, strlen(counts[i].text), &got), "%s", counts[i].text);
		cr_expect_eq(got.members, counts[i].members, "%s", counts[i].text);
		cr_expect_eq(got.values, counts[i].values, "%s: %zu", counts[i].text, got.values);
	}
}

/* The state of the tokener after one text must not affect the next. */
Test(base_json, parses_after_a_refusal)
{
	struct arena *arena = arena_new();
	struct json_object *object;

	for (int i = 0; i < 3; i++) {
		cr_expect_eq(json_parse(arena, TEXT("{\"a\":[1,2"), &object), E_MALFORMED_JSON);
		cr_expect_eq(json_parse(arena, TEXT("{\"\":1,\"\":2}"), &object), E_MALFORMED_JSON);
		cr_expect_eq(json_parse(arena, TEXT("12"), &object), OK);
		cr_expect_eq(json_object_get_int64(object), 12);
		cr_expect_eq(json_parse(arena, TEXT("3"), &object), OK);
		cr_expect_eq(json_object_get_int64(object), 3);
		arena_reset(arena);
	}
	arena_free(arena);
}

static const struct {
	const char *text;
	enum json_type type;
	const char *written; /* as json-c writes it */
} values[] = {
	{ "null", json_type_null, "null" },
	{ "true", json_type_boolean, "true" },
	{ "-12", json_type_int, "-12" },
	{ "9223372036854775807", json_type_int, "9223372036854775807" },
	{ "-9223372036854775808", json_type_int, "-9223372036854775808" },
	{ "0.10", json_type_double, "0.10" },
	{ "1e2", json_type_double, "1e2" },
	{ "\"\\u0041\\n\\/\"", json_type_string, "\"A\\n/\"" },
	{ "\"\\ud83d\\ude00\\u00e9\"", json_type_string, "\"😀é\"" },
	{ "\"\\ud83d\\ude00\\ud83d\\ude01x\"", json_type_string, "\"😀😁x\"" },
	{ "[1,[2,{\"a\":null}]]", json_type_array, "[1,[2,{\"a\":null}]]" },
	{ "{\"b\":1,\"a\":2}", json_type_object, "{\"b\":1,\"a\":2}" },
};

Test(base_json, values)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(values); i++) {
		struct json_object *object;
		const char *written;

		cr_expect_eq(json_parse(arena, values[i].text, strlen(values[i].text), &object), OK, "%s",
			     values[i].text);
		cr_expect_eq(json_object_get_type(object), values[i].type, "%s", values[i].text);
		written = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
									 JSON_C_TO_STRING_NOSLASHESCAPE);
		cr_expect_str_eq(written, values[i].written, "%s", values[i].text);
	}
	arena_free(arena);
}

static int released;

static void count_release(struct json_object *object, void *data)
{
	(void)object;
	(void)data;
	released++;
}

Test(base_json, the_tree_belongs_to_the_arena)
{
	struct arena *arena = arena_new();
	struct json_object *object;

	cr_assert_eq(json_parse(arena, TEXT("[1]"), &object), OK);
	json_object_set_userdata(object, NULL, count_release);
	cr_expect_eq(released, 0);
	arena_reset(arena);
	cr_expect_eq(released, 1);
	arena_free(arena);
}

static const struct {
	const char *text;
	size_t length;
	const char *written;
} strings[] = {
	{ TEXT(""), "\"\"" },
	{ TEXT("abc"), "\"abc\"" },
	{ TEXT("\""), "\"\\\"\"" },
	{ TEXT("\\"), "\"\\\\\"" },
	{ TEXT("a\"b\\c"), "\"a\\\"b\\\\c\"" },
	{ TEXT("\"\"\"\\\\"), "\"\\\"\\\"\\\"\\\\\\\\\"" },
	{ TEXT("/'<>&"), "\"/'<>&\"" },
	{ TEXT("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\"" },
	{ TEXT("\x01\x07\x0b\x0e\x1b\x1f"), "\"\\u0001\\u0007\\u000b\\u000e\\u001b\\u001f\"" },
	{ TEXT("a\0b"), "\"a\\u0000b\"" },
	{ TEXT("\x7f\xc2\x80"), "\"\x7f\xc2\x80\"" },
	{ TEXT("maçã 😀 \xe2\x80\xa8"), "\"maçã 😀 \xe2\x80\xa8\"" },
	{ TEXT("line\nline\n"), "\"line\\nline\\n\"" },
};

Test(base_json, put_string)
{
	for (size_t i = 0; i < COUNT(strings); i++) {
		struct buffer out = { 0 };
		char *copy = exact_copy(strings[i].text, strings[i].length);

		buffer_put_char(&out, ':');
		json_put_string(&out, copy, strings[i].length);
		cr_expect_str_eq(out.data + 1, strings[i].written);
		cr_expect_eq(out.length, strlen(out.data), "%s", strings[i].written);
		free(copy);
		buffer_release(&out);
	}
}

Test(base_json, put_text)
{
	struct buffer out = { 0 };

	json_put_text(&out, "a\"b");
	json_put_text(&out, NULL);
	json_put_text(&out, "");
	cr_expect_str_eq(out.data, "\"a\\\"b\"null\"\"");
	buffer_release(&out);
}

/* Each character except NUL is read as it was written, alone and behind another. */
Test(base_json, written_strings_parse_back)
{
	struct arena *arena = arena_new();

	for (int c = 1; c < 0x800; c++) {
		char text[4] = { 'x', (char)c };
		struct buffer out = { 0 };
		struct json_object *object;

		if (c >= 0x80) {
			text[1] = (char)(0xC0 | c >> 6);
			text[2] = (char)(0x80 | (c & 0x3F));
		}
		json_put_text(&out, text);
		cr_expect_eq(json_parse(arena, out.data, out.length, &object), OK, "U+%04X", c);
		cr_expect_str_eq(json_object_get_string(object), text, "U+%04X", c);
		buffer_release(&out);
		arena_reset(arena);
	}
	arena_free(arena);
}
