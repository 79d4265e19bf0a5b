#include "accounts/secret_link.h"

#include <stdint.h>

#include "base/arena.h"
#include "base/crypto.h"
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
