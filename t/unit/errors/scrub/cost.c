/* What scrubbing costs: memory and time. */
#include "errors/scrub/scrub.h"

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"

static const struct scrub on = { .on = true };

/* A text of `count` times the same piece between two others. */
static char *repeat(struct arena *arena, const char *before, const char *piece, size_t count,
		    const char *after)
{
	struct buffer text = { .arena = arena };

	buffer_put_text(&text, before);
	for (size_t i = 0; i < count; i++)
		buffer_put_text(&text, piece);
	buffer_put_text(&text, after);
	return text.data;
}

/* Many secrets that are shorter than the mark: none stays, and the result is hardly larger. */
Test(scrub_cost, growth)
{
	static const struct {
		const char *before, *piece, *after;
	} cases[] = {
		{ "{", "\"cpf\":7,", "}" },
		{ "{\"a\":\"", "cpf=7&", "\"}" },
		{ "{\"a\":\"", "\\u0063pf=7&", "\"}" },
		{ "[", "{\"value\":7,\"name\":\"cpf\"},", "]" },
		{ "[", "[\"cpf\",7],", "]" },
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *json = repeat(arena, cases[i].before, cases[i].piece, 30000, cases[i].after);
		size_t length = strlen(json), before = length;

		cr_assert(scrub_json(arena, &on, &json, &length), "%s", cases[i].piece);
		cr_expect_eq(strlen(json), length, "%s", cases[i].piece);
		cr_expect_leq(length, before + SCRUB_GROWTH, "%s: %zu became %zu", cases[i].piece, before,
			      length);
		cr_expect_null(strchr(json, '7'), "%s: a secret is left", cases[i].piece);
		cr_expect(strstr(json, SCRUB_MARK) && strstr(json + length - 100, SCRUB_MARK) == NULL, "%s",
			  cases[i].piece);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* Texts that would take minutes if each place looked through the rest of the text. */
Test(scrub_cost, linear, .timeout = 60)
{
	static const char *const pieces[] = {
		"senha=",
		"token='\\\\",
		"senha: [{",
		"<senha>",
		"-----BEGIN ",
		"eyJ.",
		"x://",
		"Bearer ",
		"\\\\\\\"",
		"4111 ",
		"a b c: ",
		"senha=,",
		"token=nil ",
		"senha\\\"=\\\"",
		"Basic ",
		"=",
		"('senha', ",
		"--senha ",
		"[",
		"{",
		"\\u0022senha\\u0022:",
		"cpf=%26",
		"ghp_",
		"token",
		"Cookie: '",
		"'Cookie: x",
		"\\u0022value\\u0022:",
		"<value=",
		"{name:value=",
		"%22token%22%3A",
		"%22token%22%3A%22",
		"%22token%22:%7B",
		"Cookie=a; ",
		"Cookie=a=b; ",
		"setPassword('",
		"4539578763621486.0000",
		"0,4539578763621486",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(pieces); i++) {
		const char *json = repeat(arena, "{\"a\":\"", pieces[i], 1000000 / strlen(pieces[i]), "\"}");
		size_t length = strlen(json);

		cr_assert(scrub_json(arena, &on, &json, &length), "%s", pieces[i]);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* The same in lines of source code. */
Test(scrub_cost, linear_source, .timeout = 60)
{
	static const char *const pieces[] = {
		"?token=x",  "token=",   "'token=x ",    "# senha: x ",   "X-Token: ",
		"'Cookie: ", "TOKEN=x ", "\\\\'token=x", "setToken(\\\\",
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(pieces); i++) {
		const char *json =
			repeat(arena, "{\"context_line\":\"", pieces[i], 1000000 / strlen(pieces[i]), "\"}");
		size_t length = strlen(json);

		cr_assert(scrub_json(arena, &on, &json, &length), "%s", pieces[i]);
		arena_reset(arena);
	}
	arena_free(arena);
}

/* As many brackets as a text can have: the depth costs no memory, and what is within is judged by its
 * names. */
Test(scrub_cost, depth)
{
	struct arena *arena = arena_new();
	const char *json = repeat(arena, "", "[{\"value\":[", 80000, "{\"senha\":\"x\"}");
	size_t length = strlen(json);

	cr_assert(scrub_json(arena, &on, &json, &length));
	cr_expect_str_eq(json + length - strlen("{\"senha\":\"[filtered]\"}"), "{\"senha\":\"[filtered]\"}");
	arena_free(arena);
}

/* Without room for a string with escapes, nothing is returned. */
Test(scrub_cost, memory)
{
	struct arena *arena = arena_new();
	const char *json = repeat(arena, "{\"a\":\"", "\\n", 500000, "\"}"), *same = json;
	size_t length = strlen(json);

	arena_limit(arena, 1);
	cr_expect_not(scrub_json(arena, &on, &json, &length));
	cr_expect_eq(json, same);
	arena_free(arena);
}
