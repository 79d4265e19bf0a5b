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
	{ "javascript", "async loadCart", "loadCart" },
	{ "javascript", "async*Cart.load", "load" },
	{ "javascript", "asyncLoad", "asyncLoad" },
	{ "javascript", "total/<", "" },
	{ "javascript", "./src/app.js/total/<", "" },
	{ "javascript", "global code", "" },
	{ "javascript", "anonymous", "" },
	{ "python", "anonymous", "anonymous" },
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
	const char *token; /* "place|function|line"; NULL: none */
} tokens[] = {
	{ "module", "python", { .module = "app.views", .function = "show", .filename = "app/views.py" },
	  "app.views|show|" },
	{ "module is as it is", "java", { .module = "com.Exemplo", .function = "run" }, "com.Exemplo|run|" },
	{ "file", "ruby", { .filename = "app/models/User.rb", .function = "User#save" },
	  "user.rb|User#save|" },
	{ "no folders of Windows", "csharp", { .filename = "C:\\Src\\Loja.cs", .function = "Main" },
	  "loja.cs|Main|" },
	{ "query and fragment", "javascript", { .filename = "https://x/App.js?v=1/2#a/b", .function = "f" },
	  "app.js|f|" },
	{ "fragment before query", "javascript", { .filename = "https://x/app.js#a?b", .function = "f" },
	  "app.js|f|" },
	{ "hash", "javascript", { .filename = "main.3f2a9c1b.js", .function = "t" }, "main.js|t|" },
	{ "hash in capitals", "javascript", { .filename = "MAIN-3F2A9C1B.JS", .function = "t" },
	  "main.js|t|" },
	{ "hash in a module", "node", { .module = "dist:server-Bx3k9d2A", .function = "t" },
	  "dist:server|t|" },
	{ "no hashes elsewhere", "php", { .filename = "Order_Controller9.php", .function = "t" },
	  "order_controller9.php|t|" },
	{ "but in scripts", "other", { .filename = "a-3F2A9C1B.mjs", .function = "t" }, "a.mjs|t|" },
	{ "abs_path alone", "php", { .abs_path = "/srv/index.php", .function = "f" }, "index.php|f|" },
	{ "function alone", "go", { .function = "main.run" }, "|main.run|" },
	{ "nothing", "go", { .function = "?", .filename = "", .module = "" }, NULL },
	{ "no name in the path", "go", { .filename = "/srv/" }, NULL },
	{ "a file alone", "go", { .filename = "/srv/main.go" }, "main.go||" },
	{ "a file alone says nothing", "php", { .filename = "/srv/index.php" }, NULL },
	{ "lambda", "java", { .module = "com.Loja", .function = "lambda$main$0" }, "com.Loja||" },
	/* Lines. */
	{ "line", "python", { .module = "a", .function = "f", .line = "  raise\tX( 1 )\n" },
	  "a|f|raise X( 1 )" },
	{ "line in place of a function", "php", { .filename = "a.php", .line = "echo $x;" },
	  "a.php||echo $x;" },
	{ "no lines", "csharp", { .module = "A", .function = "F", .line = "throw;" }, "A|F|" },
	{ "line that says nothing", "node", { .filename = "a.js", .line = " }); " }, NULL },
	{ "cut line", "node", { .filename = "a.js", .line = "{snip} throw new Error(1)" }, NULL },
	{ "line cut at the end", "node", { .filename = "a.js", .line = "throw new Error(1) {snip}" }, NULL },
	{ "line of 120 characters", "ruby", { .filename = "a.rb", .line =
	  "\u00e90123456789012345678901234567890123456789012345678901234567890123456789"
	  "01234567890123456789012345678901234567890123456" }, "a.rb||\u00e9"
	  "0123456789012345678901234567890123456789012345678901234567890123456789"
	  "01234567890123456789012345678901234567890123456" },
	{ "line of 121 characters", "ruby", { .filename = "a.rb", .line =
	  "\u00e90123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789012345678901234567890123456789012345678901" }, NULL },
	/* Images. */
	{ "place in an image", "native", { .instruction = 0x7f0000001234, .filename = "x.c" },
	  "|libloja.so+0x1234|" },
	{ "beyond the image", "native", { .instruction = 0x7f0000009000 }, NULL },
	{ "before all images", "native", { .instruction = 0x10 }, NULL },
	{ "image of unknown size", "native", { .instruction = 0x7f0000100010, .function = "?" },
	  "|app+0x10|" },
	{ "a function is enough", "native", { .instruction = 0x7f0000001234, .function = "run" }, "|run|" },
};
/* clang-format on */

static const struct image images[] = {
	{ 0x7f0000000000, 0x8000, "/usr/lib/libloja.so" },
	{ 0x7f0000100000, 0, "/usr/bin/app" },
};

static const char *shown(struct arena *arena, const struct stack *stack)
{
	const char *all = "";

	for (size_t i = 0; i < stack->count; i++)
		all = arena_printf(arena, "%s%s|%s|%s", all, stack->tokens[i].place,
				   stack->tokens[i].function, stack->tokens[i].line);
	return all;
}

Test(grouping_stack, tokens)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(tokens); i++) {
		struct event event = { .platform = tokens[i].family,
				       .images = images,
				       .image_count = COUNT(images) };
		struct exception exception = { .frames = &tokens[i].frame, .frame_count = 1 };
		struct stack stack;

		stack_read(arena, &event, &exception, 8, &stack);
		cr_expect_str_eq(shown(arena, &stack), tokens[i].token ? tokens[i].token : "", "%s: %s",
				 tokens[i].name, shown(arena, &stack));
		cr_expect_eq(stack.unnamed, !tokens[i].token, "%s", tokens[i].name);
	}
	arena_free(arena);
}

/* clang-format off */
/* Frames with a function, of each class. */
#define APP(name) { .function = name, .in_app = IN_APP_YES }
#define LIB(name) { .function = name, .in_app = IN_APP_NO }
#define OTHER(name) { .function = name }
#define FILE(name) { .filename = name ".js" }
#define LINE(name, text) { .filename = name ".js", .line = text }

static const struct {
	const char *name;
	struct frame frames[12]; /* the last one with a function or a file is the innermost */
	size_t limit;
	const char *tokens; /* "place|function|line" */
	bool told, unnamed;
} stacks[] = {
	{ "the crash first", { OTHER("a"), OTHER("b"), OTHER("c") }, 8, "|c||b||a|", true },
	{ "the nearest", { OTHER("a"), OTHER("b"), OTHER("c") }, 2, "|c||b|", true },
	{ "of the application", { APP("a"), OTHER("b"), LIB("c") }, 8, "|a|", true },
	{ "untold", { OTHER("a"), LIB("b") }, 8, "|a|", true },
	{ "none of the application", { LIB("a"), LIB("b") }, 8, "|b||a|", true },
	{ "recursion", { OTHER("a"), OTHER("b"), OTHER("b"), OTHER("b") }, 2, "|b||a|", true },
	{ "recursion of two", { OTHER("a"), OTHER("b"), OTHER("a"), OTHER("b") }, 8, "|b||a||b||a|", true },
	{ "recursion through a library", { APP("a"), LIB("l"), APP("a") }, 8, "|a|", true },
	{ "eval and native code",
	  { OTHER("a"), { .filename = "b", .function = "eval" },
	    { .function = "c", .abs_path = "[native code]" }, { .function = "d", .abs_path = "native code" },
	    { .function = "e", .abs_path = "eval code" }, { .function = "f", .filename = "<anonymous>" },
	    { .function = "g", .filename = "native" }, { .function = "h", .filename = "eval at f (a.js:1:2)" },
	    { .function = "i", .filename = "[native code]" } }, 2, "|a|", true },
	{ "abs_path before filename", { { .function = "a", .filename = "<anonymous>", .abs_path = "a.js" } },
	  8, "<anonymous>|a|", true },
	{ "without a token", { OTHER("a"), FILE("x"), OTHER("b") }, 2, "|b||a|", true },
	{ "innermost without a token", { OTHER("a"), OTHER("b"), FILE("x") }, 2, "|b||a|", true, true },
	{ "native code is not the innermost", { OTHER("a"), { .function = "x", .filename = "native" } },
	  2, "|a|", true },
	{ "eval is all that there is", { { .filename = "a", .function = "eval" } }, 8, "" },
	{ "the line of the innermost alone",
	  { { .function = "a", .line = "b(1)" }, { .function = "b", .line = "c(2)" } }, 8, "|b|c(2)|a|", true },
	{ "not of a library",
	  { { .function = "a", .line = "b(1)", .in_app = IN_APP_NO } }, 8, "|a|", true },
	{ "recursion with lines",
	  { OTHER("a"), { .function = "b", .line = "b(1)" }, { .function = "b", .line = "c(2)" } },
	  8, "|b|c(2)|a|", true },
	{ "lines in place of functions", { LINE("a", "f(1)"), LINE("a", "f(1)"), LINE("a", "f(2)") },
	  8, "a.js||f(2)a.js||f(1)", true },
};
/* clang-format on */

Test(grouping_stack, stacks)
{
	struct arena *arena = arena_new();
	struct event event = { .platform = "node" };

	for (size_t i = 0; i < COUNT(stacks); i++) {
		struct exception exception = { .frames = stacks[i].frames };
		struct stack stack;

		while (exception.frame_count < COUNT(stacks[i].frames) &&
		       (stacks[i].frames[exception.frame_count].function ||
			stacks[i].frames[exception.frame_count].filename))
			exception.frame_count++;
		stack_read(arena, &event, &exception, stacks[i].limit, &stack);
		cr_expect_str_eq(shown(arena, &stack), stacks[i].tokens, "%s: %s", stacks[i].name,
				 shown(arena, &stack));
		cr_expect_eq(stack.told, stacks[i].told, "%s", stacks[i].name);
		cr_expect_eq(stack.unnamed, stacks[i].unnamed, "%s", stacks[i].name);
	}
	arena_free(arena);
}
