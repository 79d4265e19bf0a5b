#include "errors/grouping/number.h"

#include <stdbool.h>
#include <string.h>

#include "base/status.h"
#include "errors/grouping/kind.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits(const char *text)
{
	size_t length = 0;

	while (is_digit(text[length]))
		length++;
	return length;
}

static size_t sign(const char *text)
{
	return *text == '-' || *text == '+';
}

/* 6.02e23, 1E-5: an exponent needs digits. */
static size_t exponent(const char *text)
{
	size_t mark = *text == 'e' || *text == 'E' ? 1 + sign(text + 1) : 0;
	size_t count = mark ? digits(text + mark) : 0;

	return count ? mark + count : 0;
}

/* Thousands and decimals in both styles; the parts of a version, too. */
static size_t plain(const char *text)
{
	size_t length = sign(text), count = digits(text + length);

	if (count == 0)
		return 0;
	for (length += count; (text[length] == '.' || text[length] == ',') && is_digit(text[length + 1]);)
		length += 1 + digits(text + length + 1);
	return length + exponent(text + length);
}

/* The length of a blank, or of U+00A0, which JavaScript's Intl writes between a currency and its amount. */
static size_t blank(const char *text)
{
	return *text == ' ' ? 1 : strncmp(text, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

/* Returns the length of the longest of `words` at the beginning of `text`, or 0. */
static size_t longest(const char *text, const char *const *words)
{
	size_t best = 0;

	for (; *words; words++) {
		size_t length = strlen(*words);

		if (length > best && strncmp(text, *words, length) == 0 && !kind_is_word(text[length]))
			best = length;
	}
	return best;
}

/* clang-format off */
static const char *const currencies[] = { "R$", "US$", "$", "€", "£", NULL };

static const char *const units[] = {
	"%", "ms", "us", "µs", "ns", "s", "sec", "secs", "second", "seconds", "segundo", "segundos",
	"min", "mins", "minute", "minutes", "minuto", "minutos", "hour", "hours", "hora", "horas",
	"kB", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "byte", "bytes",
	"€", "BRL", "USD", "EUR", NULL
};

/* Units that are too short to be told from a word after a blank. */
static const char *const glued_units[] = { "m", "h", "d", "B", "b", "K", "k", "M", "G", NULL };
/* clang-format on */

/* Go writes durations of several units: 1h2m3.5s. */
static size_t several(const char *text)
{
	size_t length = 0, count;

	while ((count = plain(text + length)) > 0 &&
	       (text[length + count] == 'h' || text[length + count] == 'm') &&
	       is_digit(text[length + count + 1]))
		length += count + 1;
	return length;
}

static size_t unit(const char *text)
{
	size_t gap = blank(text), length = longest(text + gap, units);

	if (length == 0 && gap == 0)
		length = longest(text, glued_units);
	return length ? gap + length : 0;
}

static size_t currency(const char *text)
{
	for (size_t i = 0; currencies[i]; i++) {
		size_t length = strlen(currencies[i]);

		if (strncmp(text, currencies[i], length) == 0)
			return length + blank(text + length);
	}
	return 0;
}

size_t number_match(const char *text)
{
	size_t before = currency(text), length = before ? before : several(text);
	size_t count = plain(text + length);

	if (count == 0)
		return 0;
	length += count;
	length += unit(text + length);
	return kind_is_word(text[length]) ? 0 : length;
}
