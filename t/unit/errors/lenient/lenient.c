#include "errors/lenient/lenient.h"

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"
#include "errors/lenient/parts.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text;
	size_t length;
	const char *plain; /* how json-c prints the tree */
	struct lenient_report report;
} good[] = {
	{ TEXT("{}"), "{}", { 0 } },
	{ TEXT(" [1, 2.50, -0.1e5, true, false, null, \"x\"] \n"),
	  "[1,2.50,-0.1e5,true,false,null,\"x\"]",
	  { 0 } },
	{ TEXT("\xEF\xBB\xBF{\"a\":1}"), "{\"a\":1}", { 0 } },
	{ TEXT("null"), "null", { 0 } },
	{ TEXT("{\"a\":1,\"b\":2,\"a\":3}"), "{\"a\":3,\"b\":2}", { .duplicates = 1 } },
	{ TEXT("[NaN,Infinity,-Infinity]"), "[null,null,null]", { .not_a_number = 3 } },
	{ TEXT("[1e999]"), "[null]", { .not_a_number = 1 } },
	{ TEXT("\"a\\u0000b\""), "\"ab\"", { .nuls = 1 } },
	{ TEXT("\"a\0b\""), "\"ab\"", { .nuls = 1 } },
	{ TEXT("{\"a\\u0000b\":1,\"a\":2}"), "{\"ab\":1,\"a\":2}", { .nuls = 1 } },
	{ TEXT("\"\\ud800\""), "\"\xEF\xBF\xBD\"", { .replaced = 1 } },
	{ TEXT("\"\\udc00x\""), "\"\xEF\xBF\xBDx\"", { .replaced = 1 } },
	{ TEXT("\"\\ud800\\u0041\""),
	  "\"\xEF\xBF\xBD"
	  "A\"",
	  { .replaced = 1 } },
	{ TEXT("\"\\ud83d\\ude00\""), "\"\xF0\x9F\x98\x80\"", { 0 } },
	{ TEXT("\"\\u00e9\\u20ac\""), "\"\xC3\xA9\xE2\x82\xAC\"", { 0 } },
	{ TEXT("\"\xE9t\xE9\""), "\"\xEF\xBF\xBDt\xEF\xBF\xBD\"", { .replaced = 2 } },
	{ TEXT("\"\xC0\xAF\""), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"", { .replaced = 2 } },
	{ TEXT("\"\xED\xA0\x80\""), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"", { .replaced = 3 } },
	{ TEXT("\"a\tb\x01\""), "\"a\\tb\\u0001\"", { 0 } },
	{ TEXT("\"\\b\\f\\n\\r\\t\\\"\\\\\\/\""), "\"\\b\\f\\n\\r\\t\\\"\\\\/\"", { 0 } },
	{ TEXT("\"\\q\\u12\""), "\"qu12\"", { 0 } },
	{ TEXT("[1,2,]"), "[1,2]", { 0 } },
	{ TEXT("{\"a\":1,}"), "{\"a\":1}", { 0 } },
	{ TEXT("[007,+5,.5,1.]"), "[7,5,0.5,1.0]", { 0 } },
	{ TEXT("9223372036854775807"), "9223372036854775807", { 0 } },
	{ TEXT("9223372036854775808"), "9223372036854775808", { 0 } },
	{ TEXT("123456789012345678901234567890"), "123456789012345678901234567890", { 0 } },
	{ TEXT("-9223372036854775809"), "-9223372036854775809", { 0 } },
	{ TEXT("{} \n\0"), "{}", { 0 } },
};

Test(lenient_lenient, good)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(good); i++) {
		struct json_object *object = NULL;
		struct lenient_report report;

		cr_expect(lenient_parse(arena, good[i].text, good[i].length, &report, &object), "%s",
			  good[i].text);
		cr_expect_str_eq(json_object_to_json_string_ext(
					 object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
				 good[i].plain, "%s", good[i].text);
		cr_expect(memcmp(&report, &good[i].report, sizeof(report)) == 0, "report of %s",
			  good[i].text);
	}
	arena_free(arena);
}

static const struct {
	const char *text;
	size_t length;
} bad[] = {
	{ TEXT("") },      { TEXT(" ") },       { TEXT("{") },        { TEXT("[") },
	{ TEXT("\"a") },   { TEXT("{\"a\"}") }, { TEXT("{\"a\":}") }, { TEXT("{a:1}") },
	{ TEXT("['a']") }, { TEXT("[1 2]") },   { TEXT("{} x") },     { TEXT("[,]") },
	{ TEXT("tru") },   { TEXT("-") },       { TEXT("1e") },       { TEXT("[1}") },
	{ TEXT("nul") },   { TEXT("\"\\") },    { TEXT("{\"a\":1") }, { TEXT("eJxLy0kEAAK6ATk=") },
	{ TEXT("]") },     { TEXT("0x10") },
};

Test(lenient_lenient, bad)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct json_object *object = NULL;

		cr_expect_not(lenient_parse(arena, bad[i].text, bad[i].length, NULL, &object), "%s",
			      bad[i].text);
		cr_expect_null(object, "%s", bad[i].text);
	}
	arena_free(arena);
}

static struct buffer nested(size_t depth)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < depth; i++)
		buffer_put_text(&text, i % 2 ? "{\"a]\":" : "[");
	buffer_put_text(&text, "7");
	for (size_t i = depth; i > 0; i--)
		buffer_put_char(&text, (i - 1) % 2 ? '}' : ']');
	return text;
}

Test(lenient_lenient, depth_is_dropped_not_refused)
{
	static const struct {
		size_t depth, too_deep;
	} cases[] = { { 64, 0 }, { 65, 1 }, { 66, 1 }, { 100000, 1 } };
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buffer text = nested(cases[i].depth);
		struct json_object *object;
		struct lenient_report report;

		cr_expect(lenient_parse(arena, text.data, text.length, &report, &object), "%zu",
			  cases[i].depth);
		cr_expect_eq(report.too_deep, cases[i].too_deep, "%zu: %zu", cases[i].depth, report.too_deep);
		cr_expect_eq(strchr(json_object_to_json_string(object), '7') != NULL, cases[i].too_deep == 0,
			     "%zu", cases[i].depth);
		buffer_release(&text);
	}
	arena_free(arena);
}

Test(lenient_lenient, number_of_values_is_bounded)
{
	static const struct {
		const char *before, *item;
		size_t kept;
	} cases[] = {
		{ "{\"x\":[", "0,", LENIENT_MAX_VALUES - 9 },
		{ "{\"x\":[", "{},", (LENIENT_MAX_VALUES - 9) / 8 },
		{ "[", "{},", 50 }, /* the reports of a browser */
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buffer text = { 0 };
		struct json_object *object, *list;
		struct lenient_report report;

		buffer_put_text(&text, cases[i].before);
		for (size_t j = 0; j < LENIENT_MAX_VALUES + 10; j++)
			buffer_put_text(&text, cases[i].item);
		buffer_put_text(&text, *cases[i].before == '[' ? "]" : "]}");
		cr_assert(lenient_parse(arena, text.data, text.length, &report, &object), "%s",
			  cases[i].item);
		list = json_object_is_type(object, json_type_array) ? object
								    : json_object_object_get(object, "x");
		cr_expect_eq(json_object_array_length(list), cases[i].kept, "%s %zu", cases[i].item,
			     json_object_array_length(list));
		cr_expect_gt(report.too_many, 0, "%s", cases[i].item);
		buffer_release(&text);
	}
	arena_free(arena);
}

static void expect_named(const struct kind *kind)
{
	for (const struct part *part = kind->parts; part && part->name; part++) {
		cr_expect(parts_is_named(part->name), "%s", part->name);
		cr_expect(!part->old || parts_is_named(part->old), "%s", part->name);
		if (part->kind)
			expect_named(part->kind);
	}
	if (kind->items)
		expect_named(kind->items);
}

/* What a full object still takes is all that has a share. */
Test(lenient_lenient, parts_are_named)
{
	expect_named(&parts_event);
	cr_expect_not(parts_is_named(""));
	cr_expect_not(parts_is_named("x1"));
}

/* Names that matter have a place of their own, and only what is left out is a fault. */
Test(lenient_lenient, number_of_members_is_bounded)
{
	struct arena *arena = arena_new();
	struct buffer text = { 0 };
	struct json_object *object, *user;
	struct lenient_report report;

	buffer_put_text(&text, "{\"user\":{\"email\":\"a\"");
	for (size_t i = 1; i < LENIENT_MAX_MEMBERS; i++)
		buffer_printf(&text, ",\"x%zu\":0", i);
	buffer_put_text(&text, ",\"id\":1,\"email\":\"b\",\"vars\":{\"y\":0}");
	cr_assert(lenient_parse(arena, arena_printf(arena, "%s}}", text.data), text.length + 2, &report,
				&object));
	cr_expect_eq(report.too_many, 0);
	cr_expect_eq(report.duplicates, 1);
	buffer_put_text(&text, ",\"y\":0,\"z\":[{}],\"username\":\"c\"}}");
	cr_assert(lenient_parse(arena, text.data, text.length, &report, &object));
	user = json_object_object_get(object, "user");
	cr_expect_eq(report.too_many, 2);
	cr_expect_eq(report.cut_count, 1);
	cr_expect_str_eq(report.cuts[0].field, "user");
	cr_expect_eq(json_object_object_length(user), LENIENT_MAX_MEMBERS + 3);
	cr_expect_str_eq(json_object_get_string(json_object_object_get(user, "email")), "b");
	cr_expect_str_eq(json_object_get_string(json_object_object_get(user, "username")), "c");
	cr_expect_null(json_object_object_get(user, "y"));
	buffer_release(&text);
	arena_free(arena);
}

/* A failed parse frees what it built, and lenient_bytes is an upper bound of the memory. */
Test(lenient_lenient, memory)
{
	static const char *const items[] = { "{}", "[]", "1.5", "{\"a\":[1]}", "\"a\"", "null" };

	for (size_t i = 0; i < COUNT(items); i++) {
		struct arena *arena = arena_new();
		struct buffer text = { 0 };
		struct json_object *object;
		size_t before, taken;

		buffer_put_text(&text, "{\"x\":[[0");
		for (size_t j = 0; j < 2 * LENIENT_MAX_VALUES; j++)
			buffer_printf(&text, ",%s", items[i]);
		buffer_put_text(&text, "]]}");
		before = mallinfo2().uordblks;
		cr_expect(lenient_parse(arena, text.data, text.length, NULL, &object), "%s", items[i]);
		taken = mallinfo2().uordblks - before;
		cr_expect_leq(taken, lenient_bytes(text.data, text.length), "%s: %zu", items[i], taken);
		arena_free(arena);
		cr_expect_lt(mallinfo2().uordblks, before + 4096, "%s", items[i]);
		buffer_release(&text);
	}
}
