#include "errors/sentry/event/message.h"

#include "errors/sentry/sample.h"

static const struct {
	const char *event, *text, *template;
} cases[] = {
	{ "{}", NULL, NULL },
	{ "{'message':'hello'}", "hello", NULL },
	{ "{'message':' hello\\n'}", "hello", NULL },
	{ "{'message':false}", NULL, NULL },
	{ "{'message':''}", NULL, NULL },
	{ "{'message':42}", "42", NULL },
	{ "{'message':['a',1]}", "[\"a\",1]", NULL },
	{ "{'message':{'a':'b/c'}}", "{\"a\":\"b/c\"}", NULL },
	{ "{'message':{'message':'a %s','params':['b'],'formatted':'a b'}}", "a b", "a %s" },
	{ "{'logentry':{'message':'a %s','params':['b']}}", "a b", "a %s" },
	{ "{'logentry':{'message':'a %s %d%%','params':['b',7]}}", "a b 7%", "a %s %d%%" },
	{ "{'logentry':{'message':'a %(x)s','params':{'x':'b'}}}", "a b", "a %(x)s" },
	{ "{'logentry':{'message':'a {} {}','params':['b',{'c':1}]}}", "a b {\"c\":1}", "a {} {}" },
	{ "{'logentry':{'message':'a {1} {0}','params':['b','c']}}", "a c b", "a {1} {0}" },
	{ "{'logentry':{'message':'a {x} {y}','params':{'x':1}}}", "a 1 {y}", "a {x} {y}" },
	{ "{'logentry':{'message':'a %s %s 100% {','params':['b']}}", "a b %s 100% {", "a %s %s 100% {" },
	{ "{'logentry':{'message':'a %5.2f','params':[1.5]}}", "a 1.5", "a %5.2f" },
	{ "{'logentry':{'message':'100%','params':[]}}", "100%", "100%" },
	{ "{'logentry':{'formatted':'shown'}}", "shown", NULL },
	{ "{'logentry':'text'}", "text", NULL },
	{ "{'logentry':{'message':'t'},'message':'m'}", "t", "t" },
	{ "{'logentry':{},'message':'m'}", "m", NULL },
	{ "{'sentry.interfaces.Message':{'message':'old %s','params':['x']}}", "old x", "old %s" },
};

Test(event_message, cases)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct notes notes = { 0 };
		struct reading reading = { sample_arena(), &notes };
		struct message message = message_read(&reading, sample_json(cases[i].event));

		sample_expect(message.text, cases[i].text, cases[i].event);
		sample_expect(message.template, cases[i].template, cases[i].event);
	}
}
