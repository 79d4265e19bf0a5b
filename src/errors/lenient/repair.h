/* Makes strict JSON of a text that lenient_parse accepts, without building a tree: nothing is too deep or too
 * much, and what is valid stays as it was written. */
#ifndef BALCAO_ERRORS_LENIENT_REPAIR_H
#define BALCAO_ERRORS_LENIENT_REPAIR_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buffer;

/* Appends the JSON text of `length` bytes to `out`: byte for byte, if it is valid JSON (RFC 8259) in UTF-8.
 * Otherwise only what is wrong is changed, in the way of lenient_parse: NaN and infinities become null, other
 * odd numbers are written properly, invalid bytes of UTF-8 become U+FFFD, unknown escapes their letter,
 * control characters are escaped, and a byte order mark, NULs and the comma before a closing bracket are
 * dropped. Escapes such as \u0000 and \ud800 are valid. Returns false, with something appended, if the text
 * is not JSON even so. The arena is for what is needed meanwhile. */
bool repair_text(struct arena *arena, const char *text, size_t length, struct buffer *out);

#endif
