#include "accounts/secret_link.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "db/literal.h"

#define ORIGIN "https://balcao.example:8443"
#define START ORIGIN "/app/reset#token="

Test(accounts_secret_link, is_a_link_with_a_new_token)
{
	struct arena *arena = arena_new();
	const char *hash, *other_hash;
	const char *link = secret_link_new(arena, ORIGIN, "reset", &hash);
	const char *other = secret_link_new(arena, ORIGIN, "reset", &other_hash);
	const char *token = link + strlen(START);

	cr_assert_eq(strncmp(link, START, strlen(START)), 0, "%s", link);
	/* 256 bits in base64url, without padding */
	cr_expect_eq(strlen(token), 43u, "%s", token);
	cr_expect_eq(strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43u,
		     "%s", token);
	cr_expect_leq(strlen(token), (size_t)SECRET_LINK_TOKEN_MAX);
	cr_expect_str_eq(hash, literal_digest(arena, token));
	cr_expect_str_neq(link, other);
	cr_expect_str_neq(hash, other_hash);
	arena_free(arena);
}
