/* A text that is read as a time is written in the one form that is read as the same time. */
#include "base/clock.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[CLOCK_TEXT_SIZE], again[CLOCK_TEXT_SIZE];
	int64_t ms, same;

	if (!clock_parse((const char *)data, size, &ms))
		return 0;
	clock_format(ms, text);
	assert(clock_parse(text, strlen(text), &same));
	assert(same == ms);
	clock_format(same, again);
	assert(strcmp(text, again) == 0);
	return 0;
}
