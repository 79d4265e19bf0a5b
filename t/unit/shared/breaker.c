#include "shared/breaker.h"

#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum { FAILURES = 5, SECONDS = 60, LEASE_SECONDS = 10, ROUNDS = 100 };

/* The linker replaces the clock of this program with this one, which tests can move forward (t/local.mk). */
int64_t __real_clock_monotonic_us(void);
int64_t __wrap_clock_monotonic_us(void);

static int64_t ahead_us;

int64_t __wrap_clock_monotonic_us(void)
{
	return __real_clock_monotonic_us() + ahead_us;
}

static void pass(int seconds)
{
	ahead_us += seconds * INT64_C(1000000);
}

static void start(void)
{
	log_init(LOG_LEVEL_ERROR, "test");
	breaker_init();
	breaker_set(FAILURES, SECONDS);
}

TestSuite(shared_breaker, .init = start, .timeout = 60);

static void fail(int times)
{
	for (int i = 0; i < times; i++)
		breaker_note(PROVIDER_VIACEP, false);
}

static void expect_state(enum breaker_state wanted, const char *when)
{
	cr_expect_eq(breaker_state(PROVIDER_VIACEP), wanted, "%s: %d", when, breaker_state(PROVIDER_VIACEP));
}

Test(shared_breaker, opens_after_so_many_failures_in_a_row)
{
	fail(FAILURES - 1);
	breaker_note(PROVIDER_VIACEP, true);
	fail(FAILURES - 1);
	expect_state(BREAKER_CLOSED, "after a success in between");
	cr_expect(breaker_allows(PROVIDER_VIACEP));
	fail(1);
	expect_state(BREAKER_OPEN, "after the last failure");
	cr_expect_not(breaker_allows(PROVIDER_VIACEP));
	cr_expect_eq(breaker_state(PROVIDER_BRASILAPI), BREAKER_CLOSED, "another provider");
	cr_expect(breaker_allows(PROVIDER_BRASILAPI));
}

Test(shared_breaker, is_half_open_after_a_while_for_one_process)
{
	fail(FAILURES);
	pass(SECONDS - 1);
	cr_expect_not(breaker_allows(PROVIDER_VIACEP), "a second too early");
	pass(1);
	expect_state(BREAKER_HALF_OPEN, "after a while");
	cr_expect(breaker_allows(PROVIDER_VIACEP), "the first process");
	cr_expect_not(breaker_allows(PROVIDER_VIACEP), "the next process");
	expect_state(BREAKER_HALF_OPEN, "while it is tried");
}

Test(shared_breaker, one_failure_opens_what_is_half_open_for_as_long)
{
	fail(FAILURES);
	pass(SECONDS);
	cr_expect(breaker_allows(PROVIDER_VIACEP));
	fail(1);
	expect_state(BREAKER_OPEN, "after a failed trial");
	pass(SECONDS - 1);
	cr_expect_not(breaker_allows(PROVIDER_VIACEP));
	pass(1);
	cr_expect(breaker_allows(PROVIDER_VIACEP), "the lease of the first trial has ended");
}

Test(shared_breaker, one_success_closes_it_and_counting_begins_again)
{
	fail(FAILURES);
	pass(SECONDS);
	cr_expect(breaker_allows(PROVIDER_VIACEP));
	breaker_note(PROVIDER_VIACEP, true);
	expect_state(BREAKER_CLOSED, "it answers again");
	fail(FAILURES - 1);
	cr_expect(breaker_allows(PROVIDER_VIACEP));
	fail(1);
	cr_expect_not(breaker_allows(PROVIDER_VIACEP));
}

/* The results of calls that began before the breaker opened count, too. */
Test(shared_breaker, what_was_under_way_counts)
{
	fail(FAILURES);
	pass(SECONDS - 1);
	fail(1);
	pass(1);
	expect_state(BREAKER_OPEN, "one more failure");
	breaker_note(PROVIDER_VIACEP, true);
	expect_state(BREAKER_CLOSED, "a success");
}

Test(shared_breaker, other_settings_hold_from_then_on)
{
	fail(2);
	breaker_set(3, 1);
	fail(1);
	expect_state(BREAKER_OPEN, "after three failures");
	pass(1);
	expect_state(BREAKER_HALF_OPEN, "after a second");
	cr_expect(breaker_allows(PROVIDER_VIACEP));
	fail(1);
	pass(1);
	cr_expect(breaker_allows(PROVIDER_VIACEP), "a process that has noted its result has no lease");
}

/* --- a rest --------------------------------------------------------------------------- */

Test(shared_breaker, a_rest_lasts_as_long_as_was_asked_for)
{
	breaker_rest(PROVIDER_VIACEP, 120);
	expect_state(BREAKER_OPEN, "at once, after the first answer");
	cr_expect(breaker_allows(PROVIDER_BRASILAPI), "another provider");
	fail(1);
	pass(SECONDS + 1); /* longer than a breaker is open for failures */
	cr_expect_not(breaker_allows(PROVIDER_VIACEP));
	pass(120 - SECONDS - 2);
	cr_expect_not(breaker_allows(PROVIDER_VIACEP), "a second too early");
	pass(1);
	expect_state(BREAKER_CLOSED, "after the rest");
	cr_expect(breaker_allows(PROVIDER_VIACEP) && breaker_allows(PROVIDER_VIACEP),
		  "all at once: it has not failed");
}

/* A call that began before the rest may end well during it. */
Test(shared_breaker, nothing_shortens_a_rest)
{
	breaker_rest(PROVIDER_VIACEP, 120);
	breaker_note(PROVIDER_VIACEP, true);
	expect_state(BREAKER_OPEN, "after a good answer");
	breaker_rest(PROVIDER_VIACEP, 10);
	fail(FAILURES);
	pass(119);
	expect_state(BREAKER_OPEN, "after a shorter rest, and failures");
	pass(1);
	expect_state(BREAKER_HALF_OPEN, "after the longer one");
}

Test(shared_breaker, a_longer_rest_counts_and_a_boundless_one_is_cut)
{
	breaker_rest(PROVIDER_VIACEP, 10);
	breaker_rest(PROVIDER_VIACEP, 20);
	pass(19);
	expect_state(BREAKER_OPEN, "the longer of two");
	pass(1);
	expect_state(BREAKER_CLOSED, "and then no more");
	breaker_rest(PROVIDER_VIACEP, 1000000000);
	pass(BREAKER_REST_MAX - 1);
	expect_state(BREAKER_OPEN, "a rest of thirty years");
	pass(1);
	expect_state(BREAKER_CLOSED, "lasts an hour");
}

/* The breaker's own pause is longer than the rest. */
Test(shared_breaker, a_rest_does_not_shorten_a_pause)
{
	fail(FAILURES);
	breaker_rest(PROVIDER_VIACEP, 1);
	pass(SECONDS - 1);
	expect_state(BREAKER_OPEN, "a second too early");
	pass(1);
	expect_state(BREAKER_HALF_OPEN, "after the pause");
}

/* Who tries a provider that has failed may be asked for a rest. */
Test(shared_breaker, a_rest_ends_a_try)
{
	fail(FAILURES);
	pass(SECONDS);
	cr_expect(breaker_allows(PROVIDER_VIACEP));
	breaker_rest(PROVIDER_VIACEP, 2);
	cr_expect_not(breaker_allows(PROVIDER_VIACEP));
	pass(2);
	expect_state(BREAKER_HALF_OPEN, "after the rest it still has to prove itself");
	cr_expect(breaker_allows(PROVIDER_VIACEP));
}

Test(shared_breaker, no_rest)
{
	breaker_rest(PROVIDER_VIACEP, 0);
	breaker_rest(PROVIDER_VIACEP, -5);
	expect_state(BREAKER_CLOSED, "none was asked for");
	cr_expect(breaker_allows(PROVIDER_VIACEP));
}

/* --- several processes ---------------------------------------------------------------- */

/* Starts a process that waits for a byte and then exits with 1 if it may call the provider, else with 0. */
static pid_t candidate(int starter)
{
	pid_t child = fork();
	char byte;

	if (child == 0)
		_exit(read(starter, &byte, 1) == 1 && breaker_allows(PROVIDER_VIACEP) ? 1 : 0);
	return child;
}

static int verdict(pid_t child)
{
	int status;

	cr_assert_eq(waitpid(child, &status, 0), child);
	cr_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

Test(shared_breaker, of_two_processes_one_tries)
{
	int pipes[2];

	cr_assert_eq(pipe(pipes), 0);
	fail(FAILURES);
	for (int round = 0; round < ROUNDS; round++) {
		pid_t first, second;
		int allowed;

		pass(SECONDS);
		first = candidate(pipes[0]);
		second = candidate(pipes[0]);
		cr_assert_eq(write(pipes[1], "go", 2), 2);
		allowed = verdict(first);
		allowed += verdict(second);
		cr_expect_eq(allowed, 1, "round %d: %d", round, allowed);
		fail(1);
	}
}

Test(shared_breaker, failures_of_all_processes_count)
{
	for (int i = 0; i < FAILURES; i++) {
		pid_t child = fork();

		if (child == 0) {
			fail(1);
			_exit(0);
		}
		(void)verdict(child);
	}
	expect_state(BREAKER_OPEN, "after one failure in each process");
}

/* A process that may try the provider dies without noting the result. */
Test(shared_breaker, who_dies_trying_keeps_others_from_it_for_a_while_only)
{
	int pipes[2];
	pid_t child;

	cr_assert_eq(pipe(pipes), 0);
	fail(FAILURES);
	pass(SECONDS);
	child = candidate(pipes[0]);
	cr_assert_eq(write(pipes[1], "!", 1), 1);
	cr_assert_eq(verdict(child), 1);
	pass(LEASE_SECONDS - 1);
	cr_expect_not(breaker_allows(PROVIDER_VIACEP));
	pass(1);
	cr_expect(breaker_allows(PROVIDER_VIACEP));
}

Test(shared_breaker_before_init, is_closed)
{
	cr_expect_eq(breaker_state(PROVIDER_VIACEP), BREAKER_CLOSED);
}
