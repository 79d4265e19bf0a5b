#include "base/gate.h"

#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/scoreboard.h"

static struct scoreboard *board;

static void start(void)
{
	gate_init();
	board = scoreboard_new(4);
}

TestSuite(base_gate, .init = start);

static struct slot *slot(size_t index)
{
	return scoreboard_slot(board, index);
}

Test(base_gate, shut_until_opened)
{
	cr_expect_not(gate_enter(GATE_HASHING, slot(0)));
}

Test(base_gate, so_many_and_no_more)
{
	gate_open(GATE_HASHING, 2);
	cr_expect(gate_enter(GATE_HASHING, slot(0)));
	cr_expect(gate_enter(GATE_HASHING, slot(1)));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)));
	gate_leave(GATE_HASHING, slot(0));
	cr_expect(gate_enter(GATE_HASHING, slot(2)), "a place that was given back");
	cr_expect_not(gate_enter(GATE_HASHING, slot(3)));
}

Test(base_gate, fewer_places_than_are_taken)
{
	gate_open(GATE_HASHING, 2);
	cr_expect(gate_enter(GATE_HASHING, slot(0)));
	cr_expect(gate_enter(GATE_HASHING, slot(1)));
	gate_open(GATE_HASHING, 1);
	gate_leave(GATE_HASHING, slot(0));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)), "one is still behind it");
}

/* A process that dies behind the gate: the master gives its place back. */
Test(base_gate, places_of_the_dead)
{
	pid_t child;

	gate_open(GATE_HASHING, 1);
	child = fork();
	if (child == 0)
		_exit(gate_enter(GATE_HASHING, slot(1)) ? 0 : 1);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)));
	gate_abandon(slot(1));
	cr_expect(gate_enter(GATE_HASHING, slot(2)));
}

Test(base_gate, who_has_none_abandons_none)
{
	gate_open(GATE_HASHING, 1);
	gate_abandon(slot(0));
	cr_expect(gate_enter(GATE_HASHING, slot(1)));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)));
}
