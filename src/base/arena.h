/* Memory that lives as long as one request: allocate at will, return it all
 * with one arena_reset. What is not plain memory (a PGresult, a json_object) is
 * handed to arena_defer, so that rooms hold no free() and no goto. */
#ifndef BALCAO_BASE_ARENA_H
#define BALCAO_BASE_ARENA_H

#include <stdbool.h>
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

/* Gives the arena a limit of so many bytes, over all resets; a new arena has none. An allocation is never
 * refused, for that would have to be looked for at each: who is about to take much in proportion to what came
 * in asks first, and what is over the limit by many small allocations is found by arena_within_limit. */
void arena_limit(struct arena *arena, size_t bytes);
/* Counts `bytes` of memory that isn't the arena's but lives as long as its (a tree of json-c, a decoder, a
 * buffer) until arena_reset. False, and nothing is counted: the limit has no room for them. */
MUST_CHECK bool arena_charge(struct arena *arena, size_t bytes);
/* For libraries that bring an allocator of their own: `size` bytes of any content, which the library returns
 * before arena_reset (NULL may be returned, too). NULL: the limit has no room for them. */
void *arena_lend(struct arena *arena, size_t size);
void arena_return(struct arena *arena, void *lent);
/* Whether what was allocated and charged since the last arena_reset is within the limit. */
bool arena_within_limit(const struct arena *arena);

/* Runs what was deferred and takes back all memory; the arena is as new. After more than 1 MiB all that is
 * free goes back to the kernel, which takes a millisecond or so: call it when the answer was sent. */
void arena_reset(struct arena *arena);

#endif
