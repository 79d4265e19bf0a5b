#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "shared/scoreboard.h"

enum { SLOTS = 5 };

Test(shared_scoreboard, is_empty_at_first)
{
	struct scoreboard *board = scoreboard_new(SLOTS);

	cr_expect_eq(scoreboard_size(board), SLOTS);
	for (size_t i = 0; i < SLOTS; i++) {
		struct slot *slot = scoreboard_slot(board, i);

		cr_expect_eq(slot->pid, 0);
		cr_expect_eq(slot->state, SLOT_EMPTY);
		cr_expect_eq(slot->stop, STOP_NO);
		cr_expect_eq((uintptr_t)slot % 64, 0, "slot %zu shares a cache line", i);
	}
}

Test(shared_scoreboard, is_shared_with_children)
{
	struct scoreboard *board = scoreboard_new(SLOTS);
	struct slot *slot = scoreboard_slot(board, 3);
	int64_t before = clock_monotonic_us();
	pid_t pid = fork();

	if (pid == 0) {
		slot->pid = getpid();
		slot->requests += 7;
		slot_set(slot, SLOT_BUSY);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	cr_expect_eq(slot->pid, pid);
	cr_expect_eq(slot->state, SLOT_BUSY);
	cr_expect_eq(slot->requests, 7);
	cr_expect(slot->since_us >= before && slot->since_us <= clock_monotonic_us());
	cr_expect_eq(scoreboard_slot(board, 2)->pid, 0);
	cr_expect_eq(scoreboard_slot(board, 4)->pid, 0);
}

Test(shared_scoreboard, set_beats_the_heart)
{
	struct slot *slot = scoreboard_slot(scoreboard_new(1), 0);
	int64_t before;

	slot_set(slot, SLOT_IDLE);
	before = slot->since_us;
	usleep(2000);
	slot_set(slot, SLOT_IDLE);
	cr_expect_geq(slot->since_us, before + 2000);
}

Test(shared_scoreboard, clear)
{
	struct slot *slot = scoreboard_slot(scoreboard_new(1), 0);

	slot->pid = 1;
	slot->stop = STOP_AFTER_BACKLOG;
	slot->requests = 9;
	slot_set(slot, SLOT_BUSY);
	slot_clear(slot);
	cr_expect_eq(slot->pid, 0);
	cr_expect_eq(slot->state, SLOT_EMPTY);
	cr_expect_eq(slot->stop, STOP_NO);
	cr_expect_eq(slot->since_us, 0);
	cr_expect_eq(slot->requests, 0);
}
