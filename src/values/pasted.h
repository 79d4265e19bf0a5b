/* Numbers as people paste them: out of contacts, chats, web pages, spreadsheets and PDFs, where they come
 * with no-break blanks, typographic hyphens, direction marks, zero-width characters and full-width forms,
 * and often with a word in front ("CPF: …"). Such a text is read one character at a time, each as the
 * ASCII character that it stands for.
 *
 * Properties of characters decide, not a list of those that somebody has met (Unicode Character Database):
 * - Characters that show nothing are left out: the general category Cf and Default_Ignorable_Code_Point
 *   (U+00AD, U+200B, U+200E, U+2060, U+FEFF, variation selectors …).
 * - White_Space is a blank: U+00A0, U+2009, U+202F, U+3000 … Newline, tab and other control characters
 *   aren't.
 * - Dash and Hyphen are a hyphen: U+2010 to U+2015, U+2212, U+FE63 … So are U+2043 (hyphen bullet) and
 *   U+02D7 (modifier letter minus sign), which only lack the property.
 * - A compatibility form of a single ASCII character is that character: full-width, small, mathematical …
 *   Superscripts and circled digits say something else than the digit, so they aren't; º is o, as in "nº".
 * Digits of other scripts are refused: some look like another digit (the Bengali four like an 8), so what
 * the sender saw and what would be stored could differ. */
#ifndef BALCAO_VALUES_PASTED_H
#define BALCAO_VALUES_PASTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A text that is being read, and where the reading has come to. A copy of the struct is a bookmark. */
struct pasted {
	const char *at, *end;
};

enum {
	PASTED_END = 0, /* there is no further character */
	PASTED_OTHER =
		0x7F, /* a character that stands for none of ASCII, a control character, or malformed UTF-8 */
	PASTED_MAX = 100, /* the length that documents name for such a text, in characters */
};

/* Begins to read the `length` bytes of `text`, which may have any content and must outlive the reading. */
struct pasted pasted_begin(const char *text, size_t length);

/* The text without the blanks and the characters that show nothing at its ends: from `.at` to `.end`. */
struct pasted pasted_trim(const char *text, size_t length);

/* Returns the next character: 0x20 to 0x7E, PASTED_END or PASTED_OTHER. */
char pasted_next(struct pasted *text);

/* Begins to read a number: pasted_begin, without what people put beside one: blanks, quotation marks, and
 * symbols (the general categories So, Sk and Sm, such as pictures of phones) at both ends but + and -,
 * [ * _ : in front of it, and ] * _ , ; . behind it. */
struct pasted pasted_number(const char *text, size_t length);

/* If `label` comes next, skips it and returns true. The label is in lower case, and the text may be in any
 * case. Blanks and full stops before and between its characters are ignored; blanks, any of : . / -
 * and what pasted_number skips in front are skipped behind it, too. */
bool pasted_skip(struct pasted *text, const char *label);

/* Skips each of the labels (ended by NULL, the longer ones first) for as long as one of them comes next. */
void pasted_skip_all(struct pasted *text, const char *const *labels);

#endif
