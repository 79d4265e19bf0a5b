/* malloc for memory that lives as long as the process. It never returns NULL: if memory is exhausted,
 * the process writes one line and ends, and the master starts another. */
#ifndef BALCAO_BASE_MEMORY_H
#define BALCAO_BASE_MEMORY_H

#include <stddef.h>

/* `size` zeroed bytes. The caller frees them. */
void *memory_new(size_t size) __attribute__((malloc, alloc_size(1)));
/* realloc to `count` × `size` bytes, checked against overflow. The caller frees the result. */
void *memory_resize(void *old, size_t count, size_t size);
/* A copy of a NUL-terminated text. The caller frees it. */
char *memory_strdup(const char *text);

/* Makes the C library give freed memory back to the kernel, except for a few MiB. By default it keeps as
 * much as the largest piece that was ever freed. Call it once, before any fork. */
void memory_keep_little(void);

/* Gives all free memory of the heap back to the kernel. This takes about 0.1 ms for each MiB. */
void memory_give_back(void);

/* Writes that memory is exhausted (`wanted`: the bytes that were asked for) and ends the process. Call
 * it when a library returns NULL for lack of memory. */
_Noreturn void memory_exhausted(size_t wanted);

/* Sets the function that writes the line of memory_exhausted; it must not allocate memory. log_init does
 * this, because the log stands above this file. Without such a function the line goes to standard error
 * as plain text. */
void memory_on_exhaustion(void (*report)(size_t wanted));
#define MEMORY_EXHAUSTED "out of memory: %zu bytes wanted"

#endif
