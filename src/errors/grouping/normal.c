#include "errors/grouping/normal.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "errors/grouping/kind.h"

enum {
	LINES = 2,
	KEPT_BYTES = 10, /* statuses and signals are not longer */
};

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

struct output {
	char *text;
	size_t length;
	bool full;
};

/* Appends the whole text, or nothing if it does not fit. */
static void put(struct output *output, const char *text, size_t length)
{
	output->full = output->full || output->length + length > NORMAL_BYTES;
	if (!output->full) {
		memcpy(output->text + output->length, text, length);
		output->length += length;
	}
}

static size_t character(const char *text)
{
	size_t length = 1;

	while (is_continuation(text[length]))
		length++;
	return length;
}

/* Compares without regard to case; `lower` is in lower case. */
static bool is_same(const char *text, const char *lower, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] != lower[i] &&
		    !(text[i] >= 'A' && text[i] <= 'Z' && text[i] - 'A' + 'a' == lower[i]))
			return false;
	return true;
}

/* Returns whether the output ends in a word after which a number tells what happened, such as a status. */
static bool is_kept(const struct output *output)
{
	static const char *const before[] = { "http ", "status ", "sqlstate[", "errno ",
					      "exit ", "signal ", "port " };

	for (size_t i = 0; i < COUNT(before); i++) {
		size_t length = strlen(before[i]);
		const char *found = output->text + output->length - length;

		if (length <= output->length && is_same(found, before[i], length) &&
		    (length == output->length || !kind_is_word(found[-1])))
			return true;
	}
	return false;
}

/* Returns whether all of `length` bytes are digits, after a sign. */
static bool is_integer(const char *text, size_t length)
{
	size_t sign = strspn(text, "+-");

	return sign + strspn(text + sign, "0123456789") == length;
}

static void put_line(struct arena *arena, struct output *output, const char *line)
{
	for (size_t at = 0; line[at] && !output->full;) {
		const char *replacement;
		size_t length = kind_read(arena, line, at, &replacement);

		if (length == 0)
			length = character(line + at);
		else if (length <= KEPT_BYTES && is_integer(line + at, length) && is_kept(output))
			replacement = NULL;
		put(output, replacement ? replacement : line + at,
		    replacement ? strlen(replacement) : length);
		at += length;
	}
}

const char *normal_line(const char **rest, size_t *length)
{
	while (*rest && **rest) {
		const char *line = *rest;

		*length = strcspn(line, "\r\n");
		*rest += *length + (line[*length] != '\0');
		text_trim(&line, length);
		if (*length > 0)
			return line;
	}
	return NULL;
}

const char *normal_text(struct arena *arena, const char *text)
{
	struct output output = { .text = arena_alloc(arena, NORMAL_BYTES + 1) };
	const char *line;
	size_t length;

	for (int i = 0; i < LINES && (line = normal_line(&text, &length)); i++) {
		if (i > 0)
			put(&output, "\n", 1);
		put_line(arena, &output, arena_strndup(arena, line, length));
	}
	return output.text;
}

size_t normal_fit(const char *text, size_t bytes)
{
	size_t length = strnlen(text, bytes + 1);

	if (length <= bytes)
		return length;
	while (bytes > 0 && is_continuation(text[bytes]))
		bytes--;
	return bytes;
}

char *normal_lower(struct arena *arena, const char *text, size_t length)
{
	char *lower = arena_strndup(arena, text, length);

	for (char *c = lower; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return lower;
}

const char *normal_host(struct arena *arena, const char *url)
{
	const char *host, *at;
	size_t scheme, length;

	if (!url)
		return "";
	scheme = strcspn(url, ":/?#");
	if (strncmp(url + scheme, "://", strlen("://")) != 0)
		return normal_lower(arena, url, url[scheme] == ':' ? scheme : strlen(url));
	host = url + scheme + strlen("://");
	length = strcspn(host, "/?#\\");
	while ((at = memchr(host, '@', length))) {
		length -= (size_t)(at + 1 - host);
		host = at + 1;
	}
	if (*host == '[' && memchr(host, ']', length)) /* IPv6 */
		return normal_lower(arena, host, strcspn(host, "]") + 1);
	return normal_lower(arena, host, strcspn(host, ":/?#\\"));
}
