#include "shared/scoreboard.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/memory.h"

struct scoreboard {
	size_t size;
	struct slot slots[];
};

struct scoreboard *scoreboard_new(size_t slots)
{
	size_t bytes = sizeof(struct scoreboard) + slots * sizeof(struct slot);
	struct scoreboard *board =
		mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (board == MAP_FAILED)
		memory_exhausted(bytes);
	board->size = slots;
	return board;
}

size_t scoreboard_size(const struct scoreboard *board)
{
	return board->size;
}

struct slot *scoreboard_slot(struct scoreboard *board, size_t index)
{
	assert(index < board->size);
	return &board->slots[index];
}
