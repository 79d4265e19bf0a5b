#include "http/language.h"

#include <criterion/criterion.h>

#include "base/status.h"

static const struct {
	const char *header;
	enum language language;
} headers[] = {
	{ "", LANGUAGE_EN },
	{ ",", LANGUAGE_EN },
	{ " , ,", LANGUAGE_EN },
	{ "en", LANGUAGE_EN },
	{ "en-US", LANGUAGE_EN },
	{ "pt", LANGUAGE_PT },
	{ "PT", LANGUAGE_PT },
	{ "pt-BR", LANGUAGE_PT },
	{ "pt-br", LANGUAGE_PT },
	{ "pt-PT", LANGUAGE_PT },
	{ " pt-BR ", LANGUAGE_PT },
	{ "\tpt\t;\tq=0.5", LANGUAGE_PT },
	{ "de", LANGUAGE_EN },
	{ "de, fr;q=0.5", LANGUAGE_EN },
	{ "de, pt;q=0.1", LANGUAGE_PT },
	{ "*", LANGUAGE_EN },
	{ "*, pt;q=0.9", LANGUAGE_EN },
	{ "pt, *;q=0.5", LANGUAGE_PT },
	{ "en;q=0", LANGUAGE_EN },
	{ "en;q=0, *", LANGUAGE_EN },
	{ "*;q=0, pt;q=0.001", LANGUAGE_PT },
	{ "ptx", LANGUAGE_EN },
	{ "p", LANGUAGE_EN },
	{ "apt", LANGUAGE_EN },
	/* The first of equals. */
	{ "pt, en", LANGUAGE_PT },
	{ "en, pt", LANGUAGE_EN },
	{ "pt;q=0.5, en;q=0.5", LANGUAGE_PT },
	{ "en;q=0.500, pt;q=0.5", LANGUAGE_EN },
	/* The best. */
	{ "en;q=0.8, pt;q=0.9", LANGUAGE_PT },
	{ "en;q=0.9, pt;q=0.8", LANGUAGE_EN },
	{ "en;q=0.899, pt;q=0.9", LANGUAGE_PT },
	{ "en;q=0.001,pt;q=0.002", LANGUAGE_PT },
	{ "en;q=0.9, pt", LANGUAGE_PT },
	{ "en;q=0.9, pt;q=1.000", LANGUAGE_PT },
	{ "pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7", LANGUAGE_PT },
	{ "en-US,en;q=0.9,pt-BR;q=0.8,pt;q=0.7", LANGUAGE_EN },
	{ "de, pt-PT;q=0.2, pt-BR;q=0.9, en;q=0.8", LANGUAGE_PT },
	{ "en; q=0.5, pt; q=0.6", LANGUAGE_PT },
	{ "en ;q=0.5 , pt ;q=0.6 ", LANGUAGE_PT },
	{ "en;Q=0.5, pt;Q=0.6", LANGUAGE_PT },
	{ "pt;q=0.1,en;q=0.9", LANGUAGE_EN },
	{ "pt;q=0.9,en;q=0.85", LANGUAGE_PT },
	{ "pt;q=0.85,en;q=0.9", LANGUAGE_EN },
	{ "en;q=0.8,pt;q=0.85", LANGUAGE_PT },
	{ "en;q=0.80,pt;q=0.8", LANGUAGE_EN },
	{ "pt;q=1., en", LANGUAGE_PT },
	/* Languages that the client excludes. */
	{ "pt;q=0", LANGUAGE_EN },
	{ "pt;q=0.0, en;q=0.1", LANGUAGE_EN },
	{ "pt;q=0.000", LANGUAGE_EN },
	{ "pt;Q=0", LANGUAGE_EN },
	{ "en;q=0, pt;q=0.1", LANGUAGE_PT },
	{ "en;q=0, pt;q=0", LANGUAGE_EN },
	/* Malformed elements are ignored and do no harm. */
	{ "pt;q=", LANGUAGE_EN },
	{ "pt;q=x", LANGUAGE_EN },
	{ "pt;q=-1", LANGUAGE_EN },
	{ "pt;q=nan", LANGUAGE_EN },
	{ "pt;q=-inf", LANGUAGE_EN },
	{ "en, pt;q=99", LANGUAGE_EN },
	{ "en, pt;q=1e300", LANGUAGE_EN },
	{ "en, pt;q=inf", LANGUAGE_EN },
	{ "pt;q=99", LANGUAGE_EN },
	{ "pt;q=1.001", LANGUAGE_EN },
	{ "pt;q=0.1234", LANGUAGE_EN },
	{ "pt;q=.5", LANGUAGE_EN },
	{ "pt;q = 0.5", LANGUAGE_EN },
	{ "pt;level=1", LANGUAGE_EN },
	{ "pt;", LANGUAGE_EN },
	{ "pt;q=0.5 x", LANGUAGE_EN },
	{ "pt en", LANGUAGE_EN },
	{ "pt;q=,1", LANGUAGE_EN },
	{ "\xff\xfe, pt", LANGUAGE_PT },
	{ ";q=1, pt;q=0.5", LANGUAGE_PT },
};

Test(http_language, choose)
{
	for (size_t i = 0; i < COUNT(headers); i++)
		cr_expect_eq(language_choose(headers[i].header), headers[i].language, "%s",
			     headers[i].header);
}

Test(http_language, tags)
{
	cr_expect_str_eq(language_tag(LANGUAGE_EN), "en");
	cr_expect_str_eq(language_tag(LANGUAGE_PT), "pt-BR");
}
