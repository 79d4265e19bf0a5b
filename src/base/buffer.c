#include "base/buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

enum { FIRST_CAPACITY = 256 };

void buffer_release(struct buffer *buffer)
{
	if (!buffer->arena)
		free(buffer->data);
	*buffer = (struct buffer){ .arena = buffer->arena };
}

void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	if (buffer->data)
		buffer->data[0] = '\0';
}

static char *resized(const struct buffer *buffer, size_t capacity)
{
	char *data;

	if (!buffer->arena)
		return memory_resize(buffer->data, capacity, 1);
	data = arena_alloc(buffer->arena, capacity);
	return buffer->data ? memcpy(data, buffer->data, buffer->length + 1) : data;
}

/* At least doubles the capacity, so that n single bytes cost O(n). It is a function of its own because
 * buffer_reserve runs for each byte and seldom needs it. */
static __attribute__((noinline, cold)) void buffer_grow(struct buffer *buffer, size_t more)
{
	size_t wanted = buffer->capacity ? 2 * buffer->capacity : FIRST_CAPACITY, needed;

	if (__builtin_add_overflow(buffer->length, more, &needed) ||
	    __builtin_add_overflow(needed, 1, &needed))
		memory_exhausted(more);
	buffer->capacity = needed > wanted ? needed : wanted;
	buffer->data = resized(buffer, buffer->capacity);
}

char *buffer_reserve(struct buffer *buffer, size_t more)
{
	/* One byte of the capacity is for the NUL; an empty buffer has no capacity at all. */
	if (!buffer->data || more > buffer->capacity - buffer->length - 1)
		buffer_grow(buffer, more);
	buffer->data[buffer->length + more] = '\0';
	return buffer->data + buffer->length;
}

void buffer_put(struct buffer *buffer, const void *bytes, size_t length)
{
	char *end = buffer_reserve(buffer, length);

	if (length > 0)
		memcpy(end, bytes, length);
	buffer->length += length;
}

void buffer_put_text(struct buffer *buffer, const char *text)
{
	buffer_put(buffer, text, strlen(text));
}

void buffer_put_char(struct buffer *buffer, char c)
{
	*buffer_reserve(buffer, 1) = c;
	buffer->length++;
}

void buffer_put_integer(struct buffer *buffer, int64_t value)
{
	char digits[20]; /* -9223372036854775808 */
	char *first = digits + sizeof(digits);
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--first = (char)('0' + left % 10);
	while ((left /= 10));
	if (value < 0)
		*--first = '-';
	buffer_put(buffer, first, (size_t)(digits + sizeof(digits) - first));
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	/* The free bytes, including the one for the NUL. */
	size_t room = buffer->data ? buffer->capacity - buffer->length : 0;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(room ? buffer->data + buffer->length : NULL, room, format, arguments);
	va_end(arguments);
	assert(length >= 0);
	if ((size_t)length >= room) {
		buffer_reserve(buffer, (size_t)length);
		va_start(arguments, format);
		vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
		va_end(arguments);
	}
	buffer->length += (size_t)length;
}
