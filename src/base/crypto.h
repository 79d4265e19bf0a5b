/* The primitives of libcrypto that the service needs: random bytes, SHA-256, HMAC-SHA256, comparison in
 * constant time, base64url (RFC 4648, 5, without padding) and hexadecimal. If libcrypto fails, the
 * process ends. */
#ifndef BALCAO_BASE_CRYPTO_H
#define BALCAO_BASE_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SHA256_SIZE = 32 };

/* Fills `bytes` with random bytes of the kernel (getrandom). If that fails, the process ends. */
void crypto_random(void *bytes, size_t length);

void crypto_sha256(const void *bytes, size_t length, uint8_t digest[SHA256_SIZE]);
void crypto_hmac_sha256(const void *key, size_t key_length, const void *bytes, size_t length,
			uint8_t mac[SHA256_SIZE]);

/* Whether two byte strings of the same length are equal. The time of the comparison does not depend on
 * where they differ. */
bool crypto_equal(const void *a, const void *b, size_t length);

/* The number of characters that `length` bytes have in base64url, without the NUL. */
size_t crypto_base64url_length(size_t length);
/* Writes that many characters and a NUL to `text`. */
void crypto_base64url(const void *bytes, size_t length, char *text);
/* Reads base64url without padding into `bytes`, which has room for `capacity` bytes. False: a character
 * is not in the alphabet, the length is impossible, unused bits are not zero (so that each byte string
 * has exactly one spelling), or the result is too long. */
bool crypto_base64url_decode(const char *text, size_t length, void *bytes, size_t capacity, size_t *decoded);

/* Writes 2 × `length` lower-case hexadecimal digits and a NUL to `text`. */
void crypto_hex(const void *bytes, size_t length, char *text);

#endif
