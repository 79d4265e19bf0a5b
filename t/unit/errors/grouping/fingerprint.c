/* Variables in fingerprints, and the rules of a project that give events a fingerprint. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "errors/grouping/grouping.h"
#include "errors/grouping/rule.h"
#include "errors/grouping/variable.h"

static const struct frame frames[] = {
	{ .module = "app.main", .function = "main", .in_app = IN_APP_YES },
	{ .module = "app.views-Bx3k9d2A",
	  .function = "Order.show",
	  .filename = "app/views.js",
	  .in_app = IN_APP_YES },
	{ .module = "lib.http", .function = "get", .abs_path = "/usr/lib/http.js", .in_app = IN_APP_NO },
};
static const struct exception exceptions[] = {
	{ .type = "KeyError", .value = "id" },
	{ .type = "TimeoutError",
	  .value = "after 3 s\nby 8",
	  .frames = frames,
	  .frame_count = COUNT(frames) },
};
static const struct tag tags[] = { { "loja", "sul" }, { "vazia", NULL } };
static const struct event full = {
	.platform = "node",
	.logger = "root",
	.transaction = "/pedidos/{id}",
	.level = "warning",
	.message = "m 1",
	.exceptions = exceptions,
	.exception_count = COUNT(exceptions),
	.tags = tags,
	.tag_count = COUNT(tags),
};
static const struct event plain = { .message = "Pedido 7 sem itens", .logger = "loja.pedidos" };

/* clang-format off */
static const struct {
	const char *part, *filled;
} parts[] = {
	{ "checkout", "checkout" },
	{ "", "" },
	{ "{{ transaction }}", "/pedidos/{id}" },
	{ "{{transaction}}", "/pedidos/{id}" },
	{ "{{\t level  }}|{{logger}}", "warning|root" },
	{ "{{ message }}", "m 1" },
	{ "{{ error.type }} {{ type }}", "TimeoutError TimeoutError" },
	{ "{{ error.value }}", "after 3 s\nby 8" },
	{ "{{ function }} {{ stack.function }}", "show show" },
	{ "{{ module }} {{ stack.module }}", "app.views app.views" },
	{ "{{ tags.loja }}-{{tags.loja}}", "sul-sul" },
	{ "{{ tags.vazia }}{{ tags.x }}", "<no tags.vazia><no tags.x>" },
	{ "{{ default }}", "@" },
	{ "{{ unknown }} {{ }} {{}} {{ transaction }", "{{ unknown }} {{ }} {{}} {{ transaction }" },
	{ "{ {{{ level }}", "{ {warning" },
	{ "{{ {{ level }}", "{{ warning" },
};
/* clang-format on */

Test(grouping_fingerprint, variables)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(parts); i++) {
		const char *filled = variable_fill(arena, &full, parts[i].part, "@");

		cr_expect_str_eq(filled, parts[i].filled, "%s: %s", parts[i].part, filled);
	}
	cr_expect_str_eq(variable_fill(arena, &plain, "{{ function }} {{ error.type }}", "@"),
			 "<no function> <no error.type>");
	arena_free(arena);
}

Test(grouping_fingerprint, long_values)
{
	struct arena *arena = arena_new();
	struct event event = { .message = arena_alloc(arena, 100001) };
	const char *part = "";

	memset((char *)event.message, 'x', 100000);
	for (int i = 0; i < 60; i++)
		part = arena_printf(arena, "%s{{message}}", part);
	cr_expect_eq(strlen(variable_fill(arena, &event, part, "")), 4096);
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *subject, *pattern;
	const struct event *event;
	bool matches;
} patterns[] = {
	{ "type", "Timeout*", &full, true },
	{ "type", "timeout*", &full, false },
	{ "type", "KeyError", &full, true }, /* of a cause */
	{ "type", "Key", &full, false },
	{ "type", "*", &plain, false },
	{ "value", "after ? s*", &full, true },
	{ "value", "after ?", &full, false },
	{ "value", "*8", &full, true },
	{ "value", "m *", &full, false }, /* an exception's value, not the message */
	{ "value", "Pedido * sem itens", &plain, true },
	{ "module", "app.main", &full, true },
	{ "module", "app.views", &full, true }, /* without the hash */
	{ "module", "app.views-*", &full, true },
	{ "function", "Order.show", &full, true },
	{ "function", "show", &full, true },
	{ "function", "get", &full, true },
	{ "function", "g", &full, false },
	{ "path", "app/*", &full, true },
	{ "path", "*http.js", &full, true },
	{ "path", "http.js", &full, false },
	{ "logger", "root", &full, true },
	{ "logger", "loja.*", &plain, true },
	{ "logger", "*a*.*d*s", &plain, true },
	{ "logger", "*a*.*d*x", &plain, false },
	{ "logger", "???a.pedidos", &plain, true },
	{ "logger", "loja.pedidos?", &plain, false },
	{ "logger", "**", &plain, true },
};
/* clang-format on */

Test(grouping_fingerprint, patterns)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(patterns); i++) {
		struct event event = *patterns[i].event;
		const char *json = arena_printf(arena, "[{\"%s\":\"%s\",\"parts\":[\"a\",\"{{ level }}\"]}]",
						patterns[i].subject, patterns[i].pattern);

		rule_apply(arena, rule_read(arena, json), &event);
		cr_expect_eq(event.ruled, patterns[i].matches, "%s %s", patterns[i].subject,
			     patterns[i].pattern);
		cr_expect_eq(event.fingerprint_count, patterns[i].matches ? 2 : 0, "%s", json);
	}
	arena_free(arena);
}

static const char *grouped(struct arena *arena, const char *rules, const char *own)
{
	struct event event = full;
	const struct grouping *grouping;

	event.fingerprint = &own;
	event.fingerprint_count = own != NULL;
	rule_apply(arena, rules ? rule_read(arena, rules) : NULL, &event);
	grouping = grouping_of(arena, &event, GROUPING_FRAMES);
	return arena_printf(arena, "%s, %zu", grouping->evidence[0], grouping->evidence_count);
}

/* The first rule that matches wins, and wins over the client's own fingerprint. */
Test(grouping_fingerprint, rules)
{
	struct arena *arena = arena_new();
	const char *rules =
		"[{\"type\":\"No*\",\"parts\":[\"no\"]},{\"type\":\"Time*\",\"parts\":[\"first\"]},"
		"{\"type\":\"Timeout*\",\"parts\":[\"second\"]}]";

	cr_expect_str_eq(grouped(arena, NULL, NULL), "platform: javascript, 5");
	cr_expect_str_eq(grouped(arena, "[]", "own"), "fingerprint: own, 1");
	cr_expect_str_eq(grouped(arena, rules, NULL), "fingerprint by rule: first, 1");
	cr_expect_str_eq(grouped(arena, rules, "own"), "fingerprint by rule: first, 1");
	cr_expect_str_eq(grouped(arena, "[{\"type\":\"*\",\"parts\":[\"{{ default }}\",\"x\"]}]", "own"),
			 "fingerprint by rule: {{ default }}, 7");
	cr_expect_str_eq(grouped(arena, "[{\"type\":\"*\",\"parts\":[\"{{ default }}\"]}]", "own"),
			 "platform: javascript, 5", "the default in place of the client's");
	arena_free(arena);
}

/* What the engine would refuse gives no rule. */
Test(grouping_fingerprint, broken_rules)
{
	static const char *const broken[] = {
		"",
		"null",
		"{}",
		"[1]",
		"[{}]",
		"[{\"type\":\"*\"}]",
		"[{\"type\":\"*\",\"parts\":[]}]",
		"[{\"type\":1,\"parts\":[\"a\"]}]",
		"[{\"parts\":[\"a\"]}]",
		"[",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(broken); i++)
		cr_expect_eq(rule_read(arena, broken[i])->count, 0, "%s", broken[i]);
	cr_expect_eq(rule_read(arena, NULL)->count, 0);
	arena_free(arena);
}

/* A hundred hostile patterns on a long stack take milliseconds, not minutes. */
Test(grouping_fingerprint, hostile_patterns, .timeout = 20)
{
	struct arena *arena = arena_new();
	struct frame *many = arena_alloc(arena, 5000 * sizeof(*many));
	struct exception exception = { .frames = many, .frame_count = 5000 };
	struct event event = { .exceptions = &exception, .exception_count = 1 };
	char *text = arena_alloc(arena, 512), *pattern = arena_alloc(arena, 200);
	const char *json = "[";

	memset(text, 'a', 511);
	memset(pattern, 'a', 198);
	for (size_t i = 0; i < 5000; i++)
		many[i].function = arena_printf(arena, "%s%zu", text, i);
	for (int i = 0; i < RULE_MAX; i++)
		json = arena_printf(arena, "%s%s{\"function\":\"*%sb\",\"parts\":[\"x\"]}", json,
				    i ? "," : "", pattern);
	json = arena_printf(arena, "%s]", json);
	for (int i = 0; i < 100; i++)
		rule_apply(arena, rule_read(arena, json), &event);
	cr_expect_not(event.ruled);
	arena_free(arena);
}
