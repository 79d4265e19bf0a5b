#include "call/token.h"

#include <errno.h>
#include <json-c/json.h>
#include <jwt.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "base/json.h"
#include "base/uuid.h"
#include "call/call.h"

#define ISSUER "balcao"
#define AUDIENCE "balcao"

enum { TOKEN_MAX = 2048, CLOCK_SKEW = 60 /* seconds by which iat and nbf may lie in the future */ };

static const unsigned char *key;
static int key_length;

/* The tokens that this process has verified, by place. A client sends the same token for minutes, and
 * verifying one takes a quarter of the time of a simple request (t/bench). A newer token replaces an
 * older one in its place. Only tokens with a valid signature are kept, so a stranger cannot fill the
 * cache. */
enum { CACHE_PLACES = 256, CACHED_MAX = 640 };
static struct cached {
	size_t length; /* 0: empty */
	char token[CACHED_MAX];
	struct caller caller;
} cache[CACHE_PLACES];

void token_init(const char *secret)
{
	/* Only after an earlier key: the pages of an untouched cache take no memory. */
	if (key)
		memset(cache, 0, sizeof(cache));
	key = (const unsigned char *)secret;
	key_length = (int)strlen(secret);
}

/* The place of a token, chosen by its last characters: they belong to the signature and are as good as
 * random. */
static struct cached *cache_place(const char *token, size_t length)
{
	uint32_t tail;

	if (length < sizeof(tail) || length > CACHED_MAX)
		return NULL;
	memcpy(&tail, token + length - sizeof(tail), sizeof(tail));
	return &cache[(tail * UINT32_C(2654435761)) >> 24];
}

static bool add_claims(jwt_t *jwt, const struct caller *caller, int64_t now_ms)
{
	char id[UUID_TEXT_SIZE];

	uuid_new(caller->issued_ms, id);
	return jwt_add_grant(jwt, "iss", ISSUER) == 0 && jwt_add_grant(jwt, "aud", AUDIENCE) == 0 &&
	       jwt_add_grant(jwt, "sub", caller->user) == 0 &&
	       jwt_add_grant(jwt, "sid", caller->session) == 0 &&
	       jwt_add_grant(jwt, "org", caller->organization) == 0 &&
	       jwt_add_grant(jwt, "role", caller->role) == 0 &&
	       jwt_add_grant_int(jwt, "iat", (long)(now_ms / 1000)) == 0 &&
	       jwt_add_grant_int(jwt, "exp", (long)caller->expires) == 0 &&
	       jwt_add_grant(jwt, "jti", id) == 0;
}

static void free_jwt(void *jwt)
{
	jwt_free(jwt);
}

const char *token_make(struct arena *arena, const struct caller *caller, int64_t now_ms)
{
	char *text, *copy;
	jwt_t *jwt;

	if (jwt_new(&jwt) != 0)
		return NULL;
	arena_defer(arena, free_jwt, jwt);
	if (!add_claims(jwt, caller, now_ms) || jwt_set_alg(jwt, JWT_ALG_HS256, key, key_length) != 0)
		return NULL;
	text = jwt_encode_str(jwt);
	if (!text)
		return NULL;
	copy = arena_strdup(arena, text);
	free(text);
	return copy;
}

/* Reads a positive integer. For a claim of another type libjwt returns 0 and leaves errno at 0. */
static bool read_time(jwt_t *jwt, const char *name, int64_t *time)
{
	errno = 0;
	*time = jwt_get_grant_int(jwt, name);
	return errno == 0 && *time > 0;
}

static bool read_id(jwt_t *jwt, const char *name, char id[UUID_TEXT_SIZE])
{
	const char *text = jwt_get_grant(jwt, name);

	return text && uuid_parse(text, strlen(text), id);
}

static bool read_role(jwt_t *jwt, struct caller *caller)
{
	const char *role = jwt_get_grant(jwt, "role");

	if (!role || need_of_role(role) < NEED_VIEWER || need_of_role(role) > NEED_OWNER)
		return false;
	snprintf(caller->role, sizeof(caller->role), "%s", role);
	return true;
}

static bool has_text(jwt_t *jwt, const char *name, const char *wanted)
{
	const char *text = jwt_get_grant(jwt, name);

	return text && strcmp(text, wanted) == 0;
}

/* libjwt checks no claim and takes the algorithm from the token's header, so both are checked here. */
static enum status read_claims(jwt_t *jwt, int64_t now, struct caller *caller)
{
	char id[UUID_TEXT_SIZE];
	int64_t issued;

	if (jwt_get_alg(jwt) != JWT_ALG_HS256 || !has_text(jwt, "iss", ISSUER) ||
	    !has_text(jwt, "aud", AUDIENCE))
		return E_TOKEN_INVALID;
	if (!read_id(jwt, "sub", caller->user) || !read_id(jwt, "sid", caller->session) ||
	    !read_id(jwt, "org", caller->organization) || !read_id(jwt, "jti", id) || !read_role(jwt, caller))
		return E_TOKEN_INVALID;
	caller->issued_ms = uuid_time(id);
	if (!read_time(jwt, "iat", &issued) || !read_time(jwt, "exp", &caller->expires) ||
	    issued > now + CLOCK_SKEW)
		return E_TOKEN_INVALID;
	return caller->expires > now ? OK : E_TOKEN_EXPIRED;
}

/* Decodes the part of a token before the first point of `text` and parses it as a JSON object without
 * repeated members, which RFC 7515, 4 and RFC 7519, 4 allow us to refuse. `*rest` receives what follows
 * the point. NULL: it is not such an object. */
static struct json_object *read_part(struct arena *arena, const char *text, const char **rest)
{
	const char *point = strchr(text, '.');
	struct json_object *part;
	char bytes[TOKEN_MAX];
	size_t length;

	if (!point || !crypto_base64url_decode(text, (size_t)(point - text), bytes, sizeof(bytes), &length) ||
	    json_parse(arena, bytes, length, &part) != OK || !json_object_is_type(part, json_type_object))
		return NULL;
	*rest = point + 1;
	return part;
}

/* libjwt compares the name of the algorithm case-insensitively and supports no extensions. RFC 7515,
 * 4.1.11 demands that a token with an unknown critical extension is refused. */
static bool is_our_header(struct json_object *header)
{
	struct json_object *algorithm = json_object_object_get(header, "alg");

	return json_object_is_type(algorithm, json_type_string) &&
	       strcmp(json_object_get_string(algorithm), "HS256") == 0 &&
	       !json_object_object_get_ex(header, "crit", NULL);
}

/* Checks the claim nbf (RFC 7519, 4.1.5): the time in seconds before which the token is not valid. */
static bool has_begun(struct json_object *claims, int64_t now)
{
	struct json_object *from;

	if (!json_object_object_get_ex(claims, "nbf", &from))
		return true;
	return (json_object_is_type(from, json_type_int) || json_object_is_type(from, json_type_double)) &&
	       json_object_get_double(from) <= (double)(now + CLOCK_SKEW);
}

/* Checks what libjwt does not check. */
static bool is_acceptable(const char *token, int64_t now)
{
	struct arena *arena = arena_new();
	struct json_object *header = read_part(arena, token, &token);
	struct json_object *claims = header ? read_part(arena, token, &token) : NULL;
	bool acceptable = claims && is_our_header(header) && has_begun(claims, now);

	arena_free(arena);
	return acceptable;
}

/* Decodes and checks a token that is not in the cache. */
static enum status verify(const char *text, size_t length, int64_t now, struct caller *caller)
{
	char token[TOKEN_MAX];
	enum status status;
	jwt_t *jwt = NULL;

	if (length == 0 || length >= sizeof(token) || memchr(text, '\0', length))
		return E_TOKEN_INVALID;
	memcpy(token, text, length);
	token[length] = '\0';
	if (jwt_decode(&jwt, token, key, key_length) != 0 || !jwt)
		return E_TOKEN_INVALID;
	/* after the signature was verified: tokens of strangers are not worth the work */
	status = is_acceptable(token, now) ? read_claims(jwt, now, caller) : E_TOKEN_INVALID;
	jwt_free(jwt);
	return status;
}

enum status token_read(const char *text, size_t length, int64_t now, struct caller *caller)
{
	struct cached *place = cache_place(text, length);
	enum status status;

	if (place && place->length == length && crypto_equal(place->token, text, length)) {
		*caller = place->caller;
		return caller->expires > now ? OK : E_TOKEN_EXPIRED;
	}
	status = verify(text, length, now, caller);
	if (status == OK && place) {
		place->length = length;
		memcpy(place->token, text, length);
		place->caller = *caller;
	}
	return status;
}
