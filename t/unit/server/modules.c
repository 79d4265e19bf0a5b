/* The problems and faults of the rooms and of the engine: their codes, and their texts for people. */
#include "server/modules.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "http/fault.h"
#include "http/problem.h"
#include "table/route.h"

static bool is_code(const char *text)
{
	return text && islower((unsigned char)*text) &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(text);
}

/* Expects different texts in both languages: sentences, or titles, which have no full stop. */
static void expect_texts(const char *const text[LANGUAGE__MAX], bool sentence, const char *code)
{
	for (int i = 0; i < LANGUAGE__MAX; i++) {
		cr_assert_not_null(text[i], "%s, language %d", code, i);
		cr_expect(text_is_utf8(text[i], strlen(text[i])), "%s, language %d", code, i);
		cr_expect_eq(text[i][strlen(text[i]) - 1] == '.', sentence, "%s: %s", code, text[i]);
		cr_expect_null(strpbrk(text[i], "\r\n\t\"&"), "%s: %s", code, text[i]);
	}
	cr_expect_str_neq(text[LANGUAGE_EN], text[LANGUAGE_PT], "%s", code);
}

/* The HTTP contract: a 429 and a 503 have a Retry-After. */
static void expect_problem(const struct problem *problem)
{
	int number = problem_number(problem);
	bool passes = number == 429 || number == 503;

	cr_assert(problem->code && is_code(problem->code), "like %d", problem->like);
	cr_expect(number >= 400 && number <= 599, "%s", problem->code);
	expect_texts(problem->title, false, problem->code);
	expect_texts(problem->detail, true, problem->code);
	cr_expect(!passes || problem->retry_after > 0, "%s", problem->code);
	cr_expect(problem->retry_after == 0 || passes || number == 504, "%s", problem->code);
}

Test(server_modules, every_problem_is_complete)
{
	for (int i = OK + 1; i < E__MAX; i++)
		expect_problem(&problems[i]);
	for (const struct module *const *module = modules; *module; module++)
		for (const struct problem *const *own = (*module)->problems; own && *own; own++)
			expect_problem(*own);
}

/* Finds the placeholders of a detail, in order: "n", "s", "nw" with a word for one and one for many … */
static void placeholders(const char *detail, char found[8])
{
	size_t count = 0;

	for (; *detail && count < 7; detail++)
		if (*detail == '{')
			found[count++] = strncmp(detail, "{n}", 3) == 0                ? 'n'
					 : strncmp(detail, "{s}", 3) == 0              ? 's'
					 : strcspn(detail, "|") < strcspn(detail, "}") ? 'w'
										       : '?';
	found[count] = '\0';
}

static void expect_kinds(const struct fault_kind *const *kinds)
{
	for (; kinds && *kinds; kinds++) {
		char english[8], portuguese[8];

		cr_assert((*kinds)->code && is_code((*kinds)->code));
		expect_texts((*kinds)->detail, true, (*kinds)->code);
		placeholders((*kinds)->detail[LANGUAGE_EN], english);
		placeholders((*kinds)->detail[LANGUAGE_PT], portuguese);
		cr_expect_str_eq(english, portuguese, "%s", (*kinds)->code);
		cr_expect_null(strchr(english, '?'), "%s", (*kinds)->code);
	}
}

Test(server_modules, every_fault_is_complete)
{
	expect_kinds(fault_kinds);
	for (const struct module *const *module = modules; *module; module++)
		expect_kinds((*module)->faults);
}
