/* The vocabulary of those that look for secrets in a text. */
#ifndef BALCAO_ERRORS_SCRUB_PASSAGE_H
#define BALCAO_ERRORS_SCRUB_PASSAGE_H

#include <stdbool.h>
#include <stddef.h>

/* A text of any bytes. */
struct passage {
	const char *text;
	size_t length;
	const char *further; /* the project's further names (name_list), or NULL */
	bool code;    /* a line of source code: what is assigned without quotes is an expression, no secret */
	size_t floor; /* what stands before was dealt with already */
};

/* A part of a text: from the byte `from` to that before `to`. Empty: none. */
struct span {
	size_t from, to;
};

static inline bool passage_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool passage_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool passage_is_word(char c)
{
	return passage_is_letter(c) || passage_is_digit(c);
}

static inline bool passage_is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* The byte at `at`; '\0' beyond the ends. (size_t)-1 is before the beginning. */
static inline char passage_at(const struct passage *passage, size_t at)
{
	return at < passage->length ? passage->text[at] : '\0';
}

#endif
