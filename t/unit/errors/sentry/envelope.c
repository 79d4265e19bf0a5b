#include "errors/sentry/envelope.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "errors/sentry/event/moment.h"

#define ID "9ec79c33ec9942ab8353589fcb2e04dc"
#define HEAD "{\"event_id\":\"" ID "\"}\n"
#define TEXT(literal) literal, sizeof(literal) - 1

/* Records the calls of the reader: "H<id> <dsn>; type=payload; …". */
struct log {
	struct buffer text;
	size_t stop_after; /* 0: never */
	size_t calls;
};

static bool go_on(struct log *log)
{
	return ++log->calls != log->stop_after;
}

static bool on_header(void *context, const struct envelope_header *header)
{
	struct log *log = context;

	buffer_printf(&log->text, "H%s %s", header->event_id, header->dsn ? header->dsn : "-");
	if (header->sent_at != MOMENT_UNKNOWN)
		buffer_printf(&log->text, " @%" PRId64, header->sent_at);
	buffer_put_char(&log->text, ';');
	return go_on(log);
}

static bool on_item(void *context, const struct envelope_item *item)
{
	struct log *log = context;

	buffer_printf(&log->text, "%s;", item->type);
	return item->category < CATEGORY_TRANSACTION;
}

static bool on_payload(void *context, const struct envelope_item *item, const char *bytes, size_t length)
{
	struct log *log = context;

	buffer_printf(&log->text, "%s=", item->type);
	buffer_put(&log->text, bytes, length);
	buffer_put_char(&log->text, ';');
	cr_expect_eq(bytes[length], '\0');
	return go_on(log);
}

static const struct envelope_reader reader = { on_header, on_item, on_payload };

/* Pushes `first` bytes, then the rest in pieces of `piece`. */
static enum envelope_outcome run(struct log *log, const char *text, size_t length, size_t first, size_t piece,
				 struct envelope_counts *counts)
{
	struct arena *arena = arena_new();
	struct envelope *envelope = envelope_new(arena, &reader, log);
	enum envelope_outcome outcome;

	envelope_push(envelope, text, first);
	for (size_t at = first; at < length; at += piece)
		envelope_push(envelope, text + at, piece < length - at ? piece : length - at);
	outcome = envelope_finish(envelope);
	*counts = *envelope_counts(envelope);
	arena_free(arena);
	return outcome;
}

static const struct {
	const char *name, *text;
	size_t length;
	enum envelope_outcome outcome;
	const char *log; /* the reader's calls before the end */
} cases[] = {
	/* The full examples of envelopes.mdx. */
	{ "two items",
	  TEXT("{\"event_id\":\"" ID
	       "\",\"dsn\":\"https://e12d836b15bb49d7bbf99e64295d995b:@sentry.io/42\"}\n"
	       "{\"type\":\"attachment\",\"length\":10,\"content_type\":\"text/"
	       "plain\",\"filename\":\"hello.txt\"}\n"
	       "\xEF\xBB\xBFHello\r\n\n"
	       "{\"type\":\"event\",\"length\":41,\"content_type\":\"application/"
	       "json\",\"filename\":\"application.log\"}\n"
	       "{\"message\":\"hello world\",\"level\":\"error\"}\n"),
	  ENVELOPE_OK,
	  "H" ID " https://e12d836b15bb49d7bbf99e64295d995b:@sentry.io/42;attachment;"
	  "attachment=\xEF\xBB\xBFHello\r\n;event;event={\"message\":\"hello "
	  "world\",\"level\":\"error\"};" },
	{ "two items, last newline omitted",
	  TEXT(HEAD
	       "{\"type\":\"attachment\",\"length\":10,\"filename\":\"hello.txt\"}\n\xEF\xBB\xBFHello\r\n\n"
	       "{\"type\":\"event\",\"length\":41}\n{\"message\":\"hello world\",\"level\":\"error\"}"),
	  ENVELOPE_OK,
	  "H" ID " -;attachment;attachment=\xEF\xBB\xBFHello\r\n;event;"
	  "event={\"message\":\"hello world\",\"level\":\"error\"};" },
	{ "two empty attachments",
	  TEXT(HEAD "{\"type\":\"attachment\",\"length\":0}\n\n{\"type\":\"attachment\",\"length\":0}\n\n"),
	  ENVELOPE_OK, "H" ID " -;attachment;attachment=;attachment;attachment=;" },
	{ "two empty attachments, last newline omitted",
	  TEXT(HEAD "{\"type\":\"attachment\",\"length\":0}\n\n{\"type\":\"attachment\",\"length\":0}\n"),
	  ENVELOPE_OK, "H" ID " -;attachment;attachment=;attachment;attachment=;" },
	{ "implicit length", TEXT(HEAD "{\"type\":\"attachment\"}\nhelloworld\n"), ENVELOPE_OK,
	  "H" ID " -;attachment;attachment=helloworld;" },
	{ "implicit length to the end", TEXT(HEAD "{\"type\":\"attachment\"}\nhelloworld"), ENVELOPE_OK,
	  "H" ID " -;attachment;attachment=helloworld;" },
	{ "no headers, implicit length",
	  TEXT("{}\n{\"type\":\"session\"}\n{\"started\": \"2020-02-07T14:16:00Z\"}"), ENVELOPE_OK,
	  "H -;session;" },
	{ "headers only", TEXT("{\"event_id\":\"12c2d058d58442709aa2eca08bf20986\"}"), ENVELOPE_OK,
	  "H12c2d058d58442709aa2eca08bf20986 -;" },
	/* Headers. */
	{ "dashed id", TEXT("{\"event_id\":\"12C2D058-D584-4270-9AA2-ECA08BF20986\"}\n"), ENVELOPE_OK,
	  "H12c2d058d58442709aa2eca08bf20986 -;" },
	{ "odd header", TEXT("{\"event_id\":7,\"dsn\":null,\"sent_at\":\"soon\",\"trace\":{},\"x\":[1]}\n"),
	  ENVELOPE_OK, "H -;" },
	{ "sent_at", TEXT("{\"sent_at\":\"1970-01-01T00:00:01.5Z\"}\n"), ENVELOPE_OK, "H - @1500;" },
	{ "blanks, carriage returns", TEXT(" {} \r\n {\"type\":\"event\",\"length\":2}\r\n{}\n"), ENVELOPE_OK,
	  "H -;event;event={};" },
	{ "length null", TEXT("{}\n{\"type\":\"event\",\"length\":null}\n{}\n"), ENVELOPE_OK,
	  "H -;event;event={};" },
	{ "length as text", TEXT("{}\n{\"type\":\"event\",\"length\":\"2\"}\n{}\n"), ENVELOPE_OK,
	  "H -;event;event={};" },
	/* Items. */
	{ "empty lines between", TEXT("{}\n\n{\"type\":\"event\"}\n{}\n\n\n{\"type\":\"feedback\"}\n1\n\n"),
	  ENVELOPE_OK, "H -;event;event={};feedback;feedback=1;" },
	{ "ends with an item's header", TEXT("{}\n{\"type\":\"event\"}"), ENVELOPE_OK, "H -;event;event=;" },
	{ "… whose length is 0", TEXT("{}\n{\"type\":\"event\",\"length\":0}"), ENVELOPE_OK,
	  "H -;event;event=;" },
	{ "payload with newlines", TEXT("{}\n{\"type\":\"event\",\"length\":5}\n\n\n{\n}\n"), ENVELOPE_OK,
	  "H -;event;event=\n\n{\n};" },
	{ "skipped",
	  TEXT("{}\n{\"type\":\"transaction\",\"length\":3}\na\nb\n{\"type\":\"span\"}\n{}\n{\"type\":"
	       "\"event\"}\n1"),
	  ENVELOPE_OK, "H -;transaction;span;event;event=1;" },
	{ "unknown type", TEXT("{}\n{\"type\":\"new_thing\"}\n{}\n"), ENVELOPE_OK,
	  "H -;new_thing;new_thing={};" },
	{ "second event",
	  TEXT("{}\n{\"type\":\"event\"}\n1\n{\"type\":\"event\"}\n2\n{\"type\":\"feedback\"}\n3\n"),
	  ENVELOPE_OK, "H -;event;event=1;feedback;feedback=3;" },
	{ "a report after an event", TEXT("{}\n{\"type\":\"event\"}\n1\n{\"type\":\"raw_security\"}\n2\n"),
	  ENVELOPE_OK, "H -;event;event=1;" },
	{ "an event after a report",
	  TEXT("{}\n{\"type\":\"raw_security\"}\n1\n{\"type\":\"raw_security\"}\n2\n{\"type\":\"event\"}\n"
	       "3\n"),
	  ENVELOPE_OK, "H -;raw_security;raw_security=1;" },
	/* Not an envelope. */
	{ "nothing", TEXT(""), ENVELOPE_MALFORMED, "" },
	{ "a newline", TEXT("\n{}\n"), ENVELOPE_MALFORMED, "" },
	{ "no JSON", TEXT("hello\n"), ENVELOPE_MALFORMED, "" },
	{ "a list", TEXT("[]\n"), ENVELOPE_MALFORMED, "" },
	{ "an item's header is no JSON", TEXT("{}\nx\n"), ENVELOPE_MALFORMED, "H -;" },
	{ "no type", TEXT("{}\n{\"length\":1}\n1\n"), ENVELOPE_MALFORMED, "H -;" },
	{ "empty type", TEXT("{}\n{\"type\":\"\"}\n1\n"), ENVELOPE_MALFORMED, "H -;" },
	{ "type is no text", TEXT("{}\n{\"type\":1}\n1\n"), ENVELOPE_MALFORMED, "H -;" },
	{ "negative length", TEXT("{}\n{\"type\":\"event\",\"length\":-1}\n1\n"), ENVELOPE_MALFORMED,
	  "H -;" },
	{ "odd length", TEXT("{}\n{\"type\":\"event\",\"length\":1.5}\n1\n"), ENVELOPE_MALFORMED, "H -;" },
	{ "too early an end", TEXT("{}\n{\"type\":\"event\",\"length\":3}\n12"), ENVELOPE_MALFORMED,
	  "H -;event;" },
	{ "… of what is skipped", TEXT("{}\n{\"type\":\"span\",\"length\":3}\n12"), ENVELOPE_MALFORMED,
	  "H -;span;" },
	{ "no newline after a payload", TEXT("{}\n{\"type\":\"event\",\"length\":1}\n12\n"),
	  ENVELOPE_MALFORMED, "H -;event;event=1;" },
	{ "a length that no memory has", TEXT("{}\n{\"type\":\"event\",\"length\":9223372036854775807}\n1"),
	  ENVELOPE_TOO_LARGE, "H -;event;" },
};

static void expect_case(size_t i, size_t first, size_t piece)
{
	struct log log = { 0 };
	struct envelope_counts counts;
	enum envelope_outcome outcome = run(&log, cases[i].text, cases[i].length, first, piece, &counts);

	cr_expect_eq(outcome, cases[i].outcome, "%s in %zu and %zu: %d", cases[i].name, first, piece,
		     outcome);
	buffer_reserve(&log.text, 1);
	log.text.data[log.text.length] = '\0';
	cr_expect_str_eq(log.text.data, cases[i].log, "%s in %zu and %zu: %s", cases[i].name, first, piece,
			 log.text.data);
	buffer_release(&log.text);
}

Test(sentry_envelope, cases_at_every_boundary)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		for (size_t first = 0; first <= cases[i].length; first++)
			expect_case(i, first, cases[i].length ? cases[i].length : 1);
		expect_case(i, 0, 1);
	}
}

Test(sentry_envelope, counts_what_is_skipped)
{
	static const char text[] =
		"{}\n{\"type\":\"transaction\"}\n1\n{\"type\":\"session\",\"length\":2}\n12\n"
		"{\"type\":\"sessions\"}\n1\n{\"type\":\"replay_recording\"}\n1\n{\"type\":\"event\"}\n1\n"
		"{\"type\":\"event\"}\n2\n{\"type\":\"log\"}\n1\n{\"type\":\"trace_metric\"}\n1";
	struct log log = { 0 };
	struct envelope_counts counts;

	cr_expect_eq(run(&log, TEXT(text), 0, 5, &counts), ENVELOPE_OK);
	cr_expect_eq(counts.items, 8);
	cr_expect_eq(counts.skipped[CATEGORY_TRANSACTION], 1);
	cr_expect_eq(counts.skipped[CATEGORY_SESSION], 2);
	cr_expect_eq(counts.skipped[CATEGORY_REPLAY], 1);
	cr_expect_eq(counts.skipped[CATEGORY_LOG], 1);
	cr_expect_eq(counts.skipped[CATEGORY_METRIC], 1);
	cr_expect_eq(counts.skipped[CATEGORY_ERROR], 0);
	buffer_release(&log.text);
}

/* Returns an item of `length` bytes, with or without the length in its header. */
static struct buffer item_of(size_t length, bool with_length)
{
	struct buffer text = { 0 };

	buffer_put_text(&text, "{}\n{\"type\":\"event\"");
	if (with_length)
		buffer_printf(&text, ",\"length\":%zu", length);
	buffer_put_text(&text, "}\n");
	memset(buffer_reserve(&text, length), 'x', length);
	text.length += length;
	buffer_put_text(&text, "\n{\"type\":\"feedback\"}\n1\n");
	return text;
}

Test(sentry_envelope, payloads_have_a_limit)
{
	for (size_t over = 0; over <= 1; over++)
		for (int with_length = 0; with_length <= 1; with_length++) {
			struct buffer text = item_of(ENVELOPE_PAYLOAD_MAX + over, with_length);
			struct log log = { 0 };
			struct envelope_counts counts;

			cr_expect_eq(run(&log, text.data, text.length, 0, 1000, &counts),
				     over ? ENVELOPE_TOO_LARGE : ENVELOPE_OK, "%zu, %d", over, with_length);
			cr_expect_eq(strstr(log.text.data, "feedback=1;") != NULL, !over, "%zu, %d", over,
				     with_length);
			buffer_release(&log.text);
			buffer_release(&text);
		}
}

Test(sentry_envelope, headers_and_items_have_a_limit)
{
	struct buffer text = { 0 };
	struct log log = { 0 };
	struct envelope_counts counts;

	buffer_printf(&text, "{\"x\":\"%*s\"}\n", ENVELOPE_LINE_MAX - (int)strlen("{\"x\":\"\"}"), "");
	cr_expect_eq(run(&log, text.data, text.length, 0, 100, &counts), ENVELOPE_OK);
	cr_expect_eq(run(&log, " ", 1, 0, 1, &counts), ENVELOPE_MALFORMED);
	text.data[text.length - 1] = ' ';
	cr_expect_eq(run(&log, text.data, text.length, 0, 100, &counts), ENVELOPE_TOO_LARGE);
	buffer_clear(&text);
	buffer_put_text(&text, "{}\n");
	for (int i = 0; i < ENVELOPE_ITEMS_MAX; i++)
		buffer_put_text(&text, "{\"type\":\"span\"}\n\n");
	cr_expect_eq(run(&log, text.data, text.length, 0, 100, &counts), ENVELOPE_OK);
	buffer_put_text(&text, "{\"type\":\"span\"}\n\n");
	cr_expect_eq(run(&log, text.data, text.length, 0, 100, &counts), ENVELOPE_TOO_LARGE);
	buffer_clear(&text);
	buffer_put_text(&text, "{}\n");
	for (int i = 0; i < ENVELOPE_BLANKS_MAX; i++)
		buffer_put_text(&text, " \n");
	cr_expect_eq(run(&log, text.data, text.length - 1, 0, 100, &counts), ENVELOPE_OK);
	buffer_put_text(&text, "\n");
	cr_expect_eq(run(&log, text.data, text.length, 0, 100, &counts), ENVELOPE_TOO_LARGE);
	buffer_release(&log.text);
	buffer_release(&text);
}

Test(sentry_envelope, reader_stops_it)
{
	static const char text[] = HEAD "{\"type\":\"event\"}\n1\n{\"type\":\"feedback\"}\n1\n";

	for (size_t after = 1; after <= 3; after++) {
		struct log log = { .stop_after = after };
		struct envelope_counts counts;

		cr_expect_eq(run(&log, TEXT(text), 0, 3, &counts), ENVELOPE_STOPPED, "%zu", after);
		cr_expect_eq(log.calls, after, "%zu", after);
		buffer_release(&log.text);
	}
}

Test(sentry_envelope, long_types_are_cut)
{
	struct buffer text = { 0 };
	struct log log = { 0 };
	struct envelope_counts counts;

	buffer_put_text(&text, "{}\n{\"type\":\"");
	for (int i = 0; i < 200; i++)
		buffer_put_text(&text, "\xC3\xA9");
	buffer_put_text(&text, "\"}\n1\n");
	cr_expect_eq(run(&log, text.data, text.length, 0, text.length, &counts), ENVELOPE_OK);
	cr_expect_eq(strcspn(strstr(log.text.data, "\xC3\xA9"), ";"), 62);
	buffer_release(&log.text);
	buffer_release(&text);
}
