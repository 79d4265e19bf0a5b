#include "shared/scoreboard.h"

#include <assert.h>
#include <linux/futex.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/memory.h"

enum { STANDBY_NS = 200000000 };

struct scoreboard {
	size_t size;
	_Atomic int serving; /* 0: all */
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

void scoreboard_serve(struct scoreboard *board, int serving)
{
	atomic_store(&board->serving, serving);
}

bool scoreboard_stands_by(struct scoreboard *board, size_t index)
{
	int serving = atomic_load(&board->serving), before = 0;

	for (size_t i = SCOREBOARD_JOBS + 1; i < index && serving; i++) {
		const struct slot *slot = &board->slots[i];

		before += atomic_load(&slot->pid) && atomic_load(&slot->stop) == STOP_NO &&
			  !atomic_load(&slot->away);
	}
	return serving && before >= serving;
}

bool scoreboard_is_needed_always(const struct scoreboard *board, size_t index)
{
	int serving = atomic_load(&board->serving);

	return serving == 0 || index <= (size_t)(SCOREBOARD_JOBS + serving);
}

void scoreboard_stand_by(struct scoreboard *board, size_t index)
{
	struct slot *slot = scoreboard_slot(board, index);
	struct timespec most = { .tv_nsec = STANDBY_NS };

	atomic_store(&slot->called, 0);
	slot_set(slot, SLOT_STANDBY);
	/* Looks again, because who went away before these two lines has not called this process. */
	if (scoreboard_stands_by(board, index) && atomic_load(&slot->stop) == STOP_NO)
		syscall(SYS_futex, &slot->called, FUTEX_WAIT, 0, &most, NULL, 0);
	slot_set(slot, SLOT_IDLE);
}

void scoreboard_call(struct scoreboard *board)
{
	for (size_t i = SCOREBOARD_JOBS + 1; i < board->size; i++)
		if (atomic_load(&board->slots[i].state) == SLOT_STANDBY && slot_call(&board->slots[i]))
			return;
}

void scoreboard_stop(struct scoreboard *board, size_t index, enum slot_stop how)
{
	struct slot *slot = scoreboard_slot(board, index);

	atomic_store(&slot->stop, how);
	slot_call(slot);
	scoreboard_call(board);
}
