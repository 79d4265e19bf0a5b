/* A text that is read as a CEP yields 8 digits, which are read as the same CEP with and without the
 * hyphen. */
#include "customers/cep.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char digits[CEP_SIZE], again[CEP_SIZE], typed[sizeof("ddddd-ddd")];

	if (!cep_parse((const char *)data, size, digits))
		return 0;
	assert(size >= strlen("dddddddd"));
	assert(strlen(digits) == 8 && strspn(digits, "0123456789") == 8);
	assert(cep_parse(digits, strlen(digits), again) && strcmp(digits, again) == 0);
	snprintf(typed, sizeof(typed), "%.5s-%s", digits, digits + 5);
	assert(cep_parse(typed, strlen(typed), again) && strcmp(digits, again) == 0);
	assert(cep_is_unassigned(digits) == (strcmp(digits, "01") < 0));
	return 0;
}
