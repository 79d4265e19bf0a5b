#include "errors/sentry/event/trace.h"

#include "errors/sentry/sample.h"

#include "base/buffer.h"
#include "errors/sentry/event/shape.h"

/* Exceptions are written "type|value|frame,frame", with * if synthetic; a frame is its module or file, ":",
 * its function, and + (of the application), - (of a library) or ?. */
static const struct {
	const char *event, *exceptions;
} cases[] = {
	{ "{}", "" },
	{ "{'exception':null}", "" },
	{ "{'exception':{'values':null}}", "" },
	{ "{'exception':{'values':[]}}", "" },
	{ "{'exception':{'values':[{'type':'A','value':'a'},{'type':'B','value':'b'}]}}", "A|a|;B|b|;" },
	{ "{'exception':[{'type':'A','value':'a'}]}", "A|a|;" },
	{ "{'exception':{'type':'A','value':'a'}}", "A|a|;" },
	{ "{'exception':{'values':{'type':'A'}}}", "A||;" },
	{ "{'sentry.interfaces.Exception':{'values':[{'type':'A'}]}}", "A||;" },
	{ "{'exception':[{'type':'A','value':{'code':7}},{'type':5,'value':1.50}]}",
	  "A|{\"code\":7}|;5|1.50|;" },
	{ "{'exception':[null,{},'x',{'value':'only'}]}", "|only|;" },
	{ "{'exception':'boom'}", "" },
	{ "{'exception':[{'type':'A','mechanism':{'synthetic':true,'handled':false}}]}", "A||*;" },
	{ "{'exception':[{'type':'A','mechanism':'generic'}]}", "A||;" },
	{ "{'exception':[{'type':'A','stacktrace':{'frames':[{'function':'main','filename':'m.c'},"
	  "{'function':'f','module':'lib','in_app':true},{'raw_function':'_Zg','in_app':false}]}}]}",
	  "A||m.c:main?,lib:f+,:_Zg-,;" },
	{ "{'exception':[{'type':'A','stacktrace':{'frames':[{'function':'f','in_app':null},{'in_app':'true'}"
	  ",7,null]}}]}",
	  "A||:f?,:+,;" },
	{ "{'exception':[{'type':'A','stacktrace':{'frames':{'function':'alone'}}}]}", "A||:alone?,;" },
	{ "{'exception':[{'type':'A','stacktrace':[{'function':'bare'}]}]}", "A||:bare?,;" },
	{ "{'exception':[{'type':'A','stacktrace':'main()'}]}", "A||;" },
	{ "{'exception':[{'stacktrace':{'frames':[{'function':'f'}]}}]}", "||:f?,;" },
	/* The stack is in another place. */
	{ "{'exception':[{'type':'A','thread_id':2}],'threads':{'values':[{'id':1,'stacktrace':{'frames':[{'"
	  "function':'x'}]}},"
	  "{'id':2,'stacktrace':{'frames':[{'function':'y'}]}}]}}",
	  "A||:y?,;" },
	{ "{'exception':[{'type':'A','thread_id':'2'}],'threads':[{'id':2,'stacktrace':{'frames':[{'function'"
	  ":'y'}]}}]}",
	  "A||:y?,;" },
	{ "{'exception':[{'type':'A','thread_id':[2]}],'threads':[{'id':[2],'stacktrace':{'frames':[{"
	  "'function':'y'}]}}]}",
	  "A||;" },
	{ "{'exception':[{'type':'A'},{'type':'B'}],'stacktrace':{'frames':[{'function':'x'}]}}",
	  "A||;B||:x?,;" },
};

static void put_exceptions(const struct exception *exceptions, size_t count, struct buffer *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct exception *e = &exceptions[i];

		buffer_printf(out, "%s|%s|", e->type ? e->type : "", e->value ? e->value : "");
		for (size_t j = 0; j < e->frame_count; j++)
			buffer_printf(out, "%s:%s%c,",
				      e->frames[j].module     ? e->frames[j].module
				      : e->frames[j].filename ? e->frames[j].filename
							      : "",
				      e->frames[j].function ? e->frames[j].function : "",
				      "?-+"[e->frames[j].in_app]);
		buffer_put_text(out, e->synthetic ? "*;" : ";");
	}
}

Test(event_trace, exceptions)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notes notes = { 0 };
		struct reading reading = { sample_arena(), &notes };
		struct buffer out = { 0 };
		size_t count;
		const struct exception *exceptions =
			trace_exceptions(&reading, sample_json(cases[i].event), &count);

		put_exceptions(exceptions, count, &out);
		sample_expect(out.data ? out.data : "", cases[i].exceptions, cases[i].event);
		buffer_release(&out);
	}
}

static const struct {
	const char *event, *exceptions;
} bare[] = {
	{ "{}", "" },
	{ "{'stacktrace':{'frames':[{'function':'x'}]}}", "||:x?,*;" },
	{ "{'sentry.interfaces.Stacktrace':{'frames':[{'function':'x'}]}}", "||:x?,*;" },
	{ "{'threads':[{'id':1,'stacktrace':{'frames':[{'function':'x'}]}}]}", "||:x?,*;" },
	{ "{'threads':[{'current':true,'stacktrace':{'frames':[{'function':'x'}]}},"
	  "{'crashed':true,'stacktrace':{'frames':[{'function':'y'}]}}]}",
	  "||:y?,*;" },
	{ "{'threads':{'values':[{},{'current':true,'stacktrace':{'frames':[{'function':'x'}]}}]}}",
	  "||:x?,*;" },
	{ "{'threads':[{'stacktrace':{'frames':[{'function':'x'}]}},{}]}", "" },
};

Test(event_trace, bare)
{
	for (size_t i = 0; i < COUNT(bare); i++) {
		struct notes notes = { 0 };
		struct reading reading = { sample_arena(), &notes };
		struct buffer out = { 0 };
		size_t count;
		const struct exception *exceptions = trace_bare(&reading, sample_json(bare[i].event), &count);

		put_exceptions(exceptions, count, &out);
		sample_expect(out.data ? out.data : "", bare[i].exceptions, bare[i].event);
		buffer_release(&out);
	}
}

Test(event_trace, first_and_last_frames_are_kept)
{
	struct notes notes = { 0 };
	struct reading reading = { sample_arena(), &notes };
	struct buffer text = { 0 };
	const struct exception *exceptions;
	size_t count;

	buffer_put_text(&text, "{'exception':{'type':'A','stacktrace':{'frames':[");
	for (int i = 0; i < 1000; i++)
		buffer_printf(&text, "{'function':'f%d'},", i);
	buffer_put_text(&text, "]}}}");
	exceptions = trace_exceptions(&reading, sample_json(text.data), &count);
	cr_assert_eq(count, 1);
	cr_assert_eq(exceptions->frame_count, SHAPE_FRAMES);
	cr_expect_str_eq(exceptions->frames[0].function, "f0");
	cr_expect_str_eq(exceptions->frames[SHAPE_FRAMES / 2 - 1].function, "f124");
	cr_expect_str_eq(exceptions->frames[SHAPE_FRAMES / 2].function, "f875");
	cr_expect_str_eq(exceptions->frames[SHAPE_FRAMES - 1].function, "f999");
	cr_expect(sample_has_note(&notes, "frames", NOTE_TOO_MANY));
	buffer_release(&text);
}

Test(event_trace, oldest_and_newest_exceptions_are_kept)
{
	struct notes notes = { 0 };
	struct reading reading = { sample_arena(), &notes };
	struct buffer text = { 0 };
	const struct exception *exceptions;
	size_t count;

	buffer_put_text(&text, "{'exception':[");
	for (int i = 0; i < 60; i++)
		buffer_printf(&text, "{'type':'E%d'},", i);
	buffer_put_text(&text, "]}");
	exceptions = trace_exceptions(&reading, sample_json(text.data), &count);
	cr_assert_eq(count, SHAPE_EXCEPTIONS);
	cr_expect_str_eq(exceptions[0].type, "E0");
	cr_expect_str_eq(exceptions[SHAPE_EXCEPTIONS - 1].type, "E59");
	cr_expect(sample_has_note(&notes, "exception", NOTE_TOO_MANY));
	buffer_release(&text);
}
