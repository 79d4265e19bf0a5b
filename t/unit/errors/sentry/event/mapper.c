#include "errors/sentry/event/mapper.h"

#include "errors/sentry/sample.h"

#include "base/buffer.h"
#include "base/text.h"
#include "errors/sentry/event/transcript.h"

#define ID "9ec79c33ec9942ab8353589fcb2e04dc"

static const int64_t received = 1700000000000;

static struct mapped map(const char *event)
{
	struct mapper_source source = { .received = received, .sent = MOMENT_UNKNOWN, .client = "192.0.2.1" };
	struct mapped mapped;

	mapper_map(sample_arena(), sample_json(event), NULL, &source, &mapped);
	return mapped;
}

/* The text members of struct mapped, by name and offset. */
static const struct field {
	const char *name;
	size_t at;
} fields[] = {
	{ "platform", offsetof(struct mapped, event.platform) },
	{ "logger", offsetof(struct mapped, event.logger) },
	{ "transaction", offsetof(struct mapped, event.transaction) },
	{ "message", offsetof(struct mapped, event.message) },
	{ "template", offsetof(struct mapped, event.template) },
	{ "directive", offsetof(struct mapped, event.directive) },
	{ "blocked_uri", offsetof(struct mapped, event.blocked_uri) },
	{ "level", offsetof(struct mapped, level) },
	{ "environment", offsetof(struct mapped, environment) },
	{ "release", offsetof(struct mapped, release) },
	{ "dist", offsetof(struct mapped, dist) },
	{ "server_name", offsetof(struct mapped, server_name) },
	{ "identity", offsetof(struct mapped, user.identity) },
	{ "trace_id", offsetof(struct mapped, trace_id) },
	{ "browser", offsetof(struct mapped, browser) },
	{ "os", offsetof(struct mapped, os) },
	{ "runtime", offsetof(struct mapped, runtime) },
	{ "details", offsetof(struct mapped, details) },
};

static const char *text_of(const struct mapped *mapped, const char *name)
{
	for (size_t i = 0; i < COUNT(fields); i++)
		if (strcmp(fields[i].name, name) == 0)
			return *(const char *const *)((const char *)mapped + fields[i].at);
	cr_assert_fail("%s", name);
	return NULL;
}

/* Each field with its tolerances. `noted` is the field that gets a note, or NULL. */
static const struct {
	const char *event, *field, *value, *noted;
	enum note_fault fault;
} cases[] = {
	{ "{'level':'fatal'}", "level", "fatal", NULL, 0 },
	{ "{'level':'error'}", "level", "error", NULL, 0 },
	{ "{'level':'warning'}", "level", "warning", NULL, 0 },
	{ "{'level':'info'}", "level", "info", NULL, 0 },
	{ "{'level':'debug'}", "level", "debug", NULL, 0 },
	{ "{'level':'log'}", "level", "info", NULL, 0 },
	{ "{'level':'critical'}", "level", "fatal", NULL, 0 },
	{ "{'level':'WARNING'}", "level", "warning", NULL, 0 },
	{ "{'level':'warn'}", "level", "warning", NULL, 0 },
	{ "{'level':40}", "level", "error", NULL, 0 },
	{ "{'level':'loud'}", "level", "error", "level", NOTE_INVALID },
	{ "{}", "level", "error", NULL, 0 },
	{ "{'level':[]}", "level", "error", "level", NOTE_INVALID },
	{ "{'level':null}", "level", "error", NULL, 0 },
	{ "{'platform':' python '}", "platform", "python", NULL, 0 },
	{ "{'environment':' produc\u0327a\u0303o\u00a0'}", "environment", "produ\u00e7\u00e3o", NULL, 0 },
	{ "{'release':'lo\\u0301ja@1'}", "release", "l\u00f3ja@1", NULL, 0 },
	{ "{'platform':{}}", "platform", NULL, "platform", NOTE_INVALID },
	{ "{'logger':'app.db'}", "logger", "app.db", NULL, 0 },
	{ "{'logger':''}", "logger", NULL, NULL, 0 },
	{ "{}", "environment", "production", NULL, 0 },
	{ "{'environment':''}", "environment", "production", NULL, 0 },
	{ "{'environment':null}", "environment", "production", NULL, 0 },
	{ "{'environment':' dev '}", "environment", "dev", NULL, 0 },
	{ "{'environment':['a']}", "environment", "production", "environment", NOTE_INVALID },
	{ "{'release':'app@1.2.3'}", "release", "app@1.2.3", NULL, 0 },
	{ "{'release':1.20}", "release", "1.20", NULL, 0 },
	{ "{'release':7}", "release", "7", NULL, 0 },
	{ "{'release':true}", "release", "true", NULL, 0 },
	{ "{'release':{}}", "release", NULL, "release", NOTE_INVALID },
	{ "{'dist':14}", "dist", "14", NULL, 0 },
	{ "{'server_name':'web-1'}", "server_name", "web-1", NULL, 0 },
	{ "{'transaction':'GET /'}", "transaction", "GET /", NULL, 0 },
	{ "{'culprit':'app.views'}", "transaction", "app.views", NULL, 0 },
	{ "{'transaction':'new','culprit':'old'}", "transaction", "new", NULL, 0 },
	{ "{'message':'oi'}", "message", "oi", NULL, 0 },
	{ "{'message':false}", "message", NULL, NULL, 0 },
	{ "{'logentry':{'message':'a %s','params':['b']}}", "template", "a %s", NULL, 0 },
	{ "{'logentry':{'message':'a %s','params':['b']}}", "message", "a b", NULL, 0 },
	{ "{'user':{'ip_address':'{{auto}}'}}", "identity", "ip:192.0.2.1", NULL, 0 },
	{ "{'user':7}", "identity", NULL, "user", NOTE_INVALID },
	{ "{'csp':{'effective_directive':'img-src','blocked_uri':'data'}}", "directive", "img-src", NULL, 0 },
	{ "{'csp':{'effective_directive':'img-src','blocked_uri':'data'}}", "blocked_uri", "data", NULL, 0 },
	{ "{'contexts':{'trace':{'trace_id':'4bf92f3577b34da6a3ce929d0e0e4736'}}}", "trace_id",
	  "4bf92f3577b34da6a3ce929d0e0e4736", NULL, 0 },
	{ "{'contexts':{'browser':{'name':'Firefox','version':130}}}", "browser", "Firefox 130", NULL, 0 },
	{ "{'contexts':{'os':{'name':'Linux'}}}", "os", "Linux", NULL, 0 },
	{ "{'contexts':{'runtime':{'version':'3'}}}", "runtime", NULL, NULL, 0 },
	{ "{'contexts':'x'}", "os", NULL, "contexts", NOTE_INVALID },
	{ "{'timestamp':'soon'}", "level", "error", "timestamp", NOTE_CLOCK },
	{ "{'event_id':'x'}", "level", "error", "event_id", NOTE_INVALID },
	{ "{'exception':'boom'}", "message", NULL, "exception", NOTE_INVALID },
	{ "{'tags':'x'}", "level", "error", "tags", NOTE_INVALID },
	{ "[]", "level", "error", "event", NOTE_INVALID },
	{ "null", "level", "error", "event", NOTE_INVALID },
	{ "'x'", "environment", "production", "event", NOTE_INVALID },
};

Test(event_mapper, fields)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mapped mapped = map(cases[i].event);

		sample_expect(text_of(&mapped, cases[i].field), cases[i].value, cases[i].event);
		if (cases[i].noted)
			cr_expect(sample_has_note(&mapped.notes, cases[i].noted, cases[i].fault), "%s",
				  cases[i].event);
		cr_expect_eq(mapped.notes.count, cases[i].noted ? 1 : 0, "%s: %zu notes", cases[i].event,
			     mapped.notes.count);
	}
}

static const struct {
	const char *name;
	size_t max;
} bounds[] = {
	{ "platform", 64 }, { "logger", 64 },       { "environment", 64 },  { "release", 200 },
	{ "dist", 64 },     { "server_name", 256 }, { "transaction", 200 }, { "message", 8192 },
};

/* Lengths count characters, not bytes. */
Test(event_mapper, bounds)
{
	for (size_t i = 0; i < COUNT(bounds); i++)
		for (size_t over = 0; over <= 1; over++) {
			struct buffer text = { 0 };
			struct mapped mapped;

			buffer_printf(&text, "{'%s':'", bounds[i].name);
			for (size_t j = 0; j < bounds[i].max + over; j++)
				buffer_put_text(&text, "\xC3\xA9");
			buffer_put_text(&text, "'}");
			mapped = map(text.data);
			cr_expect_eq(strlen(text_of(&mapped, bounds[i].name)), 2 * bounds[i].max, "%s",
				     bounds[i].name);
			cr_expect_eq(sample_has_note(&mapped.notes, bounds[i].name, NOTE_CUT), over, "%s",
				     bounds[i].name);
			buffer_release(&text);
		}
}

static const struct {
	const char *envelope, *event, *id;
} ids[] = {
	{ NULL, "{'event_id':'" ID "'}", ID },
	{ NULL, "{'event_id':'9EC79C33EC9942AB8353589FCB2E04DC'}", ID },
	{ NULL, "{'event_id':'9ec79c33-ec99-42ab-8353-589fcb2e04dc'}", ID },
	{ NULL, "{}", "" },
	{ "", "{'event_id':7}", "" },
	{ NULL, "{'event_id':'9ec79c33ec9942ab-8353589fcb2e04d'}", "" },
	{ NULL, "{'event_id':'gec79c33ec9942ab8353589fcb2e04dc'}", "" },
	{ ID, "{'event_id':'00000000000000000000000000000000'}", ID },
	{ "x", "{'event_id':'" ID "'}", ID },
};

Test(event_mapper, ids)
{
	for (size_t i = 0; i < COUNT(ids); i++) {
		struct mapper_source source = { .received = received,
						.sent = MOMENT_UNKNOWN,
						.event_id = ids[i].envelope };
		struct mapped mapped;

		mapper_map(sample_arena(), sample_json(ids[i].event), NULL, &source, &mapped);
		cr_expect_str_eq(mapped.event_id, ids[i].id, "%s", ids[i].event);
	}
}

Test(event_mapper, times)
{
	struct mapper_source source = { .received = received, .sent = received - 3600 * 1000 };
	struct mapped mapped;

	cr_expect_eq(map("{}").occurred, received);
	cr_expect_eq(map("{'timestamp':1699999999.5}").occurred, received - 500);
	cr_expect_eq(map("{'timestamp':'2023-11-14T22:13:19Z'}").occurred, received - 1000);
	cr_expect_eq(map("{'timestamp':'2123-11-14T22:13:19Z'}").occurred, received);
	mapper_map(sample_arena(), sample_json("{'timestamp':1699996390}"), NULL, &source, &mapped);
	cr_expect_eq(mapped.occurred, received - 10 * 1000);
}

static const struct {
	const char *event, *parts;
} fingerprints[] = {
	{ "{}", "" },
	{ "{'fingerprint':null}", "" },
	{ "{'fingerprint':[]}", "" },
	{ "{'fingerprint':['{{ default }}','x']}", "{{ default }};x;" },
	{ "{'fingerprint':'alone'}", "alone;" },
	{ "{'fingerprint':7}", "7;" },
	{ "{'fingerprint':['a',1,true,null,2.50,'']}", "a;1;true;2.50;" },
	{ "{'fingerprint':[{},'a']}", "a;" },
	{ "{'fingerprint':{}}", "" },
};

Test(event_mapper, fingerprints)
{
	for (size_t i = 0; i < COUNT(fingerprints); i++) {
		struct mapped mapped = map(fingerprints[i].event);
		struct buffer out = { 0 };

		for (size_t j = 0; j < mapped.event.fingerprint_count; j++)
			buffer_printf(&out, "%s;", mapped.event.fingerprint[j]);
		sample_expect(out.data ? out.data : "", fingerprints[i].parts, fingerprints[i].event);
		buffer_release(&out);
	}
}

Test(event_mapper, bare_stack_only_without_words)
{
	cr_expect_eq(map("{'stacktrace':{'frames':[{'function':'f'}]}}").event.exception_count, 1);
	cr_expect(map("{'stacktrace':{'frames':[{'function':'f'}]}}").event.exceptions[0].synthetic);
	cr_expect_eq(map("{'message':'m','stacktrace':{'frames':[{'function':'f'}]}}").event.exception_count,
		     0);
}

Test(event_mapper, what_was_odd_in_the_text_is_noted)
{
	static const char text[] = "{\"message\":\"a\\u0000b\xFF\",\"x\":NaN,\"y\":1,\"y\":2}";
	struct mapper_source source = { .received = received, .sent = MOMENT_UNKNOWN };
	struct lenient_report report;
	struct json_object *object;
	struct mapped mapped;

	cr_assert(lenient_parse(sample_arena(), text, strlen(text), &report, &object));
	mapper_map(sample_arena(), object, &report, &source, &mapped);
	sample_expect(mapped.event.message, "ab\xEF\xBF\xBD", "message");
	cr_expect(sample_has_note(&mapped.notes, "event", NOTE_TEXT));
	cr_expect(sample_has_note(&mapped.notes, "event", NOTE_NUMBER));
	cr_expect(sample_has_note(&mapped.notes, "event", NOTE_REPEATED));
	cr_expect_eq(mapped.notes.count, 3);
}

Test(event_mapper, details)
{
	sample_expect(map("{'message':'Falhou','exception':{'values':[{'type':'OSError','value':'disk'},{'"
			  "type':'RuntimeError',"
			  "'value':'save','stacktrace':{'frames':[{'function':'main','filename':'app.py','"
			  "lineno':3},"
			  "{'function':'save','module':'db','abs_path':'/srv/"
			  "db.py','lineno':12,'colno':7,'context_line':'    write(x)'}]}}]}}")
			      .details,
		      "Falhou\n\nRuntimeError: save\n    at save (/srv/db.py:12:7)\n        write(x)\n"
		      "    at main (app.py:3)\nCaused by: OSError: disk",
		      "details");
	sample_expect(map("{'message':'só texto'}").details, "só texto", "message");
	sample_expect(map("{}").details, "", "nothing");
	sample_expect(map("{'stacktrace':{'frames':[{}]}}").details, "    at ?", "bare");
}

/* The cut is between two characters, at any offset of the characters. */
Test(event_mapper, details_are_cut)
{
	for (int shift = 0; shift < 2; shift++) {
		struct buffer text = { 0 };
		struct mapped mapped;
		size_t length;

		buffer_printf(&text, "{'message':'%.*s','exception':{'values':[", shift, "x");
		for (int i = 0; i < 50; i++) {
			buffer_put_text(&text, "{'type':'Er','value':'");
			for (int j = 0; j < 8000; j++)
				buffer_put_text(&text, "\xC3\xA9");
			buffer_put_text(&text, "'},");
		}
		buffer_put_text(&text, "]}}");
		mapped = map(text.data);
		length = strlen(mapped.details);
		cr_expect_leq(length, TRANSCRIPT_BYTES);
		cr_expect_gt(length, TRANSCRIPT_BYTES - 10);
		cr_expect(text_is_utf8(mapped.details, length), "%d", shift);
		cr_expect_str_eq(mapped.details + length - strlen("\n[…]"), "\n[…]");
		buffer_release(&text);
	}
}

Test(event_mapper, left_out_frames_are_told)
{
	struct buffer text = { 0 };

	buffer_put_text(&text, "{'exception':{'type':'E','stacktrace':{'frames':[");
	for (int i = 0; i < 300; i++)
		buffer_printf(&text, "{'function':'f%d'},", i);
	buffer_put_text(&text, "]}}}");
	cr_expect_not_null(
		strstr(map(text.data).details, "at f175\n    … 50 frames are left out\n    at f124\n"));
	buffer_release(&text);
}
