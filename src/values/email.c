#include "values/email.h"

#include <ctype.h>
#include <idn2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "values/pasted.h"

enum {
	LOCAL_MAX = 64,
	DOMAIN_MAX = 253,
	LABEL_MAX = 63,
	WHOLE_MAX = 254,
	TYPED_MAX = 1024, /* for what is read: IDNA drops characters such as the soft hyphen */
};

static bool is_ascii(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] > 127)
			return false;
	return true;
}

/* Whether a dot-atom may have the character between its dots (RFC 5322, 3.2.3). */
static bool is_atom(char c)
{
	return isalnum((unsigned char)c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Whether the local part is a dot-atom. */
static bool local_valid(const char *local, size_t length)
{
	if (length == 0 || length > LOCAL_MAX || local[0] == '.' || local[length - 1] == '.')
		return false;
	for (size_t i = 0; i < length; i++) {
		if (local[i] == '.' ? local[i - 1] == '.' : !is_atom(local[i]))
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

static void to_lower(char *text)
{
	for (; *text; text++)
		*text = (char)tolower((unsigned char)*text);
}

/* The domain in A-labels and lower case, in the arena; NULL if it has no such form. */
static char *encode(struct arena *arena, const char *domain)
{
	char *ascii = NULL;

	if (idn2_to_ascii_8z(domain, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	arena_defer(arena, free_domain, ascii);
	to_lower(ascii);
	return ascii;
}

/* The domain (ASCII) in U-labels, in the arena; NULL if one of its A-labels can't be decoded. */
static char *decode(struct arena *arena, const char *domain)
{
	char *unicode = NULL;

	if (idn2_to_unicode_8z8z(domain, &unicode, 0) != IDN2_OK)
		return NULL;
	arena_defer(arena, free_domain, unicode);
	return unicode;
}

/* `domain` is in lower case. */
static bool has_a_label(const char *domain)
{
	return strncmp(domain, "xn--", 4) == 0 || strstr(domain, ".xn--");
}

/* The domain in ASCII and lower case, in the arena; NULL if it has no such form. ASCII is encoded, too, if
 * it has an A-label: libidn2 then decodes it and compares what becomes of it. */
static char *domain_to_ascii(struct arena *arena, const char *domain)
{
	char *lower = arena_strdup(arena, domain);

	to_lower(lower);
	return is_ascii(lower, strlen(lower)) && !has_a_label(lower) ? lower : encode(arena, lower);
}

/* Reads an address without anything around it. */
static enum email_result read_trimmed(struct arena *arena, const char *text, size_t length, const char **key)
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
	if (!domain_valid(domain) || strlen(local) + 1 + strlen(domain) > WHOLE_MAX)
		return EMAIL_INVALID;
	if (!is_ascii(local, strlen(local)))
		return EMAIL_SMTPUTF8;
	if (!local_valid(local, strlen(local)))
		return EMAIL_INVALID;
	*key = arena_printf(arena, "%s@%s", local, domain);
	return EMAIL_OK;
}

enum email_result email_read(struct arena *arena, const char *text, size_t length, const char **key)
{
	struct pasted address = pasted_trim(text, length);

	return read_trimmed(arena, address.at, (size_t)(address.end - address.at), key);
}

static bool has_invisible(const char *text)
{
	const uint8_t *at = (const uint8_t *)text;
	ucs4_t c;

	while ((at = u8_next(&c, at)))
		if (text_is_invisible(c))
			return true;
	return false;
}

/* The U-labels of a domain that email_read has encoded, or the domain if they would hold what nobody sees. */
static const char *domain_shown(struct arena *arena, const char *domain)
{
	const char *unicode = has_a_label(domain) ? decode(arena, domain) : domain;

	return unicode && !has_invisible(unicode) ? unicode : domain;
}

const char *email_shown(struct arena *arena, const char *text, size_t length, const char *key)
{
	struct pasted address = pasted_trim(text, length);
	const char *at = memrchr(address.at, '@', (size_t)(address.end - address.at));

	return arena_printf(arena, "%.*s@%s", (int)(at - address.at), address.at,
			    domain_shown(arena, strrchr(key, '@') + 1));
}

/* The beginning of a domain as a domain's canonical form begins, in the arena: in lower case, NFKC and
 * without what shows nothing. IDNA itself works on whole labels only. */
static const char *domain_beginning(struct arena *arena, const char *text, size_t length)
{
	struct buffer out = { .arena = arena };
	size_t size = 0, step;
	uint8_t *lower = u8_tolower((const uint8_t *)text, length, NULL, UNINORM_NFKC, NULL, &size);
	ucs4_t c;

	if (!lower)
		memory_exhausted(length);
	for (size_t at = 0; at < size; at += step) {
		step = (size_t)u8_mbtouc(&c, lower + at, size - at);
		if (!text_is_invisible(c))
			buffer_put(&out, (const char *)lower + at, step);
	}
	free(lower);
	buffer_put_char(&out, '\0');
	return out.data;
}

/* What email_shown would make of whole labels (ASCII in lower case); NULL if they are no labels of IDNA 2008.
 * */
static const char *labels_shown(struct arena *arena, const char *labels)
{
	const char *shown = has_a_label(labels) ? domain_shown(arena, labels) : labels;
	const char *again = encode(arena, shown);

	return again && strcmp(again, labels) == 0 ? shown : NULL;
}

/* The beginning of a domain as email_shown would begin: its last label may be cut. */
static const char *beginning_shown(struct arena *arena, const char *domain)
{
	const char *dot = strrchr(domain, '.'), *shown = NULL;

	if (!is_ascii(domain, strlen(domain)) || !has_a_label(domain))
		return domain;
	shown = labels_shown(arena, domain);
	if (shown || !dot)
		return shown ? shown : domain;
	shown = labels_shown(arena, arena_strndup(arena, domain, (size_t)(dot - domain)));
	return shown ? arena_printf(arena, "%s%s", shown, dot) : domain;
}

static bool may_be_local(const char *text)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i++)
		if (text[i] != '.' && !is_atom(text[i]))
			return false;
	return length > 0 && length <= LOCAL_MAX;
}

static bool may_be_domain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x80 && !isalnum((unsigned char)*text) && !strchr(".-", *text))
			return false;
	return true;
}

static enum email_result read_beginning(struct arena *arena, const char *text, size_t length,
					const char **beginning, const char **key)
{
	const char *at = memchr(text, '@', length), *domain = "";
	char *local = arena_strndup(arena, text, at ? (size_t)(at - text) : length);

	to_lower(local);
	if (read_trimmed(arena, text, length, key) == EMAIL_OK) {
		*beginning = arena_printf(arena, "%s@%s", local, domain_shown(arena, strrchr(*key, '@') + 1));
		return EMAIL_OK;
	}
	*key = NULL;
	if (length > TYPED_MAX || memchr(text, '\0', length))
		return EMAIL_INVALID;
	if (!is_ascii(local, strlen(local)))
		return EMAIL_SMTPUTF8;
	if (at)
		domain = domain_beginning(arena, at + 1, length - (size_t)(at + 1 - text));
	*beginning = arena_printf(arena, "%s%s%s", local, at ? "@" : "", beginning_shown(arena, domain));
	return may_be_local(local) && may_be_domain(domain) &&
			       text_length(*beginning, strlen(*beginning)) >= EMAIL_LEAST
		       ? EMAIL_OK
		       : EMAIL_INVALID;
}

enum email_result email_beginning(struct arena *arena, const char *text, size_t length,
				  const char **beginning, const char **key)
{
	struct pasted address = pasted_trim(text, length);

	return read_beginning(arena, address.at, (size_t)(address.end - address.at), beginning, key);
}
