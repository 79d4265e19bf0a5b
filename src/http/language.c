#include "http/language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const tags[LANGUAGE__MAX] = { [LANGUAGE_EN] = "en", [LANGUAGE_PT] = "pt-BR" };

const char *language_tag(enum language language)
{
	return tags[language];
}

/* The quality in thousandths of one element, "pt-BR;q=0.8"; 0 for a number that is none. */
static int quality(const char *element, size_t length)
{
	const char *q = memchr(element, ';', length);
	double value;

	if (!q)
		return 1000;
	q += 1 + strspn(q + 1, " \t");
	if (strncasecmp(q, "q=", 2) != 0)
		return 1000;
	value = strtod(q + 2, NULL);
	return value >= 1 ? 1000 : value > 0 ? (int)(value * 1000) : 0;
}

static int which(const char *element)
{
	size_t length = strcspn(element, "-;, \t");

	if (length == 2 && strncasecmp(element, "pt", 2) == 0)
		return LANGUAGE_PT;
	if ((length == 2 && strncasecmp(element, "en", 2) == 0) || *element == '*')
		return LANGUAGE_EN;
	return -1;
}

enum language language_choose(const char *accept_language)
{
	enum language best = LANGUAGE_EN;
	int best_quality = 0;

	for (const char *at = accept_language; *at;) {
		size_t length = strcspn(at, ",");
		const char *element = at + strspn(at, " \t");
		int language = which(element), q = quality(at, length);

		if (language >= 0 && q > best_quality) {
			best = (enum language)language;
			best_quality = q;
		}
		at += length + (at[length] == ',');
	}
	return best;
}
