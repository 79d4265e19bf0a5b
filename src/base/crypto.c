#include "base/crypto.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/log.h"

enum { EXIT_BROKEN = 70 }; /* EX_SOFTWARE of sysexits.h */

/* Ends the process unless `fulfilled`. None of the functions below fails for a reason that its caller
 * could handle. */
static void require(bool fulfilled, const char *what)
{
	if (fulfilled)
		return;
	log_message(LOG_LEVEL_ERROR, "%s failed", what);
	_exit(EXIT_BROKEN);
}

void crypto_random(void *bytes, size_t length)
{
	uint8_t *at = bytes;

	while (length > 0) {
		ssize_t got = getrandom(at, length, 0);

		if (got < 0 && errno == EINTR)
			continue;
		require(got > 0, "getrandom");
		at += got;
		length -= (size_t)got;
	}
}

/* Fetching an algorithm takes several times as long as hashing a token, so it is fetched once per
 * process and the context is kept. */
void crypto_sha256(const void *bytes, size_t length, uint8_t digest[SHA256_SIZE])
{
	static EVP_MD *sha256;
	static EVP_MD_CTX *context;

	if (!context) {
		sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
		context = EVP_MD_CTX_new();
		require(sha256 && context, "EVP_MD_fetch");
	}
	require(EVP_DigestInit_ex2(context, sha256, NULL) && EVP_DigestUpdate(context, bytes, length) &&
			EVP_DigestFinal_ex(context, digest, NULL),
		"SHA-256");
}

static EVP_MAC_CTX *hmac_sha256_new(void)
{
	const OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char[]){ "SHA256" }, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *context = EVP_MAC_CTX_new(hmac);

	require(context && EVP_MAC_CTX_set_params(context, parameters), "EVP_MAC_fetch");
	EVP_MAC_free(hmac); /* the context keeps a reference */
	return context;
}

void crypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
			uint8_t mac[SHA256_SIZE])
{
	static EVP_MAC_CTX *context;

	if (!context)
		context = hmac_sha256_new();
	/* NULL would mean the key of the previous call. */
	require(EVP_MAC_init(context, key ? key : (const uint8_t *)"", key_length, NULL) &&
			EVP_MAC_update(context, bytes, length) &&
			EVP_MAC_final(context, mac, NULL, SHA256_SIZE),
		"HMAC-SHA256");
}

bool crypto_equal(const void *a, const void *b, size_t length)
{
	return CRYPTO_memcmp(a, b, length) == 0;
}

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

size_t crypto_base64url_length(size_t length)
{
	return length / 3 * 4 + (length % 3 * 8 + 5) / 6;
}

void crypto_base64url(const void *bytes, size_t length, char *text)
{
	const uint8_t *byte = bytes;
	uint32_t held = 0;
	int bits = 0;

	for (size_t i = 0; i < length; i++) {
		held = held << 8 | byte[i];
		for (bits += 8; bits >= 6; bits -= 6)
			*text++ = base64url[held >> (bits - 6) & 0x3F];
	}
	if (bits > 0)
		*text++ = base64url[held << (6 - bits) & 0x3F];
	*text = '\0';
}

/* The value of a character; -1: it is not in the alphabet. */
static int base64url_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool crypto_base64url_decode(const char *text, size_t length, void *bytes, size_t capacity, size_t *decoded)
{
	uint8_t *byte = bytes;
	uint32_t held = 0;
	int bits = 0;

	*decoded = 0;
	if (length % 4 == 1 || length / 4 * 3 + length % 4 * 6 / 8 > capacity)
		return false;
	for (size_t i = 0; i < length; i++) {
		int value = base64url_value(text[i]);

		if (value < 0)
			return false;
		held = held << 6 | (uint32_t)value;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			byte[(*decoded)++] = (uint8_t)(held >> bits);
		}
	}
	return (held & ((1u << bits) - 1)) == 0;
}

void crypto_hex(const void *bytes, size_t length, char *text)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *byte = bytes;

	for (size_t i = 0; i < length; i++) {
		*text++ = digits[byte[i] >> 4];
		*text++ = digits[byte[i] & 0xF];
	}
	*text = '\0';
}
