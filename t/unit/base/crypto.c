#include "base/crypto.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static void expect_hex(const uint8_t digest[SHA256_SIZE], const char *hex, const char *name)
{
	char text[2 * SHA256_SIZE + 1];

	crypto_hex(digest, SHA256_SIZE, text);
	cr_expect_str_eq(text, hex, "%s", name);
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
	const char *hex;
} digests[] = { /* FIPS 180-2, appendix B */
	{ "empty", TEXT(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", TEXT("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "two blocks", TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	{ "abc again", TEXT("abc"),
	  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
};
/* clang-format on */

Test(base_crypto, sha256)
{
	uint8_t digest[SHA256_SIZE];

	for (size_t i = 0; i < COUNT(digests); i++) {
		crypto_sha256(digests[i].text, digests[i].length, digest);
		expect_hex(digest, digests[i].hex, digests[i].name);
	}
}

Test(base_crypto, sha256_of_a_million)
{
	uint8_t digest[SHA256_SIZE];
	char *bytes = malloc(1000000);

	memset(bytes, 'a', 1000000);
	crypto_sha256(bytes, 1000000, digest);
	free(bytes);
	expect_hex(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
		   "a million times a");
}

#define AA_20 "\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
#define AA_131 AA_20 AA_20 AA_20 AA_20 AA_20 AA_20 "\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa\xaa"
#define DD_10 "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
#define OB_20 "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"

/* clang-format off */
static const struct {
	const char *name, *key;
	size_t key_length;
	const char *text;
	size_t length;
	const char *hex;
} macs[] = { /* RFC 4231, 4; and rows that show a key that was left over */
	{ "1", TEXT(OB_20), TEXT("Hi There"),
	  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
	{ "no key", TEXT(""), TEXT(""),
	  "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad" },
	{ "2", TEXT("Jefe"), TEXT("what do ya want for nothing?"),
	  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
	{ "NULL as key", NULL, 0, TEXT(""),
	  "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad" },
	{ "3", TEXT(AA_20), TEXT(DD_10 DD_10 DD_10 DD_10 DD_10),
	  "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
	{ "6", TEXT(AA_131), TEXT("Test Using Larger Than Block-Size Key - Hash Key First"),
	  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	{ "7", TEXT(AA_131),
	  TEXT("This is a test using a larger than block-size key and a larger than block-size "
	       "data. The key needs to be hashed before being used by the HMAC algorithm."),
	  "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
};
/* clang-format on */

Test(base_crypto, hmac_sha256)
{
	uint8_t mac[SHA256_SIZE];

	for (size_t i = 0; i < COUNT(macs); i++) {
		crypto_hmac_sha256(macs[i].key, macs[i].key_length, macs[i].text, macs[i].length, mac);
		expect_hex(mac, macs[i].hex, macs[i].name);
	}
}

Test(base_crypto, random)
{
	uint8_t first[1000] = { 0 }, second[1000] = { 0 };
	size_t zeros = 0;

	crypto_random(first, 0);
	cr_expect_eq(first[0], 0);
	crypto_random(first, 999);
	crypto_random(second, 999);
	cr_expect_neq(memcmp(first, second, 999), 0);
	cr_expect_eq(first[999], 0, "no byte too much");
	for (size_t i = 0; i < 999; i++)
		zeros += first[i] == 0;
	cr_expect_lt(zeros, 40, "%zu of 999 bytes are zero", zeros);
}

static void ignore(int signal)
{
	(void)signal;
}

/* Because of signals getrandom returns less than it was asked for. */
Test(base_crypto, random_interrupted)
{
	enum { SIZE = 20000000 }; /* takes long enough to be interrupted */
	const struct sigaction action = { .sa_handler = ignore };
	const struct itimerval often = { { 0, 1000 }, { 0, 1000 } }, never = { 0 };
	uint8_t *bytes = calloc(1, SIZE);
	size_t zeros = 0;

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	crypto_random(bytes, SIZE);
	setitimer(ITIMER_REAL, &never, NULL);
	for (size_t i = SIZE - 1000; i < SIZE; i++)
		zeros += bytes[i] == 0;
	cr_expect_lt(zeros, 40, "%zu of the last 1000 bytes are zero", zeros);
	free(bytes);
}

Test(base_crypto, equal)
{
	cr_expect(crypto_equal("abc", "abc", 3));
	cr_expect(crypto_equal("abc", "abd", 2));
	cr_expect(crypto_equal("abc", "xyz", 0));
	cr_expect(crypto_equal("a\0c", "a\0c", 3));
	cr_expect_not(crypto_equal("abc", "abd", 3));
	cr_expect_not(crypto_equal("abc", "xbc", 3));
	cr_expect_not(crypto_equal("a\0c", "a\0d", 3));
}

/* clang-format off */
static const struct {
	const char *bytes;
	size_t length;
	const char *text;
} encoded[] = { /* RFC 4648, 10 */
	{ TEXT(""), "" },
	{ TEXT("f"), "Zg" },
	{ TEXT("fo"), "Zm8" },
	{ TEXT("foo"), "Zm9v" },
	{ TEXT("foob"), "Zm9vYg" },
	{ TEXT("fooba"), "Zm9vYmE" },
	{ TEXT("foobar"), "Zm9vYmFy" },
	{ TEXT("\0"), "AA" },
	{ TEXT("\0\0\0"), "AAAA" },
	{ TEXT("\xff"), "_w" },
	{ TEXT("\xfb\xff\xbf"), "-_-_" },
	{ TEXT("\x00\x10\x83\x10\x51\x87\x20\x92\x8b\x30\xd3\x8f\x41\x14\x93\x51\x55\x97\x61\x96"
	       "\x9b\x71\xd7\x9f\x82\x18\xa3\x92\x59\xa7\xa2\x9a\xab\xb2\xdb\xaf\xc3\x1c\xb3\xd3"
	       "\x5d\xb7\xe3\x9e\xbb\xf3\xdf\xbf"),
	  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" },
};
/* clang-format on */

Test(base_crypto, base64url)
{
	for (size_t i = 0; i < COUNT(encoded); i++) {
		char text[80], bytes[80];
		size_t length, expected = strlen(encoded[i].text);

		crypto_base64url(encoded[i].bytes, encoded[i].length, text);
		cr_expect_str_eq(text, encoded[i].text);
		cr_expect_eq(crypto_base64url_length(encoded[i].length), expected, "length of %s",
			     encoded[i].text);
		cr_expect(
			crypto_base64url_decode(encoded[i].text, expected, bytes, encoded[i].length, &length),
			"%s", encoded[i].text);
		cr_expect_eq(length, encoded[i].length, "%s", encoded[i].text);
		cr_expect(memcmp(bytes, encoded[i].bytes, length) == 0, "%s", encoded[i].text);
		cr_expect(encoded[i].length == 0 || !crypto_base64url_decode(encoded[i].text, expected, bytes,
									     encoded[i].length - 1, &length),
			  "%s: too small a room", encoded[i].text);
	}
}

/* clang-format off */
static const struct {
	const char *name, *text;
	size_t length;
} undecodable[] = {
	{ "one character", TEXT("A") },
	{ "five characters", TEXT("AAAAA") },
	{ "padding", TEXT("Zg==") },
	{ "one padding", TEXT("Zm8=") },
	{ "padding alone", TEXT("====") },
	{ "plus", TEXT("ab+d") },
	{ "slash", TEXT("ab/d") },
	{ "dot", TEXT("ab.d") },
	{ "blank", TEXT("ab d") },
	{ "newline at the end", TEXT("abc\n") },
	{ "NUL", TEXT("ab\0d") },
	{ "byte over 127", TEXT("ab\xe9" "d") },
	{ "@ before A", TEXT("abc@") },
	{ "[ after Z", TEXT("abc[") },
	{ "` before a", TEXT("abc`") },
	{ "{ after z", TEXT("abc{") },
	{ "spare bits after one byte", TEXT("Zh") },
	{ "highest spare bit after one byte", TEXT("Zo") },
	{ "spare bits after two bytes", TEXT("Zm9") },
	{ "highest spare bit after two bytes", TEXT("Zm-") },
};
/* clang-format on */

Test(base_crypto, base64url_refused)
{
	char bytes[16];
	size_t length;

	for (size_t i = 0; i < COUNT(undecodable); i++)
		cr_expect_not(crypto_base64url_decode(undecodable[i].text, undecodable[i].length, bytes,
						      sizeof(bytes), &length),
			      "%s", undecodable[i].name);
}

/* Of 64² and 64³ texts exactly 256 and 65536 are the spelling of a byte string. */
Test(base_crypto, base64url_is_one_to_one)
{
	const char *alphabet = encoded[COUNT(encoded) - 1].text;
	size_t two = 0, three = 0, length;
	uint8_t bytes[3];

	for (int i = 0; i < 64 * 64 * 64; i++) {
		char text[] = { alphabet[i >> 12], alphabet[i >> 6 & 63], alphabet[i & 63] };

		three += crypto_base64url_decode(text, 3, bytes, sizeof(bytes), &length);
		two += i < 64 * 64 && crypto_base64url_decode(text + 1, 2, bytes, 3, &length);
	}
	cr_expect_eq(two, 256);
	cr_expect_eq(three, 65536);
}

Test(base_crypto, base64url_there_and_back)
{
	for (size_t length = 0; length < 200; length++) {
		uint8_t bytes[200], again[200];
		char text[280];
		size_t decoded;

		crypto_random(bytes, length);
		crypto_base64url(bytes, length, text);
		cr_expect_eq(strlen(text), crypto_base64url_length(length), "length %zu", length);
		cr_expect(crypto_base64url_decode(text, strlen(text), again, length, &decoded));
		cr_expect_eq(decoded, length);
		cr_expect(memcmp(again, bytes, length) == 0, "length %zu", length);
	}
}

Test(base_crypto, hex)
{
	char text[17];

	crypto_hex("\x00\x01\x9a\xbc\xde\xff\x7f\x80", 8, text);
	cr_expect_str_eq(text, "00019abcdeff7f80");
	crypto_hex("", 0, text);
	cr_expect_str_eq(text, "");
}
