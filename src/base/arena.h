/* Memory that lives as long as one request: it is allocated piece by piece and returned with one
 * arena_reset. Resources that are not plain memory (a PGresult, a json_object) are handed to
 * arena_defer, so that rooms contain no free() and no goto. */
#ifndef BALCAO_BASE_ARENA_H
#define BALCAO_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arena;

/* Makes an empty arena. The caller owns it: arena_free, which accepts NULL. Like every allocation of
 * this program it never returns NULL: if memory is exhausted, the process logs that and ends, and the
 * master starts another. */
struct arena *arena_new(void);
void arena_free(struct arena *arena);

/* `size` zeroed bytes, aligned for any type. They live until arena_reset. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, alloc_size(2)));

/* Texts that live until arena_reset. arena_strndup copies exactly `length` bytes and adds a NUL. */
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

/* Calls `release(what)` at arena_reset, in the reverse order of the calls of arena_defer. Call it on the
 * line after `what` was acquired. */
void arena_defer(struct arena *arena, void (*release)(void *), void *what);

/* Limits the bytes that the arena may hold at a time; a new arena has no limit, and arena_reset keeps
 * it. arena_alloc never fails because of the limit, since every caller would have to check for that.
 * Instead, code that is about to use much memory in proportion to its input asks first (arena_charge,
 * arena_lend), and arena_within_limit finds the sum of many small allocations. */
void arena_limit(struct arena *arena, size_t bytes);
/* Counts `bytes` of memory outside the arena (a tree of json-c, a decoder, a buffer) against the limit
 * until arena_reset. False: the limit leaves no room for them, and nothing was counted. */
MUST_CHECK bool arena_charge(struct arena *arena, size_t bytes);
/* For libraries that use an allocator of the caller: `size` bytes with undefined content, counted
 * against the limit. The library gives them back with arena_return, which accepts NULL, before
 * arena_reset. NULL: the limit leaves no room for them. */
void *arena_lend(struct arena *arena, size_t size);
void arena_return(struct arena *arena, void *lent);
/* Whether the memory that was allocated and counted since the last arena_reset is within the limit. */
bool arena_within_limit(const struct arena *arena);

/* Runs the deferred releases and takes back all memory; the arena is like a new one. If the arena held
 * more than 1 MiB, all free memory of the process goes back to the kernel, which takes about a
 * millisecond. So call it after the answer was sent. */
void arena_reset(struct arena *arena);

#endif
