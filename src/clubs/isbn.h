/* ISBN: the number of a book, of 10 digits until 2006 and of 13 since (ISO 2108, and the International ISBN
 * Agency's Users' Manual). The last digit checks the others.
 *
 * A number that passes is well-formed, no more: whether it was given to a book only the agencies know. */
#ifndef BALCAO_CLUBS_ISBN_H
#define BALCAO_CLUBS_ISBN_H

#include "table/field.h"

enum { ISBN_SIZE = sizeof("9788535902778") };

/* Reads an ISBN from `length` bytes of any kind: 10 or 13 ASCII digits, the last of 10 may be X or x; hyphens
 * wherever they are are ignored, nothing else is.
 *
 * Of 10 digits d1…d10 the sum of (11 − i)·di must be divisible by 11, X being 10. Of 13, which begin with 978
 * or 979, that of d1 + 3·d2 + d3 + 3·d4 + … + d13 by 10. Each number of 10 is one of 13: 978, its first nine
 * digits, and the check digit that makes them right.
 *
 * True: `isbn`, the caller's, has 13 digits and a NUL. False: what is in it means nothing. */
bool isbn_parse(const char *text, size_t length, char isbn[ISBN_SIZE]);

/* What is stored are the 13 digits; the fault is &isbn_invalid. It makes no key. */
extern const struct format isbn_format;

extern const struct fault_kind isbn_invalid;
extern const struct fault_kind isbn_taken_by; /* text: the address of the book that has it */

#endif
