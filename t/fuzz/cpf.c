/* A text that is read as a CPF yields 11 digits, which are read as the same CPF with and without the mask,
 * and as people paste them. */
#include "customers/cpf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char digits[CPF_SIZE], again[CPF_SIZE], typed[sizeof("ddd.ddd.ddd-dd")], pasted[32];

	if (!cpf_parse((const char *)data, size, digits))
		return 0;
	assert(size >= strlen("ddddddddddd"));
	assert(strlen(digits) == 11 && strspn(digits, "0123456789") == 11);
	assert(cpf_parse(digits, strlen(digits), again) && strcmp(digits, again) == 0);
	snprintf(pasted, sizeof(pasted), "CPF:\u00a0%.9s\u200b%s\u202c", digits, digits + 9);
	assert(cpf_parse(pasted, strlen(pasted), again) && strcmp(digits, again) == 0);
	snprintf(typed, sizeof(typed), "%.3s.%.3s.%.3s-%s", digits, digits + 3, digits + 6, digits + 9);
	assert(cpf_parse(typed, strlen(typed), again) && strcmp(digits, again) == 0);
	return 0;
}
