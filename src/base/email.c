#include "base/email.h"

#include <ctype.h>
#include <idn2.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/status.h"

enum {
	LOCAL_MAX = 64,
	DOMAIN_MAX = 253,
	LABEL_MAX = 63,
	WHOLE_MAX = 254,
	TYPED_MAX = 1024, /* the bound of the stored text: IDNA drops characters such as the soft hyphen */
};

static bool is_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] > 127)
			return false;
	return true;
}

/* Whether the local part is a dot-atom (RFC 5322, 3.2.3). */
static bool local_valid(const char *local, size_t length)
{
	static const char special[] = "!#$%&'*+-/=?^_`{|}~";

	if (length == 0 || length > LOCAL_MAX || local[0] == '.' || local[length - 1] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		if (local[i] == '.' ? local[i - 1] == '.'
				    : !isalnum((unsigned char)local[i]) && !strchr(special, local[i]))
			return false;
	}
	return true;
}

/* Whether a label consists of letters, digits and inner hyphens. Its third and fourth characters may
 * only both be hyphens in "xn--" (RFC 5891, 4.2.3.1). */
static bool label_valid(const char *label, size_t length)
{
	if (length == 0 || length > LABEL_MAX || label[0] == '-' || label[length - 1] == '-')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)label[i]) && label[i] != '-')
			return false;
	return length < 4 || strncmp(label + 2, "--", 2) != 0 || strncmp(label, "xn", 2) == 0;
}

static bool is_special_use(const char *top)
{
	static const char *const names[] = { "arpa", "invalid", "local", "localhost", "onion", "test" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcmp(top, names[i]) == 0)
			return true;
	return false;
}

/* `domain` is ASCII in lower case. */
static bool domain_valid(const char *domain)
{
	size_t labels = 0;
	const char *label = domain;

	if (strlen(domain) > DOMAIN_MAX)
		return false;
	for (;; label++) {
		size_t length = strcspn(label, ".");

		if (!label_valid(label, length))
			return false;
		labels++;
		if (label[length] == '\0')
			break;
		label += length;
	}
	return labels >= 2 && isalpha((unsigned char)label[strlen(label) - 1]) && !is_special_use(label);
}

static void free_domain(void *domain)
{
	idn2_free(domain);
}

/* The domain in ASCII, in the arena; NULL if it has no ASCII form. */
static char *domain_to_ascii(struct arena *arena, const char *domain)
{
	char *ascii = NULL;

	if (is_ascii(domain, strlen(domain)))
		return arena_strdup(arena, domain);
	if (idn2_to_ascii_8z(domain, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	arena_defer(arena, free_domain, ascii);
	return ascii;
}

static void to_lower(char *text)
{
	for (; *text; text++)
		*text = (char)tolower((unsigned char)*text);
}

enum email_result email_read(struct arena *arena, const char *text, size_t length, const char **key)
{
	const char *at = memrchr(text, '@', length);
	char *local, *domain;

	if (!at || length > TYPED_MAX || memchr(text, '\0', length))
		return EMAIL_INVALID;
	local = arena_strndup(arena, text, (size_t)(at - text));
	domain = domain_to_ascii(arena, arena_strndup(arena, at + 1, length - (size_t)(at + 1 - text)));
	if (!domain)
		return EMAIL_INVALID;
	to_lower(local);
	to_lower(domain);
	if (!domain_valid(domain) || strlen(local) + 1 + strlen(domain) > WHOLE_MAX)
		return EMAIL_INVALID;
	if (!is_ascii(local, strlen(local)))
		return EMAIL_SMTPUTF8;
	if (!local_valid(local, strlen(local)))
		return EMAIL_INVALID;
	*key = arena_printf(arena, "%s@%s", local, domain);
	return EMAIL_OK;
}
