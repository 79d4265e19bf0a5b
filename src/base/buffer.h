/* A byte string that grows. Replies, SQL and log lines are written into buffers. */
#ifndef BALCAO_BASE_BUFFER_H
#define BALCAO_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;

/* After the first write, a NUL that `length` does not count follows the bytes in `data`. Before, `data`
 * is NULL. */
struct buffer {
	char *data;
	size_t length, capacity;
	struct arena *arena; /* the owner of the memory; NULL: the heap */
};

/* An empty buffer for one request is `{ .arena = arena }`. Its memory belongs to the arena and needs no
 * release; memory that a growing buffer has left stays in the arena too, at most as much again. An empty
 * buffer that lives longer is `{ 0 }`, and buffer_release frees its memory. buffer_clear empties a
 * buffer and keeps the memory for the next use. */
void buffer_release(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);

/* Makes room for `more` bytes and returns their place; add the number of bytes written to `length`
 * afterwards. A NUL stands behind the room; if you write fewer bytes, write a NUL behind them. */
char *buffer_reserve(struct buffer *buffer, size_t more);

/* Append bytes, a NUL-terminated text, a byte, a number in decimal, a formatted text. */
void buffer_put(struct buffer *buffer, const void *bytes, size_t length);
void buffer_put_text(struct buffer *buffer, const char *text);
void buffer_put_char(struct buffer *buffer, char c);
void buffer_put_integer(struct buffer *buffer, int64_t value);
void buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
