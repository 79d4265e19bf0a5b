#include "errors/grouping/stack.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "errors/grouping/bundle.h"
#include "errors/grouping/image.h"
#include "errors/grouping/kind.h"
#include "errors/grouping/normal.h"
#include "errors/grouping/suffix.h"

enum {
	NAME_BYTES = 1024, /* the longest module or function; longer ones are cut */
	LINE_BYTES = 4096, /* a line of so many bytes is not looked at */
};

static bool is_one_of(const char *text, const char *const *list)
{
	while (*list && strcmp(text, *list) != 0)
		list++;
	return *list != NULL;
}

const char *stack_family(struct arena *arena, const char *platform)
{
	static const struct {
		const char *family, *members[8];
	} families[] = {
		{ "javascript", { "node", "electron", "deno", "bun", "react" } },
		{ "java", { "kotlin", "groovy", "scala", "android" } },
		{ "csharp", { "dotnet", "fsharp", "vb" } },
		{ "native", { "c", "cpp", "objc", "cocoa", "apple", "swift" } },
	};
	const char *name;

	if (!platform || !*platform)
		return "other";
	name = normal_lower(arena, platform, strcspn(platform, "-"));
	for (size_t i = 0; i < COUNT(families); i++)
		if (is_one_of(name, families[i].members))
			return families[i].family;
	return name;
}

static bool is_script(const char *name)
{
	static const char *const extensions[] = { ".js", ".mjs", ".cjs" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < COUNT(extensions); i++)
		if (strcmp(dot, extensions[i]) == 0)
			return true;
	return false;
}

static bool is_javascript(const char *family)
{
	return strcmp(family, "javascript") == 0;
}

const char *stack_file(struct arena *arena, const struct frame *frame, const char *family)
{
	const char *path = frame->filename && *frame->filename ? frame->filename : frame->abs_path;
	const char *name = path;
	size_t length;
	char *file;

	if (!path)
		return "";
	length = strcspn(path, "?#");
	for (size_t i = 0; i < length; i++)
		if (path[i] == '/' || path[i] == '\\')
			name = path + i + 1;
	length -= (size_t)(name - path);
	file = arena_strndup(arena, name, length < NAME_BYTES ? length : normal_fit(name, NAME_BYTES));
	if (is_javascript(family) || is_script(file))
		bundle_trim(file, false);
	return normal_lower(arena, file, strlen(file));
}

const char *stack_module(struct arena *arena, const struct frame *frame, const char *family)
{
	char *module = arena_strndup(arena, frame->module ? frame->module : "",
				     frame->module ? normal_fit(frame->module, NAME_BYTES) : 0);

	if (is_javascript(family))
		bundle_trim(module, true);
	suffix_cut(module);
	return module;
}

static bool is_anonymous(const char *function)
{
	static const char *const names[] = { "?", "<anonymous>", "anonymous function", "<lambda>", NULL };

	return is_one_of(function, names);
}

/* Returns the part of `text` after the last `separator`, or the whole text if there is none. */
static const char *after_last(const char *text, const char *separator)
{
	for (const char *next; (next = strstr(text, separator));)
		text = next + strlen(separator);
	return text;
}

static const char *php_method(const char *function)
{
	if (strstr(function, "@anonymous"))
		return strstr(function, "::") ? after_last(function, "::") : "";
	return function;
}

/* PHP 8.4 puts a line number into the name: "Foo::{closure:Foo::bar():12}". */
static const char *php_closure(struct arena *arena, const char *function)
{
	const char *closure = strstr(function, "{closure:");

	if (!closure)
		return function;
	return arena_printf(arena, "%.*s{closure}", (int)(closure - function), function);
}

/* Firefox names a function without a name after the one around it, total/<, and a function that an
 * asynchronous one called async*total. Safari calls the code of a file "global code". */
static const char *javascript_function(const char *name)
{
	static const char *const none[] = { "global code", "module code", "eval code", "anonymous", NULL };
	size_t length = strlen(name);

	if (strncmp(name, "async", strlen("async")) == 0 && (name[5] == '*' || name[5] == ' '))
		name += strlen("async*");
	name = after_last(name, ".");
	return is_one_of(name, none) || (length > 0 && name[strlen(name) - 1] == '<') ? "" : name;
}

const char *stack_function(struct arena *arena, const char *function, const char *family)
{
	bool java = strcmp(family, "java") == 0;
	char *name;

	if (!function || is_anonymous(function) || (java && strncmp(function, "lambda$", 7) == 0))
		return "";
	name = arena_strndup(arena, function, normal_fit(function, NAME_BYTES));
	if (strcmp(family, "php") == 0)
		name = arena_strdup(arena, php_method(php_closure(arena, name)));
	suffix_cut(name);
	function = is_javascript(family) ? javascript_function(name) : name;
	return is_anonymous(function) ? "" : function;
}

/* Folds white space. */
static char *fold(struct arena *arena, const char *text)
{
	char *folded = arena_strdup(arena, text), *to = folded;

	for (const char *from = folded; *from;) {
		size_t blanks = strspn(from, " \t\r\n\v\f");

		if (blanks > 0 && to > folded)
			*to++ = ' ';
		from += blanks;
		while (*from && !strchr(" \t\r\n\v\f", *from))
			*to++ = *from++;
	}
	if (to > folded && to[-1] == ' ')
		to--;
	*to = '\0';
	return folded;
}

/* SDKs cut the lines of minified code and mark where. */
static bool is_snippet(const char *line)
{
	static const char mark[] = "{snip}";
	size_t length = strlen(line), bytes = strlen(mark);

	return strncmp(line, mark, bytes) == 0 ||
	       (length >= bytes && strcmp(line + length - bytes, mark) == 0);
}

static bool says_something(const char *line)
{
	for (; *line; line++)
		if (kind_is_word(*line) || (unsigned char)*line >= 0x80)
			return true;
	return false;
}

static bool has_lines(const char *family)
{
	static const char *const families[] = { "javascript", "python", "php", "ruby", NULL };

	return is_one_of(family, families);
}

const char *stack_line(struct arena *arena, const struct frame *frame, const char *family)
{
	const char *line = frame->line;

	/* A longer text can't be short enough, even if half of it is white space. */
	if (!line || !has_lines(family) || strnlen(line, LINE_BYTES) == LINE_BYTES)
		return "";
	line = fold(arena, line);
	if (text_length(line, strlen(line)) > STACK_LINE_MAX || is_snippet(line) || !says_something(line))
		return "";
	return line;
}

enum in_app stack_class(const struct exception *exception)
{
	enum in_app class = IN_APP_NO;

	for (size_t i = 0; i < exception->frame_count; i++) {
		if (exception->frames[i].in_app == IN_APP_YES)
			return IN_APP_YES;
		if (exception->frames[i].in_app == IN_APP_UNKNOWN)
			class = IN_APP_UNKNOWN;
	}
	return class;
}

static bool is_skipped(const struct frame *frame)
{
	static const char *const paths[] = { "[native code]", "native code", "eval code", "<anonymous>",
					     "native",        "eval",        NULL };
	const char *path = frame->abs_path ? frame->abs_path : frame->filename;

	return (frame->function && strcmp(frame->function, "eval") == 0) ||
	       (path && (is_one_of(path, paths) || strncmp(path, "eval at ", strlen("eval at ")) == 0));
}

/* What a frame is read for. */
struct reader {
	struct arena *arena;
	const struct event *event;
	const char *family;
	enum in_app class;
	bool first; /* the innermost frame of its class */
};

/* Returns false if the frame has no token. */
static bool read_token(const struct reader *reader, const struct frame *frame, struct stack_token *token)
{
	struct arena *arena = reader->arena;
	const char *family = reader->family, *module = stack_module(arena, frame, family);
	const char *function = stack_function(arena, frame->function, family);
	const char *native = *function ? "" : image_place(arena, reader->event, frame);
	bool lined = !*function || (reader->first && reader->class != IN_APP_NO);

	*token = (struct stack_token){
		.place = *native   ? ""
			 : *module ? module
				   : stack_file(arena, frame, family),
		.function = *native ? native : function,
		.line = lined ? stack_line(arena, frame, family) : "",
	};
	if (!*token->function && !*token->line && has_lines(family))
		return false;
	return *token->place || *token->function || *token->line;
}

static bool is_same(const struct stack_token *one, const struct stack_token *other)
{
	return strcmp(one->place, other->place) == 0 && strcmp(one->function, other->function) == 0 &&
	       (*one->function || strcmp(one->line, other->line) == 0);
}

static void add(struct stack *stack, const struct stack_token *token)
{
	if (stack->count > 0 && is_same(token, &stack->tokens[stack->count - 1]))
		return;
	stack->tokens[stack->count++] = *token;
	stack->told = stack->told || *token->function || *token->line;
}

void stack_read(struct arena *arena, const struct event *event, const struct exception *exception,
		size_t limit, struct stack *stack)
{
	struct reader reader = { .arena = arena,
				 .event = event,
				 .family = stack_family(arena, event->platform),
				 .class = stack_class(exception),
				 .first = true };

	stack->count = 0;
	stack->told = stack->unnamed = false;
	for (size_t i = exception->frame_count; i-- > 0 && stack->count < limit;) {
		const struct frame *frame = &exception->frames[i];
		struct stack_token token;

		if (frame->in_app != reader.class || is_skipped(frame))
			continue;
		if (read_token(&reader, frame, &token))
			add(stack, &token);
		else if (reader.first)
			stack->unnamed = true;
		reader.first = false;
	}
}
