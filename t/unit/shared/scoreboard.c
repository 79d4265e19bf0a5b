#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/status.h"
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
	slot->away = 1;
	slot->called = 1;
	slot_set(slot, SLOT_BUSY);
	slot_clear(slot);
	cr_expect_eq(slot->pid, 0);
	cr_expect_eq(slot->state, SLOT_EMPTY);
	cr_expect_eq(slot->stop, STOP_NO);
	cr_expect_eq(slot->since_us, 0);
	cr_expect_eq(slot->requests, 0);
	cr_expect_eq(slot->away, 0);
	cr_expect_eq(slot->called, 0);
}

/* --- standing by ------------------------------------------------------------------------ */

enum { GONE, THERE, AWAY, ENDING };

static const struct {
	const char *what;
	int serving;
	int workers[SLOTS]; /* by slot; the first is that of the jobs process */
	bool stands_by[SLOTS];
} standing[] = {
	{ "all serve", 0, { THERE, THERE, THERE, THERE, THERE }, { 0 } },
	{ "two serve", 2, { THERE, THERE, THERE, THERE, THERE }, { 0, 0, 0, 1, 1 } },
	{ "a dead one does not", 2, { THERE, GONE, THERE, THERE, THERE }, { 0, 0, 0, 0, 1 } },
	{ "nor one that is away", 2, { THERE, THERE, AWAY, THERE, THERE }, { 0, 0, 0, 0, 1 } },
	{ "nor one that ends", 2, { THERE, ENDING, AWAY, THERE, THERE }, { 0, 0, 0, 0, 0 } },
	{ "who is away may be one of them", 2, { THERE, THERE, THERE, THERE, AWAY }, { 0, 0, 0, 1, 1 } },
};

Test(shared_scoreboard, who_stands_by)
{
	for (size_t row = 0; row < COUNT(standing); row++) {
		struct scoreboard *board = scoreboard_new(SLOTS);

		scoreboard_serve(board, standing[row].serving);
		for (size_t i = 0; i < SLOTS; i++) {
			struct slot *slot = scoreboard_slot(board, i);

			slot->pid = standing[row].workers[i] != GONE;
			slot->away = standing[row].workers[i] == AWAY;
			slot->stop = standing[row].workers[i] == ENDING ? STOP_AFTER_REQUEST : STOP_NO;
		}
		for (size_t i = 1; i < SLOTS; i++)
			cr_expect_eq(scoreboard_stands_by(board, i), standing[row].stands_by[i], "%s: %zu",
				     standing[row].what, i);
		for (size_t i = 1; i < SLOTS; i++)
			cr_expect_eq(scoreboard_is_needed_always(board, i),
				     standing[row].serving == 0 || i < 3, "%s: %zu", standing[row].what, i);
	}
}

/* A board on which two workers serve, and the others stand by. */
static struct scoreboard *two_serve(void)
{
	struct scoreboard *board = scoreboard_new(SLOTS);

	scoreboard_serve(board, 2);
	for (size_t i = 0; i < SLOTS; i++)
		scoreboard_slot(board, i)->pid = 1;
	return board;
}

Test(shared_scoreboard, stands_by_for_a_moment_only, .timeout = 60)
{
	struct scoreboard *board = two_serve();

	scoreboard_stand_by(board, 3); /* returns, though nobody calls */
	cr_expect_eq(scoreboard_slot(board, 3)->state, SLOT_IDLE);
}

/* Starts a process that stands by until it is called, and then ends. */
static pid_t stand_in(struct scoreboard *board, size_t index)
{
	struct slot *slot = scoreboard_slot(board, index);
	pid_t child = fork();

	if (child == 0) {
		do {
			scoreboard_stand_by(board, index);
		} while (!atomic_load(&slot->called));
		_exit(0);
	}
	while (atomic_load(&slot->state) != SLOT_STANDBY)
		usleep(1000);
	return child;
}

Test(shared_scoreboard, each_call_calls_another, .timeout = 60)
{
	struct scoreboard *board = two_serve();
	pid_t three = stand_in(board, 3), four = stand_in(board, 4);

	do {
		scoreboard_call(board);
	} while (!atomic_load(&scoreboard_slot(board, 3)->called)); /* it may just have looked around */
	cr_expect_eq(waitpid(three, NULL, 0), three);
	slot_clear(scoreboard_slot(board, 3));
	do {
		scoreboard_call(board);
	} while (!atomic_load(&scoreboard_slot(board, 4)->called));
	cr_expect_eq(waitpid(four, NULL, 0), four);
}

Test(shared_scoreboard, who_stands_by_learns_that_it_must_end, .timeout = 60)
{
	struct scoreboard *board = two_serve();
	pid_t child = stand_in(board, 4);

	do {
		scoreboard_stop(board, 4, STOP_AFTER_REQUEST);
	} while (waitpid(child, NULL, WNOHANG) == 0);
	cr_expect_eq(scoreboard_slot(board, 4)->stop, STOP_AFTER_REQUEST);
}
