/* The script of the dialog: its texts are chosen and escaped. */
#include "errors/dialog/script.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "http/url.h"

static const struct script_case {
	const char *query, *accept_language, *wanted;
} cases[] = {
	{ "", "", "\"labelSubmit\":\"Send\"" },
	{ "", "pt-BR", "\"labelSubmit\":\"Enviar\"" },
	{ "lang=pt_BR", "en", "\"lang\":\"pt-BR\"" },
	{ "lang=de", "pt", "\"lang\":\"en\"" },
	{ "lang=PT&title=", "", "\"title\":\"Algo deu errado.\"" },
	{ "title=Ops", "pt", "\"title\":\"Ops\"" },
	{ "name=Ana&email=a%40b.c", "", "\"name\":\"Ana\",\"email\":\"a@b.c\"" },
	{ "title=%22%5C%3C/script%3E%0A", "", "\"title\":\"\\\"\\\\\\u003c/script>\\n\"" },
	{ "title=a%E2%80%A8b%E2%80%A9c%E2%80%AA", "", "\"title\":\"a\\u2028b\\u2029c\xE2\x80\xAA\"" },
	{ "url=x&title=y", "", "\"url\":\"https://e/?a=1&b=2\",\"title\":\"y\"" },
};

static const char *script_of(struct arena *arena, const struct script_case *one)
{
	struct buffer out = { .arena = arena };
	struct url_pair pairs[URL_PAIRS];
	size_t count;

	cr_assert_eq(url_query(arena, one->query, pairs, &count), OK);
	script_put(arena, &out, pairs, count, one->accept_language, "https://e/?a=1&b=2");
	return out.data;
}

Test(dialog_script, texts)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *script = script_of(arena, &cases[i]);

		cr_expect(strstr(script, cases[i].wanted), "%s lacks %s", cases[i].query, cases[i].wanted);
		cr_expect_eq(strncmp(script, "(function (given) {\n", 20), 0);
		cr_expect_str_eq(script + strlen(script) - 4, "});\n");
	}
	arena_free(arena);
}
