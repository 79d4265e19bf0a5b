#include "errors/sentry/event/facts.h"

#include "errors/sentry/sample.h"

#include "base/buffer.h"

#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0"
#define IPHONE                                                                                             \
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " \
	"Version/17.1 Mobile/15E148 Safari/604.1"

/* clang-format off */
static const struct {
	const char *event, *agent;
	const char *tags; /* "key=value;" */
} cases[] = {
	{ "{}", NULL, "" },
	{ "[]", FIREFOX, "" },
	{ "{'logger':'app.db','transaction':'GET /a'}", NULL, "logger=app.db;transaction=GET /a;" },
	{ "{'tags':{'logger':'own'},'logger':'app.db'}", NULL, "logger=own;" },
	{ "{'dist':'7','contexts':{'trace':{'trace_id':'ab'},'runtime':{'name':'CPython','version':'3.11'}}}",
	  NULL, "runtime=CPython 3.11;dist=7;trace_id=ab;" },
	{ "{'request':{'url':'https://e/a?senha=x#y'}}", NULL, "url=https://e/a;" },
	{ "{'request':{'url':7}}", NULL, "" },
	/* the newest exception counts */
	{ "{'exception':[{'type':'A','mechanism':{'type':'chained','handled':true}},"
	  "{'type':'B','mechanism':{'type':'onerror','handled':false}}]}", NULL, "mechanism=onerror;handled=no;" },
	{ "{'exception':{'values':[{'type':'A','mechanism':{'type':'generic','handled':true}}]}}", NULL,
	  "mechanism=generic;handled=yes;" },
	{ "{'exception':{'type':'A','mechanism':{'handled':null}}}", NULL, "" },
	{ "{'exception':{'type':'A','mechanism':7}}", NULL, "" },
	/* browsers */
	{ "{'request':{'headers':{'User-Agent':'" FIREFOX "'}}}", NULL, "browser=Firefox 120.0;os=Linux;" },
	{ "{'request':{'headers':[['Host','e'],['user-agent','" IPHONE "']]}}", NULL,
	  "browser=Mobile Safari 17.1;os=iOS 17.1;device=iPhone;" },
	{ "{'request':{'headers':{'user-agent':['" FIREFOX "']}}}", IPHONE, "browser=Firefox 120.0;os=Linux;" },
	{ "{'request':{'headers':[[],[1],['user-agent'],'x']}}", NULL, "" },
	{ "{'platform':'javascript'}", FIREFOX, "browser=Firefox 120.0;os=Linux;" },
	{ "{'platform':'node'}", FIREFOX, "" },
	{ "{'platform':'python'}", "sentry.python/1.9", "" },
	{ "{'contexts':{'browser':{'name':'Chrome','version':'9'},'os':{'name':'Android'},"
	  "'device':{'family':'Moto','model':'G'}},'platform':'javascript'}", FIREFOX,
	  "browser=Chrome 9;os=Android;device=Moto;" },
	{ "{'contexts':{'device':{'model':'Pixel 8'}}}", NULL, "device=Pixel 8;" },
};
/* clang-format on */

static void put_tags(const struct tags *tags, struct buffer *out)
{
	for (size_t i = 0; i < tags->count; i++)
		buffer_printf(out, "%s=%s;", tags->list[i].key, tags->list[i].value);
}

Test(event_facts, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct mapper_source source = { .received = 1700000000000,
						      .sent = MOMENT_UNKNOWN,
						      .agent = cases[i].agent };
		struct mapped mapped;
		struct buffer out = { 0 };

		mapper_map(sample_arena(), sample_json(cases[i].event), NULL, &source, &mapped);
		put_tags(&mapped.tags, &out);
		cr_expect_str_eq(out.data ? out.data : "", cases[i].tags, "%s: %s", cases[i].event, out.data);
		buffer_release(&out);
	}
}

/* An SDK may send a hundred tags: those that are made here have room beside them. */
Test(event_facts, have_room)
{
	const struct mapper_source source = { .received = 1700000000000, .sent = MOMENT_UNKNOWN };
	struct buffer text = { 0 };
	struct mapped mapped;

	buffer_put_text(&text, "{'logger':'app','tags':{");
	for (int i = 0; i < TAGS_MAX + 5; i++)
		buffer_printf(&text, "%s't%d':%d", i ? "," : "", i, i);
	buffer_put_text(&text, "}}");
	mapper_map(sample_arena(), sample_json(text.data), NULL, &source, &mapped);
	cr_expect_eq(mapped.tags.count, TAGS_MAX + 1);
	cr_expect_str_eq(mapped.tags.list[TAGS_MAX].key, "logger");
	buffer_release(&text);
}
