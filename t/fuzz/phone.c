/* A text that is read as a phone number yields E.164, which is read as the same number; so are its
 * parts, with 55, without it, and behind 0. */
#include "customers/phone.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(const char *text, const char *e164)
{
	char again[PHONE_SIZE];

	assert(phone_read(text, strlen(text), again) == PHONE_OK && strcmp(again, e164) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char e164[PHONE_SIZE], trunk[PHONE_SIZE];
	size_t digits;

	if (phone_read((const char *)data, size, e164) != PHONE_OK)
		return 0;
	digits = strspn(e164 + 1, "0123456789");
	assert(strncmp(e164, "+55", 3) == 0 && strlen(e164) == digits + 1);
	assert(digits == strlen("551135014415") || (digits == strlen("5511961234567") && e164[5] == '9'));
	expect(e164, e164);
	expect(e164 + 1, e164);
	expect(e164 + 3, e164);
	snprintf(trunk, sizeof(trunk), "0%s", e164 + 3);
	expect(trunk, e164);
	return 0;
}
