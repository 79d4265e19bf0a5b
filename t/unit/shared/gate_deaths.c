#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/gate.h"
#include "shared/scoreboard.h"
#include "shared/visitors.h"

enum { STRIDE = 499, VISITORS = 6, DEATHS = 300 };

TestSuite(shared_gate_deaths, .init = start, .timeout = 120);

static void enter(struct slot *mine)
{
	(void)gate_enter(&(struct gate_visit){ .gate = GATE_HASHING, .slot = mine, .who = ANA });
}

/* Starts a process with slot 1, which calls `first` and then stops. From then on it runs one instruction of
 * `second` for each call of step; when it has finished, `requests` of its slot is 1. Returns 0 if the system
 * doesn't allow ptrace. */
static pid_t watch(void (*first)(struct slot *slot), void (*second)(struct slot *slot))
{
	pid_t child = start_process();
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

/* Lets the process run up to `steps` instructions. Returns false if it had finished before. */
static bool run(pid_t child, int steps)
{
	while (steps > 0 && step(child))
		steps--;
	return steps == 0;
}

/* After a process with slot 1 was killed while it entered or left, its place is there, once. */
static void expect_one_place(int steps)
{
	cr_assert(enters(2), "the place is lost after %d instructions", steps);
	cr_assert_not(enters(3), "given back twice after %d", steps);
	gate_leave(slot(2));
	cr_assert_eq(gate_count(GATE_HASHING, false) + gate_count(GATE_HASHING, true), 0);
}

Test(shared_gate_deaths, killed_as_soon_as_the_place_is_taken)
{
	pid_t child;

	open_for(1);
	child = watch(NULL, enter);
	if (!child)
		cr_skip_test("no ptrace");
	while (gate_count(GATE_HASHING, false) == 0)
		cr_assert(step(child), "it has no place");
	cr_expect_not(enters(2));
	bury(1, child);
	expect_one_place(0);
}

/* It takes thousands of instructions to enter, so these are samples, at a distance that is a prime. */
Test(shared_gate_deaths, killed_while_it_enters)
{
	bool done = false;

	open_for(1);
	for (int steps = 1; !done; steps += STRIDE) {
		pid_t child = watch(NULL, enter);

		if (!child)
			cr_skip_test("no ptrace");
		done = !run(child, steps);
		bury(1, child);
		expect_one_place(steps);
	}
}

Test(shared_gate_deaths, killed_at_any_instruction_while_it_leaves)
{
	bool done = false;

	open_for(1);
	for (int steps = 1; !done; steps++) {
		pid_t child = watch(enter, gate_leave);

		if (!child)
			cr_skip_test("no ptrace");
		done = !run(child, steps);
		bury(1, child);
		expect_one_place(steps);
	}
}

/* A process is stopped while it holds the lock: the others are refused, and don't stop with it. */
Test(shared_gate_deaths, stopped_while_it_holds_the_lock)
{
	pid_t child;

	open_for(1);
	child = watch(NULL, enter);
	if (!child)
		cr_skip_test("no ptrace");
	while (gate_count(GATE_HASHING, true) == 0) /* it writes that while it holds the lock */
		cr_assert(step(child), "it did not wait");
	cr_expect_not(enters(2));
	gate_leave(slot(3)); /* takes no lock */
	bury(1, child);
	expect_one_place(0);
}

/* Enters and leaves until it is killed. */
static pid_t restless(size_t index)
{
	pid_t child = start_process();

	if (child != 0)
		return child;
	for (;;) {
		struct gate_visit visit = { .gate = GATE_HASHING,
					    .slot = slot(index),
					    .who = index / 2,
					    .what = index % 3,
					    .wait_ms = 20 };

		if (gate_enter(&visit))
			gate_leave(visit.slot);
	}
}

/* Processes are killed at random while others enter and leave. */
Test(shared_gate_deaths, killed_at_random_among_others)
{
	pid_t children[VISITORS];

	srand(1);
	gate_open((struct gate_limits){ .room = 4, .most = 4, .behind = { 2, 2 } });
	for (size_t i = 0; i < VISITORS; i++)
		children[i] = restless(i);
	for (int deaths = 0; deaths < DEATHS; deaths++) {
		size_t i = (size_t)rand() % VISITORS;

		usleep((useconds_t)(rand() % 3000));
		cr_assert_leq(gate_count(GATE_HASHING, false), 2);
		bury(i, children[i]);
		children[i] = restless(i);
	}
	for (size_t i = 0; i < VISITORS; i++)
		bury(i, children[i]);
	cr_expect_eq(gate_count(GATE_HASHING, false) + gate_count(GATE_HASHING, true), 0);
	cr_expect(enters(0), "the first place");
	cr_expect(enters(1), "the second place");
	cr_expect_not(enters(2));
}
