/* Unicode text in UTF-8: validity, length, white space, control characters, line breaks, invisible characters
 * and normalization. The properties of characters are those of libunistring. */
#ifndef BALCAO_BASE_TEXT_H
#define BALCAO_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* Whether `length` bytes are well-formed UTF-8 as in RFC 3629: no overlong forms, no surrogates, nothing
 * above U+10FFFF. A NUL byte is valid. */
bool text_is_utf8(const char *text, size_t length);

/* The length of the character at the beginning of `text` (`length` bytes, at least one); 0 if its bytes
 * are not well-formed. */
size_t text_sequence(const char *text, size_t length);

/* The number of code points in `length` bytes of valid UTF-8. */
size_t text_length(const char *text, size_t length);

/* The text (valid UTF-8) in the form in which "SÃO", "são", "sao" and full-width letters are one: full case
 * folding and compatibility decomposition (Unicode 15, 3.13 D147 and UAX #15), without nonspacing marks and
 * Default_Ignorable_Code_Points; every blank (category Zs) is U+0020. NUL-terminated, in the arena. */
char *text_fold(struct arena *arena, const char *text, size_t length);

/* Whether the text (valid UTF-8) is one character again and again, or empty. A character is what a reader
 * takes for one: a grapheme cluster (UAX #29), such as a letter with its accents. */
bool text_repeats(const char *text, size_t length);

/* Writes the text with U+0020 in place of each other blank of category Zs, as RFC 8265, 4.2.2 prescribes for
 * passwords. `out` receives at most `length` bytes and a NUL; bytes that are not valid UTF-8 stay. */
void text_plain_blanks(const char *text, size_t length, char *out);

/* Removes white space at both ends of the text by changing `*text` and `*length`. White space is every
 * character with the property White_Space (UAX #44, PropList.txt): blank, tab, newline, no-break space,
 * U+2000–200A, U+3000 … The text must be valid UTF-8. */
void text_trim(const char **text, size_t *length);

/* Whether the text (valid UTF-8) contains a control character other than newline and tab. Control
 * characters have the general category Cc: C0, DEL and C1. */
bool text_has_control(const char *text, size_t length);

/* The text with LF in place of each CR LF: itself, or a copy in the arena, of which `*length` becomes the
 * length. */
const char *text_unix_lines(struct arena *arena, const char *text, size_t *length);

/* Whether the text (valid UTF-8 without other control characters) is more than one line of plain text: it
 * contains a newline, a tab, or U+2028 or U+2029, which separate lines and paragraphs. */
bool text_has_break(const char *text, size_t length);

/* Whether the character shows nothing: it has the property Default_Ignorable_Code_Point (UAX #44,
 * DerivedCoreProperties.txt) or the general category Cf: zero-width space, soft hyphen, marks of
 * direction … */
bool text_is_invisible(uint32_t character);

/* Whether the text (valid UTF-8) shows anything: it has a character besides white space and characters
 * that are invisible. An empty text shows nothing. */
bool text_shows(const char *text, size_t length);

/* The text in Unicode normalization form C (UAX #15), NUL-terminated, in the arena; NULL if it is not
 * valid UTF-8. */
char *text_to_nfc(struct arena *arena, const char *text, size_t length);

#endif
