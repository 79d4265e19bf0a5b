/* A text that is read as an ISBN yields 13 digits, which are read as the same ISBN with and without
 * hyphens. */
#include "clubs/isbn.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char isbn[ISBN_SIZE], again[ISBN_SIZE], typed[sizeof("978-dddd-ddddd-d")];

	if (!isbn_parse((const char *)data, size, isbn))
		return 0;
	assert(size >= strlen("dddddddddd"));
	assert(strlen(isbn) == 13 && strspn(isbn, "0123456789") == 13);
	assert(strncmp(isbn, "978", 3) == 0 || strncmp(isbn, "979", 3) == 0);
	assert(isbn_parse(isbn, strlen(isbn), again) && strcmp(isbn, again) == 0);
	snprintf(typed, sizeof(typed), "%.3s-%.4s-%.5s-%s", isbn, isbn + 3, isbn + 7, isbn + 12);
	assert(isbn_parse(typed, strlen(typed), again) && strcmp(isbn, again) == 0);
	return 0;
}
