#include "errors/grouping/grouping.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

static const struct frame frames[] = {
	{ .module = "app.main", .function = "main", .in_app = IN_APP_YES },
	{ .module = "app.views", .function = "show", .in_app = IN_APP_YES },
	{ .module = "lib.http", .function = "get", .in_app = IN_APP_NO },
};
static const struct exception causes[] = {
	{ .type = "KeyError", .value = "'id'", .frames = frames, .frame_count = COUNT(frames) },
	{ .type = "OrderError", .value = "order 7 is lost\nby 8\nand 9" },
};
static const struct exception synthetic[] = {
	{ .type = "Error", .value = "x", .synthetic = true, .frames = frames, .frame_count = COUNT(frames) },
};
/* clang-format off */
static const struct exception without_stack[] = { { .type = "OrderError",
	.value = "order 7 is lost\nby 8\nand 9" } };
static const struct exception without_type[] = { { .value = "order 7" } };
static const struct exception empty[] = { { .type = "" } };

static const struct {
	const char *name;
	struct event event;
	/* The hashed bytes, with / for the separators; and the evidence, each line with a newline. */
	const char *hashed, *shown;
} ways[] = {
	{ "stack of a cause", { .platform = "python", .exceptions = causes, .exception_count = 2 },
	  "st/python/KeyError/app.views|show/app.main|main",
	  "platform: python\ntype: KeyError\nframe: app.views|show\nframe: app.main|main\n" },
	{ "synthetic", { .platform = "node", .exceptions = synthetic, .exception_count = 1 },
	  "st/javascript/app.views|show/app.main|main",
	  "platform: javascript\nframe: app.views|show\nframe: app.main|main\n" },
	{ "no stack", { .platform = "php-laravel", .exceptions = without_stack, .exception_count = 1 },
	  "ex/php/OrderError/order <int> is lost\nby <int>",
	  "platform: php\ntype: OrderError\nvalue: order <int> is lost\nby <int>\n" },
	{ "no type", { .exceptions = without_type, .exception_count = 1 }, "ex/other//order <int>",
	  "platform: other\ntype: \nvalue: order <int>\n" },
	{ "an exception that tells nothing", { .exceptions = empty, .exception_count = 1, .message = "m 1" },
	  "ms/m <int>", "message: m <int>\n" },
	{ "template", { .template = "User %s of 3", .message = "User 4 of 3" }, "tp/User %s of 3",
	  "template: User %s of 3\n" },
	{ "message", { .platform = "python", .message = " User 4\nx" }, "ms/User <int>\nx",
	  "message: User <int>\nx\n" },
	{ "report", { .message = " \n", .directive = "Script-Src 'self'",
	  .blocked_uri = "https://X.org:1/y" },
	  "csp/script-src/x.org", "directive: script-src\nhost: x.org\n" },
	{ "report without an address", { .directive = "img-src" }, "csp/img-src/",
	  "directive: img-src\nhost: \n" },
	{ "nothing", { .platform = "Python", .logger = "root" }, "zz/Python/root/",
	  "platform: Python\nlogger: root\ntransaction: \n" },
	{ "separators", { .logger = "a\x1e" "b\x1f" }, "zz//a b /",
	  "platform: \nlogger: a b \ntransaction: \n" },
};
/* clang-format on */

static const char *shown(struct arena *arena, const struct grouping *grouping)
{
	const char *all = "";

	for (size_t i = 0; i < grouping->evidence_count; i++)
		all = arena_printf(arena, "%s%s\n", all, grouping->evidence[i]);
	return all;
}

/* Computes the key independently of the code under test. */
static void expect_key(struct arena *arena, const struct grouping *grouping, const char *hashed,
		       const char *name)
{
	char *bytes = arena_printf(arena, "g1\x1e%s", hashed);
	uint8_t key[SHA256_SIZE];

	for (char *c = bytes; *c; c++)
		if (*c == '/')
			*c = '\x1f';
	crypto_sha256(bytes, strlen(bytes), key);
	cr_expect_arr_eq(grouping->key, key, SHA256_SIZE, "%s", name);
}

Test(grouping, ways)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(ways); i++) {
		const struct grouping *grouping = grouping_of(arena, &ways[i].event, GROUPING_FRAMES);

		expect_key(arena, grouping, ways[i].hashed, ways[i].name);
		cr_expect_str_eq(shown(arena, grouping), ways[i].shown, "%s: %s", ways[i].name,
				 shown(arena, grouping));
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *name, *parts[4];
	size_t count;
	const char *hashed; /* @ stands for the default key; NULL: the key is the default key */
	const char *shown;
} fingerprints[] = {
	{ "one", { "checkout" }, 1, "fp/checkout", "fingerprint: checkout\n" },
	{ "several", { "a", "b 42" }, 2, "fp/a/b 42", "fingerprint: a\nfingerprint: b 42\n" },
	{ "the default", { "{{ default }}" }, 1, NULL, "message: m <int>\n" },
	{ "the default without blanks", { "{{default}}" }, 1, NULL, "message: m <int>\n" },
	{ "the default among NULLs", { NULL, "{{ default }}", NULL }, 3, NULL, "message: m <int>\n" },
	{ "NULLs", { NULL, NULL }, 2, NULL, "message: m <int>\n" },
	{ "the default and more", { "{{ default }}", "pt" }, 2, "fp/@/pt",
	  "fingerprint: {{ default }}\nfingerprint: pt\nmessage: m <int>\n" },
	{ "the default twice", { "{{ default }}", "{{default}}" }, 2, "fp/@/@",
	  "fingerprint: {{ default }}\nfingerprint: {{ default }}\nmessage: m <int>\n" },
	{ "almost the default", { "{{  default }}" }, 1, "fp/{{  default }}",
	  "fingerprint: {{  default }}\n" },
	{ "empty", { "" }, 1, "fp/", "fingerprint: \n" },
};
/* clang-format on */

Test(grouping, fingerprints)
{
	struct arena *arena = arena_new();
	struct event event = { .message = "m 1" };
	const struct grouping *standard = grouping_of(arena, &event, GROUPING_FRAMES);
	char hex[2 * SHA256_SIZE + 1];

	crypto_hex(standard->key, SHA256_SIZE, hex);
	for (size_t i = 0; i < COUNT(fingerprints); i++) {
		const struct grouping *grouping;
		const char *hashed = "";

		event.fingerprint = fingerprints[i].parts;
		event.fingerprint_count = fingerprints[i].count;
		grouping = grouping_of(arena, &event, GROUPING_FRAMES);
		for (const char *c = fingerprints[i].hashed; c && *c; c++)
			hashed = *c == '@' ? arena_printf(arena, "%s%s", hashed, hex)
					   : arena_printf(arena, "%s%c", hashed, *c);
		expect_key(arena, grouping, fingerprints[i].hashed ? hashed : "ms/m <int>",
			   fingerprints[i].name);
		cr_expect_str_eq(shown(arena, grouping), fingerprints[i].shown, "%s", fingerprints[i].name);
	}
	arena_free(arena);
}

Test(grouping, long_fingerprints)
{
	struct arena *arena = arena_new();
	const char *parts[100] = { NULL, "é" };
	char *long_part = arena_alloc(arena, 4001);
	struct event event = { .fingerprint = parts, .fingerprint_count = COUNT(parts) };
	const struct grouping *grouping;

	long_part[0] = 'x';
	for (size_t i = 1; i < 3999; i += 2)
		memcpy(long_part + i, "é", 2);
	for (size_t i = 2; i < COUNT(parts); i++)
		parts[i] = long_part;
	grouping = grouping_of(arena, &event, GROUPING_FRAMES);
	cr_expect_eq(grouping->evidence_count, GROUPING_PARTS_MAX);
	cr_expect_eq(strlen(grouping->evidence[1]), strlen("fingerprint: ") + 1023);
	arena_free(arena);
}

/* The most evidence: fifty frames, and only parts that are the default. */
Test(grouping, many_frames)
{
	struct arena *arena = arena_new();
	struct frame *many = arena_alloc(arena, 5000 * sizeof(*many));
	const char *parts[40];
	struct exception exception = { .type = "E", .frames = many, .frame_count = 5000 };
	struct event event = { .exceptions = &exception, .exception_count = 1, .fingerprint = parts };

	for (size_t i = 0; i < 5000; i++)
		many[i].function = arena_printf(arena, "f%zu", i);
	for (size_t i = 0; i < COUNT(parts); i++)
		parts[i] = "{{ default }}";
	cr_expect_eq(grouping_of(arena, &event, -1)->evidence_count, 2 + 1);
	cr_expect_eq(grouping_of(arena, &event, 0)->evidence_count, 2 + 1);
	cr_expect_eq(grouping_of(arena, &event, 50)->evidence_count, 2 + 50);
	cr_expect_eq(grouping_of(arena, &event, 51)->evidence_count, 2 + 50);
	event.fingerprint_count = COUNT(parts);
	cr_expect_eq(grouping_of(arena, &event, 50)->evidence_count, GROUPING_EVIDENCE_MAX);
	arena_free(arena);
}
