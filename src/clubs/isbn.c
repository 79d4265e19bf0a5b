#include "clubs/isbn.h"

#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "values/pasted.h"

/* clang-format off */
const struct fault_kind isbn_invalid = { "isbn_invalid",
		{ "Enter a valid ISBN: 10 digits (the last may be X), or 13 digits starting with 978 or 979.",
		  "Informe um ISBN válido: 10 dígitos (o último pode ser X) ou 13 dígitos começando com "
		  "978 ou 979." } };
const struct fault_kind isbn_taken_by = { "isbn_taken",
		{ "The catalogue already has this book: {s}.", "O catálogo já tem este livro: {s}." } };
/* clang-format on */

enum { LONG_DIGITS = ISBN_SIZE - 1, SHORT_DIGITS = 10, PREFIX = 3 };

/* Copies the characters that are neither hyphens nor blanks and returns their number; 0 if there are more
 * than an ISBN has. */
static size_t strip_hyphens(struct pasted text, char digits[LONG_DIGITS])
{
	size_t count = 0;
	char c;

	while ((c = pasted_next(&text)) != PASTED_END) {
		if (c == '-' || c == ' ')
			continue;
		if (count == LONG_DIGITS)
			return 0;
		digits[count++] = c;
	}
	return count;
}

static bool are_digits(const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

static bool is_isbn10(const char *digits)
{
	char last = digits[SHORT_DIGITS - 1];
	bool ends_in_x = last == 'X' || last == 'x';
	int sum = ends_in_x ? 10 : last - '0';

	if (!are_digits(digits, ends_in_x ? SHORT_DIGITS - 1 : SHORT_DIGITS))
		return false;
	for (int i = 0; i < SHORT_DIGITS - 1; i++)
		sum += (SHORT_DIGITS - i) * (digits[i] - '0');
	return sum % 11 == 0;
}

/* Returns the check digit that belongs to the first twelve digits. */
static char check_digit(const char *digits)
{
	int sum = 0;

	for (int i = 0; i < LONG_DIGITS - 1; i++)
		sum += (i % 2 == 0 ? 1 : 3) * (digits[i] - '0');
	return (char)('0' + (10 - sum % 10) % 10);
}

static bool is_isbn13(const char *digits)
{
	return are_digits(digits, LONG_DIGITS) && memcmp(digits, "97", 2) == 0 &&
	       (digits[2] == '8' || digits[2] == '9') && digits[LONG_DIGITS - 1] == check_digit(digits);
}

static bool read_number(struct pasted number, char isbn[ISBN_SIZE])
{
	char digits[LONG_DIGITS];

	isbn[LONG_DIGITS] = '\0';
	switch (strip_hyphens(number, digits)) {
	case LONG_DIGITS:
		memcpy(isbn, digits, LONG_DIGITS);
		return is_isbn13(digits);
	case SHORT_DIGITS:
		memcpy(isbn, "978", PREFIX);
		memcpy(isbn + PREFIX, digits, SHORT_DIGITS - 1);
		if (!is_isbn10(digits))
			return false;
		isbn[LONG_DIGITS - 1] = check_digit(isbn);
		return true;
	default:
		return false;
	}
}

/* Tries each label, because "ISBN 10…" may be the label of an ISBN of 10 digits or the beginning of one. */
bool isbn_parse(const char *text, size_t length, char isbn[ISBN_SIZE])
{
	static const char *const labels[] = {
		"urn:isbn", "e-isbn-13", "e-isbn-10", "e-isbn", "eisbn", "isbn-13", "isbn-10",
		"isbn(13)", "isbn(10)",  "isbn13",    "isbn10", "isbn",  "",
	};
	static const char *const words[] = { "no", "nr", "n", NULL };

	for (size_t i = 0; i < COUNT(labels); i++) {
		struct pasted number = pasted_number(text, length);

		if (!pasted_skip(&number, labels[i]))
			continue;
		pasted_skip_all(&number, words);
		if (read_number(number, isbn))
			return true;
	}
	return false;
}

static bool read_isbn(struct arena *arena, const char *text, size_t length, const char **canonical,
		      const char **key, const struct fault_kind **fault, long *number)
{
	char *isbn = arena_alloc(arena, ISBN_SIZE);

	(void)key;
	(void)number;
	*canonical = isbn;
	*fault = &isbn_invalid;
	return isbn_parse(text, length, isbn);
}

const struct format isbn_format = { .name = "isbn", .read = read_isbn };
