#include "accounts/password.h"

#include <crypt.h>
#include <errno.h>
#include <string.h>
#include <strings.h>

#include "accounts/weak_password.h"
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
const struct fault_kind password_same = { "password_same",
		{ "The new password must differ from the current one.",
		  "A nova senha deve ser diferente da atual." } };
const struct fault_kind password_is_identity = { "password_is_identity",
		{ "The password must not be the username or the e-mail address.",
		  "A senha não pode ser o nome de usuário nem o endereço de e-mail." } };
/* clang-format on */

static bool read_password(struct arena *arena, const char *text, size_t length, const char **canonical,
			  const char **key, const struct fault_kind **fault, long *number)
{
	size_t characters = text_length(text, length);

	(void)key;
	*canonical = text;
	if (characters < PASSWORD_MIN || characters > PASSWORD_MAX) {
		*fault = characters < PASSWORD_MIN ? &password_too_short : &password_too_long;
		*number = characters < PASSWORD_MIN ? PASSWORD_MIN : PASSWORD_MAX;
		return false;
	}
	*fault = &password_too_common;
	return !weak_password_matches(arena, text, length);
}

const struct format password_format = { .name = "password", .read = read_password };

/* libcrypt's scratch memory, 32 KiB: one per process, wiped after each use. */
static struct crypt_data scratch;

/* The greatest password in bytes: that of a login has up to 1,000 characters. */
enum { PREPARED_SIZE = 4096 };

/* Writes the form of a password that is hashed and compared: the password with plain blanks (RFC 8265,
 * 4.2.2). A password that is longer than any field takes is left as it is. */
static const char *prepare(const char *password, char out[PREPARED_SIZE])
{
	size_t length = strlen(password);

	if (length >= PREPARED_SIZE)
		return password;
	text_plain_blanks(password, length, out);
	return out;
}

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
	char plain[PREPARED_SIZE], digest[2 * SHA256_SIZE + 1];
	const char *hash =
		crypt_rn(shorten(prepare(password, plain), digest), setting, &scratch, sizeof(scratch));

	explicit_bzero(plain, sizeof(plain));
	return hash;
}

bool password_is_same(const char *one, const char *other)
{
	char plain[2][PREPARED_SIZE];
	bool equal = strcmp(prepare(one, plain[0]), prepare(other, plain[1])) == 0;

	explicit_bzero(plain, sizeof(plain));
	return equal;
}

static bool equals(const char *password, const char *name)
{
	return name && strcasecmp(password, name) == 0;
}

bool password_is_a_name(const char *password, const char *username, const char *email, const char *email_key)
{
	return equals(password, username) || equals(password, email) || equals(password, email_key);
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
