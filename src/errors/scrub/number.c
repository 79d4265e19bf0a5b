#include "errors/scrub/number.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/status.h"
#include "values/checksum.h"

enum { GROUPS_MAX = 5, DIGITS_MAX = 19, CARD_MIN = 13, PREFIX_DIGITS = 6, DOUBLE_DIGITS = 17 };

/* Groups of digits with one sign between each two. */
struct groups {
	size_t count;
	size_t digits;                 /* in all */
	size_t length[GROUPS_MAX + 1]; /* of each */
	size_t end[GROUPS_MAX];        /* where each ends */
	char sign[GROUPS_MAX];         /* behind each: '\0' behind the last */
	char text[GROUPS_MAX * (DIGITS_MAX + 1)];
};

/* clang-format off */
/* The first digits and lengths of card numbers. */
static const struct network {
	long from, to; /* the first six digits */
	uint8_t lengths[3];
	uint8_t up_to; /* any length from the first one up to this */
} networks[] = {
	{ 400000, 499999, { 13, 16, 19 }, 0 },  /* Visa, Elo */
	{ 510000, 559999, { 16 }, 0 },          /* Mastercard */
	{ 222100, 272099, { 16 }, 0 },
	{ 340000, 349999, { 15 }, 0 },          /* American Express */
	{ 370000, 379999, { 15 }, 0 },
	{ 300000, 305999, { 14 }, 0 },          /* Diners Club */
	{ 309500, 309599, { 14 }, 0 },
	{ 360000, 369999, { 14, 16, 19 }, 0 },
	{ 380000, 399999, { 14, 16, 19 }, 0 },  /* and Hipercard */
	{ 352800, 358999, { 16 }, 19 },         /* JCB */
	{ 500000, 509999, { 16 }, 19 },         /* Elo, Aura, Maestro */
	{ 560000, 589999, { 16 }, 19 },         /* Maestro */
	{ 600000, 699999, { 16 }, 19 },         /* Discover, Elo, Hipercard, Maestro, UnionPay */
	{ 0 }
};

/* What may stand between groups, and which sign it is: with any blank, any hyphen (general punctuation and
 * U+2212, U+FF0D), and as percent-encoding and JSON write them. */
static const struct {
	const char *text;
	char sign;
} signs[] = {
	{ " ", ' ' }, { "+", ' ' }, { ".", '.' }, { "-", '-' }, { "/", '/' },
	{ "%20", ' ' }, { "%2D", '-' }, { "%2E", '.' }, { "%2F", '/' },
	{ "\xC2\xA0", ' ' }, { "\xE2\x80\x87", ' ' }, { "\xE2\x80\x89", ' ' }, { "\xE2\x80\xAF", ' ' },
	{ "%C2%A0", ' ' }, { "\\u00a0", ' ' },
	{ "\xC2\xAD", '-' }, { "\xE2\x80\x90", '-' }, { "\xE2\x80\x91", '-' }, { "\xE2\x80\x92", '-' },
	{ "\xE2\x80\x93", '-' }, { "\xE2\x80\x94", '-' }, { "\xE2\x80\x95", '-' }, { "\xE2\x88\x92", '-' },
	{ "\xEF\xBC\x8D", '-' }, { "\xEF\xB9\xA3", '-' },
	{ "%E2%80%90", '-' }, { "%E2%80%91", '-' }, { "%E2%80%93", '-' }, { "%E2%80%94", '-' },
	{ "%E2%88%92", '-' },
	{ "\\u2010", '-' }, { "\\u2011", '-' }, { "\\u2012", '-' }, { "\\u2013", '-' }, { "\\u2014", '-' },
	{ "\\u2212", '-' },
	{ 0 }
};

static const struct shape {
	uint8_t groups[GROUPS_MAX + 1];
} card_shapes[] = { { { 4, 4, 4, 4 } }, { { 4, 6, 5 } }, { { 4, 6, 4 } }, { { 4, 4, 4, 4, 3 } } },
  cpf_shapes[] = { { { 3, 3, 3, 2 } }, { { 9, 2 } } };
/* clang-format on */

/* Returns the length of the sign between two groups at `at`, and sets `*sign`; 0 if there is none. */
static size_t read_sign(const struct passage *passage, size_t at, char *sign)
{
	for (size_t i = 0; signs[i].text; i++) {
		size_t length = strlen(signs[i].text);

		if (passage_at(passage, at) != signs[i].text[0] || passage->length - at < length ||
		    strncasecmp(passage->text + at, signs[i].text, length) != 0 ||
		    !passage_is_digit(passage_at(passage, at + length)))
			continue;
		*sign = signs[i].sign;
		return length;
	}
	return 0;
}

static size_t digits_at(const struct passage *passage, size_t at)
{
	size_t end = at;

	while (passage_is_digit(passage_at(passage, end)))
		end++;
	return end - at;
}

/* Reads one group; false if it has too many digits. */
static bool read_group(const struct passage *passage, size_t *at, struct groups *groups)
{
	size_t length = digits_at(passage, *at);

	if (length > DIGITS_MAX)
		return false;
	memcpy(groups->text + groups->digits, passage->text + *at, length);
	*at += length;
	groups->digits += length;
	groups->length[groups->count] = length;
	groups->end[groups->count++] = *at;
	return true;
}

static void read_groups(const struct passage *passage, size_t at, struct groups *groups)
{
	size_t sign = 0;

	do {
		at += sign;
		if (!read_group(passage, &at, groups))
			return;
		groups->sign[groups->count - 1] = '\0';
		sign = read_sign(passage, at, &groups->sign[groups->count - 1]);
	} while (sign > 0 && groups->count < GROUPS_MAX);
}

static bool is_of_network(const char *digits, size_t count)
{
	char text[PREFIX_DIGITS + 1] = { 0 };
	long first;

	memcpy(text, digits, PREFIX_DIGITS);
	first = strtol(text, NULL, 10);
	for (const struct network *each = networks; each->from; each++) {
		if (first < each->from || first > each->to)
			continue;
		if (each->up_to && count >= each->lengths[0] && count <= each->up_to)
			return true;
		for (size_t i = 0; i < COUNT(each->lengths); i++)
			if (each->lengths[i] == count)
				return true;
	}
	return false;
}

static bool is_card(const char *digits, size_t count)
{
	return count >= CARD_MIN && count <= DIGITS_MAX && is_of_network(digits, count) &&
	       checksum_luhn(digits, count);
}

/* Returns how many groups the shape takes; 0 if the first groups have another shape. */
static size_t fits(const struct groups *groups, const struct shape *shape)
{
	size_t count = 0;

	while (shape->groups[count]) {
		if (count == groups->count || groups->length[count] != shape->groups[count])
			return 0;
		count++;
	}
	return count;
}

static bool same_signs(const struct groups *groups, size_t count)
{
	for (size_t i = 0; i + 1 < count; i++)
		if (groups->sign[i] != groups->sign[0] || groups->sign[i] == '/')
			return false;
	return true;
}

/* Returns how many zeros are the fraction of the number that ends before `at`, with the point: that of a
 * whole number that was printed as a fraction. */
static size_t zeros_behind(const struct passage *passage, size_t at)
{
	size_t end = at + 1;

	while (passage_at(passage, end) == '0')
		end++;
	return passage_at(passage, at) == '.' && end > at + 1 && !passage_is_digit(passage_at(passage, end))
		       ? end - at
		       : 0;
}

/* Returns whether what follows the group `last` may follow a number. */
static bool may_follow(const struct passage *passage, const struct groups *groups, size_t last)
{
	size_t end = groups->end[last], next;
	char c = passage_at(passage, end);

	if (passage_is_letter(c) || c == '_')
		return false;
	next = digits_at(passage, end + 1);
	/* A measure or an amount that has the digits of a CPF; no floating-point number has so many. */
	if (last == 0)
		return c != '.' || next == 0 || groups->length[0] != CHECKSUM_CPF_DIGITS ||
		       groups->length[0] + next > DOUBLE_DIGITS || zeros_behind(passage, end) > 0;
	return c == ' ' || c != groups->sign[0] || next != groups->length[last];
}

/* Returns the number of groups that make a number; 0 if they make none. */
static size_t judge(const struct groups *groups)
{
	size_t sum, count;

	if ((groups->length[0] == CHECKSUM_CPF_DIGITS && checksum_cpf(groups->text)) ||
	    is_card(groups->text, groups->length[0]))
		return 1;
	for (size_t i = COUNT(card_shapes); i > 0; i--) {
		count = fits(groups, &card_shapes[i - 1]);
		sum = 0;
		for (size_t j = 0; j < count; j++)
			sum += groups->length[j];
		if (count > 0 && same_signs(groups, count) && is_card(groups->text, sum))
			return count;
	}
	for (size_t i = 0; i < COUNT(cpf_shapes); i++) {
		count = fits(groups, &cpf_shapes[i]);
		if (count > 0 && (count == 2 || groups->sign[0] == groups->sign[1]) &&
		    checksum_cpf(groups->text))
			return count;
	}
	return 0;
}

/* Returns whether the digits before the sign at `at` are the group before `groups` of a longer number. */
static bool is_continued(const struct passage *passage, const struct groups *groups, size_t at)
{
	size_t length = 0;

	while (length <= groups->length[0] && at > length && passage_is_digit(passage->text[at - length - 1]))
		length++;
	return length == groups->length[0] && groups->sign[0] == passage->text[at];
}

/* Returns whether the digit at `at` is a zero of its own, and no item of a list. */
static bool is_zero(const struct passage *passage, size_t at)
{
	char before = passage_at(passage, at - 1);

	return passage->text[at] == '0' && !passage_is_digit(before) && !(before && strchr(",;[|\t", before));
}

/* Returns whether the groups, of which `count` make a number, may begin at `at`: they are neither a fraction
 * nor the end of a longer number. */
static bool may_begin(const struct passage *passage, size_t at, const struct groups *groups, size_t count)
{
	char before = passage_at(passage, at - 1), two_before = passage_at(passage, at - 2);

	if (at <= passage->floor + 1 || !before || !strchr(".,-/", before) || !passage_is_digit(two_before))
		return true;
	if (before == ',')
		return !is_zero(passage, at - 2) || passage_at(passage, groups->end[count - 1]) == ',';
	return before != '.' && !(count > 1 && is_continued(passage, groups, at - 1));
}

/* A digit behind a letter belongs to a word, unless that is percent-encoding: "%2041" is a blank and 41. */
static bool is_in_word(const struct passage *passage, size_t at)
{
	return at > passage->floor && passage_is_letter(passage_at(passage, at - 1)) &&
	       passage_at(passage, at - 3) != '%';
}

/* A group of another length can't begin a number. */
static bool may_be_first(size_t length)
{
	return length == 3 || length == 4 || length == 9 || length == CHECKSUM_CPF_DIGITS ||
	       (length >= CARD_MIN && length <= DIGITS_MAX);
}

size_t number_find(const struct passage *passage, size_t at, struct span *found)
{
	size_t length = digits_at(passage, at), count;
	struct groups groups;

	if (passage_at(passage, at - 1) == '%' && passage_is_digit(passage_at(passage, at + 1)))
		return at + 2;
	if (!may_be_first(length) || is_in_word(passage, at))
		return at + length;
	groups.count = groups.digits = 0;
	read_groups(passage, at, &groups);
	count = judge(&groups);
	if (count == 0 || !may_begin(passage, at, &groups, count) || !may_follow(passage, &groups, count - 1))
		return at + length;
	*found = (struct span){ at, groups.end[count - 1] };
	if (count == 1)
		found->to += zeros_behind(passage, found->to);
	return found->to;
}
