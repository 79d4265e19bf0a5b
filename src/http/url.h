/* Query strings: application/x-www-form-urlencoded (WHATWG URL, 5.1). */
#ifndef BALCAO_HTTP_URL_H
#define BALCAO_HTTP_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arena;
struct buffer;

enum { URL_PAIRS = 64 };

/* One name=value of a query string: decoded, NUL-terminated, in the arena. */
struct url_pair {
	const char *name, *value;
	size_t value_length;
};

/* Splits and decodes `query`: "+" becomes a blank, "%41" a byte. E_BAD_REQUEST: a "%" without two
 * hexadecimal digits, a NUL, bytes that are not UTF-8, or more than URL_PAIRS pairs. */
MUST_CHECK enum status url_query(struct arena *arena, const char *query, struct url_pair pairs[URL_PAIRS],
				 size_t *count);

/* Appends `text`, with all characters except the unreserved ones (RFC 3986, 2.3) percent-encoded. */
void url_encode(struct buffer *out, const char *text);

#endif
