#include "errors/sentry/page/view.h"

#include "errors/sentry/sample.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "errors/sentry/page/outline.h"

/* Parses the JSON that view_put writes, and checks that RFC 8259 allows it. */
static struct json_object *detail_of(const char *event, const struct notes *notes)
{
	struct buffer out = { 0 };
	struct json_object *object;

	view_put(sample_arena(), sample_json(event), notes, &out);
	cr_assert(json_scan(out.data, out.length, NULL), "%s", out.data);
	/* Not json-c's parser, which caps long integers and overlooks \u0000. */
	cr_assert(lenient_parse(sample_arena(), out.data, out.length, NULL, &object), "%s", out.data);
	buffer_release(&out);
	return object;
}

/* clang-format off */
static const struct {
	const char *event, *part, *json; /* with ' for " */
} cases[] = {
	{ "{}", "exceptions", "[]" },
	{ "{}", "message", "{'text':null,'template':null,'params':null,'other':null}" },
	{ "{}", "threads", "[]" },
	{ "{}", "tags", "{}" },
	{ "{}", "user", "null" },
	{ "{}", "breadcrumbs", "[]" },
	{ "{}", "request",
	  "{'url':null,'method':null,'query':[],'headers':[],'cookies':[],'data':null,'env':null,"
	  "'other':null}" },
	{ "{}", "contexts", "null" },
	{ "{}", "sdk", "{'name':null,'version':null,'packages':null,'integrations':null,'other':null}" },
	{ "{}", "extra", "null" },
	{ "{}", "modules", "null" },
	{ "{}", "debug_meta", "null" },
	{ "{}", "report", "null" },
	{ "{}", "errors", "[]" },
	{ "[]", "exceptions", "[]" },
	{ "{'exception':[{'type':'E','value':[1],'module':'m','mechanism':{'type':'generic',"
	  "'handled':false}}"
	  "]}",
	  "exceptions",
	  "[{'type':'E','value':'[1]','module':'m','thread_id':null,'handled':false,'frames':[],"
	  "'frames_left_out':0,'stacktrace':null,'mechanism':{'type':'generic','handled':false},"
	  "'other':null}]" },
	{ "{'exception':[{'type':'E','stacktrace':{'frames':[{'function':'f','module':'m',"
	  "'filename':'a.c','"
	  "abs_path':'/a.c','package':'p',"
	  "'instruction_addr':4096,'lineno':3,'colno':'4','in_app':true,'pre_context':['  "
	  "a',null],'context_line':'  b','post_context':['c'],"
	  "'vars':{'x':'1','y':[2,{'z':null}]}}]}}]}",
	  "exceptions",
	  "[{'type':'E','value':null,'module':null,'thread_id':null,'handled':null,"
	  "'frames':[{'function':'f',"
	  "'module':'m','filename':'a.c',"
	  "'abs_path':'/"
	  "a.c','package':'p','instruction_addr':'4096','line':3,'column':4,'in_app':true,"
	  "'pre_context':['  "
	  "a',''],"
	  "'context_line':'  "
	  "b','post_context':['c'],'vars':{'x':'1','y':[2,{'z':null}]},'other':null}],'frames_left_out':0,"
	  "'stacktrace':null,'mechanism':null,'other':null}]" },
	{ "{'threads':{'values':[{'id':1,'name':'main','crashed':true,'stacktrace':{'frames':[]}}]}}",
	  "threads",
	  "[{'id':'1','name':'main','crashed':true,'current':null,'frames':[],'frames_left_out':0,"
	  "'stacktrace':null,'other':null}]" },
	{ "{'breadcrumbs':{'values':[{'timestamp':1700000000,'type':'http','category':'xhr',"
	  "'level':'info','"
	  "message':'m','data':{'a':1}},7]}}",
	  "breadcrumbs",
	  "[{'timestamp':'2023-11-14T22:13:20Z','type':'http','category':'xhr','level':'info',"
	  "'message':'m','"
	  "data':{'a':1},'other':null}]" },
	{ "{'breadcrumbs':[{'timestamp':'x'}]}", "breadcrumbs",
	  "[{'timestamp':null,'type':null,'category':null,'level':null,'message':null,'data':null,"
	  "'other':null}]" },
	{ "{'breadcrumbs':[{'timestamp':1700000000123,'message':'\033[1mm','event_id':'x',"
	  "'data':'\033[31mr'}]}",
	  "breadcrumbs",
	  "[{'timestamp':'2023-11-14T22:13:20.123Z','type':null,'category':null,'level':null,'message':'m',"
	  "'data':'r','other':{'event_id':'x'}}]" },
	{ "{'tags':[['a b',true],['c',null]]}", "tags", "{'a-b':'true','c':null}" },
	{ "{'user':{'id':1,'plan':'gold'}}", "user", "{'id':1,'plan':'gold'}" },
	{ "{'user':'x'}", "user", "null" },
	{ "{'request':{'url':'u','method':'GET','query_string':'?a=1&b&c=x=y','headers':{'Foo':['bar',"
	  "'baz'],"
	  "'X':'y'},'cookies':'a=1; b=2','data':'d','env':{'E':1}}}",
	  "request",
	  "{'url':'u','method':'GET','query':[['a','1'],['b',''],['c','x=y']],'headers':[['Foo','bar'],"
	  "['Foo'"
	  ",'baz'],['X','y']],"
	  "'cookies':[['a','1'],['b','2']],'data':'d','env':{'E':1},'other':null}" },
	{ "{'request':{'query_string':[['a','1']],'headers':[['A','b'],['c']],'cookies':{'s':null}}}",
	  "request",
	  "{'url':null,'method':null,'query':[['a','1']],'headers':[['A','b']],'cookies':[['s',null]],"
	  "'data':"
	  "null,'env':null,'other':null}" },
	{ "{'request':{'query_string':{'a':[1,2]},'data':{'k':[1]}}}", "request",
	  "{'url':null,'method':null,'query':[['a',1],['a',2]],'headers':[],'cookies':[],'data':{'k':[1]},'"
	  "env':null,'other':null}" },
	{ "{'sentry.interfaces.Http':{'url':'u'}}", "request",
	  "{'url':'u','method':null,'query':[],'headers':[],'cookies':[],'data':null,'env':null,"
	  "'other':null}" },
	{ "{'contexts':{'os':{'name':'Linux'}}}", "contexts", "{'os':{'name':'Linux'}}" },
	{ "{'sdk':{'name':'sentry.python','version':'2.0'}}", "sdk",
	  "{'name':'sentry.python','version':'2.0','packages':null,'integrations':null,'other':null}" },
	{ "{'extra':{'a':0.10,'b':12345678901234567890123}}", "extra",
	  "{'a':0.10,'b':12345678901234567890123}" },
	{ "{'modules':{'django':'5'}}", "modules", "{'django':'5'}" },
	{ "{'sentry.interfaces.DebugMeta':{'images':[{'debug_id':'x'}]}}", "debug_meta",
	  "{'images':[{'debug_id':'x'}]}" },
	{ "{'logentry':{'message':'a %s','params':['b']}}", "message",
	  "{'text':'a b','template':'a %s','params':['b'],'other':null}" },
	{ "{'logentry':{'message':'a','lang':'pt'}}", "message",
	  "{'text':'a','template':'a','params':null,'other':{'lang':'pt'}}" },
	{ "{'platform':'php'}", "platform", "'php'" },
	{ "{'logger':' app '}", "logger", "'app'" },
	{ "{'culprit':'f'}", "transaction", "'f'" },
	{ "{'server_name':'\033[1mweb\033[0m'}", "server_name", "'web'" },
	{ "{'dist':7}", "dist", "'7'" },
	{ "{}", "dist", "null" },
	{ "{'exception':[{'type':'E','mechanism':{'type':'chained','exception_id':1,'parent_id':0,"
	  "'is_exception_group':true,'source':'__cause__','data':{'a':1},'meta':{'errno':{'number':2}}},"
	  "'thread_id':4,'stacktrace':{'registers':{'r0':'1'},'frames':[{'function':'f',"
	  "'raw_function':'_f',"
	  "'lock':1}]},'raw_stacktrace':{}}]}",
	  "exceptions",
	  "[{'type':'E','value':null,'module':null,'thread_id':'4','handled':null,"
	  "'frames':[{'function':'f',"
	  "'module':null,'filename':null,'abs_path':null,'package':null,'instruction_addr':null,"
	  "'line':null,"
	  "'column':null,'in_app':null,'pre_context':[],'context_line':null,'post_context':[],'vars':null,"
	  "'other':{'raw_function':'_f','lock':1}}],'frames_left_out':0,"
	  "'stacktrace':{'registers':{'r0':'1'}},"
	  "'mechanism':{'type':'chained','exception_id':1,'parent_id':0,'is_exception_group':true,"
	  "'source':'__cause__','data':{'a':1},'meta':{'errno':{'number':2}}},"
	  "'other':{'raw_stacktrace':{}}}]" },
	{ "{'threads':[{'id':1,'state':'RUNNABLE'}]}", "threads",
	  "[{'id':'1','name':null,'crashed':null,'current':null,'frames':[],'frames_left_out':0,"
	  "'stacktrace':null,'other':{'state':'RUNNABLE'}}]" },
	{ "{'request':{'fragment':'x'}}", "request",
	  "{'url':null,'method':null,'query':[],'headers':[],'cookies':[],'data':null,'env':null,"
	  "'other':{'fragment':'x'}}" },
	{ "{'sdk':{'packages':[{'name':'p'}],'integrations':['a'],'features':['b']}}", "sdk",
	  "{'name':null,'version':null,'packages':[{'name':'p'}],'integrations':['a'],"
	  "'other':{'features':['b']}}" },
	{ "{'x':1,'_meta':{},'level':'error','tags':{},'sentry.interfaces.User':{}}", "other",
	  "{'x':1,'_meta':{}}" },
	{ "{'message':'a'}", "other", "null" },
	{ "{'message':'a','logentry':{'message':'b'},'culprit':'c','transaction':'t'}", "other",
	  "{'message':'a','culprit':'c'}" },
	{ "{'extra':{'\033[1ma':'b\033[0m'}}", "extra", "{'a':'b'}" },
	{ "{'extra':{'x\x01':'b\001c','x':2,'x\x02':3,'x~2':4,'x\x03':5}}", "extra",
	  "{'x~3':'bc','x':2,'x~4':3,'x~2':4,'x~5':5}" },
	{ "{'csp':{'blocked_uri':'x'}}", "report", "{'blocked_uri':'x'}" },
};
/* clang-format on */

Test(page_view, parts)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct json_object *detail = detail_of(cases[i].event, NULL), *part;

		cr_expect(json_object_object_get_ex(detail, cases[i].part, &part), "%s", cases[i].part);
		sample_expect(json_object_to_json_string_ext(part, JSON_C_TO_STRING_PLAIN |
									   JSON_C_TO_STRING_NOSLASHESCAPE),
			      sample_text(cases[i].json), cases[i].event);
	}
}

/* The event's own stack is shown once. */
Test(page_view, own_stack)
{
	static const struct {
		const char *event;
		size_t threads;
	} stacks[] = {
		{ "{'stacktrace':{'frames':[{}]}}", 1 },
		{ "{'exception':[{'type':'E'}],'stacktrace':{'frames':[{}]}}", 0 },
		{ "{'exception':[{'type':'E','stacktrace':{'frames':[{}]}}],'stacktrace':{'frames':[{}]}}",
		  1 },
		{ "{'exception':[{'type':'E','thread_id':1}],'threads':[{'id':1,"
		  "'stacktrace':{'frames':[{}]}}],"
		  "'stacktrace':{'frames':[{}]}}",
		  2 },
	};

	for (size_t i = 0; i < COUNT(stacks); i++) {
		struct json_object *threads = reading_member(detail_of(stacks[i].event, NULL), "threads");

		cr_expect_eq(json_object_array_length(threads), stacks[i].threads, "%s", stacks[i].event);
	}
}

/* Long names that begin alike stay apart, and the faults tell that they were cut. */
Test(page_view, long_names_stay_apart)
{
	static const struct {
		const char *before, *after, *part;
	} places[] = {
		{ "{'extra':", "}", "extra" },
		{ "{'contexts':{'app':", "}}", "contexts" },
		{ "{'modules':", "}", "modules" },
		{ "{'exception':[{'stacktrace':{'frames':[{'vars':", "}]}}]}", "exceptions" },
		{ "{'x':", "}", "other" },
	};
	const char *names =
		arena_printf(sample_arena(), "{'%0*d1':1,'%0*d2':2,'%0*d':3}", 300, 0, 300, 0, 200, 0);
	const char *shown =
		arena_printf(sample_arena(), "{'%0*d…':1,'%0*d…~2':2,'%0*d':3}", 200, 0, 200, 0, 200, 0);

	for (size_t i = 0; i < COUNT(places); i++) {
		const char *name = places[i].part, *part;
		struct json_object *detail = detail_of(
			arena_printf(sample_arena(), "%s%s%s", places[i].before, names, places[i].after),
			NULL);

		part = json_object_to_json_string_ext(reading_member(detail, name), JSON_C_TO_STRING_PLAIN);
		cr_expect_not_null(strstr(part, sample_text(shown)), "%s: %s", name, part);
		part = json_object_to_json_string_ext(reading_member(detail, "errors"),
						      JSON_C_TO_STRING_PLAIN);
		sample_expect(part,
			      arena_printf(sample_arena(), "[{\"field\":\"%s\",\"fault\":\"cut\"}]", name),
			      name);
	}
}

Test(page_view, errors)
{
	struct notes notes = { 0 };
	struct json_object *errors;

	notes_add(&notes, "release", NOTE_CUT);
	notes_add(&notes, "release", NOTE_CUT);
	errors = reading_member(detail_of("{}", &notes), "errors");
	sample_expect(json_object_to_json_string_ext(errors, JSON_C_TO_STRING_PLAIN),
		      "[{\"field\":\"release\",\"fault\":\"cut\"}]", "errors");
}

Test(page_view, reports)
{
	struct buffer out = { 0 };
	struct json_object *object;

	view_put_report(sample_arena(), sample_json("{'csp-report':{'blocked-uri':'x'}}"), NULL, &out);
	cr_assert_eq(json_parse(sample_arena(), out.data, out.length, &object), OK);
	sample_expect(
		json_object_to_json_string_ext(reading_member(object, "report"), JSON_C_TO_STRING_PLAIN),
		"{\"blocked-uri\":\"x\"}", "report");
	buffer_release(&out);
}

/* Returns an event with `count` times `item`, in which %d becomes the index. */
static char *event_of(const char *before, const char *item, int count, const char *after)
{
	struct buffer text = { 0 };
	char *event;

	buffer_put_text(&text, before);
	for (int i = 0; i < count; i++)
		buffer_put_text(&text, arena_printf(sample_arena(), "%s,", item));
	buffer_put_text(&text, after);
	event = arena_strdup(sample_arena(), text.data);
	buffer_release(&text);
	return event;
}

Test(page_view, newest_breadcrumbs_are_kept)
{
	char *event = event_of("{'breadcrumbs':[{'message':'first'},", "{'message':'x'}", 100,
			       "{'message':'last'}]}");
	struct json_object *list = reading_member(detail_of(event, NULL), "breadcrumbs");
	struct json_object *last = json_object_array_get_idx(list, 99);

	cr_expect_eq(json_object_array_length(list), 100);
	sample_expect(json_object_get_string(reading_member(json_object_array_get_idx(list, 0), "message")),
		      "x", "first");
	sample_expect(json_object_get_string(reading_member(last, "message")), "last", "last");
}

Test(page_view, frames_and_lines_are_bounded)
{
	char *event = event_of("{'exception':{'stacktrace':{'frames':[",
			       "{'pre_context':['1','2','3','4','5','6','7','8','9','10','11'],"
			       "'post_context':['1','2','3','4','5','6','7','8','9','10','11']}",
			       300, "]}}}");
	struct json_object *exceptions = reading_member(detail_of(event, NULL), "exceptions");
	struct json_object *exception = json_object_array_get_idx(exceptions, 0);
	struct json_object *frames = reading_member(exception, "frames");
	struct json_object *lines = reading_member(json_object_array_get_idx(frames, 0), "pre_context");

	cr_expect_eq(json_object_array_length(frames), 250);
	cr_expect_eq(json_object_get_int(reading_member(exception, "frames_left_out")), 50);
	cr_expect_eq(json_object_array_length(lines), 10);
	sample_expect(json_object_get_string(json_object_array_get_idx(lines, 0)), "2", "the nearest lines");
	lines = reading_member(json_object_array_get_idx(frames, 0), "post_context");
	cr_expect_eq(json_object_array_length(lines), 10);
	sample_expect(json_object_get_string(json_object_array_get_idx(lines, 9)), "10", "the nearest lines");
}

Test(page_view, depth_and_length_are_bounded)
{
	struct buffer text = { 0 };
	struct json_object *detail, *extra;

	buffer_printf(&text, "{'extra':{'long':'%0*d','deep':", OUTLINE_STRING + 1, 0);
	for (int i = 0; i < 60; i++)
		buffer_put_char(&text, '[');
	for (int i = 0; i < 60; i++)
		buffer_put_char(&text, ']');
	buffer_put_text(&text, "}}");
	detail = detail_of(text.data, NULL);
	extra = reading_member(detail, "extra");
	cr_expect_eq(json_object_get_string_len(reading_member(extra, "long")),
		     OUTLINE_STRING + (int)strlen("…"));
	sample_expect(json_object_to_json_string_ext(reading_member(extra, "deep"), JSON_C_TO_STRING_PLAIN),
		      "[[[[[[[[[[[\"[…]\"]]]]]]]]]]]", "deep");
	sample_expect(
		json_object_to_json_string_ext(reading_member(detail, "errors"), JSON_C_TO_STRING_PLAIN),
		"[{\"field\":\"extra\",\"fault\":\"cut\"},{\"field\":\"extra\",\"fault\":\"too_deep\"}]",
		"errors");
	buffer_release(&text);
}

/* A tab takes two bytes as JSON, so that without a bound 1 MiB would become 2 MiB. */
Test(page_view, size_is_bounded)
{
	char *event =
		event_of("{'extra':[",
			 "'\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t'",
			 25000, "]}");
	struct buffer out = { 0 };
	struct json_object *object;

	view_put(sample_arena(), sample_json(event), NULL, &out);
	cr_expect_gt(out.length, OUTLINE_BYTES - 64 * 1024);
	cr_expect_lt(out.length, OUTLINE_BYTES + 512 * 1024);
	cr_expect_eq(json_parse(sample_arena(), out.data, out.length, &object), OK);
	buffer_release(&out);
}

/* If an event is too big to be shown, each part still shows what matters most, and the faults name it. */
Test(page_view, each_part_has_room)
{
	static const char big[] =
		"'\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t'";
	char *event = event_of(
		event_of("{'user':{'id':'ana'},'tags':{'a':'b'},'extra':[", big, 12000, "],"), big, 0,
		event_of(event_of("'breadcrumbs':[", "{'message':'a\tb'}", 90, "{'message':'last'}],"), big,
			 0,
			 event_of("'exception':[{'type':'Old'},{'type':'New','stacktrace':{'frames':[{},"
				  "{'vars':[",
				  big, 16000, "]}]}}]}")));
	struct json_object *detail = detail_of(event, NULL), *part;

	part = reading_member(detail, "exceptions");
	cr_expect_eq(json_object_array_length(part), 2);
	part = reading_member(json_object_array_get_idx(part, 1), "frames");
	cr_expect_eq(json_object_array_length(part), 2);
	part = reading_member(detail, "breadcrumbs");
	cr_expect_eq(json_object_array_length(part), 91);
	cr_expect_gt(json_object_array_length(reading_member(detail, "extra")), 500);
	sample_expect(
		json_object_to_json_string_ext(reading_member(detail, "errors"), JSON_C_TO_STRING_PLAIN),
		"[{\"field\":\"exceptions\",\"fault\":\"too_many\"},"
		"{\"field\":\"extra\",\"fault\":\"too_many\"}]",
		"errors");
}

/* The test takes milliseconds; if each part were searched to the end of the whole string, it would take ten
 * seconds. */
Test(page_view, long_pairs_take_no_time, .timeout = 5)
{
	char *event = event_of("{'request':{'cookies':'", "a;", 300000, "'}}");
	struct buffer out = { 0 };

	view_put(sample_arena(), sample_json(event), NULL, &out);
	cr_expect_not_null(strstr(out.data, "\"cookies\":[[\"a\",\"\"],[\",a\",\"\"],"));
	buffer_release(&out);
}
