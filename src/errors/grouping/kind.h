/* Recognises the kinds of tokens that differ between events of one error. normal.h defines the kinds. */
#ifndef BALCAO_ERRORS_GROUPING_KIND_H
#define BALCAO_ERRORS_GROUPING_KIND_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Returns whether `c` can be part of a number or identifier: an ASCII letter, a digit or _. */
bool kind_is_word(char c);

/* Recognises the token that begins at `line[at]`. `line` is UTF-8 with a NUL at its end, and `at` is the
 * start of a character. Returns the length of the token in bytes, and sets `*replacement` to its normal form,
 * such as "<number>", a literal or a text in the arena. If no token begins there, returns 0 and sets
 * `*replacement` to NULL. The time is at most linear in the length of the line. */
size_t kind_read(struct arena *arena, const char *line, size_t at, const char **replacement);

#endif
