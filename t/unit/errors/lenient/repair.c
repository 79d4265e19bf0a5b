#include "errors/lenient/repair.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "errors/lenient/lenient.h"

#define TEXT(literal) literal, sizeof(literal) - 1

/* `strict` NULL: byte for byte as it was. */
static const struct {
	const char *text;
	size_t length;
	const char *strict;
} good[] = {
	{ TEXT("{}"), NULL },
	{ TEXT(" [ 1 ,2.50,\t-0.1e5,true , false,null,\"x\"] \n"), NULL },
	{ TEXT("{\"a\" : {\"b\":[{},[]]} , \"a\":1}"), NULL },
	{ TEXT("\"\\u0000\\ud800\\/\\\"é\""), NULL },
	{ TEXT("12345678901234567890123"), NULL },
	{ TEXT("\xEF\xBB\xBF{} \n\0\0"), "{} \n" },
	{ TEXT("[NaN,Infinity,-Infinity,1e999]"), "[null,null,null,1e999]" },
	{ TEXT("[007,+5,.5,1.]"), "[7,5,0.5,1.0]" },
	{ TEXT("{\"a\":[1,2, ],}"), "{\"a\":[1,2 ]}" },
	{ TEXT("\"a\0b\x01\tc\""), "\"ab\\u0001\\u0009c\"" },
	{ TEXT("\"\\q\\u12\""), "\"qu12\"" },
	{ TEXT("{\"\xFF\":\"\xE9\xED\xA0\x80\"}"),
	  "{\"\xEF\xBF\xBD\":\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"}" },
};

static const char *const bad[] = { "",      " ",     "{",    "[1",    "\"a",     "{\"a\"}", "{\"a\":}",
				   "{a:1}", "[1 2]", "{} x", "[,]",   "tru",     "-",       "[1}",
				   "]",     "[1]]",  "\"\\", "{1:2}", "{\"a\",}" };

Test(lenient_repair, good)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(good); i++) {
		const char *strict = good[i].strict ? good[i].strict : good[i].text;
		struct buffer out = { .arena = arena };

		cr_expect(repair_text(arena, good[i].text, good[i].length, &out), "%s", good[i].text);
		cr_expect_str_eq(out.data, strict, "\"%s\" instead of \"%s\"", out.data, strict);
		cr_expect_eq(out.length, strlen(strict), "%s", good[i].text);
	}
	arena_free(arena);
}

Test(lenient_repair, deep)
{
	struct arena *arena = arena_new();
	struct buffer text = { .arena = arena }, out = { .arena = arena };

	for (int i = 0; i < 1000; i++)
		buffer_put_text(&text, "{\"a\":[");
	for (int i = 0; i < 1000; i++)
		buffer_put_text(&text, "]}");
	cr_expect(repair_text(arena, text.data, text.length, &out));
	cr_expect_str_eq(out.data, text.data);
	arena_free(arena);
}

/* What can't be repaired can't be parsed. */
Test(lenient_repair, bad)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct buffer out = { .arena = arena };
		struct json_object *object;

		cr_expect_not(repair_text(arena, bad[i], strlen(bad[i]), &out), "%s", bad[i]);
		cr_expect_not(lenient_parse(arena, bad[i], strlen(bad[i]), NULL, &object), "%s", bad[i]);
	}
	arena_free(arena);
}
