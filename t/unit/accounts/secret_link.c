#include "accounts/secret_link.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
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

/* clang-format off */
static const struct {
	const char *typed, *token, *of_link; /* NULL: too long */
} pasted[] = {
	{ "abc_-9", "abc_-9", "abc_-9" },
	{ " \tabc\n", "abc", "abc" },
	{ "\u00a0abc\u2003", "abc", "abc" },
	{ "a b", "a b", "a b" },
	{ START "abc", START "abc", "abc" },
	{ "  " START "abc\n", START "abc", "abc" },
	{ "<" START "ab-_c>", "<" START "ab-_c>", "ab-_c" },
	{ "Veja " START "abc. ", "Veja " START "abc.", "abc" },
	{ START, START, "" },
	{ "token=abc", "token=abc", "token=abc" },
	{ "", "", "" },
};
/* clang-format on */

static void expect(const struct format *format, struct arena *arena, const char *typed, const char *wanted)
{
	const char *token = "", *key = NULL;
	const struct fault_kind *fault = NULL;
	long number = 0;
	bool read = format->read(arena, typed, strlen(typed), &token, &key, &fault, &number);

	cr_expect_eq(read, wanted != NULL, "%s: '%s'", format->name, typed);
	if (wanted) {
		cr_expect_str_eq(token, wanted, "%s: '%s'", format->name, typed);
	} else {
		cr_expect_eq(fault, &fault_too_long, "%s: '%s'", format->name, typed);
		cr_expect_eq(number, SECRET_LINK_TOKEN_MAX, "%s: '%s'", format->name, typed);
	}
}

Test(accounts_secret_link, a_token_is_read_as_it_is_pasted)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(pasted); i++) {
		expect(&secret_link_token_format, arena, pasted[i].typed, pasted[i].token);
		expect(&secret_link_format, arena, pasted[i].typed, pasted[i].of_link);
	}
	arena_free(arena);
}

Test(accounts_secret_link, a_token_may_have_200_characters)
{
	struct arena *arena = arena_new();
	char text[SECRET_LINK_TYPED_MAX + 100];
	const char *link = arena_printf(arena, "%s%0199d", START, 7);

	memset(text, 'x', sizeof(text));
	strcpy(text + 200, " ");
	expect(&secret_link_token_format, arena, text, arena_strndup(arena, text, 200));
	strcpy(text + 200, "x");
	expect(&secret_link_token_format, arena, text, NULL);
	expect(&secret_link_format, arena, text, NULL);
	expect(&secret_link_format, arena, link, link + strlen(START));
	expect(&secret_link_format, arena, arena_printf(arena, "%s00", link), NULL);
	memset(text, 'x', sizeof(text) - 1);
	strcpy(text + SECRET_LINK_TYPED_MAX, "#token=abc");
	expect(&secret_link_format, arena, text, NULL);
	arena_free(arena);
}
