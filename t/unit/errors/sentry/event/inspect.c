#include "errors/sentry/event/inspect.h"

#include "errors/sentry/sample.h"

#define FRAME(members) "{'exception':[{'type':'E','stacktrace':{'frames':[{" members "}]}}]}"

/* clang-format off */
/* `fields`: the fields with a note, each followed by a semicolon. */
static const struct {
	const char *event, *fields;
} cases[] = {
	{ "{}", "" },
	{ "[1]", "" },
	{ "null", "" },
	{ "{'request':null,'contexts':null,'breadcrumbs':null,'threads':null,'stacktrace':null}", "" },
	{ "{'request':'x'}", "request;" },
	{ "{'sentry.interfaces.Http':7}", "request;" },
	{ "{'contexts':[]}", "contexts;" },
	{ "{'sdk':'python'}", "sdk;" },
	{ "{'debug_meta':[]}", "debug_meta;" },
	{ "{'debug_meta':{'images':[]}}", "" },
	{ "{'extra':'x','modules':true}", "extra;modules;" },
	{ "{'extra':[1],'modules':['a']}", "" },
	{ "{'csp':'x'}", "csp;" },
	{ "{'request':{'query_string':7,'headers':1.5,'cookies':true,'env':'x'}}",
	  "request.query_string;request.headers;request.cookies;request.env;" },
	{ "{'request':{'query_string':'a=b','headers':'A: b','cookies':'a','env':{},'url':[]}}", "" },
	{ "{'request':{'query_string':[],'headers':{},'cookies':[],'env':[]}}", "" },
	{ "{'breadcrumbs':'x'}", "breadcrumbs;" },
	{ "{'breadcrumbs':[7,null,{'timestamp':'soon'}]}", "breadcrumbs;breadcrumbs.timestamp;" },
	{ "{'breadcrumbs':{'values':[{'timestamp':1.5},{'timestamp':'2023-11-14T22:13:20Z'},{}]}}", "" },
	{ "{'threads':7}", "threads;" },
	{ "{'threads':[{'stacktrace':'x'},'y']}", "threads.stacktrace;threads;" },
	{ "{'threads':[{'stacktrace':{'frames':[{'vars':'x'}]}}]}", "frame.vars;" },
	{ "{'stacktrace':'x'}", "stacktrace;" },
	{ "{'stacktrace':{'frames':[{'colno':-1}]}}", "frame.colno;" },
	{ "{'exception':[{'type':'E','mechanism':'generic','stacktrace':'f()'}]}",
	  "exception.mechanism;exception.stacktrace;" },
	{ FRAME("'lineno':'x','colno':{},'in_app':'maybe','pre_context':'a','context_line':[],"
		"'post_context':{},'vars':7"),
	  "frame.lineno;frame.colno;frame.in_app;frame.pre_context;frame.context_line;frame.post_context;"
	  "frame.vars;" },
	{ FRAME("'lineno':'12','colno':0,'in_app':'false','pre_context':[],'context_line':7,'vars':[1]"),
	  "" },
	{ FRAME("'lineno':null,'colno':null,'in_app':null,'pre_context':null,'context_line':null,'vars':{}"),
	  "" },
};
/* clang-format on */

Test(event_inspect, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notes notes = { 0 };
		char fields[512] = "";

		inspect_event(&notes, sample_json(cases[i].event));
		for (size_t j = 0; j < notes.count; j++) {
			strcat(strcat(fields, notes.list[j].field), ";");
			cr_expect_eq(notes.list[j].fault, NOTE_INVALID);
		}
		sample_expect(fields, cases[i].fields, cases[i].event);
	}
}
