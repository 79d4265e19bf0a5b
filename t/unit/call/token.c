#include "call/token.h"

#include <criterion/criterion.h>
#include <jwt.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "call/call.h"

#define SECRET "0123456789abcdef0123456789abcdef"
#define USER "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"
#define SESSION "017f22e2-79b0-7cc3-98c4-dc0c0c073990"
#define ORG "017f22e2-79b0-7cc3-98c4-dc0c0c073991"
#define JTI "017f22e2-79b0-7cc3-98c4-dc0c0c073992"
#define HS256 "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"

enum { NOW = 1795257296 };

static const struct caller caller = {
	.user = USER,
	.session = SESSION,
	.organization = ORG,
	.role = "editor",
	.expires = NOW + 900,
};
static struct arena *arena;

static void start(void)
{
	arena = arena_new();
	token_init(SECRET);
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(call_token, .init = start, .fini = stop);

static enum status read_at(const char *text, int64_t now)
{
	struct caller read = { 0 };

	return token_read(text, strlen(text), now, &read);
}

static const char *encode(const void *bytes, size_t length)
{
	char *text = arena_alloc(arena, crypto_base64url_length(length) + 1);

	crypto_base64url(bytes, length, text);
	return text;
}

/* A token with this header and payload, signed with HMAC-SHA256 whatever the header says. */
static const char *sign(const char *header, const char *payload, const char *secret)
{
	const char *text = arena_printf(arena, "%s.%s", encode(header, strlen(header)),
					encode(payload, strlen(payload)));
	uint8_t mac[SHA256_SIZE];

	crypto_hmac_sha256(secret, strlen(secret), text, strlen(text), mac);
	return arena_printf(arena, "%s.%s", text, encode(mac, sizeof(mac)));
}

Test(call_token, round_trip)
{
	static const char *const roles[] = { "viewer", "editor", "admin", "owner" };

	for (size_t i = 0; i < COUNT(roles); i++) {
		struct caller given = caller, read = { 0 };
		const char *text;

		strcpy(given.role, roles[i]);
		text = token_make(arena, &given, NOW * INT64_C(1000));
		cr_assert_not_null(text);
		cr_assert_eq(token_read(text, strlen(text), NOW, &read), OK, "%s", roles[i]);
		cr_expect_str_eq(read.user, USER);
		cr_expect_str_eq(read.session, SESSION);
		cr_expect_str_eq(read.organization, ORG);
		cr_expect_str_eq(read.role, roles[i]);
		cr_expect_eq(read.expires, NOW + 900);
	}
}

Test(call_token, no_two_are_equal)
{
	cr_expect_str_neq(token_make(arena, &caller, NOW * INT64_C(1000)),
			  token_make(arena, &caller, NOW * INT64_C(1000)));
}

/* clang-format off */
static const struct {
	int64_t now;
	enum status status;
} times[] = { /* issued at NOW, expires at NOW + 900 */
	{ NOW, OK },
	{ NOW + 899, OK },
	{ NOW + 900, E_TOKEN_EXPIRED },
	{ NOW + 901, E_TOKEN_EXPIRED },
	{ NOW + 100000000, E_TOKEN_EXPIRED },
	{ NOW - 60, OK },
	{ NOW - 61, E_TOKEN_INVALID },
	{ 0, E_TOKEN_INVALID },
};
/* clang-format on */

Test(call_token, times)
{
	for (size_t i = 0; i < COUNT(times); i++)
		cr_expect_eq(read_at(token_make(arena, &caller, NOW * INT64_C(1000)), times[i].now),
			     times[i].status, "%+lld", (long long)times[i].now - NOW);
}

/* A verified token is remembered with all its claims, but not beyond its expiry. */
Test(call_token, remembered)
{
	const char *text = token_make(arena, &caller, NOW * INT64_C(1000));
	struct caller read = { 0 };

	cr_expect_eq(read_at(text, NOW), OK);
	cr_expect_eq(token_read(text, strlen(text), NOW + 899, &read), OK);
	cr_expect_str_eq(read.user, USER);
	cr_expect_str_eq(read.session, SESSION);
	cr_expect_str_eq(read.organization, ORG);
	cr_expect_str_eq(read.role, "editor");
	cr_expect_eq(read.expires, NOW + 900);
	cr_expect_eq(read_at(text, NOW + 900), E_TOKEN_EXPIRED);
	token_init("another key, of 32 bytes or more");
	cr_expect_eq(read_at(text, NOW), E_TOKEN_INVALID, "another key forgets them");
}

/* More tokens than the cache holds, each with an id of its own. */
Test(call_token, many)
{
	enum { TOKENS = 2000 };
	static const char *text[TOKENS];

	for (int i = 0; i < 2 * TOKENS; i++) {
		struct caller given = caller, read = { 0 };

		given.expires = NOW + 1 + i % TOKENS;
		if (i < TOKENS)
			text[i] = token_make(arena, &given, NOW * INT64_C(1000));
		cr_assert_eq(token_read(text[i % TOKENS], strlen(text[i % TOKENS]), NOW, &read), OK, "%d", i);
		cr_assert_eq(read.expires, given.expires, "%d", i);
	}
}

/* clang-format off */
/* The claims of a good token, as JSON. */
static const struct {
	const char *name, *value;
} claims[] = {
	{ "iss", "\"balcao\"" }, { "aud", "\"balcao\"" },
	{ "sub", "\"" USER "\"" }, { "sid", "\"" SESSION "\"" },
	{ "org", "\"" ORG "\"" }, { "role", "\"editor\"" },     { "iat", "1795257296" },
	{ "exp", "1795258196" }, { "jti", "\"" JTI "\"" },
};
/* clang-format on */

/* The good claims with another value for `name`, or without `name` if the value is NULL. */
static const char *payload(const char *name, const char *value)
{
	const char *text = "{";

	for (size_t i = 0; i < COUNT(claims); i++) {
		bool other = strcmp(claims[i].name, name) == 0;

		if (!other || value)
			text = arena_printf(arena, "%s%s\"%s\":%s", text, text[1] ? "," : "", claims[i].name,
					    other ? value : claims[i].value);
	}
	return arena_printf(arena, "%s}", text);
}

Test(call_token, made_by_hand)
{
	cr_expect_eq(read_at(sign(HS256, payload("", NULL), SECRET), NOW), OK);
	cr_expect_eq(read_at(sign("{\"alg\":\"HS256\"}", payload("", NULL), SECRET), NOW), OK);
}

static const char *const wrong_types[] = {
	NULL,
	"null",
	"true",
	"[]",
	"{}",
	"\"\"",
	"\"x\"",
	"-1",
	"0",
	"1.5",
	"[\"balcao\"]",
	"\"1795258196\"",
	"1795258196.0",
	"[1795258196]",
	"[\"" USER "\"]",
	"\"" USER " \"",
	"\"" USER "\\u0000\"",
	"\"balcao\\u0000\"",
	"\"editor\\u0000\"",
};

/* Each claim in turn is missing, of another type, or has an impossible value. */
Test(call_token, every_claim_matters)
{
	for (size_t i = 0; i < COUNT(claims) * COUNT(wrong_types); i++) {
		const char *name = claims[i / COUNT(wrong_types)].name;
		const char *value = wrong_types[i % COUNT(wrong_types)];

		cr_expect_eq(read_at(sign(HS256, payload(name, value), SECRET), NOW), E_TOKEN_INVALID,
			     "%s: %s", name, value ? value : "missing");
	}
}

static const struct {
	const char *name, *value;
	enum status status;
} values[] = {
	{ "iss", "\"Balcao\"", E_TOKEN_INVALID },
	{ "iss", "\"balcao2\"", E_TOKEN_INVALID },
	{ "aud", "\"Balcao\"", E_TOKEN_INVALID },
	{ "aud", "\"another\"", E_TOKEN_INVALID },
	{ "sub", "\"017F22E2-79B0-7CC3-98C4-DC0C0C07398F\"", OK },
	{ "sub", "\"017f22e2-79b0-7cc3-98c4-dc0c0c07398\"", E_TOKEN_INVALID },
	{ "sid", "\"017f22e2-79b0-7cc3-98c4-dc0c0c07398fa\"", E_TOKEN_INVALID },
	{ "org", "\"maria\"", E_TOKEN_INVALID },
	{ "jti", "\"1\"", E_TOKEN_INVALID },
	{ "role", "\"operator\"", E_TOKEN_INVALID },
	{ "role", "\"Owner\"", E_TOKEN_INVALID },
	{ "role", "\"owner\"", OK },
	{ "role", "\"owner of everything there is\"", E_TOKEN_INVALID },
	{ "iat", "1795257356", OK },
	{ "iat", "1795257357", E_TOKEN_INVALID },
	{ "iat", "9223372036854775807", E_TOKEN_INVALID },
	{ "iat", "9223372036854775808", E_TOKEN_INVALID },
	{ "exp", "1795257297", OK },
	{ "exp", "1795257296", E_TOKEN_EXPIRED },
	{ "exp", "1", E_TOKEN_EXPIRED },
	{ "exp", "9223372036854775807", OK },
	{ "exp", "9223372036854775808", E_TOKEN_INVALID },
	{ "exp", "1e12", E_TOKEN_INVALID },
};

Test(call_token, values_of_claims)
{
	for (size_t i = 0; i < COUNT(values); i++)
		cr_expect_eq(read_at(sign(HS256, payload(values[i].name, values[i].value), SECRET), NOW),
			     values[i].status, "%s: %s", values[i].name, values[i].value);
}

/* E_TOKEN_EXPIRED implies that everything but the time is right. */
Test(call_token, expired_and_wrong_is_invalid)
{
	const char *text = payload("role", "\"king\"");

	cr_expect_eq(read_at(sign(HS256, text, SECRET), NOW + 100000), E_TOKEN_INVALID);
	text = payload("", NULL);
	cr_expect_eq(read_at(sign(HS256, text, SECRET), NOW + 100000), E_TOKEN_EXPIRED);
	cr_expect_eq(read_at(sign(HS256, text, "another key, of 32 bytes or more"), NOW + 100000),
		     E_TOKEN_INVALID);
}

static const char *const headers[] = {
	"{\"alg\":\"none\"}",
	"{\"alg\":\"None\"}",
	"{\"alg\":\"NONE\"}",
	"{\"alg\":\"nOnE\"}",
	"{\"alg\":\"\"}",
	"{\"alg\":null}",
	"{\"alg\":1}",
	"{\"alg\":[\"HS256\"]}",
	"{\"typ\":\"JWT\"}",
	"{}",
	"[]",
	"null",
	"",
	"x",
	"{\"alg\":\"HS384\"}",
	"{\"alg\":\"HS512\"}",
	"{\"alg\":\"RS256\"}",
	"{\"alg\":\"ES256\"}",
	"{\"alg\":\"PS256\"}",
	"{\"alg\":\"EdDSA\"}",
	"{\"alg\":\"HS2560\"}",
	"{\"alg\":\"HS25\"}",
	"{\"alg\":\"none\",\"typ\":\"JWT\"}",
	"{\"alg\":\"HS512\",\"typ\":\"JWT\"}",
};

/* Once with a MAC of the right key, and once without a MAC. */
Test(call_token, other_algorithms_in_the_header)
{
	for (size_t i = 0; i < COUNT(headers); i++) {
		const char *text = sign(headers[i], payload("", NULL), SECRET);
		size_t unsigned_length = (size_t)(strrchr(text, '.') - text);

		cr_expect_eq(read_at(text, NOW), E_TOKEN_INVALID, "%s", headers[i]);
		text = arena_strndup(arena, text, unsigned_length + 1);
		cr_expect_eq(read_at(text, NOW), E_TOKEN_INVALID, "%s, no MAC", headers[i]);
		text = arena_strndup(arena, text, unsigned_length);
		cr_expect_eq(read_at(text, NOW), E_TOKEN_INVALID, "%s, no point", headers[i]);
	}
}

/* A token that libjwt makes with another algorithm; NULL: libjwt can't. */
static const char *made_by_libjwt(jwt_alg_t algorithm, const char *key)
{
	const char *copy = NULL;
	char *text = NULL;
	jwt_t *jwt;

	cr_assert_eq(jwt_new(&jwt), 0);
	jwt_add_grants_json(jwt, payload("", NULL));
	if (jwt_set_alg(jwt, algorithm, (const unsigned char *)key, key ? (int)strlen(key) : 0) == 0)
		text = jwt_encode_str(jwt);
	if (text)
		copy = arena_strdup(arena, text);
	free(text);
	jwt_free(jwt);
	return copy;
}

Test(call_token, other_algorithms)
{
	cr_expect_eq(read_at(made_by_libjwt(JWT_ALG_HS256, SECRET), NOW), OK, "the way of this test");
	cr_expect_eq(read_at(made_by_libjwt(JWT_ALG_HS384, SECRET), NOW), E_TOKEN_INVALID);
	cr_expect_eq(read_at(made_by_libjwt(JWT_ALG_HS512, SECRET), NOW), E_TOKEN_INVALID);
	cr_expect_eq(read_at(made_by_libjwt(JWT_ALG_NONE, NULL), NOW), E_TOKEN_INVALID);
	cr_expect_eq(read_at(made_by_libjwt(JWT_ALG_HS256, "x" SECRET), NOW), E_TOKEN_INVALID);
}

/* The key with which a service verifies RS256 is public. A token that was signed with the text of such a
 * key as an HMAC key must be refused. Our key is not such a text, and RS256 is refused whatever the key
 * is. */
static const char rsa_key[] = "-----BEGIN RSA PRIVATE KEY-----\n"
			      "MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu\n"
			      "KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQJAIJLixBy2qpFoS4DSmoEm\n"
			      "o3qGy0t6z09AIJtH+5OeRV1be+N4cDYJKffGzDa88vQENZiRm0GRq6a+HPGQMd2k\n"
			      "TQIhAKMSvzIBnni7ot/OSie2TmJLY4SwTQAevXysE2RbFDYdAiEBCUEaRQnMnbp7\n"
			      "9mxDXDf6AU0cN/RPBjb9qSHDcWZHGzUCIG2Es59z8ugGrDY+pxLQnwfotadxd+Uy\n"
			      "v/Ow5T0q5gIJAiEAyS4RaI9YG8EWx/2w0T67ZUVAw8eOMB6BIUg0Xcu+3okCIBOs\n"
			      "/5OiPgoTdSy7bcF9IGpSE8ZgGKzgYQVZeN97YE00\n"
			      "-----END RSA PRIVATE KEY-----\n";

Test(call_token, key_confusion)
{
	const char *text = made_by_libjwt(JWT_ALG_RS256, rsa_key);

	cr_assert_not_null(text);
	cr_expect_eq(read_at(text, NOW), E_TOKEN_INVALID);
	token_init(rsa_key);
	cr_expect_eq(read_at(text, NOW), E_TOKEN_INVALID, "even if it verifies");
	cr_expect_eq(read_at(sign("{\"alg\":\"RS256\"}", payload("", NULL), rsa_key), NOW), E_TOKEN_INVALID);
}

static const char *const keys[] = {
	"",         "0",           "0123456789abcdef0123456789abcdeF", "0123456789abcdef0123456789abcde",
	SECRET "0", SECRET SECRET, "another key, of 32 bytes or more",
};

Test(call_token, other_keys)
{
	for (size_t i = 0; i < COUNT(keys); i++)
		cr_expect_eq(read_at(sign(HS256, payload("", NULL), keys[i]), NOW), E_TOKEN_INVALID, "%s",
			     keys[i]);
}

Test(call_token, cut_or_extended)
{
	const char *text = token_make(arena, &caller, NOW * INT64_C(1000));

	for (size_t i = 0; i < strlen(text); i++) {
		cr_expect_eq(read_at(arena_strndup(arena, text, i), NOW), E_TOKEN_INVALID, "the first %zu",
			     i);
		cr_expect(i == 0 || read_at(text + i, NOW) == E_TOKEN_INVALID, "without the first %zu", i);
	}
	for (const char *more = "A=. \n%-_"; *more; more++) {
		cr_expect_eq(read_at(arena_printf(arena, "%s%c", text, *more), NOW), E_TOKEN_INVALID,
			     "%c behind", *more);
		cr_expect_eq(read_at(arena_printf(arena, "%c%s", *more, text), NOW), E_TOKEN_INVALID,
			     "%c in front", *more);
	}
	cr_expect_eq(read_at(arena_printf(arena, "%s.%s", text, text), NOW), E_TOKEN_INVALID);
}

Test(call_token, any_other_character)
{
	const char *text = token_make(arena, &caller, NOW * INT64_C(1000));
	char *other = arena_strdup(arena, text);

	cr_expect_eq(read_at(text, NOW), OK, "so that it is remembered");
	for (size_t i = 0; text[i]; i++)
		for (const char *c = "AQgw09-_=+/. "; *c; c++) {
			other[i] = *c;
			cr_expect_eq(read_at(other, NOW), *c == text[i] ? OK : E_TOKEN_INVALID, "%c at %zu",
				     *c, i);
			other[i] = text[i];
		}
}

static const char *const garbage[] = {
	"",
	".",
	"..",
	"...",
	"a.b.c",
	"Bearer",
	"null",
	"\xff\xfe.\xff.\xff",
	"eyJhbGciOiJIUzI1NiJ9",
	"eyJhbGciOiJIUzI1NiJ9..",
	"eyJhbGciOiJIUzI1NiJ9.e30",
	"eyJhbGciOiJIUzI1NiJ9.e30.",
	"eyJhbGciOiJub25lIn0.e30.",
};

Test(call_token, garbage)
{
	for (size_t i = 0; i < COUNT(garbage); i++)
		cr_expect_eq(read_at(garbage[i], NOW), E_TOKEN_INVALID, "%s", garbage[i]);
}

/* The length ends a token, not a NUL; and a token has a maximum length. */
Test(call_token, lengths)
{
	const char *text = token_make(arena, &caller, NOW * INT64_C(1000));
	const char *long_one = sign(HS256, payload("x", NULL), SECRET);
	struct caller read;
	char padding[2000];

	cr_expect_eq(token_read(arena_printf(arena, "%s rest", text), strlen(text), NOW, &read), OK);
	cr_expect_eq(read_at(long_one, NOW), OK);
	cr_expect_eq(token_read(long_one, strlen(long_one) + 1, NOW, &read), E_TOKEN_INVALID, "with its NUL");
	memset(padding, ' ', sizeof(padding));
	long_one = sign(HS256, arena_printf(arena, "%.*s%s", 500, padding, payload("", NULL)), SECRET);
	cr_expect_eq(read_at(long_one, NOW), OK, "%zu characters", strlen(long_one));
	long_one = sign(HS256, arena_printf(arena, "%.*s%s", 1500, padding, payload("", NULL)), SECRET);
	cr_expect_eq(read_at(long_one, NOW), E_TOKEN_INVALID, "%zu characters", strlen(long_one));
}

/* clang-format off */
/* Each token is signed with our secret and has a header or claim that we must understand, or one that
 * occurs twice. */
static const struct {
	const char *name, *header, *more; /* before the claims of a good token */
	enum status status;
} unusual[] = {
	{ "another parameter", "{\"alg\":\"HS256\",\"kid\":\"1\"}", "\"x\":1,", OK },
	{ "crit", "{\"alg\":\"HS256\",\"crit\":[\"exp\"],\"exp\":1}", "", E_TOKEN_INVALID },
	{ "crit of nothing", "{\"alg\":\"HS256\",\"crit\":[]}", "", E_TOKEN_INVALID },
	{ "crit null", "{\"alg\":\"HS256\",\"crit\":null}", "", E_TOKEN_INVALID },
	{ "alg in small letters", "{\"alg\":\"hs256\"}", "", E_TOKEN_INVALID },
	{ "alg in mixed letters", "{\"alg\":\"Hs256\"}", "", E_TOKEN_INVALID },
	{ "alg twice", "{\"alg\":\"HS256\",\"alg\":\"HS256\"}", "", E_TOKEN_INVALID },
	{ "alg, escaped, twice", "{\"alg\":\"none\",\"\\u0061lg\":\"HS256\"}", "", E_TOKEN_INVALID },
	{ "typ twice", "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"typ\":\"JWT\"}", "", E_TOKEN_INVALID },
	{ "exp twice", HS256, "\"exp\":1795258196,", E_TOKEN_INVALID },
	{ "exp twice, once over", HS256, "\"exp\":1,", E_TOKEN_INVALID },
	{ "sub twice", HS256, "\"sub\":\"" USER "\",", E_TOKEN_INVALID },
	{ "an unknown claim twice", HS256, "\"x\":1,\"x\":1,", E_TOKEN_INVALID },
	{ "twice within a claim", HS256, "\"x\":{\"y\":1,\"y\":2},", E_TOKEN_INVALID },
	{ "nbf now", HS256, "\"nbf\":1795257296,", OK },
	{ "nbf as far as clocks may be apart", HS256, "\"nbf\":1795257356.0,", OK },
	{ "nbf in the future", HS256, "\"nbf\":1795257357,", E_TOKEN_INVALID },
	{ "nbf in the future by less than a second", HS256, "\"nbf\":1795257356.5,", E_TOKEN_INVALID },
	{ "nbf never", HS256, "\"nbf\":1e400,", E_TOKEN_INVALID },
	{ "nbf as text", HS256, "\"nbf\":\"1795257296\",", E_TOKEN_INVALID },
	{ "nbf null", HS256, "\"nbf\":null,", E_TOKEN_INVALID },
};
/* clang-format on */

/* Each is read twice, because none may be remembered. */
Test(call_token, what_must_be_understood)
{
	for (size_t i = 0; i < COUNT(unusual); i++) {
		const char *claims_too = arena_printf(arena, "{%s%s", unusual[i].more, payload("", NULL) + 1);
		const char *text = sign(unusual[i].header, claims_too, SECRET);

		for (int time = 0; time < 2; time++)
			cr_expect_eq(read_at(text, NOW), unusual[i].status, "%s", unusual[i].name);
	}
}
