/* What is read of any bytes is ASCII, the reading ends, and what was read is read as the same again. */
#include "values/pasted.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 4096 };

static size_t read_all(const char *text, size_t length, char out[LONGEST])
{
	struct pasted pasted = pasted_begin(text, length);
	size_t count = 0;
	char c;

	while ((c = pasted_next(&pasted)) != PASTED_END) {
		assert((c >= ' ' && c <= '~') || c == PASTED_OTHER);
		assert(count < length);
		out[count++] = c;
	}
	assert(pasted.at == pasted.end && pasted_next(&pasted) == PASTED_END);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const labels[] = { "isbn-13", "wa.me/", "cpf", "tel", NULL };
	char read[LONGEST], again[LONGEST];
	struct pasted text = pasted_begin((const char *)data, size);
	size_t count;

	if (size > LONGEST)
		return 0;
	count = read_all((const char *)data, size, read);
	assert(read_all(read, count, again) == count && memcmp(read, again, count) == 0);
	pasted_skip_all(&text, labels);
	assert(text.at >= (const char *)data && text.at <= text.end && text.end == (const char *)data + size);
	text = pasted_number((const char *)data, size);
	assert(text.at >= (const char *)data && text.at <= text.end && text.end <= (const char *)data + size);
	return 0;
}
