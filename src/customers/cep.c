#include "customers/cep.h"

#include <string.h>

#include "base/arena.h"
#include "customers/mask.h"

/* clang-format off */
const struct fault_kind cep_invalid = { "cep_invalid",
		{ "Enter a CEP of 8 digits, such as 01310-200.", "Informe um CEP com 8 dígitos, como "
		  "01310-200." } };
const struct fault_kind cep_not_found = { "cep_not_found",
		{ "This CEP was not found. Check it.", "Este CEP não foi encontrado. Confira o número." } };
/* clang-format on */

bool cep_parse(const char *text, size_t length, char digits[CEP_SIZE])
{
	static const char *const labels[] = { "cep", "no", "nr", "n", NULL };
	struct pasted number = pasted_number(text, length);

	pasted_skip_all(&number, labels);
	return mask_read("#####-###", number, digits);
}

bool cep_is_unassigned(const char digits[CEP_SIZE])
{
	return strncmp(digits, "00", 2) == 0;
}

static bool read_cep(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, const struct fault_kind **fault, long *number)
{
	char *digits = arena_alloc(arena, CEP_SIZE);

	(void)key;
	(void)number;
	*canonical = digits;
	*fault = &cep_invalid;
	if (!cep_parse(text, length, digits))
		return false;
	*fault = &cep_not_found;
	return !cep_is_unassigned(digits);
}

const struct format cep_format = { .name = "cep", .read = read_cep };
