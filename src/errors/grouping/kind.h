/* Recognises the kinds of tokens that differ between events of one error. normal.h defines the kinds. */
#ifndef BALCAO_ERRORS_GROUPING_KIND_H
#define BALCAO_ERRORS_GROUPING_KIND_H

#include <stdbool.h>
#include <stddef.h>

/* Returns whether `c` can be part of a number or identifier: an ASCII letter, a digit or _. */
bool kind_is_word(char c);

/* Recognises the token that begins at `line[at]`. `line` is UTF-8 with a NUL at its end, and `at` is the
 * start of a character. Returns the length of the token in bytes, and sets `*replacement` to the text of its
 * kind, such as "<int>", a string literal. If no token begins there, returns 0 and sets `*replacement` to
 * NULL. The time is linear in the length that is returned, except for a few scans to the end of the line,
 * each of which a line needs only once. */
size_t kind_read(const char *line, size_t at, const char **replacement);

#endif
