#include "customers/mask.h"

#include <criterion/criterion.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

/* clang-format off */
static const struct {
	const char *mask, *text;
	size_t length;
	const char *digits; /* NULL: refused */
} cases[] = {
	{ "###", TEXT("123"), "123" },
	{ "###", TEXT("000"), "000" },
	{ "###", TEXT("999"), "999" },
	{ "##-#", TEXT("12-3"), "123" },
	{ "-#-", TEXT("-7-"), "7" },
	{ "##", "1234", 2, "12" },
	{ "", TEXT(""), "" },
	{ "abc", TEXT("abc"), "" },
	{ "8##", TEXT("812"), "12" },
	{ "###", TEXT(" 123 "), "123" },
	{ "##-#", TEXT("12 -3"), "123" },
	{ "##-#", TEXT("12 3"), "123" },
	{ "##-#", TEXT("123"), "123" },
	{ "##-#", TEXT("12\u00a0\u2013\u2009 3"), "123" },
	{ "##.#", TEXT("1\u200b2\u200e.3"), "123" },
	{ "###", TEXT("１２3"), "123" },
	{ "###", TEXT("12"), NULL },
	{ "###", TEXT("1234"), NULL },
	{ "###", TEXT(""), NULL },
	{ "", TEXT("1"), NULL },
	{ "##-#", TEXT("1234"), NULL },
	{ "##-#", TEXT("12=3"), NULL },
	{ "##-#", TEXT("-123"), NULL },
	{ "8##", TEXT("712"), NULL },
	{ "###", TEXT("12/"), NULL },
	{ "###", TEXT("12:"), NULL },
	{ "###", TEXT("12#"), NULL },
	{ "###", TEXT("12a"), NULL },
	{ "###", TEXT("12 "), NULL },
	{ "###", TEXT("12\0"), NULL },
	{ "##", TEXT("12\0"), NULL },
	{ "###", TEXT("\xff" "12"), NULL },
	{ "###", TEXT("１"), NULL }, /* full-width, three bytes */
	{ "###", TEXT("1 23"), NULL },
	{ "##-#", TEXT("1 2-3"), NULL },
	{ "##-#", TEXT("12--3"), NULL },
	{ "##-#", TEXT("12\n-3"), NULL },
	{ "###", TEXT("\t123"), NULL },
	{ "##", TEXT("\u0661"), NULL }, /* Arabic-Indic, two bytes */
};
/* clang-format on */

Test(customers_mask, read)
{
	for (size_t i = 0; i < COUNT(cases); i++) {
		char digits[8] = "untouch";
		struct pasted text = pasted_begin(cases[i].text, cases[i].length);
		bool read = mask_read(cases[i].mask, text, digits);

		cr_expect_eq(read, cases[i].digits != NULL, "%zu: %s as %s", i, cases[i].text, cases[i].mask);
		if (read && cases[i].digits)
			cr_expect_str_eq(digits, cases[i].digits, "%zu: %s", i, cases[i].text);
	}
}
