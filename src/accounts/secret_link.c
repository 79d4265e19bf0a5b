#include "accounts/secret_link.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"
#include "db/literal.h"

enum { TOKEN_BYTES = 32 };

const char *secret_link_new(struct arena *arena, const char *origin, const char *page, const char **hash)
{
	uint8_t bytes[TOKEN_BYTES];
	char *token = arena_alloc(arena, crypto_base64url_length(sizeof(bytes)) + 1);

	crypto_random(bytes, sizeof(bytes));
	crypto_base64url(bytes, sizeof(bytes), token);
	*hash = literal_digest(arena, token);
	return arena_printf(arena, "%s/app/%s#token=%s", origin, page, token);
}

static const char mark[] = "#token=";
static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool read_token(struct arena *arena, const char *text, size_t length, const char **canonical,
		       const char **key, const struct fault_kind **fault, long *number)
{
	(void)key;
	text_trim(&text, &length);
	*canonical = arena_strndup(arena, text, length);
	*fault = &fault_too_long;
	*number = SECRET_LINK_TOKEN_MAX;
	return text_length(text, length) <= SECRET_LINK_TOKEN_MAX;
}

static bool read_link(struct arena *arena, const char *text, size_t length, const char **canonical,
		      const char **key, const struct fault_kind **fault, long *number)
{
	const char *token = text_length(text, length) <= SECRET_LINK_TYPED_MAX ? strstr(text, mark) : NULL;

	if (token) {
		text = token + strlen(mark);
		length = strspn(text, base64url);
	}
	return read_token(arena, text, length, canonical, key, fault, number);
}

const struct format secret_link_format = { .name = "token-or-link", .read = read_link };
const struct format secret_link_token_format = { .name = "token", .read = read_token };
