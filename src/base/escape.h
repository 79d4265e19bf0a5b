/* What programs write into their messages for terminals (ECMA-48, 5th edition, 5.3 to 5.6), and which shows
 * nothing but rubbish elsewhere: escape sequences, such as colours, and control characters. Those that stay
 * are the white space of texts: tab, line feed, carriage return and U+0085, the next line. */
#ifndef BALCAO_BASE_ESCAPE_H
#define BALCAO_BASE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the text (`length` bytes of valid UTF-8) has a control character besides those that stay. */
bool escape_is_in(const char *text, size_t length);

/* Removes them from the text, valid UTF-8, in place: control sequences (colours, positions), control strings
 * up to their end (titles of windows, addresses of links), the two or three bytes of other escapes, and
 * single control characters. Of a control string without an end only the introducer goes. Returns the new
 * length; the text is still valid UTF-8. Writes no NUL. */
size_t escape_remove(char *text, size_t length);

#endif
