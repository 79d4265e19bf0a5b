#include "customers/street.h"

#include <assert.h>
#include <ctype.h>
#include <regex.h>
#include <stdbool.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

enum { LONGEST = 200 }; /* names that are longer, in characters, are left as they are */

/* The grammar of a range, on text in small ASCII letters. */
#define DIGITS "[0-9][0-9.,]*[a-z]?"
#define POINT "(o )?(km|numero|n[o.]{0,2})? ?" DIGITS "( ?/ ?" DIGITS ")?"
#define END "(" POINT "|(o )?(fim|final))"
#define RANGE                                                                                         \
	"(ate " END "|(desde|d[eo]) " POINT " (ao?|ate) " END "|(a partir|acima|abaixo) d[eo] " POINT \
	"|(apos|desde) " POINT "|d[eo] " POINT " em diante|entre " POINT " e " POINT ")"
#define SIDE "((lados?|numeros?|numeracao) (im)?par(es)?( e (im)?par(es)?)?|ambos os lados)"
#define PIECE "(" RANGE "|" SIDE ")"
/* Pieces that may be the end of a name if no mark parts them from it: "Avenida 1 a 5", "Rua Doutor Pares". */
#define BARE "(" POINT " (ao?|ate) " END "|(im)?par(es)?( e (im)?par(es)?)?)"
#define REMARK "( ?[(][^()]*[)])?"
#define TAIL "(" BARE "|" PIECE ")([ ,;()/|-]+(e )?(" PIECE "|" BARE "))*[ ).]*" REMARK "$"

enum { TAIL_BARE = 2 }; /* the group of the expression that holds a bare piece at its beginning */

static int base_letter(ucs4_t c)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	if (uc_canonical_decomposition(c, parts) > 0)
		c = parts[0];
	if (c == 0xBA || c == 0xB0) /* the º of nº, or the degree sign that many write for it */
		return 'o';
	return c < 0x80 ? tolower((int)c) : '?';
}

/* Writes one byte for each character of `text`, of which there are at most LONGEST: a small letter without
 * its accent, a hyphen, a blank, or what the character is if it is ASCII; ? for all others. False: there
 * are more. */
static bool fold(const char *text, char folded[LONGEST + 1])
{
	const uint8_t *at = (const uint8_t *)text;
	size_t count = 0;
	ucs4_t c;

	while ((at = u8_next(&c, at))) {
		if (count == LONGEST)
			return false;
		folded[count++] = (char)(uc_is_property_dash(c)          ? '-'
					 : uc_is_property_white_space(c) ? ' '
									 : base_letter(c));
	}
	folded[count] = '\0';
	return true;
}

/* Whether a name that ends before `end` is left if only a blank parts it from the range. */
static bool is_name(const char *folded, size_t end)
{
	static const char *const prepositions[] = { "de", "do", "da", "dos", "das", "e", "a", "o", "ao" };
	size_t word = end;

	while (word > 0 && folded[word - 1] != ' ')
		word--;
	for (size_t i = 0; i < sizeof(prepositions) / sizeof(*prepositions); i++)
		if (strlen(prepositions[i]) == end - word &&
		    strncmp(folded + word, prepositions[i], end - word) == 0)
			return false;
	return word > 0;
}

/* Returns where the name ends, in characters: before the separator in front of the range that begins at
 * `range`; 0 if there is no name before it, or no mark between them, which a `bare` range needs. */
static size_t name_end(const char *folded, size_t range, bool bare)
{
	size_t end = range;
	bool mark = false;

	for (; end > 0 && strchr(" ,;:(/|-", folded[end - 1]); end--)
		mark |= folded[end - 1] != ' ';
	return end < range && end > 0 && (mark || (!bare && is_name(folded, end))) ? end : 0;
}

/* The number of bytes of the first `characters` of the text. */
static size_t bytes_of(const char *text, size_t characters)
{
	const uint8_t *at = (const uint8_t *)text;
	ucs4_t c;

	while (characters-- > 0)
		at = u8_next(&c, at);
	return (size_t)(at - (const uint8_t *)text);
}

static const regex_t *tail(void)
{
	static regex_t regex;
	static bool ready;

	if (!ready) {
		int code = regcomp(&regex, TAIL, REG_EXTENDED);

		assert(code == 0);
		(void)code;
		ready = true;
	}
	return &regex;
}

size_t street_length(const char *text)
{
	char folded[LONGEST + 1];
	regmatch_t match[TAIL_BARE + 1];
	size_t at = 0;

	if (!fold(text, folded))
		return strlen(text);
	for (; regexec(tail(), folded + at, TAIL_BARE + 1, match, 0) == 0; at += (size_t)match[0].rm_so + 1) {
		size_t end = name_end(folded, at + (size_t)match[0].rm_so, match[TAIL_BARE].rm_so >= 0);

		if (end > 0)
			return bytes_of(text, end);
	}
	return strlen(text);
}
