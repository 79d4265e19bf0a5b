#include "errors/grouping/title.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* clang-format off */
static const struct exception both[] = { { "Cause", "c", .synthetic = false }, { "TypeError",
	"\n x is\tnull \ny" } };
static const struct exception no_value[] = { { .type = "TypeError", .value = " \n" } };
static const struct exception no_type[] = { { .value = "x" } };
static const struct exception nothing[] = { { .type = "" } };

static const struct {
	const char *name;
	struct event event;
	const char *title;
} titles[] = {
	{ "the newest", { .exceptions = both, .exception_count = 2, .message = "m" },
	  "TypeError: x is\tnull" },
	{ "no value", { .exceptions = no_value, .exception_count = 1 }, "TypeError" },
	{ "no type", { .exceptions = no_type, .exception_count = 1 }, "x" },
	{ "neither", { .exceptions = nothing, .exception_count = 1, .message = "\n m 42\nn" }, "m 42" },
	{ "the message before its template", { .message = "user 4", .template = "user %d" }, "user 4" },
	{ "template", { .message = " ", .template = "user %d" }, "user %d" },
	{ "report", { .directive = "img-src", .blocked_uri = "https://X.org/a", .transaction = "t" },
	  "img-src: x.org" },
	{ "directive", { .directive = "img-src" }, "img-src" },
	{ "host", { .blocked_uri = "inline" }, "inline" },
	{ "transaction", { .transaction = "/checkout" }, "/checkout" },
	{ "nothing at all", { .platform = "php" }, "<unknown>" },
};
/* clang-format on */

Test(grouping_title, titles)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(titles); i++)
		cr_expect_str_eq(title_of(arena, &titles[i].event), titles[i].title, "%s: %s", titles[i].name,
				 title_of(arena, &titles[i].event));
	arena_free(arena);
}

Test(grouping_title, cut)
{
	struct arena *arena = arena_new();
	char *text = arena_alloc(arena, 1001);
	struct exception exception = { .type = text, .value = text };
	struct event event = { .exceptions = &exception, .exception_count = 1 };
	const char *title;

	for (size_t i = 0; i < 1000; i += 2)
		memcpy(text + i, "é", 2);
	title = title_of(arena, &event);
	cr_expect(text_is_utf8(title, strlen(title)));
	cr_expect_eq(text_length(title, strlen(title)), TITLE_LENGTH);
	text[2 * (TITLE_LENGTH - 1 - strlen(": "))] = '\0';
	title = title_of(arena, &event);
	cr_expect_eq(text_length(title, strlen(title)), TITLE_LENGTH);
	cr_expect_str_eq(title + strlen(title) - strlen(": é"), ": é");
	arena_free(arena);
}

static const struct frame mixed[] = {
	{ .module = "app.main", .function = "main", .in_app = IN_APP_YES },
	{ .module = "app.views", .function = "show", .in_app = IN_APP_YES },
	{ .module = "lib", .function = "get", .in_app = IN_APP_NO },
};
static const struct frame untold[] = { { .filename = "/js/App.1234abcd.js?x", .function = "Object.go" } };
static const struct frame library[] = { { .module = "lib", .function = "get", .in_app = IN_APP_NO } };
static const struct frame module[] = { { .module = "app", .function = "<lambda>" } };
static const struct frame file[] = { { .filename = "a/b.rb" } };
static const struct frame function[] = { { .function = "main.run" } };
static const struct frame blank[] = { { .module = " " } };

static const struct {
	const char *name, *platform;
	const struct frame *frames;
	size_t count;
	const char *transaction, *culprit;
} culprits[] = {
	{ "the application's", "python", mixed, COUNT(mixed), "/t", "app.views.show" },
	{ "untold", "javascript", untold, 1, "/t", "go (app.js)" },
	{ "none of the application", "python", library, 1, "/t", "/t" },
	{ "none, and no transaction", "python", library, 1, NULL, NULL },
	{ "no function", "python", module, 1, NULL, "app" },
	{ "file", "ruby", file, 1, NULL, "b.rb" },
	{ "function", "go", function, 1, NULL, "main.run" },
	{ "nothing", "go", blank, 1, "/t", "/t" },
	{ "no stack", "go", NULL, 0, "/t", "/t" },
};

Test(grouping_title, culprits)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(culprits); i++) {
		const struct exception chain[] = {
			{ .frames = culprits[i].frames, .frame_count = culprits[i].count },
			{ .type = "E" },
		};
		const struct event event = { .platform = culprits[i].platform,
					     .exceptions = chain,
					     .exception_count = COUNT(chain),
					     .transaction = culprits[i].transaction };
		const char *culprit = title_culprit(arena, &event);

		if (culprits[i].culprit)
			cr_expect_str_eq(culprit, culprits[i].culprit, "%s: %s", culprits[i].name, culprit);
		else
			cr_expect_null(culprit, "%s", culprits[i].name);
	}
	arena_free(arena);
}
