#include "accounts/username.h"

#include <string.h>

#include "base/arena.h"
#include "base/status.h"

/* clang-format off */
const struct fault_kind username_invalid = { "username_invalid",
		{ "Use 3 to 32 characters: letters a-z, digits, dots, underscores and hyphens; start with a "
		  "letter.",
		  "Use de 3 a 32 caracteres: letras de a-z, números, pontos, sublinhados e hifens; comece "
		  "com uma letra." } };
const struct fault_kind username_reserved = { "username_reserved",
		{ "This username is reserved. Choose a different one.",
		  "Este nome de usuário é reservado. Escolha outro." } };
static const char *const reserved[] = {
	"root", "admin", "administrator", "operator", "support", "postmaster", "hostmaster", "webmaster",
	"abuse", "security", "noreply", "no-reply", "system", "balcao", "null", "undefined",
};
/* clang-format on */

enum { USERNAME_MIN = 3, USERNAME_MAX = 32 };

const char *username_fold(struct arena *arena, const char *text, size_t length)
{
	char *folded = arena_strndup(arena, text, length);

	for (char *c = folded; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return folded;
}

bool username_is_reserved(const char *username)
{
	for (size_t i = 0; i < COUNT(reserved); i++)
		if (strcmp(username, reserved[i]) == 0)
			return true;
	return false;
}

static bool read_username(struct arena *arena, const char *text, size_t length, const char **canonical,
			  const char **key, const struct fault_kind **fault, long *number)
{
	const char *folded = username_fold(arena, text, length);

	(void)key;
	(void)number;
	*canonical = folded;
	*fault = &username_invalid;
	return length >= USERNAME_MIN && length <= USERNAME_MAX && *folded >= 'a' && *folded <= 'z' &&
	       strspn(folded, "abcdefghijklmnopqrstuvwxyz0123456789._-") == length;
}

const struct format username_format = {
	.name = "username",
	.pattern = "^[A-Za-z][A-Za-z0-9._-]{2,31}$",
	.read = read_username,
};
