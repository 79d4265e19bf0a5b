/* Feedback, as SDKs send it. */
#include "errors/feedback/feedback.h"

#include <stdio.h>

#include "base/buffer.h"
#include "errors/sentry/sample.h"
#include "http/url.h"

#define EVENT "0123456789abcdef0123456789abcdef"
#define OTHER "89abcdef0123456789abcdef01234567"

static const char *shown(const char *text)
{
	return text ? text : "-";
}

static void expect(const struct feedback *feedback, const char *wanted)
{
	char got[1024];

	snprintf(got, sizeof(got), "%s|%s|%s|%s|%s|%s", *feedback->event ? feedback->event : "-",
		 shown(feedback->name), shown(feedback->email), shown(feedback->text), shown(feedback->url),
		 shown(feedback->source));
	cr_expect_str_eq(got, wanted, "got %s, wanted %s", got, wanted);
}

static const struct item_case {
	const char *json, *id, *wanted; /* NULL: it says nothing */
} reports[] = {
	{ "{'event_id':'" OTHER "','name':'Ana','email':'a@b.c','comments':'Oi'}", EVENT,
	  OTHER "|Ana|a@b.c|Oi|-|user_report" },
	{ "{'comments':'Oi'}", EVENT, EVENT "|-|-|Oi|-|user_report" },
	{ "{'event_id':'89ABCDEF-0123-4567-89AB-CDEF01234567','comments':'Oi'}", "",
	  OTHER "|-|-|Oi|-|user_report" },
	{ "{'event_id':7,'name':7,'email':[],'comments':' um \\r\\n\\tdois \\u0000\\u0085'}", NULL,
	  "-|7|-|um \n\tdois|-|user_report" },
	{ "{'name':'a\\nb\\u2028c\\u001b','comments':'x\\u2028y'}", NULL,
	  "-|a b c|-|x\xE2\x80\xA8y|-|user_report" },
	{ "{'name':'Ana','comments':''}", EVENT, NULL },
	{ "{'comments':' \\u200b\\n'}", EVENT, NULL },
	{ "{'comments':{'a':1}}", EVENT, NULL },
	{ "[]", EVENT, NULL },
	{ "null", EVENT, NULL },
};

Test(sentry_feedback, reports)
{
	for (size_t i = 0; i < COUNT(reports); i++) {
		struct feedback feedback;
		bool there = feedback_of_report(sample_arena(), sample_json(reports[i].json), reports[i].id,
						&feedback);

		cr_expect_eq(there, reports[i].wanted != NULL, "%s", reports[i].json);
		if (there && reports[i].wanted)
			expect(&feedback, reports[i].wanted);
	}
}

static const struct item_case events[] = {
	{ "{'contexts':{'feedback':{'message':'Oi','contact_email':'a@b.c','name':'Ana','url':'https://x/y',"
	  "'associated_event_id':'" EVENT "','source':'widget'}}}",
	  OTHER, EVENT "|Ana|a@b.c|Oi|https://x/y|widget" },
	{ "{'contexts':{'feedback':{'message':'Oi'}},'user':{'username':'ana','email':'a@b.c'}}", OTHER,
	  "-|ana|a@b.c|Oi|-|-" },
	{ "{'contexts':{'feedback':{'message':'Oi','name':'Eu'}},'user':{'name':'Ana','username':'ana'}}",
	  OTHER, "-|Eu|-|Oi|-|-" },
	{ "{'contexts':{'feedback':{'name':'Eu'}}}", OTHER, NULL },
	{ "{'message':'Oi'}", OTHER, NULL },
};

Test(sentry_feedback, events)
{
	for (size_t i = 0; i < COUNT(events); i++) {
		struct feedback feedback;
		bool there = feedback_of_event(sample_arena(), sample_json(events[i].json), events[i].id,
					       &feedback);

		cr_expect_eq(there, events[i].wanted != NULL, "%s", events[i].json);
		if (there && events[i].wanted)
			expect(&feedback, events[i].wanted);
	}
}

static struct feedback read_event(const char *json, const char *id)
{
	struct feedback feedback;

	cr_assert(feedback_of_event(sample_arena(), sample_json(json), id, &feedback), "%s", json);
	return feedback;
}

static struct feedback read_report(const char *json)
{
	struct feedback feedback;

	cr_assert(feedback_of_report(sample_arena(), sample_json(json), NULL, &feedback), "%s", json);
	return feedback;
}

/* What is sent again has the same mark, and other feedback another. */
Test(sentry_feedback, marks)
{
#define SAYS "'contexts':{'feedback':{'message':'Oi'}}"
	cr_expect_str_eq(read_event("{'event_id':'" EVENT "'," SAYS "}", OTHER).mark, EVENT);
	cr_expect_str_eq(read_event("{" SAYS "}", OTHER).mark, OTHER);
	cr_expect_str_eq(read_event("{'event_id':'x'," SAYS "}", "").mark,
			 read_event("{" SAYS "}", NULL).mark);
	cr_expect_str_eq(read_report("{'comments':'Oi'}").mark, read_report("{'comments':'Oi '}").mark);
	cr_expect_str_neq(read_report("{'comments':'Oi'}").mark,
			  read_report("{'name':'O','comments':'i'}").mark);
	cr_expect_str_neq(read_report("{'comments':'Oi'}").mark,
			  read_report("{'event_id':'" EVENT "','comments':'Oi'}").mark);
	cr_expect_eq(strlen(read_report("{'comments':'Oi'}").mark), 32);
}

/* Long texts are cut between characters. */
Test(sentry_feedback, long_texts)
{
	struct buffer form = { .arena = sample_arena() };
	struct url_pair pairs[URL_PAIRS];
	struct feedback feedback;
	size_t count;

	for (int i = 0; i < 3 * FEEDBACK_TEXT_MAX; i++)
		buffer_put_text(&form, i == 0 ? "comments=" : "%F0%9F%98%80");
	buffer_put_text(&form, "&name=");
	for (int i = 0; i < 3 * FEEDBACK_NAME_MAX; i++)
		buffer_put_text(&form, i % 2 ? "+" : "e%CC%81");
	cr_assert_eq(url_query(sample_arena(), form.data, pairs, &count), OK);
	cr_assert(feedback_of_form(sample_arena(), pairs, count, EVENT, &feedback));
	cr_expect_eq(strlen(feedback.text), 4 * FEEDBACK_TEXT_MAX);
	/* 128 characters end in a blank, which goes. */
	cr_expect_eq(strlen(feedback.name), 3 * (FEEDBACK_NAME_MAX / 2) - 1, "%zu", strlen(feedback.name));
	cr_expect_str_eq(feedback.event, EVENT);
	cr_expect_str_eq(feedback.source, "dialog");
	cr_expect_not(feedback_of_form(sample_arena(), pairs, 0, EVENT, &feedback));
}
