#include "http/language.h"

#include <string.h>
#include <strings.h>

static const char *const tags[LANGUAGE__MAX] = { [LANGUAGE_EN] = "en", [LANGUAGE_PT] = "pt-BR" };

const char *language_tag(enum language language)
{
	return tags[language];
}

static size_t blanks(const char *text)
{
	return strspn(text, " \t");
}

/* The quality, in thousandths, in the text behind a language: ";q=0.8" up to a comma. 1000 without one;
 * 0 if it is malformed. It has at most three decimals (RFC 9110, 12.4.2). */
static int quality(const char *text)
{
	int value, decimal = 100;

	text += blanks(text);
	if (!*text || *text == ',')
		return 1000;
	if (*text++ != ';')
		return 0;
	text += blanks(text);
	if (strncasecmp(text, "q=", 2) != 0 || (text[2] != '0' && text[2] != '1'))
		return 0;
	value = (text[2] - '0') * 1000;
	text += 3;
	if (*text == '.')
		for (text++; *text >= '0' && *text <= '9' && decimal; text++, decimal /= 10)
			value += (*text - '0') * decimal;
	text += blanks(text);
	return (!*text || *text == ',') && value <= 1000 ? value : 0;
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
		const char *element = at + blanks(at);
		int language = which(element), q = quality(element + strcspn(element, ";, \t"));

		if (language >= 0 && q > best_quality) {
			best = (enum language)language;
			best_quality = q;
		}
		at += length + (at[length] == ',');
	}
	return best;
}
