/* A token is accepted only if the text behind its last point is our MAC of the text before it; and a
 * token that is remembered means what it meant at first. */
#include "call/token.h"

#include <assert.h>
#include <string.h>

#include "base/crypto.h"
#include "call/call.h"

#define SECRET "0123456789abcdef0123456789abcdef"

enum { NOW = 1795257296 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_mac(const char *text, size_t size)
{
	const char *mac = memrchr(text, '.', size);
	uint8_t expected[SHA256_SIZE];
	char encoded[50];

	assert(mac);
	crypto_hmac_sha256(SECRET, strlen(SECRET), text, (size_t)(mac - text), expected);
	crypto_base64url(expected, sizeof(expected), encoded);
	assert(size - (size_t)(mac + 1 - text) == strlen(encoded));
	assert(memcmp(mac + 1, encoded, strlen(encoded)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct caller caller = { 0 }, again = { 0 };
	enum status status;

	token_init(SECRET);
	status = token_read(text, size, NOW, &caller);
	assert(status == OK || status == E_TOKEN_EXPIRED || status == E_TOKEN_INVALID);
	if (status == E_TOKEN_INVALID)
		return 0;
	check_mac(text, size);
	assert((status == OK) == (caller.expires > NOW));
	assert(strlen(caller.user) == 36 && strlen(caller.organization) == 36 && strlen(caller.role) >= 5);
	assert(token_read(text, size, NOW, &again) == status);
	assert(memcmp(&caller, &again, sizeof(caller)) == 0);
	return 0;
}
