/* Any object of an event may have many members that nothing reads, and all members may stand in any order:
 * the event keeps what it is. Random events, always the same ones. */
#include "errors/sentry/event/mapper.h"

#include "errors/sentry/sample.h"

#include <inttypes.h>

#include "base/buffer.h"
#include "base/status.h"

enum {
	EVENT_MAX = 1024 * 1024,
	CASES = 60,
	OBJECTS_MAX = 24,      /* of an event */
	STRANGER_BYTES = 24,   /* the most that a member which nothing reads takes */
	FEW = 16 * 1024 + 100, /* more than an object may have */
	MANY = 30 * 1000,      /* fewer than an event may have */
};

/* --- chance --- */

static uint64_t state;

static size_t chance(size_t count)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % count);
}

static void begin_chance(uint64_t seed)
{
	state = seed * 0x9E3779B97F4A7C15 + 1;
	for (int i = 0; i < 8; i++)
		chance(2);
}

/* --- events --- */

/* How many strangers each object gets, in the order in which they are made. */
struct crowds {
	size_t count[OBJECTS_MAX], made;
};

static void put_strangers(struct buffer *out, size_t count)
{
	static const char *const values[] = { "0", "\"a\"", "null", "1.5" };

	for (size_t i = 0; i < count; i++)
		buffer_printf(out, "\"x%zu\":%s,", i, values[i % COUNT(values)]);
}

static void shuffle(const char **members, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = chance(i);
		const char *kept = members[i - 1];

		members[i - 1] = members[other];
		members[other] = kept;
	}
}

/* Returns `"name":{…}`, or only the object without a name. */
static const char *object(struct crowds *crowds, const char *name, const char **members, size_t count)
{
	struct buffer out = { .arena = sample_arena() };
	size_t place = chance(count + 1);

	cr_assert_lt(crowds->made, OBJECTS_MAX);
	shuffle(members, count);
	if (*name)
		buffer_printf(&out, "\"%s\":", name);
	buffer_put_char(&out, '{');
	for (size_t i = 0; i <= count; i++) {
		if (i == place)
			put_strangers(&out, crowds->count[crowds->made]);
		if (i < count)
			buffer_printf(&out, "%s,", members[i]);
	}
	out.data[out.length - 1] = '}';
	crowds->made++;
	return out.data;
}

#define OBJECT(name, ...)                                     \
	object(crowds, name, (const char *[]){ __VA_ARGS__ }, \
	       sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *))

static const char *list(const char *name, const char *first, const char *last)
{
	return arena_printf(sample_arena(), "\"%s\":[%s,%s]", name, first, last);
}

static const char *make_stack(struct crowds *crowds)
{
	const char *outermost = OBJECT("", "\"function\":\"outermost\"", "\"filename\":\"loja.py\"");
	const char *innermost = OBJECT("", "\"function\":\"innermost\"", "\"lineno\":7", "\"in_app\":true");

	return OBJECT("stacktrace", list("frames", outermost, innermost));
}

static const char *make_oldest(struct crowds *crowds)
{
	return OBJECT("", "\"type\":\"ErroAntigo\"", "\"value\":\"x\"");
}

static const char *make_exceptions(struct crowds *crowds)
{
	const char *mechanism = OBJECT("mechanism", "\"type\":\"generic\"", "\"handled\":false");
	const char *stack = make_stack(crowds);
	const char *newest =
		OBJECT("", "\"type\":\"ErroDeItens\"", "\"value\":\"sem itens\"", stack, mechanism);
	const char *open = chance(2) ? "[" : "";

	switch (chance(4)) {
	case 0:
		return arena_printf(sample_arena(), "\"exception\":%s", newest);
	case 1:
		return OBJECT("exception", arena_printf(sample_arena(), "\"values\":%s%s%s", open, newest,
							*open ? "]" : ""));
	case 2:
		return list("exception", make_oldest(crowds), newest);
	default:
		return OBJECT("exception", list("values", make_oldest(crowds), newest));
	}
}

static const char *make_request(struct crowds *crowds)
{
	const char *headers = OBJECT("headers", "\"User-Agent\":\"Mozilla/5.0 (X11; Linux x86_64; rv:130.0) "
						"Gecko/20100101 Firefox/130.0\"");
	const char *env = OBJECT("env", "\"REMOTE_ADDR\":\"10.1.2.3\"");

	return OBJECT("request", "\"url\":\"https://loja.example/pedidos\"", headers, env);
}

static const char *make_event(struct crowds *crowds)
{
	const char *exceptions = make_exceptions(crowds), *request = make_request(crowds);
	const char *entry = OBJECT("logentry", "\"message\":\"O pedido falhou\"");
	const char *user = OBJECT("user", "\"id\":\"ana\"", "\"email\":\"ana@example.com\"",
				  "\"username\":\"ana\"", "\"name\":\"Ana B\"");
	const char *trace = OBJECT("trace", "\"trace_id\":\"4c79f60c11214eb38604f4ae0781bfb2\"");
	const char *runtime = OBJECT("runtime", "\"name\":\"CPython\"", "\"version\":\"3.11\"");
	const char *device = OBJECT("device", "\"family\":\"Pixel\"");
	const char *contexts = OBJECT("contexts", trace, runtime, device);

	return OBJECT("", exceptions, request, entry, user, contexts, "\"level\":\"fatal\"",
		      "\"environment\":\"teste\"", "\"release\":\"loja@1.2.3\"", "\"platform\":\"python\"",
		      "\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"", "\"tags\":{\"loja\":\"7\"}");
}

/* One object, two or all of them get strangers: as many as an event may have, or more. */
static void choose_crowds(struct crowds *crowds, size_t objects)
{
	size_t left = EVENT_MAX / STRANGER_BYTES, one = chance(objects), other = chance(objects);

	*crowds = (struct crowds){ 0 };
	switch (chance(3)) {
	case 0:
		crowds->count[one] = FEW + chance(MANY - FEW);
		return;
	case 1:
		crowds->count[one] = FEW;
		crowds->count[other] += FEW;
		return;
	default:
		for (size_t i = 0; i < objects; i++)
			crowds->count[i] = left / objects + chance(left / objects);
	}
}

/* --- what must be there --- */

static void expect_tag(const struct mapped *mapped, const char *key, const char *value, const char *name)
{
	const char *found = NULL;

	for (size_t i = 0; i < mapped->tags.count; i++)
		if (strcmp(mapped->tags.list[i].key, key) == 0)
			found = mapped->tags.list[i].value;
	sample_expect(found, value, name);
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
	sample_expect(mapped->event.exceptions[0].type, count > 1 ? "ErroAntigo" : "ErroDeItens", name);
	cr_expect_eq(newest->frame_count, 2, "%s: %zu frames", name, newest->frame_count);
	if (newest->frame_count < 2)
		return;
	sample_expect(newest->frames[0].function, "outermost", name);
	sample_expect(newest->frames[0].filename, "loja.py", name);
	sample_expect(newest->frames[1].function, "innermost", name);
}

static void expect_whole(const struct mapped *mapped, const char *name)
{
	sample_expect(mapped->level, "fatal", name);
	sample_expect(mapped->environment, "teste", name);
	sample_expect(mapped->release, "loja@1.2.3", name);
	sample_expect(mapped->event_id, "9ec79c33ec9942ab8353589fcb2e04dc", name);
	sample_expect(mapped->event.platform, "python", name);
	sample_expect(mapped->event.message, "O pedido falhou", name);
	sample_expect(mapped->user.identity, "id:ana", name);
	sample_expect(mapped->user.email, "ana@example.com", name);
	sample_expect(mapped->user.address, "10.1.2.3", name);
	sample_expect(mapped->runtime, "CPython 3.11", name);
	sample_expect(mapped->trace_id, "4c79f60c11214eb38604f4ae0781bfb2", name);
	expect_tag(mapped, "loja", "7", name);
	expect_tag(mapped, "url", "https://loja.example/pedidos", name);
	expect_tag(mapped, "browser", "Firefox 130.0", name);
	expect_tag(mapped, "device", "Pixel", name);
	expect_tag(mapped, "mechanism", "generic", name);
	expect_tag(mapped, "handled", "no", name);
	expect_exception(mapped, name);
}

static void run(uint64_t seed)
{
	struct mapper_source source = { .received = SAMPLE_RECEIVED * INT64_C(1000), .sent = MOMENT_UNKNOWN };
	const char *name = arena_printf(sample_arena(), "event %" PRIu64, seed), *text;
	struct lenient_report report;
	struct crowds crowds = { 0 };
	struct json_object *tree;
	struct mapped mapped;

	begin_chance(seed);
	make_event(&crowds);
	choose_crowds(&crowds, crowds.made);
	begin_chance(seed); /* the same event */
	text = make_event(&crowds);
	cr_assert_leq(strlen(text), EVENT_MAX, "%s: %zu bytes", name, strlen(text));
	cr_assert(lenient_parse(sample_arena(), text, strlen(text), &report, &tree), "%s", name);
	cr_expect_gt(report.too_many, 0, "%s: nothing left out", name);
	cr_expect_leq(lenient_bytes(text, strlen(text)), (size_t)8 * 1024 * 1024 + 2 * EVENT_MAX);
	mapper_map(sample_arena(), tree, &report, &source, &mapped);
	expect_whole(&mapped, name);
	arena_reset(sample_arena());
}

static void run_all(uint64_t from)
{
	for (uint64_t seed = from; seed < from + CASES; seed++)
		run(seed);
}

Test(event_mapper_wide, first, .timeout = 300)
{
	run_all(0);
}

Test(event_mapper_wide, second, .timeout = 300)
{
	run_all(1000);
}
