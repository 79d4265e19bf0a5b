#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

enum {
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
	/* No room in the first chunk, so that each allocation is a malloc of its own and
	 * AddressSanitizer sees overruns. */
	FIRST_SIZE = 0,
	KEPT_SIZE = 0,
#else
	FIRST_SIZE = 16 * 1024,
	KEPT_SIZE = 256 * 1024, /* the most that stays allocated after a reset */
#endif
	BIG = 1024 * 1024, /* if more than this was held, free memory goes back to the kernel */
	ALIGNMENT = alignof(max_align_t)
};

struct chunk {
	struct chunk *next;
	size_t size;
	alignas(max_align_t) char bytes[];
};

struct defer {
	struct defer *next;
	void (*release)(void *);
	void *what;
};

struct loan {
	size_t size;
	alignas(max_align_t) char bytes[];
};

struct arena {
	char *at, *end;       /* the free part of the current chunk */
	struct chunk *chunks; /* the first one is the current chunk */
	struct defer *defers; /* the last one comes first */
	size_t taken;         /* bytes of all chunks, plus those charged */
	size_t limit;
};

static struct chunk *chunk_new(struct arena *arena, size_t size, struct chunk *next)
{
	struct chunk *chunk;

	if (size > SIZE_MAX - sizeof(*chunk))
		memory_exhausted(size);
	chunk = memory_resize(NULL, sizeof(*chunk) + size, 1);
	chunk->next = next;
	chunk->size = size;
	arena->taken += size;
	return chunk;
}

/* Makes a new chunk the current one, from which small allocations are cut. */
static void chunk_use(struct arena *arena, size_t size)
{
	arena->chunks = chunk_new(arena, size, arena->chunks);
	arena->at = arena->chunks->bytes;
	arena->end = arena->at + size;
}

struct arena *arena_new(void)
{
	struct arena *arena = memory_new(sizeof(*arena));

	arena->limit = SIZE_MAX;
	chunk_use(arena, FIRST_SIZE);
	return arena;
}

/* Makes room for `size` bytes. A big piece gets a chunk of its own, which is returned, and the current
 * chunk stays. Otherwise a new chunk, twice as big, becomes the current one, the rest of the old one is
 * lost, and NULL is returned. */
static void *chunk_grow(struct arena *arena, size_t size)
{
	size_t in_use = arena->chunks->size;

	if (size > in_use / 4) {
		arena->chunks->next = chunk_new(arena, size, arena->chunks->next);
		return arena->chunks->next->bytes;
	}
	chunk_use(arena, in_use <= KEPT_SIZE / 2 ? 2 * in_use : in_use);
	return NULL;
}

/* `size` bytes with undefined content. */
static inline void *arena_take(struct arena *arena, size_t size)
{
	char *taken;

	if (size > (size_t)(arena->end - arena->at)) {
		taken = chunk_grow(arena, size);
		if (taken)
			return taken;
	}
	taken = arena->at;
	/* Both ends are aligned, so what fits also fits when rounded up. */
	arena->at += (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	return taken;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_take(arena, length + 1);

	if (length > 0)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	size_t room = (size_t)(arena->end - arena->at);
	va_list arguments;
	char *text;
	int length;

	/* The text is first written to the free part; only if it does not fit is it written again. */
	va_start(arguments, format);
	length = vsnprintf(arena->at, room, format, arguments);
	va_end(arguments);
	assert(length >= 0);
	text = arena_take(arena, (size_t)length + 1);
	if ((size_t)length >= room) {
		va_start(arguments, format);
		vsnprintf(text, (size_t)length + 1, format, arguments);
		va_end(arguments);
	}
	return text;
}

void arena_defer(struct arena *arena, void (*release)(void *), void *what)
{
	struct defer *defer = arena_take(arena, sizeof(*defer));

	*defer = (struct defer){ .next = arena->defers, .release = release, .what = what };
	arena->defers = defer;
}

void arena_limit(struct arena *arena, size_t bytes)
{
	arena->limit = bytes;
}

bool arena_charge(struct arena *arena, size_t bytes)
{
	if (!arena_within_limit(arena) || bytes > arena->limit - arena->taken)
		return false;
	arena->taken += bytes;
	return true;
}

void *arena_lend(struct arena *arena, size_t size)
{
	struct loan *loan;

	if (size > SIZE_MAX - sizeof(*loan) || !arena_charge(arena, size))
		return NULL;
	loan = memory_resize(NULL, sizeof(*loan) + size, 1);
	loan->size = size;
	return loan->bytes;
}

void arena_return(struct arena *arena, void *lent)
{
	struct loan *loan;

	if (!lent)
		return;
	loan = (struct loan *)((char *)lent - offsetof(struct loan, bytes));
	arena->taken -= loan->size;
	free(loan);
}

bool arena_within_limit(const struct arena *arena)
{
	return arena->taken <= arena->limit;
}

/* Unlinks each release before it is called, because it may use the arena itself. */
static void release_deferred(struct arena *arena)
{
	struct defer *defer;

	while ((defer = arena->defers)) {
		arena->defers = defer->next;
		defer->release(defer->what);
	}
}

/* Frees all chunks; returns how many bytes they had. */
static size_t free_chunks(struct arena *arena)
{
	size_t total = 0;
	struct chunk *chunk;

	while ((chunk = arena->chunks)) {
		arena->chunks = chunk->next;
		total += chunk->size;
		free(chunk);
	}
	return total;
}

/* If the request needed several chunks, one chunk of their total size replaces them, so that the next
 * such request needs no malloc. */
void arena_reset(struct arena *arena)
{
	size_t taken = arena->taken, total;

	release_deferred(arena);
	if (arena->chunks->next) {
		total = free_chunks(arena);
		chunk_use(arena, total <= KEPT_SIZE ? total & ~(size_t)(ALIGNMENT - 1) : KEPT_SIZE);
	}
	arena->at = arena->chunks->bytes;
	arena->taken = arena->chunks->size;
	if (taken > BIG)
		memory_give_back();
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	release_deferred(arena);
	free_chunks(arena);
	free(arena);
}
