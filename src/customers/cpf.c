#include "customers/cpf.h"

#include "base/arena.h"
#include "customers/mask.h"
#include "values/checksum.h"

/* clang-format off */
const struct fault_kind cpf_invalid = { "cpf_invalid",
		{ "Enter a valid CPF: 11 digits, such as 123.456.789-09.",
		  "Informe um CPF válido: 11 dígitos, como 123.456.789-09." } };
/* clang-format on */

bool cpf_parse(const char *text, size_t length, char digits[CPF_SIZE])
{
	/* The registry's own name for the number is CPF/MF; forms for both kinds of persons say CPF/CNPJ. */
	static const char *const labels[] = {
		"cpf/cnpj", "cnpj/cpf", "cpf/mf", "cpf", "no", "nr", "n", NULL
	};
	struct pasted number = pasted_number(text, length);

	pasted_skip_all(&number, labels);
	return mask_read("###.###.###-##", number, digits) && checksum_cpf(digits);
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
