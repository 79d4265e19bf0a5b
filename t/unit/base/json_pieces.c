/* JSON written piece by piece: commas and escapes. */
#include <criterion/criterion.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"

static struct buffer out;

static void stop(void)
{
	buffer_release(&out);
}

TestSuite(base_json_pieces, .fini = stop);

Test(base_json_pieces, a_comma_after_every_kind_of_value)
{
	json_item_open(&out, '[');
	json_item(&out);
	buffer_put_integer(&out, 7);
	json_item(&out);
	json_put_plain(&out, "true");
	json_item_text(&out, NULL);
	json_item_text(&out, "[");
	json_item_text(&out, "{");
	json_item_text(&out, ",");
	json_item_text(&out, ":");
	json_item_text(&out, "");
	json_item_open(&out, '[');
	buffer_put_char(&out, ']');
	json_item_open(&out, '{');
	json_member_integer(&out, "n", -1);
	json_member_text(&out, "t", "a");
	json_member_plain(&out, "p", "{'x':1.5}");
	json_member_open(&out, "o", '{');
	json_member_open(&out, "l", '[');
	buffer_put_text(&out, "]}}");
	json_item(&out);
	buffer_put_text(&out, "0.5]");
	cr_expect_str_eq(out.data, "[7,true,null,\"[\",\"{\",\",\",\":\",\"\",[],{\"n\":-1,\"t\":\"a\","
				   "\"p\":{\"x\":1.5},\"o\":{\"l\":[]}},0.5]");
}

Test(base_json_pieces, none_at_the_beginning)
{
	json_member_integer(&out, "a", 1);
	json_member_integer(&out, "b", 2);
	cr_expect_str_eq(out.data, "\"a\":1,\"b\":2");
	buffer_clear(&out);
	json_item_text(&out, "x");
	cr_expect_str_eq(out.data, "\"x\"");
}

/* A text of `length` letters with another character at `place`. */
static void fill(char text[64], size_t length, size_t place, char odd)
{
	memset(text, 'x', length);
	text[length] = '\0';
	text[place] = odd;
}

/* Writes the text as a value and as the name of a member. */
static void expect_same(struct arena *arena, const char *text)
{
	struct json_object *object, *value;

	buffer_clear(&out);
	buffer_put_char(&out, '{');
	json_member_text(&out, "first", text);
	json_member_text(&out, text, "second");
	buffer_put_char(&out, '}');
	cr_assert_eq(json_parse(arena, out.data, out.length, &object), OK, "%s", out.data);
	cr_expect_str_eq(json_object_get_string(json_object_object_get(object, "first")), text);
	cr_assert(json_object_object_get_ex(object, text, &value), "%s", out.data);
	cr_expect_str_eq(json_object_get_string(value), "second");
}

/* The character may be anywhere, in texts longer and shorter than the eight bytes that are checked at a
 * time. */
Test(base_json_pieces, what_needs_an_escape_gets_one)
{
	static const char odd[] = { '"', '\\', '\n', 0x01, 0x1F, ' ', '!', '#', '[', ']', 0x7F };
	struct arena *arena = arena_new();
	char text[64];

	for (size_t i = 0; i < COUNT(odd); i++)
		for (size_t length = 1; length < 40; length++)
			for (size_t place = 0; place < length; place++) {
				fill(text, length, place, odd[i]);
				expect_same(arena, text);
				arena_reset(arena);
			}
	arena_free(arena);
}
