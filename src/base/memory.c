#include "base/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	EXIT_EXHAUSTED = 70, /* EX_SOFTWARE of sysexits.h */
	/* A larger piece becomes a mapping of its own; most requests need none. */
	MAPPED_BYTES = 1024 * 1024,
	KEPT_BYTES = 4 * MAPPED_BYTES,
};

void memory_keep_little(void)
{
	mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES);
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
}

void memory_give_back(void)
{
	malloc_trim(0);
}

static void report_plainly(size_t wanted)
{
	char line[80];
	int length = snprintf(line, sizeof(line), "balcao: " MEMORY_EXHAUSTED "\n", wanted);

	if (write(STDERR_FILENO, line, (size_t)length) < 0)
		return; /* there is nowhere to report it */
}

static void (*report_exhaustion)(size_t wanted) = report_plainly;

void memory_on_exhaustion(void (*report)(size_t wanted))
{
	report_exhaustion = report;
}

void memory_exhausted(size_t wanted)
{
	report_exhaustion(wanted);
	_exit(EXIT_EXHAUSTED); /* not exit, because its handlers may need memory too */
}

void *memory_new(size_t size)
{
	void *memory = calloc(1, size ? size : 1);

	if (!memory)
		memory_exhausted(size);
	return memory;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	size_t bytes;
	void *memory;

	if (__builtin_mul_overflow(count, size, &bytes))
		memory_exhausted(SIZE_MAX);
	memory = realloc(old, bytes ? bytes : 1); /* realloc with 0 would free */
	if (!memory)
		memory_exhausted(bytes);
	return memory;
}

char *memory_strdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(memory_resize(NULL, size, 1), text, size);
}
