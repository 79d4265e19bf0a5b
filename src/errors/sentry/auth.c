#include "errors/sentry/auth.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/crypto.h"
#include "base/status.h"

enum { BASIC_MAX = 512 /* bytes, decoded */ };

static const char name[] = "sentry_key";

/* The part of a source that names the key; `text` is NULL if there is none. */
struct found {
	const char *text;
	size_t length;
};

/* Returns the value of sentry_key in pairs "name=value", which are separated by the characters of
 * `between`. */
static struct found find_pair(const char *pairs, const char *between)
{
	while (*pairs) {
		size_t length = strcspn(pairs, between), equals = strcspn(pairs, "=");

		if (equals == strlen(name) && equals < length && strncasecmp(pairs, name, equals) == 0)
			return (struct found){ pairs + equals + 1, length - equals - 1 };
		pairs += length;
		pairs += strspn(pairs, between);
	}
	return (struct found){ 0 };
}

/* Returns the part of `header` after the scheme, or NULL if the header has another scheme. */
static const char *strip_scheme(const char *header, const char *scheme)
{
	size_t length = strlen(scheme);

	header += strspn(header, " \t");
	if (strncasecmp(header, scheme, length) != 0 || !header[length] || !strchr(" \t", header[length]))
		return NULL;
	return header + length + strspn(header + length, " \t");
}

static struct found from_query(const char *query)
{
	return find_pair(query, "?&");
}

/* Like Relay, accepts X-Sentry-Auth without its scheme too. */
static struct found from_sentry_auth(const char *header)
{
	const char *pairs = strip_scheme(header, "Sentry");

	return find_pair(pairs ? pairs : header, ", \t");
}

/* Returns the user name of Basic credentials (RFC 7617), decoded into `decoded`. */
static struct found from_basic(const char *encoded, char decoded[BASIC_MAX])
{
	size_t length = strcspn(encoded, "= \t"), decoded_length;
	char urlsafe[BASIC_MAX * 4 / 3];

	if (length >= sizeof(urlsafe))
		return (struct found){ 0 };
	for (size_t i = 0; i < length; i++)
		urlsafe[i] = (char)(encoded[i] == '+' ? '-' : encoded[i] == '/' ? '_' : encoded[i]);
	if (!crypto_base64url_decode(urlsafe, length, decoded, BASIC_MAX - 1, &decoded_length))
		return (struct found){ 0 };
	decoded[decoded_length] = '\0';
	return (struct found){ decoded, strcspn(decoded, ":") };
}

static struct found from_authorization(const char *header, char decoded[BASIC_MAX])
{
	const char *pairs = strip_scheme(header, "Sentry"), *encoded = strip_scheme(header, "Basic");

	if (pairs)
		return find_pair(pairs, ", \t");
	return encoded ? from_basic(encoded, decoded) : (struct found){ 0 };
}

static struct found from_dsn(const char *dsn)
{
	const char *scheme = strstr(dsn, "://"), *at = scheme ? strchr(scheme, '@') : NULL;

	if (!at)
		return (struct found){ 0 };
	return (struct found){ scheme + 3, strcspn(scheme + 3, ":@") };
}

static bool read_key(const struct found *found, char key[AUTH_KEY_SIZE])
{
	if (found->length != AUTH_KEY_SIZE - 1)
		return false;
	for (size_t i = 0; i < found->length; i++) {
		char c = found->text[i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		key[i] = c;
	}
	key[AUTH_KEY_SIZE - 1] = '\0';
	return true;
}

enum auth_result auth_read(const struct auth_sources *sources, char key[AUTH_KEY_SIZE])
{
	char decoded[BASIC_MAX];
	struct found found[] = {
		sources->query ? from_query(sources->query) : (struct found){ 0 },
		sources->x_sentry_auth ? from_sentry_auth(sources->x_sentry_auth) : (struct found){ 0 },
		sources->authorization ? from_authorization(sources->authorization, decoded)
				       : (struct found){ 0 },
		sources->dsn ? from_dsn(sources->dsn) : (struct found){ 0 },
	};

	for (size_t i = 0; i < COUNT(found); i++)
		if (found[i].text && found[i].length > 0)
			return read_key(&found[i], key) ? AUTH_OK : AUTH_MALFORMED;
	return AUTH_MISSING;
}
