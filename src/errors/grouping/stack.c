#include "errors/grouping/stack.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "errors/grouping/normal.h"

enum {
	NAME_BYTES = 1024, /* the longest module or function; longer ones are cut */
	HASH_DIGITS = 8,   /* the shortest hash of a build */
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

static bool is_hex(char c)
{
	return c && strchr("0123456789abcdef", c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Removes each ".[0-9a-f]{8,}" that a "." follows. */
static void drop_hashes(char *name)
{
	char *to = name;

	for (const char *from = name; *from;) {
		size_t digits = 0;

		while (*from == '.' && is_hex(from[1 + digits]))
			digits++;
		if (digits >= HASH_DIGITS && from[1 + digits] == '.')
			from += 1 + digits;
		else
			*to++ = *from++;
	}
	*to = '\0';
}

const char *stack_file(struct arena *arena, const struct frame *frame)
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
	file = normal_lower(arena, name, length < NAME_BYTES ? length : normal_fit(name, NAME_BYTES));
	drop_hashes(file);
	return file;
}

static bool is_anonymous(const char *function)
{
	static const char *const names[] = { "?", "<anonymous>", "anonymous function", "<lambda>", NULL };

	return is_one_of(function, names);
}

/* The functions without_… return how many of the first `length` bytes remain without a certain suffix; all
 * of them if `text` doesn't end in it. */
static size_t without_digits(const char *text, size_t length)
{
	while (length > 0 && is_digit(text[length - 1]))
		length--;
	return length;
}

static size_t without_dollar(const char *text, size_t length)
{
	size_t left = without_digits(text, length);

	return left < length && left > 0 && text[left - 1] == '$' ? left - 1 : length;
}

/* Rails names the functions of templates _app_views_users_show_html_erb__2434509863823_70123456, with ___ if
 * the first number is negative. */
static size_t without_numbers(const char *text, size_t length)
{
	size_t second = without_digits(text, length), first, left;

	if (second == length || second == 0 || text[second - 1] != '_')
		return length;
	first = without_digits(text, second - 1);
	for (left = first; left > 0 && text[left - 1] == '_'; left--)
		;
	return first < second - 1 && first - left >= 2 ? left : length;
}

static size_t without_address(const char *text, size_t length)
{
	size_t left = length;

	while (left > 0 && (is_hex(text[left - 1]) || (text[left - 1] >= 'A' && text[left - 1] <= 'F')))
		left--;
	if (left == length || left < 2 || text[left - 1] != 'x' || text[left - 2] != '0')
		return length;
	for (left -= 2; left > 0 && strchr(" +@", text[left - 1]); left--)
		;
	return left;
}

static size_t without_suffixes(const char *text, size_t length)
{
	size_t before;

	do {
		before = length;
		length = without_dollar(text, length);
		length = without_numbers(text, length);
		length = without_address(text, length);
	} while (length < before);
	return length;
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

const char *stack_function(struct arena *arena, const char *function, const char *family)
{
	bool java = strcmp(family, "java") == 0;
	char *name;

	if (!function || is_anonymous(function) || (java && strncmp(function, "lambda$", 7) == 0))
		return "";
	name = arena_strndup(arena, function, normal_fit(function, NAME_BYTES));
	if (strcmp(family, "php") == 0)
		name = arena_strdup(arena, php_method(php_closure(arena, name)));
	name[without_suffixes(name, strlen(name))] = '\0';
	if (strcmp(family, "javascript") == 0)
		function = after_last(name, ".");
	else
		function = name;
	return is_anonymous(function) ? "" : function;
}

const char *stack_token(struct arena *arena, const struct frame *frame, const char *family)
{
	const char *place = frame->module && *frame->module ? frame->module : stack_file(arena, frame);
	const char *function = stack_function(arena, frame->function, family);

	if (!*place && !*function)
		return "";
	return arena_printf(arena, "%.*s|%s", (int)normal_fit(place, NAME_BYTES), place, function);
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
					     NULL };

	return (frame->function && strcmp(frame->function, "eval") == 0) ||
	       (frame->abs_path && is_one_of(frame->abs_path, paths));
}

size_t stack_tokens(struct arena *arena, const struct exception *exception, const char *family, size_t limit,
		    const char *tokens[STACK_TOKENS_MAX])
{
	enum in_app class = stack_class(exception);
	size_t count = 0;

	for (size_t i = exception->frame_count; i-- > 0 && count < limit;) {
		const struct frame *frame = &exception->frames[i];
		const char *token;

		if (frame->in_app != class || is_skipped(frame))
			continue;
		token = stack_token(arena, frame, family);
		if (*token && (count == 0 || strcmp(token, tokens[count - 1]) != 0))
			tokens[count++] = token;
	}
	return count;
}
