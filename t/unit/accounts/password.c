#include "accounts/password.h"

#include <criterion/criterion.h>
#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "table/value.h"

static struct arena *arena;

static void start(void)
{
	arena = arena_new();
}

static void stop(void)
{
	arena_free(arena);
}

TestSuite(accounts_password, .init = start, .fini = stop);

static bool matches(const char *password, const char *hash)
{
	bool right;

	cr_assert_eq(password_compare(password, hash, &right), OK);
	return right;
}

/* Returns `count` copies of `text`. */
static const char *times(size_t count, const char *text)
{
	struct buffer out = { 0 };
	const char *copy;

	buffer_put(&out, "", 0);
	while (count-- > 0)
		buffer_put_text(&out, text);
	copy = arena_strndup(arena, out.data, out.length);
	buffer_release(&out);
	return copy;
}

static const struct {
	size_t count;
	const char *text;
	const struct fault_kind *fault; /* NULL: the password is accepted */
	long number;
} lengths[] = {
	{ 0, "xy", &password_too_short, 8 },
	{ 7, "x", &password_too_short, 8 },
	{ 4, "xy", NULL, 0 },
	{ 64, "xy", NULL, 0 },
	{ 129, "x", &password_too_long, 128 },
	{ 65, "xy", &password_too_long, 128 },
	{ 100000, "x", &password_too_long, 128 },
	{ 7, "é", &password_too_short, 8 },
	{ 4, "éa", NULL, 0 },
	{ 7, "😀", &password_too_short, 8 },
	{ 4, "😀😁", NULL, 0 },
	{ 64, "😀😁", NULL, 0 },
	{ 65, "😀😁", &password_too_long, 128 },
	{ 4, " x", NULL, 0 },
};

Test(accounts_password, lengths)
{
	for (size_t i = 0; i < COUNT(lengths); i++) {
		const char *text = times(lengths[i].count, lengths[i].text), *canonical = "", *key;
		const struct fault_kind *fault = &fault_required;
		long number = 0;

		cr_expect_eq(
			password_format.read(arena, text, strlen(text), &canonical, &key, &fault, &number),
			!lengths[i].fault, "%zu times %s", lengths[i].count, lengths[i].text);
		if (!lengths[i].fault) {
			cr_expect_str_eq(canonical, text, "%zu times %s", lengths[i].count, lengths[i].text);
		} else {
			cr_expect_eq(fault, lengths[i].fault, "%zu times %s", lengths[i].count,
				     lengths[i].text);
			cr_expect_eq(number, lengths[i].number, "%zu times %s", lengths[i].count,
				     lengths[i].text);
		}
	}
}

/* Returns a password as it is read from the body of a request; NULL if it is refused. */
static const char *taken(const char *text)
{
	static const struct field field = { .name = "password",
					    .type = F_SECRET,
					    .format = &password_format };
	struct faults faults = { .count = 0 };
	struct source source = { .arena = arena, .faults = &faults, .name = "password" };
	struct json_object *json = json_object_new_string(text);
	struct checked checked = { 0 };
	bool fine = value_from_json(&source, &field, json, &checked);

	json_object_put(json);
	cr_expect_eq(faults.count, fine ? 0 : 1, "%s", text);
	return fine ? checked.text : NULL;
}

static const struct {
	const char *typed, *canonical;
} forms[] = {
	{ "correct horse", "correct horse" },
	{ "  blanks stay  ", "  blanks stay  " },
	{ "cora\u00e7\u00e3o!", "coração!" },
	{ "corac\u0327a\u0303o!", "coração!" },
	{ "\u212bngstr\u00f6m!", "\u00c5ngström!" },
	{ "tab\tand\nnewline", "tab\tand\nnewline" },
	{ "e\u0301e\u0301e\u0301e\u0301", NULL }, /* eight code points, four characters */
	{ "carriage\r return", NULL },
	{ "escape\x1b[A", NULL },
	{ "c1\xc2\x85 inside", NULL },
};

Test(accounts_password, normalization)
{
	for (size_t i = 0; i < COUNT(forms); i++) {
		const char *canonical = taken(forms[i].typed);

		cr_expect_eq(canonical == NULL, forms[i].canonical == NULL, "%s", forms[i].typed);
		cr_expect(!canonical || !forms[i].canonical || strcmp(canonical, forms[i].canonical) == 0,
			  "%s", forms[i].typed);
	}
}

Test(accounts_password, typed_in_another_form_it_matches)
{
	const char *hash = password_hash(arena, taken("cora\u00e7\u00e3o!"), 1);

	cr_assert_not_null(hash);
	cr_expect(matches(taken("corac\u0327a\u0303o!"), hash));
	cr_expect_not(matches(taken("coracao!"), hash));
}

static const struct {
	size_t count;
	const char *text, *wrong; /* what replaces the last `text` in the wrong password */
} hashed[] = {
	{ 1, "correct horse", "correct hors" },
	{ 1, "correct horse", "Correct horse" },
	{ 1, "correct horse", "correct horse " },
	{ 1, "correct horse", "" },
	{ 1, "correct horse", "correct horse\xff" },
	{ 127, "é", "e" },
	{ 127, "😀", "😁" },
	{ 128, "😀", "😁" }, /* 512 bytes, one more than libcrypt accepts */
	{ 128, "😀", "" },
	{ 128, "😀", "😀x" },
	{ 1000, "x", "y" },
};

Test(accounts_password, matches_itself_only)
{
	for (size_t i = 0; i < COUNT(hashed); i++) {
		const char *password = times(hashed[i].count, hashed[i].text);
		const char *wrong = arena_printf(arena, "%s%s", times(hashed[i].count - 1, hashed[i].text),
						 hashed[i].wrong);
		const char *hash = password_hash(arena, password, 1);

		cr_assert_not_null(hash, "%zu", i);
		cr_expect_eq(strncmp(hash, "$y$", 3), 0, "%s", hash);
		cr_expect(matches(password, hash), "%zu", i);
		cr_expect_not(matches(wrong, hash), "%zu", i);
	}
}

Test(accounts_password, salts_differ)
{
	const char *one = password_hash(arena, "correct horse", 1);
	const char *other = password_hash(arena, "correct horse", 1);

	cr_expect_str_neq(one, other);
	cr_expect(matches("correct horse", one));
	cr_expect(matches("correct horse", other));
}

static const struct {
	long cost;
	const char *prefix;
} costs[] = { { 1, "$y$j75$" }, { 2, "$y$j85$" }, { 5, "$y$j9T$" }, { 6, "$y$jAT$" } };

Test(accounts_password, costs)
{
	for (size_t i = 0; i < COUNT(costs); i++) {
		const char *hash = password_hash(arena, "correct horse", costs[i].cost);

		cr_expect_eq(strncmp(hash, costs[i].prefix, strlen(costs[i].prefix)), 0, "%s", hash);
		cr_expect(matches("correct horse", hash), "whatever the cost now: %s", hash);
		cr_expect_not(matches("wrong", hash), "%s", hash);
	}
	cr_expect_null(password_hash(arena, "correct horse", 12), "libcrypt has no such cost");
}

static const char *const no_hashes[] = {
	"", "*", "*0", "*1", "!", "x", "correct horse", "$y$", "$y$j75$", "$y$j75$salt$", "$6$", "$$", "::",
};

Test(accounts_password, what_is_no_hash_matches_nothing)
{
	for (size_t i = 0; i < COUNT(no_hashes); i++) {
		cr_expect_not(matches("correct horse", no_hashes[i]), "%s", no_hashes[i]);
		cr_expect_not(matches("", no_hashes[i]), "%s", no_hashes[i]);
	}
}

Test(accounts_password, cut_hash_matches_nothing)
{
	const char *hash = password_hash(arena, "correct horse", 1);

	for (size_t length = 0; length < strlen(hash); length++)
		cr_expect_not(matches("correct horse", arena_strndup(arena, hash, length)), "%zu", length);
}

static const struct {
	const char *hash;
	long cost;
	bool outdated;
} ages[] = {
	{ "$y$j75$abc$xyz", 1, false }, { "$y$j75$abc$xyz", 2, true },  { "$y$j9T$abc$xyz", 5, false },
	{ "$y$jAT$abc$xyz", 5, true },  { "$2b$10$abcdefgh", 5, true }, { "", 5, true },
};

Test(accounts_password, a_new_cost_makes_old_hashes_outdated)
{
	for (size_t i = 0; i < COUNT(ages); i++)
		cr_expect_eq(password_outdated(ages[i].hash, ages[i].cost), ages[i].outdated, "%s at %ld",
			     ages[i].hash, ages[i].cost);
}

/* clang-format off */
static const struct {
	const char *password;
	bool weak;
} weak[] = {
	{ "Mudar123!", true },
	{ "senha-123", true },
	{ "Senha@123", true },
	{ "mudar#2024", true },
	{ "!!s.e.n.h.a-1!!", true },
	{ "1234-5678", true },
	{ "(password1)", true },
	{ "São.Paulo 10", true },
	{ "coração!", false },
	{ "s.e.n.h.a", false },
	{ "Mudar-Tudo-123!", false },
	{ "o flamengo de 1981!", false },
	{ "saopaulofc", true },
	{ "FlamengoRJ", true },
	{ "Santos F.C. 10", true },
	{ "corinthians1910", true },
	{ "palmeiras2024", true },
	{ "flamengorjx", false },
	{ "torcedor do saopaulofc", false },
	{ "password", true }, { "PassWord", true }, { "12345678", true }, { "password123", true },
	{ "qwertyuiop", true }, { "password ", false }, { "uma senha bem comprida", false },
	/* of Brazil: words with and without digits, in any case, with and without accents and blanks */
	{ "flamengo", true }, { "Flamengo", true }, { "FLAMENGO", true }, { "flamengo1", true },
	{ "corinthians1", true }, { "corinthians1910", true }, { "palmeiras", true }, { "10palmeiras", true },
	{ "Grêmio1903", true }, { "são paulo", true }, { "SAOPAULO", true }, { "São Paulo FC", true },
	{ "senha123", true }, { "SENHA123", true }, { "senha@123", true }, { "senha123456", true },
	{ "mudar123", true }, { "Mudar@2026", true }, { "123mudar", true }, { "1234mudar", true },
	{ "brasil123", true }, { "Brasil123", true }, { "BRASIL2026", true }, { "coração1", true },
	{ "CORACA\u0303O1", true }, { "joao1234", true }, { "joão1234", true }, { "Lucas123", true },
	{ "jesuscristo", true }, { "Jesus Cristo", true }, { "deusefiel", true }, { "Deus é fiel", true },
	{ "amor1234", true }, { "felicidade", true }, { "10203040", true }, { "gvt12345", true },
	{ "escola1234", true }, { "ｆｌａｍｅｎｇｏ", true }, { "𝐟lamengo", true }, { "fla\u00admengo", true },
	{ "flamengo1234567", false }, { "12345flamengo", false }, { "flamengo-e-eu", false },
	{ "o flamengo venceu", false }, { "flamengo@corinthians", false }, { "@flamengo", false },
	{ "outra senha bem comprida", false }, { "senhora1981x", false }, { "mudança de casa", false },
	/* one character again and again */
	{ "        ", true }, { "********", true }, { "aaaaaaaa", true }, { "AaAaAaAa", true },
	{ "éééééééé", true }, { "éeéeéeée", true },
	{ "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", true },
	{ "ああああああああ", true }, { "жжжжжжжж", true }, { "😀😀😀😀😀😀😀😀", true },
	{ "\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0", true },
	{ " \u00a0\u2003 \u3000 \u2009 ", true },
	{ "\u200b\u200b\u200b\u200b\u200c\u200d\u2060\u2060", true },
	{ "x\u0301\u0301\u0301\u0301\u0301\u0301\u0301", true },
	{ "11111111", true }, { "aaaaaaab", false }, { "        x", false }, { "🇧🇷🇵🇹🇧🇷🇵🇹", false },
	{ "ああああああああい", false },
};
/* clang-format on */

Test(accounts_password, weak_ones_are_refused)
{
	for (size_t i = 0; i < COUNT(weak); i++)
		cr_expect_eq(taken(weak[i].password) == NULL, weak[i].weak, "%s", weak[i].password);
}

static const struct {
	const char *one, *other;
	bool same;
} pairs[] = {
	{ "uma senha", "uma senha", true },           { "uma senha", "uma\u00a0senha", true },
	{ "uma\u3000senha", "uma\u2009senha", true }, { "uma senha", "uma  senha", false },
	{ "uma senha", "umasenha", false },           { "uma senha", "uma senha ", false },
	{ "uma senha", "uma\tsenha", false },         { "uma senha", "uma\u200bsenha", false },
	{ "uma senha", "Uma senha", false },          { "", "", true },
};

/* RFC 8265, 4.2.2: each blank is U+0020. */
Test(accounts_password, blanks_are_one)
{
	for (size_t i = 0; i < COUNT(pairs); i++) {
		const char *hash = password_hash(arena, pairs[i].one, 1);

		cr_expect_eq(password_is_same(pairs[i].one, pairs[i].other), pairs[i].same, "%zu", i);
		cr_expect_eq(matches(pairs[i].other, hash), pairs[i].same, "%zu", i);
	}
}
