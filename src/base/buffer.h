/* A byte string that grows: replies, SQL and log lines are written into one. */
#ifndef BALCAO_BASE_BUFFER_H
#define BALCAO_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;

/* `data` is always followed by a NUL that `length` does not count, once anything
 * was written; before that it is NULL. */
struct buffer {
	char *data;
	size_t length, capacity;
	struct arena *arena; /* what the memory is taken from; NULL: the heap */
};

/* An empty buffer is `{ .arena = arena }` for a request: its memory goes with the arena, and needs no
 * release. What it has grown out of stays in the arena until then, at most as much again.
 * What lives longer is `{ 0 }`: buffer_release frees what it holds.
 * buffer_clear empties a buffer and keeps the memory for the next use. */
void buffer_release(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);

/* Room for `more` bytes; returns where they go. Advance `length` after writing. A
 * NUL stands behind all of them; who writes fewer puts one behind his own. */
char *buffer_reserve(struct buffer *buffer, size_t more);

void buffer_put(struct buffer *buffer, const void *bytes, size_t length);
void buffer_put_text(struct buffer *buffer, const char *text);
void buffer_put_char(struct buffer *buffer, char c);
void buffer_put_integer(struct buffer *buffer, int64_t value);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
