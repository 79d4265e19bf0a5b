/* ISBN: the number of a book, of 10 digits until 2006 and of 13 since (ISO 2108, and the International ISBN
 * Agency's Users' Manual). The last digit is a check digit.
 *
 * Checking a number shows only that it is well-formed. Only the ISBN agencies know whether it was assigned to
 * a book. */
#ifndef BALCAO_CLUBS_ISBN_H
#define BALCAO_CLUBS_ISBN_H

#include "table/field.h"

enum { ISBN_SIZE = sizeof("9788535902778") };

/* Reads an ISBN from the `length` bytes of `text`, which may have any content. Accepted are 10 or 13
 * digits, as people paste them (values/pasted.h), also behind "ISBN nº", "ISBN-13:", "e-ISBN:" or
 * "urn:isbn:"; the last of 10 may be X or x. Hyphens and blanks are ignored at any place; every other
 * character is refused.
 *
 * An ISBN of 10 digits d1…d10 is right if the sum of (11 − i)·di is divisible by 11, where X counts as 10.
 * An ISBN of 13 digits is right if it begins with 978 or 979 and d1 + 3·d2 + d3 + 3·d4 + … + d13 is
 * divisible by 10. An ISBN of 10 digits is converted to 13 digits: 978, its first nine digits and a new
 * check digit.
 *
 * Returns true if `isbn`, which the caller owns, now has 13 digits and a NUL; false if the text is not an
 * ISBN, and the content of `isbn` is then undefined. */
bool isbn_parse(const char *text, size_t length, char isbn[ISBN_SIZE]);

/* Reads an ISBN; the canonical form is its 13 digits, without a key. The fault is &isbn_invalid. */
extern const struct format isbn_format;

extern const struct fault_kind isbn_invalid;
extern const struct fault_kind isbn_taken_by; /* its text is the URL of the book that has the ISBN */

#endif
