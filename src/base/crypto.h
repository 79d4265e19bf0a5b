/* The few primitives we need of libcrypto: random bytes, SHA-256, HMAC-SHA256,
 * constant-time comparison, base64url (RFC 4648, 5, without padding) and hex. */
#ifndef BALCAO_BASE_CRYPTO_H
#define BALCAO_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32 };

/* Fills `bytes` from the kernel (getrandom); ends the process if it can't. */
void crypto_random(void *bytes, size_t length);

void crypto_sha256(const void *bytes, size_t length, uint8_t digest[SHA256_SIZE]);
void crypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
			uint8_t mac[SHA256_SIZE]);

/* Whether two byte strings of one length are equal, in a time that does not tell
 * where they differ. */
bool crypto_equal(const void *a, const void *b, size_t length);

/* The length of `length` bytes in base64url, without the NUL. */
size_t crypto_base64url_length(size_t length);
/* Writes that many characters and a NUL. */
void crypto_base64url(const void *bytes, size_t length, char *text);
/* Reads base64url without padding into `bytes` (room for `capacity`). False: a
 * character outside the alphabet, an impossible length, non-zero spare bits
 * (so that each byte string has exactly one spelling), or too long. */
bool crypto_base64url_decode(const char *text, size_t length, void *bytes, size_t capacity, size_t *decoded);

/* Writes 2 × `length` lower-case hexadecimal digits and a NUL. */
void crypto_hex(const void *bytes, size_t length, char *text);

#endif
