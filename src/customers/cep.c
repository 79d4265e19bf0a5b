#include "customers/cep.h"

#include <string.h>

#include "base/arena.h"
#include "customers/mask.h"

bool cep_parse(const char *text, size_t length, char digits[CEP_SIZE])
{
	return mask_read("########", text, length, digits) || mask_read("#####-###", text, length, digits);
}

bool cep_is_unassigned(const char digits[CEP_SIZE])
{
	return strncmp(digits, "00", 2) == 0;
}

static bool read_cep(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, enum fault_code *fault, long *number)
{
	char *digits = arena_alloc(arena, CEP_SIZE);

	(void)key;
	(void)number;
	*canonical = digits;
	*fault = FAULT_CEP_INVALID;
	if (!cep_parse(text, length, digits))
		return false;
	*fault = FAULT_CEP_NOT_FOUND;
	return !cep_is_unassigned(digits);
}

const struct format cep_format = { .name = "cep", .pattern = "^[0-9]{5}-?[0-9]{3}$", .read = read_cep };
