#include "values/pasted.h"

#include <ctype.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/text.h"

enum { MIDDLE_DOT = 0xB7, MODIFIER_MINUS = 0x02D7, HYPHEN_BULLET = 0x2043, REPLACEMENT = 0xFFFD };

static bool is_blank(ucs4_t c)
{
	return uc_is_property_white_space(c) && !uc_is_general_category(c, UC_CATEGORY_Cc);
}

static bool is_hyphen(ucs4_t c)
{
	return uc_is_property_dash(c) || uc_is_property_hyphen(c) || c == HYPHEN_BULLET ||
	       c == MODIFIER_MINUS;
}

/* Whether a character with this kind of decomposition, into `c`, is read as `c`. */
static bool is_same(int tag, ucs4_t c)
{
	switch (tag) {
	case UC_DECOMP_CANONICAL:
	case UC_DECOMP_FONT:
	case UC_DECOMP_NOBREAK:
	case UC_DECOMP_WIDE:
	case UC_DECOMP_NARROW:
	case UC_DECOMP_SMALL:
	case UC_DECOMP_COMPAT:
		return true;
	case UC_DECOMP_SUPER:
		return c < 0x80 && isalpha((int)c);
	default:
		return false;
	}
}

/* Returns the character whose compatibility form `c` is, or `c`. */
static ucs4_t without_form(ucs4_t c)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	while (uc_decomposition(c, &tag, parts) == 1 && is_same(tag, parts[0]))
		c = parts[0];
	return c;
}

static char to_ascii(ucs4_t c)
{
	if (c >= 0x80) {
		if (is_blank(c))
			return ' ';
		if (is_hyphen(c))
			return '-';
		c = c == MIDDLE_DOT ? '.' : without_form(c);
	}
	return c < 0x80 && isprint((int)c) ? (char)c : PASTED_OTHER;
}

static bool shows_nothing(ucs4_t c)
{
	return is_blank(c) || text_is_invisible(c);
}

struct pasted pasted_trim(const char *text, size_t length)
{
	const char *begin = NULL, *end = text;
	int step;
	ucs4_t c;

	for (const char *at = text; at < text + length; at += step) {
		step = u8_mbtouc(&c, (const uint8_t *)at, (size_t)(text + length - at));
		if (shows_nothing(c))
			continue;
		if (!begin)
			begin = at;
		end = at + step;
	}
	return (struct pasted){ .at = begin ? begin : text, .end = end };
}

struct pasted pasted_begin(const char *text, size_t length)
{
	return (struct pasted){ .at = text, .end = text + length };
}

/* Reads the next character that shows something. False: there is none. */
static bool next_visible(struct pasted *text, ucs4_t *c)
{
	while (text->at < text->end) {
		text->at += u8_mbtouc(c, (const uint8_t *)text->at, (size_t)(text->end - text->at));
		if (!text_is_invisible(*c))
			return true;
	}
	return false;
}

char pasted_next(struct pasted *text)
{
	ucs4_t c;

	return next_visible(text, &c) ? to_ascii(c) : PASTED_END;
}

/* Whether a character beside a number is no part of it: one of the ASCII characters `also`, a quotation
 * mark, or a symbol. What malformed UTF-8 is read as may have been a digit. */
static bool is_decoration(ucs4_t c, const char *also)
{
	char ascii = to_ascii(c);

	if (strchr(also, ascii))
		return true;
	return ascii != '+' && ascii != '-' && c != REPLACEMENT &&
	       uc_is_general_category_withtable(c, UC_CATEGORY_MASK_So | UC_CATEGORY_MASK_Sk |
							   UC_CATEGORY_MASK_Sm | UC_CATEGORY_MASK_Pi |
							   UC_CATEGORY_MASK_Pf);
}

static void skip_decoration(struct pasted *text, const char *also)
{
	struct pasted ahead = *text;
	ucs4_t c;

	while (next_visible(&ahead, &c) && is_decoration(c, also))
		*text = ahead;
}

struct pasted pasted_number(const char *text, size_t length)
{
	struct pasted number = pasted_begin(text, length), ahead;
	ucs4_t c;

	skip_decoration(&number, " \"'[*_:");
	ahead = number;
	number.end = number.at;
	while (next_visible(&ahead, &c))
		if (!is_decoration(c, " \"']*_,;."))
			number.end = ahead.at;
	return number;
}

/* Skips the characters of `set`, and returns the character that comes next without reading it. */
static char skip_characters(struct pasted *text, const char *set)
{
	for (;;) {
		struct pasted ahead = *text;
		char c = pasted_next(&ahead);

		if (c == PASTED_END || !strchr(set, c))
			return c;
		*text = ahead;
	}
}

bool pasted_skip(struct pasted *text, const char *label)
{
	struct pasted ahead = *text;

	for (; *label; label++) {
		char c = skip_characters(&ahead, *label == '.' ? " " : " .");

		if (tolower((unsigned char)c) != *label)
			return false;
		(void)pasted_next(&ahead);
	}
	skip_decoration(&ahead, " \"'[*_:./-");
	*text = ahead;
	return true;
}

void pasted_skip_all(struct pasted *text, const char *const *labels)
{
	for (const char *const *label = labels; *label;)
		label = pasted_skip(text, *label) ? labels : label + 1;
}
