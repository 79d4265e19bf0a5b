/* Steps that the readers of JSON (json.c) and of text that is nearly JSON
 * (errors/lenient/lenient.c) share. They are inline, because they run for each byte. */
#ifndef BALCAO_BASE_SCAN_H
#define BALCAO_BASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The rest of a text, which may contain any bytes. */
struct scan {
	const char *at, *end;
};

/* The next byte; '\0' also at the end. */
static inline char scan_peek(const struct scan *scan)
{
	return scan->at < scan->end ? *scan->at : '\0';
}

/* Moves past `c` if it is next. False: something else is next, and the position stays. */
static inline bool scan_char(struct scan *scan, char c)
{
	if (scan->at == scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

/* Moves past `word` if it is next. Anything may follow it. */
static inline bool scan_word(struct scan *scan, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
		return false;
	scan->at += length;
	return true;
}

/* Moves past the white space of JSON (RFC 8259, 2), if any. */
static inline void scan_space(struct scan *scan)
{
	for (char c = scan_peek(scan); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = scan_peek(scan))
		scan->at++;
}

/* The value of a hexadecimal digit; -1 for any other character. */
static inline int scan_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

#endif
