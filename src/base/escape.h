/* Escape sequences of terminals (ECMA-48, 5th edition, 5.3 to 5.6), such as colours, which programs write
 * into their messages and which show nothing but rubbish elsewhere. */
#ifndef BALCAO_BASE_ESCAPE_H
#define BALCAO_BASE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the text (`length` bytes of valid UTF-8) may contain an escape sequence: it has the character ESC
 * or one of C1 other than U+0085, the next line. */
bool escape_is_in(const char *text, size_t length);

/* Removes the escape sequences from the text, valid UTF-8, in place: control sequences (colours, positions),
 * control strings up to their end (titles of windows, addresses of links), the two or three bytes of other
 * escapes, and a lone ESC. Of a control string without an end only the introducer goes. Returns the new
 * length; the text is still valid UTF-8. Writes no NUL. */
size_t escape_remove(char *text, size_t length);

#endif
