/* Whatever an event holds, and in whatever order: it keeps what it is. Random events of up to 1 MiB, always
 * the same ones, have hostile bulk in any part. */
#include "errors/sentry/event/mapper.h"

#include "errors/sentry/sample.h"

#include <inttypes.h>
#include <malloc.h>

#include "base/buffer.h"
#include "base/json.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/page/outline.h"
#include "errors/sentry/page/view.h"

enum { EVENT_MAX = 1024 * 1024, CASES = 80, MEMBERS_MAX = 64, ROOM = 4096 /* for all but the bulk */ };

/* --- chance --- */

static uint64_t state;

static uint64_t chance(uint64_t count)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % count;
}

/* --- bulk: each writes one JSON value of about `bytes` bytes --- */

static void repeat(struct buffer *out, const char *open, const char *item, const char *close, size_t bytes)
{
	size_t end = out->length + bytes;

	buffer_put_text(out, open);
	buffer_put_text(out, item);
	while (out->length < end) {
		buffer_put_char(out, ',');
		buffer_put_text(out, item);
	}
	buffer_put_text(out, close);
}

static void put_records(struct buffer *out, size_t bytes)
{
	repeat(out, "[", "{\"id\":1,\"nome\":\"item\"}", "]", bytes);
}

static void put_empty(struct buffer *out, size_t bytes)
{
	repeat(out, "[", "{}", "]", bytes);
}

static void put_numbers(struct buffer *out, size_t bytes)
{
	repeat(out, "{\"n\":[", "1.5", "]}", bytes);
}

static void put_same(struct buffer *out, size_t bytes)
{
	repeat(out, "{", "\"a\":0", "}", bytes);
}

static void put_wide(struct buffer *out, size_t bytes)
{
	size_t end = out->length + bytes;

	buffer_put_text(out, "{\"a\":0");
	for (uint64_t i = 0; out->length < end; i++)
		buffer_printf(out, ",\"m%" PRIx64 "\":%" PRIu64, i, i);
	buffer_put_char(out, '}');
}

static void put_deep(struct buffer *out, size_t bytes)
{
	size_t depth = bytes / 8;

	for (size_t i = 0; i < depth; i++)
		buffer_put_text(out, i % 2 ? "{\"a\":" : "[");
	buffer_put_char(out, '0');
	for (size_t i = depth; i > 0; i--)
		buffer_put_char(out, (i - 1) % 2 ? '}' : ']');
}

static void put_bushes(struct buffer *out, size_t bytes)
{
	repeat(out, "[", "[[[[[[[[[[[[[[[[[[[[[[{\"a\":[{}]}]]]]]]]]]]]]]]]]]]]]]]", "]", bytes);
}

static void put_text(struct buffer *out, size_t bytes)
{
	size_t end = out->length + bytes;

	buffer_put_char(out, '"');
	while (out->length < end)
		buffer_put_text(out, "\\\"]}é\\u0001 level");
	buffer_put_char(out, '"');
}

static void put_texts(struct buffer *out, size_t bytes)
{
	repeat(out, "[", "\"\\\"}],{\"", "]", bytes);
}

static void (*const bulks[])(struct buffer *out, size_t bytes) = { put_records, put_empty, put_numbers,
								   put_same,    put_wide,  put_deep,
								   put_bushes,  put_text,  put_texts };

static void put_bulk(struct buffer *out, size_t bytes)
{
	bulks[chance(COUNT(bulks))](out, bytes);
}

/* Writes a member, or two, of which the first has a bulk. */
static void put_around(struct buffer *out, const char *head, const char *middle, const char *tail,
		       size_t bytes)
{
	buffer_put_text(out, head);
	if (bytes > 0) {
		buffer_put_text(out, middle);
		put_bulk(out, bytes);
		buffer_put_char(out, ',');
	}
	buffer_put_text(out, tail);
}

/* --- the members of an event --- */

struct member {
	struct buffer text;
};

struct sample {
	struct member members[MEMBERS_MAX];
	size_t count, bytes; /* `bytes`: what is left for bulk */
	bool exception;
};

static struct buffer *begin(struct sample *sample)
{
	cr_assert_lt(sample->count, MEMBERS_MAX);
	sample->members[sample->count].text = (struct buffer){ .arena = sample_arena() };
	return &sample->members[sample->count++].text;
}

/* Takes some of the bytes that are left, or none. */
static size_t some(struct sample *sample)
{
	size_t bytes = chance(3) == 0 ? (size_t)chance(sample->bytes + 1) : 0;

	sample->bytes -= bytes;
	return bytes;
}

static void add(struct sample *sample, const char *text)
{
	buffer_put_text(begin(sample), text);
}

static void add_scalars(struct sample *sample)
{
	static const char *const names[] = { "level", "environment", "release" };
	static const char *const values[] = { "\"fatal\"", "\"teste\"", "\"loja@1.2.3\"" };

	for (size_t i = 0; i < COUNT(names); i++) {
		struct buffer *out = begin(sample);
		size_t bytes = some(sample);

		if (bytes > 0) { /* the last one counts */
			buffer_printf(out, "\"%s\":", names[i]);
			put_bulk(out, bytes);
			buffer_put_char(out, ',');
		}
		buffer_printf(out, "\"%s\":%s", names[i], values[i]);
	}
	add(sample, "\"platform\":\"python\"");
	add(sample, "\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"");
}

static void add_user(struct sample *sample)
{
	struct buffer *out = begin(sample);

	put_around(out, chance(2) ? "\"user\":{" : "\"sentry.interfaces.User\":{",
		   "\"data\":", "\"id\":\"ana\",\"email\":\"ana@example.com\"", some(sample));
	if (chance(2)) {
		buffer_put_text(out, ",\"more\":");
		put_bulk(out, some(sample));
	}
	buffer_put_char(out, '}');
}

static void add_tags(struct sample *sample)
{
	struct buffer *out = begin(sample);
	size_t bytes = some(sample), end;
	bool pairs = chance(2);

	buffer_put_text(out, pairs ? "\"tags\":[[\"loja\",\"7\"]" : "\"tags\":{\"loja\":\"7\"");
	if (chance(2)) { /* a value that a tag can't have */
		buffer_put_text(out, pairs ? ",[\"x\"," : ",\"x\":");
		put_bulk(out, bytes / 2);
		buffer_put_text(out, pairs ? "],[\"caixa\",3]" : ",\"caixa\":3");
	} else {
		buffer_put_text(out, pairs ? ",[\"caixa\",3]" : ",\"caixa\":3");
	}
	end = out->length + bytes / 2;
	for (size_t i = 0; out->length < end; i++)
		buffer_printf(out, pairs ? ",[\"t%zu\",\"%zu\"]" : ",\"t%zu\":\"%zu\"", i, i);
	buffer_put_char(out, pairs ? ']' : '}');
}

static void add_message(struct sample *sample)
{
	switch (chance(3)) {
	case 0:
		add(sample, "\"message\":\"O pedido falhou\"");
		break;
	case 1:
		put_around(begin(sample), "\"logentry\":{", "\"params\":", "\"message\":\"O pedido falhou\"}",
			   some(sample));
		break;
	default:
		put_around(begin(sample), "\"sentry.interfaces.Message\":{",
			   "\"x\":", "\"message\":\"O %s falhou\",\"formatted\":\"O pedido falhou\"}",
			   some(sample));
	}
}

static void put_frame(struct buffer *out, const char *function, size_t bytes)
{
	put_around(out, "{", "\"vars\":", "\"function\":\"", bytes);
	buffer_printf(out, "%s\",\"filename\":\"loja.py\",\"lineno\":7}", function);
}

static void put_stack(struct buffer *out, struct sample *sample)
{
	size_t bytes = some(sample), end;

	put_around(out, "\"stacktrace\":{", "\"registers\":", "\"frames\":[", some(sample));
	put_frame(out, "outermost", some(sample));
	end = out->length + bytes;
	while (out->length < end) {
		buffer_put_char(out, ',');
		put_frame(out, "between", chance(4) == 0 ? 100 : 0);
	}
	buffer_put_char(out, ',');
	put_frame(out, "innermost", some(sample));
	buffer_put_text(out, "]}");
}

static void put_exception(struct buffer *out, struct sample *sample, const char *type)
{
	bool stack_first = chance(2);

	put_around(out, "{", "\"mechanism\":", "", some(sample));
	if (stack_first) {
		put_stack(out, sample);
		buffer_put_char(out, ',');
	}
	buffer_printf(out, "\"value\":\"sem itens\",\"type\":\"%s\"", type);
	if (!stack_first) {
		buffer_put_char(out, ',');
		put_stack(out, sample);
	}
	buffer_put_char(out, '}');
}

static void add_exceptions(struct sample *sample)
{
	struct buffer *out = begin(sample);
	bool values = chance(2);
	size_t end;

	buffer_put_text(out, chance(2) ? "\"exception\":" : "\"sentry.interfaces.Exception\":");
	if (chance(4) == 0) {
		put_exception(out, sample, "ErroDeItens");
		return;
	}
	if (values)
		put_around(out, "{", "\"x\":", "\"values\":", some(sample));
	buffer_put_char(out, '[');
	put_exception(out, sample, "ErroAntigo");
	end = out->length + some(sample);
	while (out->length < end)
		buffer_put_text(out, ",{\"type\":\"ErroDoMeio\",\"value\":{\"a\":[]}}");
	buffer_put_char(out, ',');
	put_exception(out, sample, "ErroDeItens");
	buffer_put_text(out, values ? "]}" : "]");
}

static void add_bulk(struct sample *sample)
{
	static const char *const names[] = {
		"extra",
		"breadcrumbs",
		"threads",
		"modules",
		"contexts",
		"request",
		"sdk",
		"debug_meta",
		"fingerprint",
		"stacktrace",
		"_meta",
		"desconhecido",
		"logger",
		"transaction",
		"server_name",
		"dist",
		"extra",
		"extra",
		"sentry.interfaces.Http",
		"sentry.interfaces.Breadcrumbs",
	};
	static const char *const opens[] = { "", "{\"values\":", "{\"data\":" };
	size_t form = (size_t)chance(COUNT(opens));
	struct buffer *out = begin(sample);

	buffer_printf(out, "\"%s\":%s", names[chance(COUNT(names))], opens[form]);
	put_bulk(out, some(sample));
	buffer_put_text(out, form > 0 ? "}" : "");
}

static void swap(struct member *one, struct member *other)
{
	struct member kept = *one;

	*one = *other;
	*other = kept;
}

/* Returns the event of a seed; it belongs to the arena. */
static struct buffer make_event(uint64_t seed, struct sample *sample)
{
	struct buffer text = { .arena = sample_arena() };

	state = seed * 0x9E3779B97F4A7C15 + 1;
	for (int i = 0; i < 8; i++)
		chance(2);
	*sample =
		(struct sample){ .bytes = (size_t)chance(2) ? EVENT_MAX - ROOM : (size_t)chance(EVENT_MAX) };
	sample->exception = chance(8) > 0;
	if (sample->bytes > EVENT_MAX - ROOM)
		sample->bytes = EVENT_MAX - ROOM;
	for (uint64_t i = chance(4); i > 0; i--)
		add_bulk(sample);
	if (sample->exception)
		add_exceptions(sample);
	add_scalars(sample);
	add_user(sample);
	add_tags(sample);
	add_message(sample);
	while (sample->bytes > 8192 && sample->count < MEMBERS_MAX)
		add_bulk(sample);
	for (size_t i = sample->count; i > 1; i--)
		swap(&sample->members[i - 1], &sample->members[chance(i)]);
	for (size_t i = 0; i < sample->count; i++) {
		buffer_put_char(&text, i == 0 ? '{' : ',');
		buffer_put(&text, sample->members[i].text.data, sample->members[i].text.length);
	}
	buffer_put_char(&text, '}');
	return text;
}

/* --- what must be there --- */

static void expect_tag(const struct mapped *mapped, const char *key, const char *value, const char *name)
{
	for (size_t i = 0; i < mapped->tags.count; i++)
		if (strcmp(mapped->tags.list[i].key, key) == 0) {
			sample_expect(mapped->tags.list[i].value, value, name);
			return;
		}
	cr_expect_fail("%s: no tag %s", name, key);
}

static void expect_exception(const struct mapped *mapped, const char *name)
{
	size_t count = mapped->event.exception_count;
	const struct exception *newest = &mapped->event.exceptions[count - 1];

	if (count == 0) {
		cr_expect_fail("%s: no exception", name);
		return;
	}
	sample_expect(newest->type, "ErroDeItens", name);
	sample_expect(newest->value, "sem itens", name);
	if (count > 1)
		sample_expect(mapped->event.exceptions[0].type, "ErroAntigo", name);
	if (newest->frame_count < 2) {
		cr_expect_fail("%s: %zu frames", name, newest->frame_count);
		return;
	}
	sample_expect(newest->frames[newest->frame_count - 1].function, "innermost", name);
	sample_expect(newest->frames[0].function, "outermost", name);
}

static void expect_whole(const struct mapped *mapped, const struct sample *sample, const char *name)
{
	sample_expect(mapped->level, "fatal", name);
	sample_expect(mapped->environment, "teste", name);
	sample_expect(mapped->release, "loja@1.2.3", name);
	sample_expect(mapped->event_id, "9ec79c33ec9942ab8353589fcb2e04dc", name);
	sample_expect(mapped->event.platform, "python", name);
	sample_expect(mapped->event.message, "O pedido falhou", name);
	sample_expect(mapped->user.identity, "id:ana", name);
	sample_expect(mapped->user.email, "ana@example.com", name);
	expect_tag(mapped, "loja", "7", name);
	expect_tag(mapped, "caixa", "3", name);
	if (sample->exception)
		expect_exception(mapped, name);
}

static void run(uint64_t seed, size_t *cut)
{
	struct mapper_source source = { .received = SAMPLE_RECEIVED * INT64_C(1000), .sent = MOMENT_UNKNOWN };
	const char *name = arena_printf(sample_arena(), "event %" PRIu64, seed);
	static struct sample sample;
	struct buffer text = make_event(seed, &sample);
	struct arena *arena = arena_new();
	struct lenient_report report;
	struct json_object *object;
	struct mapped mapped;
	size_t before = mallinfo2().uordblks, taken;

	cr_assert_leq(text.length, EVENT_MAX, "%s: %zu bytes", name, text.length);
	cr_assert(lenient_parse(arena, text.data, text.length, &report, &object), "%s: %.200s", name,
		  text.data);
	taken = mallinfo2().uordblks - before;
	cr_expect_leq(taken, lenient_bytes(text.data, text.length), "%s: %zu bytes", name, taken);
	mapper_map(arena, object, &report, &source, &mapped);
	expect_whole(&mapped, &sample, name);
	*cut += report.too_many > 0;
	arena_free(arena);
	arena_reset(sample_arena());
}

static void run_all(uint64_t from)
{
	size_t cut = 0;

	for (uint64_t seed = from; seed < from + CASES; seed++)
		run(seed, &cut);
	cr_expect_gt(cut, CASES / 4, "only %zu events were too big", cut);
}

/* Four tests, which run at the same time. */
Test(event_mapper_bulk, first, .timeout = 300)
{
	run_all(0);
}

Test(event_mapper_bulk, second, .timeout = 300)
{
	run_all(1000);
}

Test(event_mapper_bulk, third, .timeout = 300)
{
	run_all(2000);
}

Test(event_mapper_bulk, fourth, .timeout = 300)
{
	run_all(3000);
}
