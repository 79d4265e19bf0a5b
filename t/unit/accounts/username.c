#include "accounts/username.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text;
	size_t length;
	const char *canonical; /* NULL: refused */
} cases[] = {
	{ TEXT("ana"), "ana" },
	{ TEXT("Maria"), "maria" },
	{ TEXT("MARIA-DA_SILVA.1"), "maria-da_silva.1" },
	{ TEXT("a.."), "a.." },
	{ TEXT("z09"), "z09" },
	{ TEXT("a23456789012345678901234567890_2"), "a23456789012345678901234567890_2" },
	{ TEXT(""), NULL },
	{ TEXT("a"), NULL },
	{ TEXT("ab"), NULL },
	{ TEXT("a23456789012345678901234567890123"), NULL },
	{ TEXT("1ab"), NULL },
	{ TEXT(".ab"), NULL },
	{ TEXT("_ab"), NULL },
	{ TEXT("-ab"), NULL },
	{ TEXT("@ab"), NULL },
	{ TEXT("[ab"), NULL },
	{ TEXT("`ab"), NULL },
	{ TEXT("{ab"), NULL },
	{ TEXT("a b"), NULL },
	{ TEXT(" abc"), NULL },
	{ TEXT("abc "), NULL },
	{ TEXT("abc\n"), NULL },
	{ TEXT("abc\0"), NULL },
	{ TEXT("ab\0c"), NULL },
	{ TEXT("\0abc"), NULL },
	{ TEXT("a@b.com"), NULL },
	{ TEXT("a/b"), NULL },
	{ TEXT("a:b"), NULL },
	{ TEXT("a;b"), NULL },
	{ TEXT("a'b"), NULL },
	{ TEXT("a%b"), NULL },
	{ TEXT("a+b"), NULL },
	{ TEXT("joão"), NULL },
	{ TEXT("éab"), NULL },
	{ TEXT("ab\u212a"), NULL }, /* the Kelvin sign, whose lower case is k */
	{ TEXT("ab\u0131"), NULL }, /* dotless i */
};

Test(accounts_username, format)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *canonical = "", *key = "untouched";
		const struct fault_kind *fault = &fault_required;
		long number = -1;

		cr_expect_eq(username_format.read(arena, cases[i].text, cases[i].length, &canonical, &key,
						  &fault, &number),
			     cases[i].canonical != NULL, "%zu: %s", i, cases[i].text);
		cr_expect(!cases[i].canonical || strcmp(canonical, cases[i].canonical) == 0, "%s",
			  cases[i].text);
		cr_expect(cases[i].canonical || fault == &username_invalid, "%s", cases[i].text);
		cr_expect_str_eq(key, "untouched");
	}
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *username;
	bool reserved;
} authorities[] = {
	{ "root", true }, { "admin", true }, { "administrator", true }, { "operator", true },
	{ "support", true }, { "postmaster", true },
	{ "hostmaster", true }, { "webmaster", true }, { "abuse", true },
	{ "security", true }, { "noreply", true }, { "no-reply", true }, { "system", true },
	{ "balcao", true }, { "null", true }, { "undefined", true },
	{ "roots", false }, { "admin1", false }, { "no_reply", false }, { "maria", false }, { "", false },
};
/* clang-format on */

Test(accounts_username, reserved)
{
	for (size_t i = 0; i < COUNT(authorities); i++)
		cr_expect_eq(username_is_reserved(authorities[i].username), authorities[i].reserved, "%s",
			     authorities[i].username);
}

/* Whoever has such a username keeps it, so its form is right. */
Test(accounts_username, a_reserved_one_is_well_formed)
{
	struct arena *arena = arena_new();
	const char *canonical, *key;
	const struct fault_kind *fault;
	long number;

	cr_expect(username_format.read(arena, TEXT("Admin"), &canonical, &key, &fault, &number));
	cr_expect_str_eq(canonical, "admin");
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length;
	const char *folded;
} folded[] = {
	{ TEXT(""), "" },
	{ TEXT("abc"), "abc" },
	{ TEXT("AZaz@[`{09"), "azaz@[`{09" },
	{ TEXT("JOÃO"), "joÃo" },
	{ "ABCDEF", 3, "abc" },
};
/* clang-format on */

Test(accounts_username, fold)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(folded); i++)
		cr_expect_str_eq(username_fold(arena, folded[i].text, folded[i].length), folded[i].folded);
	arena_free(arena);
}
