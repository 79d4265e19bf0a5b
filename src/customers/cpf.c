#include "customers/cpf.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "customers/mask.h"

/* clang-format off */
const struct fault_kind cpf_invalid = { "cpf_invalid",
		{ "Enter a valid CPF: 11 digits, such as 123.456.789-09.",
		  "Informe um CPF válido: 11 dígitos, como 123.456.789-09." } };
/* clang-format on */

enum { CPF_DIGITS = CPF_SIZE - 1, CPF_CHECKED = 9 };

/* Returns the check digit that belongs to the first `count` digits. */
static char check_digit(const char *digits, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++)
		sum += (count + 1 - i) * (digits[i] - '0');
	return sum % 11 < 2 ? '0' : (char)('0' + 11 - sum % 11);
}

/* Returns whether all digits are the same. */
static bool is_repeated(const char *digits)
{
	return memcmp(digits, digits + 1, CPF_DIGITS - 1) == 0;
}

bool cpf_parse(const char *text, size_t length, char digits[CPF_SIZE])
{
	/* The registry's own name for the number is CPF/MF; forms for both kinds of persons say CPF/CNPJ. */
	static const char *const labels[] = {
		"cpf/cnpj", "cnpj/cpf", "cpf/mf", "cpf", "no", "nr", "n", NULL
	};
	struct pasted number = pasted_number(text, length);

	pasted_skip_all(&number, labels);
	if (!mask_read("###.###.###-##", number, digits))
		return false;
	return digits[CPF_CHECKED] == check_digit(digits, CPF_CHECKED) &&
	       digits[CPF_CHECKED + 1] == check_digit(digits, CPF_CHECKED + 1) && !is_repeated(digits);
}

static bool read_cpf(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, const struct fault_kind **fault, long *number)
{
	char *digits = arena_alloc(arena, CPF_SIZE);

	(void)key;
	(void)number;
	*canonical = digits;
	*fault = &cpf_invalid;
	return cpf_parse(text, length, digits);
}

const struct format cpf_format = {
	.name = "cpf",
	.read = read_cpf,
};
