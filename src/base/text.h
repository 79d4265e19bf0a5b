/* Unicode text in UTF-8: what is valid, how long it is, where its blanks are. */
#ifndef BALCAO_BASE_TEXT_H
#define BALCAO_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Whether `length` bytes are well-formed UTF-8: RFC 3629, so no overlong forms,
 * no surrogates, nothing over U+10FFFF. A NUL byte is valid UTF-8. */
bool text_is_utf8(const char *text, size_t length);

/* The length of the well-formed sequence, one byte of ASCII or several, that `text` (`length` bytes, at least
 * one) begins with; 0: it begins with none. */
size_t text_sequence(const char *text, size_t length);

/* The number of code points in `length` bytes of valid UTF-8. */
size_t text_length(const char *text, size_t length);

/* Moves `*text` and `*length` past white space at both ends: the characters with
 * the property White_Space (Unicode 15, PropList.txt) — blanks, tab, newline,
 * no-break space, U+2000–200A, U+3000 … The bytes must be valid UTF-8. */
void text_trim(const char **text, size_t *length);

/* Whether the valid UTF-8 holds a control character (general category Cc: C0,
 * DEL, C1) other than newline and tab. */
bool text_has_control(const char *text, size_t length);

/* The same text in Unicode normalization form C (UAX #15), NUL-terminated, in the
 * arena; NULL if it is not valid UTF-8. */
char *text_to_nfc(struct arena *arena, const char *text, size_t length);

#endif
