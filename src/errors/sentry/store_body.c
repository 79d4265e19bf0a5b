#include "errors/sentry/store_body.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "errors/sentry/inflate.h"

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static bool is_object(const char *body, size_t length)
{
	const size_t mark = sizeof(byte_order_mark) - 1;

	if (length >= mark && memcmp(body, byte_order_mark, mark) == 0) {
		body += mark;
		length -= mark;
	}
	while (length > 0 && *body && strchr(" \t\r\n", *body)) {
		body++;
		length--;
	}
	return length > 0 && *body == '{';
}

/* Copies the base64 text in the alphabet of RFC 4648, 5, without padding and white space. Returns its
 * length. */
static size_t normalise(const char *body, size_t length, char *urlsafe)
{
	size_t kept = 0;

	for (size_t i = 0; i < length; i++)
		if (body[i] == '\0' || !strchr(" \t\r\n=", body[i]))
			urlsafe[kept++] = (char)(body[i] == '+' ? '-' : body[i] == '/' ? '_' : body[i]);
	return kept;
}

static bool take(void *context, const char *bytes, size_t length)
{
	buffer_put(context, bytes, length);
	return true;
}

enum store_body_outcome store_body_read(struct arena *arena, const char *body, size_t length, size_t max,
					const char **json, size_t *json_length)
{
	struct inflate_limits limits = { .wire = length, .plain = max };
	struct buffer *plain = arena_alloc(arena, sizeof(*plain));
	char *bytes = arena_alloc(arena, length + 1), *urlsafe = arena_alloc(arena, length + 1);
	struct inflate *decoder = inflate_new(arena, "deflate", &limits, take, plain);
	enum inflate_outcome outcome;
	size_t decoded;

	*json = body;
	*json_length = length;
	if (is_object(body, length))
		return length <= max ? STORE_BODY_OK : STORE_BODY_TOO_LARGE;
	plain->arena = arena;
	if (!crypto_base64url_decode(urlsafe, normalise(body, length, urlsafe), bytes, length, &decoded) ||
	    decoded == 0)
		return STORE_BODY_MALFORMED;
	inflate_push(decoder, bytes, decoded);
	outcome = inflate_finish(decoder);
	*json = plain->data;
	*json_length = plain->length;
	if (outcome == INFLATE_TOO_LARGE)
		return STORE_BODY_TOO_LARGE;
	return outcome == INFLATE_OK && plain->length > 0 ? STORE_BODY_OK : STORE_BODY_MALFORMED;
}
