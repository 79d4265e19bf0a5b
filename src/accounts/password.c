#include "accounts/password.h"

#include <crypt.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "accounts/common_passwords.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/text.h"

/* clang-format off */
const struct fault_kind password_too_short = { "password_too_short",
		{ "The password must have at least {n} characters.",
		  "A senha deve ter pelo menos {n} caracteres." } };
const struct fault_kind password_too_long = { "password_too_long",
		{ "The password must have at most {n} characters.",
		  "A senha deve ter no máximo {n} caracteres." } };
const struct fault_kind password_too_common = { "password_too_common",
		{ "This password is too common and easy to guess. Choose a different one.",
		  "Esta senha é muito comum e fácil de adivinhar. Escolha outra." } };
const struct fault_kind password_is_identity = { "password_is_identity",
		{ "The password must not be the username or the e-mail address.",
		  "A senha não pode ser o nome de usuário nem o endereço de e-mail." } };
/* clang-format on */

static int compare_password(const void *text, const void *row)
{
	return strcmp(text, *(const char *const *)row);
}

/* The list is sorted and in lower case: a common password is refused in capital letters, too. */
static bool is_common(const char *text, size_t length)
{
	char folded[COMMON_PASSWORD_SIZE];

	if (length >= sizeof(folded))
		return false;
	for (size_t i = 0; i <= length; i++)
		folded[i] = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i];
	return bsearch(folded, common_passwords, common_passwords_count, sizeof(common_passwords[0]),
		       compare_password);
}

static bool read_password(struct arena *arena, const char *text, size_t length, const char **canonical,
			  const char **key, const struct fault_kind **fault, long *number)
{
	size_t characters = text_length(text, length);

	(void)arena;
	(void)key;
	*canonical = text;
	if (characters < PASSWORD_MIN || characters > PASSWORD_MAX) {
		*fault = characters < PASSWORD_MIN ? &password_too_short : &password_too_long;
		*number = characters < PASSWORD_MIN ? PASSWORD_MIN : PASSWORD_MAX;
		return false;
	}
	*fault = &password_too_common;
	return !is_common(text, length);
}

const struct format password_format = { .name = "password", .read = read_password };

/* libcrypt's scratch memory, 32 KiB: one per process, wiped after each use. */
static struct crypt_data scratch;

/* libcrypt accepts less than 512 bytes, and 128 characters of UTF-8 can take exactly 512. A password that is
 * too long for libcrypt is replaced by the hexadecimal SHA-256 of it. */
static const char *shorten(const char *password, char digest[2 * SHA256_SIZE + 1])
{
	uint8_t bytes[SHA256_SIZE];

	if (strlen(password) < CRYPT_MAX_PASSPHRASE_SIZE)
		return password;
	crypto_sha256(password, strlen(password), bytes);
	crypto_hex(bytes, sizeof(bytes), digest);
	return digest;
}

/* Returns the hash of `password` with the method, cost and salt of `setting`, in `scratch`; NULL on
 * failure. */
static const char *hash_with(const char *password, const char *setting)
{
	char digest[2 * SHA256_SIZE + 1];

	return crypt_rn(shorten(password, digest), setting, &scratch, sizeof(scratch));
}

const char *password_hash(struct arena *arena, const char *password, long cost)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];
	const char *hash;

	if (!crypt_gensalt_rn("$y$", (unsigned long)cost, NULL, 0, setting, sizeof(setting)))
		return NULL;
	hash = hash_with(password, setting);
	if (hash)
		hash = arena_strdup(arena, hash);
	explicit_bzero(&scratch, sizeof(scratch));
	return hash;
}

enum status password_compare(const char *password, const char *hash, bool *right)
{
	const char *again = hash_with(password, hash);
	bool failed = !again && errno != EINVAL; /* EINVAL: `hash` is malformed, so no password is right */

	*right = again && strlen(again) == strlen(hash) && crypto_equal(again, hash, strlen(hash));
	explicit_bzero(&scratch, sizeof(scratch));
	return failed ? E_UNAVAILABLE : OK;
}

bool password_outdated(const char *hash, long cost)
{
	char setting[CRYPT_GENSALT_OUTPUT_SIZE];
	const char *salt;

	if (!crypt_gensalt_rn("$y$", (unsigned long)cost, NULL, 0, setting, sizeof(setting)))
		return false;
	/* A setting is "$y$j9T$" and the salt: the method and the cost stand before the last "$". */
	salt = strrchr(setting, '$');
	return strncmp(hash, setting, (size_t)(salt - setting)) != 0;
}
