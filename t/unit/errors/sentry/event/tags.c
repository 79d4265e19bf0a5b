#include "errors/sentry/event/tags.h"

#include "errors/sentry/sample.h"

#include "base/buffer.h"

static const struct {
	const char *json, *tags; /* "key=value;" */
	bool noted;
} cases[] = {
	{ "{'a':'b','c':'d'}", "a=b;c=d;", false },
	{ "[['a','b'],['c','d']]", "a=b;c=d;", false },
	{ "{'n':1,'f':1.5,'t':true,'no':false,'nil':null}", "n=1;f=1.5;t=true;no=false;nil=-;", false },
	{ "[[1,2],[true,null]]", "1=2;true=-;", false },
	{ "{'a key':' x y '}", "a-key=x y;", false },
	{ "{'a':'1','a':'2'}", "a=2;", false },
	{ "[['a','1'],['b','2'],['a','3']]", "a=3;b=2;", false },
	{ "{'a':''}", "a=-;", false },
	{ "[null]", "", false },
	{ "null", "", false },
	{ "{'':'x','o':{},'l':[1],'a':'b'}", "a=b;", true },
	{ "[['a'],['a','b','c'],'x',{},['c','d']]", "c=d;", true },
	{ "'a'", "", true },
	{ "7", "", true },
};

/* Keys that begin alike are different tags; each has at most TAGS_KEY_MAX characters. */
Test(event_tags, long_keys_stay_apart)
{
	struct notes notes = { 0 };
	struct reading reading = { sample_arena(), &notes };
	struct tags tags = { 0 };
	char *json =
		arena_printf(sample_arena(), "{'%0*d1':'a','%0*d2':'b','%0*d3':'c'}", 300, 0, 300, 0, 300, 0);

	tags_read(&reading, sample_json(json), &tags);
	cr_assert_eq(tags.count, 3);
	sample_expect(tags.list[0].key, arena_printf(sample_arena(), "%0*d", 200, 0), "first");
	sample_expect(tags.list[1].key, arena_printf(sample_arena(), "%0*d~2", 196, 0), "second");
	sample_expect(tags.list[2].key, arena_printf(sample_arena(), "%0*d~3", 196, 0), "third");
	sample_expect(tags.list[2].value, "c", "third");
	cr_expect(sample_has_note(&notes, "tags", NOTE_CUT));
}

static void put_tags(const struct tags *tags, struct buffer *out)
{
	for (size_t i = 0; i < tags->count; i++)
		buffer_printf(out, "%s=%s;", tags->list[i].key,
			      tags->list[i].value ? tags->list[i].value : "-");
}

Test(event_tags, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notes notes = { 0 };
		struct reading reading = { sample_arena(), &notes };
		struct tags tags = { 0 };
		struct buffer out = { 0 };

		tags_read(&reading, sample_json(cases[i].json), &tags);
		put_tags(&tags, &out);
		cr_expect_str_eq(out.data ? out.data : "", cases[i].tags, "%s: %s", cases[i].json, out.data);
		cr_expect_eq(sample_has_note(&notes, "tags", NOTE_INVALID), cases[i].noted, "%s",
			     cases[i].json);
		buffer_release(&out);
	}
}

Test(event_tags, bounds)
{
	struct notes notes = { 0 };
	struct reading reading = { sample_arena(), &notes };
	struct tags tags = { 0 };
	struct buffer text = { 0 };

	buffer_put_char(&text, '{');
	for (int i = 0; i < TAGS_MAX + 1; i++)
		buffer_printf(&text, "'%03d%0*d':'%0*d',", i, TAGS_KEY_MAX, 0, TAGS_VALUE_MAX + 1, 0);
	buffer_put_char(&text, '}');
	tags_read(&reading, sample_json(text.data), &tags);
	cr_expect_eq(tags.count, TAGS_MAX);
	cr_expect_eq(strlen(tags.list[0].key), TAGS_KEY_MAX);
	cr_expect_eq(strlen(tags.list[0].value), TAGS_VALUE_MAX);
	cr_expect(sample_has_note(&notes, "tags", NOTE_TOO_MANY));
	cr_expect(sample_has_note(&notes, "tags", NOTE_CUT));
	buffer_release(&text);
}
