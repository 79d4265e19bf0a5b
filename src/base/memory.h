/* malloc for what lives as long as the process: never returns NULL. When memory
 * is exhausted the process logs one line and ends; the master starts another. */
#ifndef BALCAO_BASE_MEMORY_H
#define BALCAO_BASE_MEMORY_H

#include <stddef.h>

/* `size` zeroed bytes; the caller frees them. */
void *memory_new(size_t size) __attribute__((malloc, alloc_size(1)));
/* realloc of `count` × `size` bytes, checked against overflow; the caller frees. */
void *memory_resize(void *old, size_t count, size_t size);
char *memory_strdup(const char *text);

/* Has what is freed given back to the kernel, but for a few MiB: of itself the C library keeps for good as
 * much as the largest piece that was ever freed. Once, before any fork. */
void memory_keep_little(void);

/* Gives the kernel all memory that is free, wherever in the heap it lies. It takes as long as there are pages
 * to give, some 0.1 ms for each MiB. */
void memory_give_back(void);

/* What they do when there is none: for the NULLs of libraries. */
_Noreturn void memory_exhausted(size_t wanted);

#endif
