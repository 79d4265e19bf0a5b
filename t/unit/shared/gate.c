#include "shared/gate.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/status.h"
#include "shared/scoreboard.h"

static struct scoreboard *board;

static void start(void)
{
	gate_init();
	board = scoreboard_new(4);
}

TestSuite(shared_gate, .init = start);

static struct slot *slot(size_t index)
{
	return scoreboard_slot(board, index);
}

Test(shared_gate, shut_until_opened)
{
	cr_expect_not(gate_enter(GATE_HASHING, slot(0)));
}

Test(shared_gate, so_many_and_no_more)
{
	gate_open(GATE_HASHING, 2);
	cr_expect(gate_enter(GATE_HASHING, slot(0)));
	cr_expect(gate_enter(GATE_HASHING, slot(1)));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)));
	gate_leave(GATE_HASHING, slot(0));
	cr_expect(gate_enter(GATE_HASHING, slot(2)), "a place was given back");
	cr_expect_not(gate_enter(GATE_HASHING, slot(3)));
}

Test(shared_gate, fewer_places_than_are_taken)
{
	gate_open(GATE_HASHING, 2);
	cr_expect(gate_enter(GATE_HASHING, slot(0)));
	cr_expect(gate_enter(GATE_HASHING, slot(1)));
	gate_open(GATE_HASHING, 1);
	gate_leave(GATE_HASHING, slot(0));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)), "one is still behind it");
}

/* When a process dies behind the gate, the master gives its place back. */
Test(shared_gate, places_of_the_dead)
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

/* --- killed at a bad moment -------------------------------------------------------- */

static void enter(struct slot *mine)
{
	(void)gate_enter(GATE_HASHING, mine);
}

static void leave(struct slot *mine)
{
	gate_leave(GATE_HASHING, mine);
}

/* Starts a process with slot 1, which calls `first` and then stops. From then on it runs one instruction of
 * `second` for each call of step; when it has finished, `requests` of its slot is 1. Returns 0 if the system
 * doesn't allow ptrace. */
static pid_t watch(void (*first)(struct slot *slot), void (*second)(struct slot *slot))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
			_exit(1);
		if (first)
			first(slot(1));
		raise(SIGSTOP);
		second(slot(1));
		atomic_store(&slot(1)->requests, 1);
		for (;;)
			pause();
	}
	cr_assert_eq(waitpid(child, &status, 0), child);
	return WIFSTOPPED(status) ? child : 0;
}

/* Lets the process run one instruction. Returns false if it had finished before. */
static bool step(pid_t child)
{
	int status;

	if (atomic_load(&slot(1)->requests))
		return false;
	cr_assert_eq(ptrace(PTRACE_SINGLESTEP, child, NULL, NULL), 0);
	cr_assert_eq(waitpid(child, &status, 0), child);
	return true;
}

/* Kills the process, and does what the master does then. */
static void bury(pid_t child)
{
	kill(child, SIGKILL);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	gate_abandon(slot(1));
	slot_clear(slot(1));
}

Test(shared_gate, killed_as_soon_as_the_place_is_taken, .timeout = 60)
{
	pid_t child;

	gate_open(GATE_HASHING, 1);
	child = watch(NULL, enter);
	if (!child)
		cr_skip_test("no ptrace");
	while (gate_enter(GATE_HASHING, slot(2))) {
		gate_leave(GATE_HASHING, slot(2));
		cr_assert(step(child), "it has no place");
	}
	bury(child);
	cr_expect(gate_enter(GATE_HASHING, slot(2)), "the place is lost");
}

Test(shared_gate, killed_at_any_instruction_while_it_leaves, .timeout = 60)
{
	bool done = false;
	int steps;

	gate_open(GATE_HASHING, 1);
	for (int most = 1; !done; most++) {
		pid_t child = watch(enter, leave);

		if (!child)
			cr_skip_test("no ptrace");
		for (steps = 0; steps < most && !done; steps++)
			done = !step(child);
		bury(child);
		cr_assert(gate_enter(GATE_HASHING, slot(2)), "the place is lost after %d instructions",
			  steps);
		cr_assert_not(gate_enter(GATE_HASHING, slot(3)), "given back twice after %d", steps);
		gate_leave(GATE_HASHING, slot(2));
	}
}

/* --- fewer places than before -------------------------------------------------------- */

/* After the number of places was lowered, processes leave places that still exist and places that don't. */
Test(shared_gate, places_that_are_no_longer_there)
{
	gate_open(GATE_HASHING, 4);
	for (size_t i = 0; i < 4; i++)
		cr_expect(gate_enter(GATE_HASHING, slot(i)));
	gate_open(GATE_HASHING, 2);
	gate_leave(GATE_HASHING, slot(0));
	gate_leave(GATE_HASHING, slot(2));
	cr_expect_not(gate_enter(GATE_HASHING, slot(0)), "two are behind it");
	gate_leave(GATE_HASHING, slot(3));
	cr_expect(gate_enter(GATE_HASHING, slot(0)));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)));
}

Test(shared_gate, who_leaves_without_a_place_takes_nobodys)
{
	gate_open(GATE_HASHING, 1);
	cr_expect(gate_enter(GATE_HASHING, slot(0)));
	gate_leave(GATE_HASHING, slot(1));
	cr_expect_not(gate_enter(GATE_HASHING, slot(1)));
}

Test(shared_gate, who_has_none_abandons_none)
{
	gate_open(GATE_HASHING, 1);
	gate_abandon(slot(0));
	cr_expect(gate_enter(GATE_HASHING, slot(1)));
	cr_expect_not(gate_enter(GATE_HASHING, slot(2)));
}

/* --- how many ------------------------------------------------------------------------- */

Test(shared_gate, share)
{
	static const struct {
		int set, workers, part, share;
	} shares[] = {
		{ 0, 1, 4, 1 }, { 0, 3, 4, 1 },     { 0, 4, 4, 1 }, { 0, 7, 4, 1 },
		{ 0, 8, 4, 2 }, { 0, 256, 4, 64 },  { 0, 1, 2, 1 }, { 0, 5, 2, 2 },
		{ 0, 0, 4, 0 }, { 0, -1, 4, 0 }, /* no workers are left */
		{ 3, 8, 4, 3 }, { 256, 4, 4, 256 }, { 1, 0, 4, 1 }, { 1, -1, 4, 1 },
	};

	for (size_t i = 0; i < COUNT(shares); i++)
		cr_expect_eq(gate_share(shares[i].set, shares[i].workers, shares[i].part), shares[i].share,
			     "%d, or one in %d of %d", shares[i].set, shares[i].part, shares[i].workers);
}

Test(shared_gate, more_than_there_can_be)
{
	gate_open(GATE_LOOKUP, GATE_PLACES + 1);
	board = scoreboard_new(GATE_PLACES + 1);
	for (size_t i = 0; i < GATE_PLACES; i++)
		cr_assert(gate_enter(GATE_LOOKUP, slot(i)), "%zu", i);
	cr_expect_not(gate_enter(GATE_LOOKUP, slot(GATE_PLACES)));
}

Test(shared_gate, each_has_places_of_its_own)
{
	gate_open(GATE_LOOKUP, 1);
	gate_open(GATE_WAITING, 1);
	cr_expect(gate_enter(GATE_LOOKUP, slot(0)));
	cr_expect(gate_enter(GATE_WAITING, slot(0)));
	cr_expect_not(gate_enter(GATE_WAITING, slot(1)));
	gate_leave(GATE_LOOKUP, slot(0));
	cr_expect_not(gate_enter(GATE_WAITING, slot(1)));
	gate_abandon(slot(0));
	cr_expect(gate_enter(GATE_WAITING, slot(1)));
}
