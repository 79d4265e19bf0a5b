#include "errors/grouping/grouping.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

static const struct frame frames[] = {
	{ .module = "app.main", .function = "main", .in_app = IN_APP_YES, .line = "show()" },
	{ .module = "app.views", .function = "show", .in_app = IN_APP_YES, .line = " return orders[key]" },
	{ .module = "lib.http", .function = "get", .in_app = IN_APP_NO },
};
static const struct frame bare[] = { { .module = "com.Loja" } };
static const struct exception causes[] = {
	{ .type = "KeyError", .value = "'id'", .frames = frames, .frame_count = COUNT(frames) },
	{ .type = "OrderError", .value = "order 7 is lost\nby 8\nand 9" },
};
static const struct exception synthetic[] = {
	{ .type = "Error",
	  .value = "x 1",
	  .synthetic = true,
	  .frames = frames,
	  .frame_count = COUNT(frames) },
};
static const struct exception generic[] = {
	{ .type = "RuntimeError", .value = "x 1", .frames = frames, .frame_count = COUNT(frames) },
};
static const struct exception bare_stack[] = {
	{ .type = "OrderError", .value = "order 7", .frames = bare, .frame_count = COUNT(bare) },
};
/* clang-format off */
static const struct exception without_stack[] = { { .type = "OrderError",
	.value = "order 7 is lost\nby 8\nand 9" } };
static const struct exception without_type[] = { { .value = "order 7" } };
static const struct exception empty[] = { { .type = "" } };
static const struct exception chain[] = {
	{ .type = "A" }, { .type = "B" }, { .type = "S", .synthetic = true }, { .type = "" }, { .type = "C" },
	{ .type = "D" }, { .type = "E$1" }, { .type = "F" }, { .type = "G", .value = "v" },
};
static const struct exception tree[] = {
	{ .type = "ValueError", .member = true, .frames = frames, .frame_count = COUNT(frames) },
	{ .type = "KeyError", .member = true },
	{ .type = "OSError" },
	{ .type = "ExceptionGroup", .value = "2 errors" },
};
static const struct exception members[] = { { .type = "ValueError", .value = "v", .member = true } };

static const struct {
	const char *name;
	struct event event;
	/* The hashed bytes, with / for the separators; and the evidence, each line with a newline. */
	const char *hashed, *shown;
} ways[] = {
	{ "stack of a cause", { .platform = "python", .exceptions = causes, .exception_count = 2 },
	  "st/p=python/t=KeyError/c=OrderError/f=app.views|show\nreturn orders[key]/f=app.main|main",
	  "platform: python\ntype: KeyError\nwith: OrderError\n"
	  "frame: show in app.views, at return orders[key]\nframe: main in app.main\n" },
	{ "synthetic", { .platform = "csharp", .exceptions = synthetic, .exception_count = 1 },
	  "st/p=csharp/f=app.views|show/f=app.main|main/v=x <number>",
	  "platform: csharp\nframe: show in app.views\nframe: main in app.main\nvalue: x <number>\n" },
	{ "a type that says nothing", { .platform = "go", .exceptions = generic, .exception_count = 1 },
	  "st/p=go/t=RuntimeError/f=app.views|show/f=app.main|main/v=x <number>",
	  "platform: go\ntype: RuntimeError\nframe: show in app.views\nframe: main in app.main\n"
	  "value: x <number>\n" },
	{ "neither function nor line", { .platform = "java", .exceptions = bare_stack, .exception_count = 1 },
	  "st/p=java/t=OrderError/f=com.Loja|/v=order <number>",
	  "platform: java\ntype: OrderError\nframe: com.Loja\nvalue: order <number>\n" },
	{ "no stack", { .platform = "php-laravel", .exceptions = without_stack, .exception_count = 1 },
	  "ex/p=php/t=OrderError/v=order <number> is lost\nby <number>",
	  "platform: php\ntype: OrderError\nvalue: order <number> is lost\nby <number>\n" },
	{ "no type", { .exceptions = without_type, .exception_count = 1 }, "ex/p=other/t=/v=order <number>",
	  "platform: other\ntype: \nvalue: order <number>\n" },
	{ "chain", { .exceptions = chain, .exception_count = COUNT(chain) },
	  "ex/p=other/t=G/c=F/c=E/c=D/c=C/c=B/v=v",
	  "platform: other\ntype: G\nwith: F\nwith: E\nwith: D\nwith: C\nwith: B\nvalue: v\n" },
	{ "members of a group", { .platform = "python", .exceptions = tree, .exception_count = COUNT(tree) },
	  "ex/p=python/t=ExceptionGroup/c=OSError/v=<number> errors",
	  "platform: python\ntype: ExceptionGroup\nwith: OSError\nvalue: <number> errors\n" },
	{ "nothing but members", { .exceptions = members, .exception_count = 1 },
	  "ex/p=other/t=ValueError/v=v", "platform: other\ntype: ValueError\nvalue: v\n" },
	{ "an exception that tells nothing", { .exceptions = empty, .exception_count = 1, .message = "m 1" },
	  "ms/m=m <number>", "message: m <number>\n" },
	{ "template", { .template = "User %s of 3", .message = "User 4 of 3" }, "tp/m=User %s of 3",
	  "template: User %s of 3\n" },
	{ "a template of placeholders", { .template = "%s: %(name)s {} {x} %5.2f", .message = "User 4" },
	  "ms/m=User <number>", "message: User <number>\n" },
	{ "a template alone", { .template = "%s" }, "ms/m=%s", "message: %s\n" },
	{ "message", { .platform = "python", .message = " User 4\nx" }, "ms/m=User <number>\nx",
	  "message: User <number>\nx\n" },
	{ "report", { .message = " \n", .directive = "Script-Src 'self'",
	  .blocked_uri = "https://X.org:1/y" },
	  "csp/d=script-src/h=x.org", "directive: script-src\nhost: x.org\n" },
	{ "report without an address", { .directive = "img-src" }, "csp/d=img-src/h=",
	  "directive: img-src\nhost: \n" },
	{ "nothing", { .platform = "Python", .logger = "root" }, "zz/p=Python/l=root/x=",
	  "platform: Python\nlogger: root\ntransaction: \n" },
	{ "separators", { .logger = "a\x1e" "b\x1f" }, "zz/p=/l=a b /x=",
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
	char *bytes = arena_printf(arena, "g2\x1e%s", hashed);
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
	{ "one", { "checkout" }, 1, "fp/g=checkout", "fingerprint: checkout\n" },
	{ "several", { "a", "b 42" }, 2, "fp/g=a/g=b 42", "fingerprint: a\nfingerprint: b 42\n" },
	{ "the default", { "{{ default }}" }, 1, NULL, "message: m <number>\n" },
	{ "the default without blanks", { "{{default}}" }, 1, NULL, "message: m <number>\n" },
	{ "the default among NULLs", { NULL, "{{ default }}", NULL }, 3, NULL, "message: m <number>\n" },
	{ "NULLs", { NULL, NULL }, 2, NULL, "message: m <number>\n" },
	{ "the default and more", { "{{ default }}", "pt" }, 2, "fp/g=@/g=pt",
	  "fingerprint: {{ default }}\nfingerprint: pt\nmessage: m <number>\n" },
	{ "the default twice", { "{{ default }}", "{{default}}" }, 2, "fp/g=@/g=@",
	  "fingerprint: {{ default }}\nfingerprint: {{ default }}\nmessage: m <number>\n" },
	{ "the default with more blanks", { "{{  default\t}}" }, 1, NULL, "message: m <number>\n" },
	{ "the default within a part", { "pt-{{default}}" }, 1, "fp/g=pt-@",
	  "fingerprint: pt-{{ default }}\nmessage: m <number>\n" },
	{ "almost the default", { "{ default }}" }, 1, "fp/g={ default }}", "fingerprint: { default }}\n" },
	{ "empty", { "" }, 1, "fp/g=", "fingerprint: \n" },
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
		expect_key(arena, grouping, fingerprints[i].hashed ? hashed : "ms/m=m <number>",
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

/* The most evidence: fifty frames, five other types, a value, and only parts that are the default. */
Test(grouping, many_frames)
{
	enum { MOST = 2 + GROUPING_CHAIN_MAX + STACK_TOKENS_MAX + 1 };
	struct arena *arena = arena_new();
	struct frame *many = arena_alloc(arena, 5000 * sizeof(*many));
	const char *parts[40];
	struct exception exceptions[10] = { 0 };
	struct event event = { .exceptions = exceptions, .exception_count = 10, .fingerprint = parts };

	for (size_t i = 0; i < COUNT(exceptions); i++)
		exceptions[i].type = "Error";
	exceptions[9].frames = many;
	exceptions[9].frame_count = 5000;
	for (size_t i = 0; i < 5000; i++)
		many[i].function = arena_printf(arena, "f%zu", i);
	for (size_t i = 0; i < COUNT(parts); i++)
		parts[i] = "{{ default }}";
	cr_expect_eq(grouping_of(arena, &event, -1)->evidence_count, MOST - 49);
	cr_expect_eq(grouping_of(arena, &event, 0)->evidence_count, MOST - 49);
	cr_expect_eq(grouping_of(arena, &event, 50)->evidence_count, MOST);
	cr_expect_eq(grouping_of(arena, &event, 51)->evidence_count, MOST);
	event.fingerprint_count = COUNT(parts);
	cr_expect_eq(grouping_of(arena, &event, 50)->evidence_count, GROUPING_EVIDENCE_MAX);
	arena_free(arena);
}
