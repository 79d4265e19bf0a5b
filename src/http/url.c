#include "http/url.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/scan.h"
#include "base/text.h"

/* Decodes `length` bytes; NULL if they are malformed. */
static const char *decode(struct arena *arena, const char *at, size_t length, size_t *decoded)
{
	const char *end = at + length;
	char *text = arena_alloc(arena, length + 1), *to = text;

	while (at < end) {
		char c = *at++;

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			if (end - at < 2 || scan_hex(at[0]) < 0 || scan_hex(at[1]) < 0)
				return NULL;
			c = (char)(scan_hex(at[0]) << 4 | scan_hex(at[1]));
			at += 2;
		}
		if (c == '\0')
			return NULL;
		*to++ = c;
	}
	*decoded = (size_t)(to - text);
	return text_is_utf8(text, *decoded) ? text : NULL;
}

enum status url_query(struct arena *arena, const char *query, struct url_pair pairs[URL_PAIRS], size_t *count)
{
	*count = 0;
	while (*query) {
		size_t length = strcspn(query, "&"), name_length;
		const char *equals = memchr(query, '=', length);
		struct url_pair *pair = &pairs[*count];

		if (length > 0) {
			if (*count == URL_PAIRS)
				return E_BAD_REQUEST;
			name_length = equals ? (size_t)(equals - query) : length;
			pair->name = decode(arena, query, name_length, &pair->value_length);
			pair->value = decode(arena, equals ? equals + 1 : "",
					     equals ? length - name_length - 1 : 0, &pair->value_length);
			if (!pair->name || !pair->value)
				return E_BAD_REQUEST;
			++*count;
		}
		query += length + (query[length] == '&');
	}
	return OK;
}

void url_encode(struct buffer *out, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (strchr(unreserved, c)) {
			buffer_put_char(out, (char)c);
		} else {
			buffer_put(out, (char[]){ '%', digits[c >> 4], digits[c & 15] }, 3);
		}
	}
}
