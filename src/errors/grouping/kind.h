/* The kinds of tokens that differ from one event to the next: what each is, normal.h tells. */
#ifndef BALCAO_ERRORS_GROUPING_KIND_H
#define BALCAO_ERRORS_GROUPING_KIND_H

#include <stdbool.h>
#include <stddef.h>

/* Whether `c` may stand inside a number or identifier: an ASCII letter, a digit or _. */
bool kind_is_word(char c);

/* What begins at `line[at]`, of a line of UTF-8 with a NUL behind it, `at` at a character: its length in
 * bytes, all of them whole characters, and in `*replacement` what stands for it. 0: nothing of a kind,
 * `*replacement` is NULL. The time is bounded by the length that is returned, but for a few scans to the end
 * of the line that each line has once. */
size_t kind_read(const char *line, size_t at, const char **replacement);

#endif
