#include "values/checksum.h"

#include <string.h>

enum { CPF_CHECKED = 9 };

/* Returns the check digit that belongs to the first `count` digits. */
static char cpf_digit(const char *digits, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++)
		sum += (count + 1 - i) * (digits[i] - '0');
	return sum % 11 < 2 ? '0' : (char)('0' + 11 - sum % 11);
}

/* Returns whether all digits are the same. */
static bool is_repeated(const char *digits)
{
	return memcmp(digits, digits + 1, CHECKSUM_CPF_DIGITS - 1) == 0;
}

bool checksum_cpf(const char *digits)
{
	return digits[CPF_CHECKED] == cpf_digit(digits, CPF_CHECKED) &&
	       digits[CPF_CHECKED + 1] == cpf_digit(digits, CPF_CHECKED + 1) && !is_repeated(digits);
}

bool checksum_luhn(const char *digits, size_t count)
{
	int sum = 0;

	for (size_t i = 0; i < count; i++) {
		int digit = digits[count - 1 - i] - '0';

		digit <<= i & 1;
		sum += digit > 9 ? digit - 9 : digit;
	}
	return sum % 10 == 0;
}
