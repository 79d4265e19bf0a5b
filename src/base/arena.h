/* Memory that lives as long as one request: allocate at will, return it all
 * with one arena_reset. What is not plain memory (a PGresult, a json_object) is
 * handed to arena_defer, so that rooms hold no free() and no goto. */
#ifndef BALCAO_BASE_ARENA_H
#define BALCAO_BASE_ARENA_H

#include <stddef.h>

#include "base/status.h"

struct arena;

/* A new, empty arena. The caller owns it: arena_free. Like every allocation of
 * this program it does not return when memory is exhausted: the process says so
 * and ends, and the master starts another. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* `size` zeroed bytes, aligned for any type; they live until arena_reset. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, alloc_size(2)));

/* Copies that live until arena_reset; arena_strndup copies exactly `length`
 * bytes and adds the final NUL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Calls `release(what)` at arena_reset, the last deferred first. Call it on the
 * line after `what` was acquired. */
void arena_defer(struct arena *arena, void (*release)(void *), void *what);

/* Runs what was deferred and takes back all memory; the arena is as new. */
void arena_reset(struct arena *arena);

#endif
