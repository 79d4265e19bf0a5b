#include "errors/grouping/stack.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

/* clang-format off */
static const struct {
	const char *platform, *family;
} families[] = {
	{ NULL, "other" },         { "", "other" },
	{ "python", "python" },    { "python-django", "python" },
	{ "node", "javascript" },  { "javascript-react", "javascript" },
	{ "react-native", "javascript" }, { "Java", "java" },
	{ "kotlin", "java" },      { "dotnet-aspnetcore", "csharp" },
	{ "cocoa", "native" },     { "c", "native" },
	{ "Delphi", "delphi" },
};
/* clang-format on */

Test(grouping_stack, families)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(families); i++)
		cr_expect_str_eq(stack_family(arena, families[i].platform), families[i].family, "%zu", i);
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *family, *function, *clean;
} functions[] = {
	{ "python", NULL, "" },
	{ "python", "?", "" },
	{ "python", "<anonymous>", "" },
	{ "python", "anonymous function", "" },
	{ "python", "<lambda>", "" },
	{ "python", "<module>", "<module>" },
	{ "python", "Order.total", "Order.total" },
	{ "python", "lambda$0", "lambda" },
	/* Suffixes. */
	{ "other", "run$1234", "run" },
	{ "other", "run$12$34", "run" },
	{ "other", "run$", "run$" },
	{ "other", "run2", "run2" },
	{ "other", "$12", "" },
	{ "ruby", "_app_views_users_show_html_erb__2434509863823_70123456",
	  "_app_views_users_show_html_erb" },
	{ "ruby", "block in _app_views_a_erb___2434_7012", "block in _app_views_a_erb" },
	{ "ruby", "step_1_2", "step_1_2" },
	{ "ruby", "step__12", "step__12" },
	{ "ruby", "__1_", "__1_" },
	{ "native", "main+0x1f", "main" },
	{ "native", "0x7fff12AB", "" },
	{ "native", "call @ 0xffee", "call" },
	{ "native", "fabada", "fabada" },
	{ "native", "run0x", "run0x" },
	{ "other", "run__1_2$3", "run" },
	/* Rules of one platform. */
	{ "javascript", "Object.handleClick", "handleClick" },
	{ "javascript", "Object.<anonymous>", "" },
	{ "javascript", "a.b.c", "c" },
	{ "javascript", "App.", "" },
	{ "php", "class@anonymous/srv/app/Foo.php:12$0::handle", "handle" },
	{ "php", "App\\Base@anonymous/srv/app/Foo.php:3$1::run", "run" },
	{ "php", "class@anonymous", "" },
	{ "php", "App\\Service::handle", "App\\Service::handle" },
	{ "php", "App\\Service::{closure}", "App\\Service::{closure}" },
	{ "php", "App\\Service::{closure:App\\Service::handle():41}", "App\\Service::{closure}" },
	{ "php", "class@anonymous/a.php:1$0::{closure:class@anonymous/a.php:1$0::x():9}", "{closure}" },
	{ "java", "lambda$handle$0", "" },
	{ "java", "access$000", "access" },
	{ "ruby", "class@anonymous::x", "class@anonymous::x" },
};
/* clang-format on */

Test(grouping_stack, functions)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(functions); i++) {
		const char *clean = stack_function(arena, functions[i].function, functions[i].family);

		cr_expect_str_eq(clean, functions[i].clean, "%s: %s", functions[i].function, clean);
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *name, *family;
	struct frame frame;
	const char *token;
} tokens[] = {
	{ "module", "python", { .module = "app.views", .function = "show", .filename = "app/views.py" },
	  "app.views|show" },
	{ "module is as it is", "java", { .module = "com.Exemplo", .function = "run" }, "com.Exemplo|run" },
	{ "file", "ruby", { .filename = "app/models/User.rb", .function = "User#save" },
	  "user.rb|User#save" },
	{ "no folders of Windows", "csharp", { .filename = "C:\\Src\\Loja.cs", .function = "Main" },
	  "loja.cs|Main" },
	{ "query and fragment", "javascript", { .filename = "https://x/App.js?v=1/2#a/b" }, "app.js|" },
	{ "fragment before query", "javascript", { .filename = "https://x/app.js#a?b" }, "app.js|" },
	{ "hash", "javascript", { .filename = "main.3f2a9c1b.js", .function = "t" }, "main.js|t" },
	{ "hashes", "javascript", { .filename = "main.3f2a9c1b.0123456789abcdef.chunk.js" },
	  "main.chunk.js|" },
	{ "short hash", "javascript", { .filename = "main.3f2a9c1.js" }, "main.3f2a9c1.js|" },
	{ "hash at the end", "javascript", { .filename = "main.3f2a9c1b" }, "main.3f2a9c1b|" },
	{ "capitals", "javascript", { .filename = "MAIN.3F2A9C1B.JS" }, "main.js|" },
	{ "abs_path alone", "php", { .abs_path = "/srv/index.php" }, "index.php|" },
	{ "function alone", "go", { .function = "main.run" }, "|main.run" },
	{ "nothing", "go", { .function = "?", .filename = "", .module = "" }, "" },
	{ "no name in the path", "go", { .filename = "/srv/" }, "" },
};
/* clang-format on */

Test(grouping_stack, tokens)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(tokens); i++)
		cr_expect_str_eq(stack_token(arena, &tokens[i].frame, tokens[i].family), tokens[i].token,
				 "%s", tokens[i].name);
	arena_free(arena);
}

/* clang-format off */
/* Frames with a module, of each class. */
#define APP(name) { .module = name, .in_app = IN_APP_YES }
#define LIB(name) { .module = name, .in_app = IN_APP_NO }
#define OTHER(name) { .module = name }

static const struct {
	const char *name;
	struct frame frames[12]; /* the last one with a module is the innermost */
	size_t limit;
	const char *tokens; /* each followed by a blank */
} stacks[] = {
	{ "the crash first", { OTHER("a"), OTHER("b"), OTHER("c") }, 8, "c| b| a| " },
	{ "the nearest", { OTHER("a"), OTHER("b"), OTHER("c") }, 2, "c| b| " },
	{ "of the application",
	  { APP("a"), OTHER("b"), LIB("c") },
	  8, "a| " },
	{ "untold", { OTHER("a"), LIB("b") }, 8, "a| " },
	{ "none of the application", { LIB("a"), LIB("b") }, 8, "b| a| " },
	{ "recursion", { OTHER("a"), OTHER("b"), OTHER("b"), OTHER("b") }, 2, "b| a| " },
	{ "recursion of two", { OTHER("a"), OTHER("b"), OTHER("a"), OTHER("b") }, 8,
	  "b| a| b| a| " },
	{ "recursion through a library",
	  { APP("a"), LIB("l"), APP("a") }, 8,
	  "a| " },
	{ "eval and native code",
	  { OTHER("a"), { .module = "b", .function = "eval" }, { .module = "c", .abs_path = "[native code]" },
	    { .module = "d", .abs_path = "native code" }, { .module = "e", .abs_path = "eval code" },
	    { .module = "f", .abs_path = "<anonymous>" } }, 2, "a| " },
	{ "without a token", { OTHER("a"), { .module = "", .function = "?" }, OTHER("b") }, 2, "b| a| " },
	{ "eval is all that there is", { { .module = "a", .function = "eval" } }, 8, "" },
};
/* clang-format on */

Test(grouping_stack, stacks)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(stacks); i++) {
		struct exception exception = { .frames = stacks[i].frames };
		const char *found[STACK_TOKENS_MAX], *all = "";
		size_t count;

		while (exception.frame_count < COUNT(stacks[i].frames) &&
		       stacks[i].frames[exception.frame_count].module)
			exception.frame_count++;
		count = stack_tokens(arena, &exception, "python", stacks[i].limit, found);
		for (size_t token = 0; token < count; token++)
			all = arena_printf(arena, "%s%s ", all, found[token]);
		cr_expect_str_eq(all, stacks[i].tokens, "%s: %s", stacks[i].name, all);
	}
	arena_free(arena);
}
