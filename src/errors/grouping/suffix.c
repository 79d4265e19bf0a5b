#include "errors/grouping/suffix.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/status.h"

enum { RUST_DIGITS = 16 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f');
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

/* core::panicking::panic::h1f2e3d4c5b6a7988: the hash of the crate's build. */
static size_t without_hash(const char *text, size_t length)
{
	size_t left = length;

	while (left > 0 && is_hex(text[left - 1]))
		left--;
	if (length - left != RUST_DIGITS || left < strlen("::h") ||
	    strncmp(text + left - strlen("::h"), "::h", strlen("::h")) != 0)
		return length;
	return left - strlen("::h");
}

static size_t without_suffixes(const char *text, size_t length)
{
	size_t before;

	do {
		before = length;
		length = without_dollar(text, length);
		length = without_numbers(text, length);
		length = without_address(text, length);
		length = without_hash(text, length);
	} while (length < before);
	return length;
}

static void cut_proxies(char *name)
{
	static const char *const marks[] = { "$$EnhancerBy", "$$FastClassBy", "$$SpringCGLIB", "$$Lambda" };

	for (size_t i = 0; i < COUNT(marks); i++) {
		char *mark = strstr(name, marks[i]);

		if (mark)
			*mark = '\0';
	}
}

/* Of Loja.Pedidos+<Fechar>d__12 remains Loja.Pedidos+Fechar. */
static void cut_machines(char *name)
{
	static const char mark[] = ">d__";

	for (char *end; (end = strstr(name, mark)); name = end) {
		char *start = end, *rest = end + strlen(mark);

		while (start > name && *start != '<')
			start--;
		while (is_digit(*rest))
			rest++;
		if (*start != '<' || rest == end + strlen(mark)) {
			end += strlen(mark);
			continue;
		}
		memmove(start, start + 1, (size_t)(end - start - 1));
		memmove(end - 1, rest, strlen(rest) + 1);
		end--;
	}
}

void suffix_cut(char *name)
{
	cut_proxies(name);
	cut_machines(name);
	name[without_suffixes(name, strlen(name))] = '\0';
}
