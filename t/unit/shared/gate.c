#include "shared/gate.h"

#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/status.h"
#include "shared/scoreboard.h"
#include "shared/visitors.h"

TestSuite(shared_gate, .init = start, .timeout = 120);

Test(shared_gate, shut_until_opened)
{
	cr_expect_not(enters(0));
}

Test(shared_gate, so_many_and_no_more)
{
	open_for(2);
	cr_expect(enters(0));
	cr_expect(enters(1));
	cr_expect_not(enters(2));
	gate_leave(slot(0));
	cr_expect(enters(2), "a place was given back");
	cr_expect_not(enters(3));
	cr_expect_eq(gate_count(GATE_HASHING, false), 2);
	cr_expect_eq(gate_count(GATE_HASHING, true), 0, "who was refused does not wait");
	cr_expect_eq(gate_refusals(GATE_HASHING), 2);
	cr_expect_eq(gate_refusals(GATE_LOOKUP), 0);
}

Test(shared_gate, fewer_places_than_are_taken)
{
	open_for(2);
	cr_expect(enters(0));
	cr_expect(enters(1));
	open_for(1);
	gate_leave(slot(0));
	cr_expect_not(enters(2), "one is still behind it");
	gate_leave(slot(1));
	cr_expect(enters(2));
}

Test(shared_gate, who_leaves_without_a_place_takes_nobodys)
{
	open_for(1);
	cr_expect(enters(0));
	gate_leave(slot(1));
	gate_abandon(slot(1));
	cr_expect_not(enters(1));
}

/* When a process dies behind the gate, the master gives its place back. */
Test(shared_gate, places_of_the_dead)
{
	pid_t child;

	open_for(1);
	child = fork();
	if (child == 0)
		_exit(enters(1) ? 0 : 1);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	cr_expect_not(enters(2));
	gate_abandon(slot(1));
	cr_expect(enters(2));
}

Test(shared_gate, who_is_behind_it_is_away)
{
	open_for(1);
	cr_expect(enters(0));
	cr_expect(atomic_load(&slot(0)->away));
	cr_expect_not(enters(1));
	cr_expect_not(atomic_load(&slot(1)->away), "it was refused");
	gate_leave(slot(0));
	cr_expect_not(atomic_load(&slot(0)->away));
}

/* --- waiting ---------------------------------------------------------------------------- */

enum { NOT_YET, ENTERED, REFUSED, LONG_MS = 60000 };

static int outcome(size_t index)
{
	return (int)atomic_load(&slot(index)->requests);
}

/* Waits until a condition holds; only a hang takes that long. */
#define EVENTUALLY(condition)                                   \
	do {                                                    \
		for (int i = 0; i < 60000 && !(condition); i++) \
			usleep(1000);                           \
		cr_assert(condition, "never: " #condition);     \
	} while (0)

/* Starts a process that waits for its place, and keeps it until it is killed. Returns when it waits, which
 * its heartbeat tells, or is through. */
static pid_t visitor(size_t index, const struct gate_visit *visit)
{
	struct gate_visit its = *visit;
	pid_t child = start_process();

	its.slot = slot(index);
	its.wait_ms = LONG_MS;
	if (child == 0) {
		atomic_store(&slot(index)->requests, gate_enter(&its) ? ENTERED : REFUSED);
		for (;;)
			pause();
	}
	EVENTUALLY(outcome(index) != NOT_YET || atomic_load(&slot(index)->since_us) != 0);
	return child;
}

static pid_t visitor_for(size_t index, uint64_t who)
{
	return visitor(index, &(struct gate_visit){ .gate = GATE_HASHING, .who = who });
}

Test(shared_gate, who_waits_gets_the_next_place)
{
	open_for(1);
	cr_assert(enters(0));
	visitor_for(1, BEA);
	cr_expect_eq(outcome(1), NOT_YET);
	gate_leave(slot(0));
	EVENTUALLY(outcome(1) == ENTERED);
}

Test(shared_gate, who_waits_gets_the_place_of_a_dead_process)
{
	pid_t first;

	open_for(1);
	first = visitor_for(1, ANA);
	EVENTUALLY(outcome(1) == ENTERED);
	visitor_for(2, BEA);
	cr_expect_eq(outcome(2), NOT_YET);
	bury(1, first);
	EVENTUALLY(outcome(2) == ENTERED);
}

Test(shared_gate, who_waits_enters_when_the_gate_is_opened_further)
{
	open_for(1);
	cr_assert(enters(0));
	visitor_for(1, ANA);
	visitor_for(2, BEA);
	open_for(3);
	EVENTUALLY(outcome(1) == ENTERED && outcome(2) == ENTERED);
}

Test(shared_gate, nobody_waits_for_ever)
{
	struct gate_visit visit = { .gate = GATE_HASHING, .slot = slot(1), .who = BEA, .wait_ms = 300 };

	open_for(1);
	cr_assert(enters(0));
	cr_expect_not(gate_enter(&visit));
	cr_expect_eq(gate_count(GATE_HASHING, true), 0);
}

/* The watchdog must not take a process that waits for one that hangs. */
Test(shared_gate, who_waits_renews_its_heartbeat)
{
	int64_t since = clock_monotonic_us();

	open_for(1);
	cr_assert(enters(0));
	atomic_store(&slot(1)->since_us, since);
	visitor_for(1, ANA);
	EVENTUALLY(atomic_load(&slot(1)->since_us) > since);
	cr_expect_eq(outcome(1), NOT_YET);
}

Test(shared_gate, who_came_first_goes_first)
{
	open_for(1);
	cr_assert(enters(0));
	visitor_for(3, ANA);
	visitor_for(2, BEA);
	visitor_for(1, CID);
	gate_leave(slot(0));
	EVENTUALLY(outcome(3) == ENTERED);
	gate_leave(slot(3));
	EVENTUALLY(outcome(2) == ENTERED);
	cr_expect_eq(outcome(1), NOT_YET);
}

Test(shared_gate, who_has_less_goes_before_who_came_first)
{
	open_for(2);
	cr_assert(enter_for(0, ANA));
	cr_assert(enter_for(1, ANA));
	visitor_for(2, ANA);
	visitor_for(3, ANA);
	visitor_for(4, BEA);
	gate_leave(slot(0));
	EVENTUALLY(outcome(4) == ENTERED);
	cr_expect_eq(outcome(2), NOT_YET);
	gate_leave(slot(1));
	EVENTUALLY(outcome(2) == ENTERED);
	cr_expect_eq(outcome(3), NOT_YET);
}

Test(shared_gate, nobody_has_all_places)
{
	open_for(4);
	for (size_t i = 0; i < 3; i++)
		cr_assert(enter_for(i, ANA));
	cr_expect_not(enter_for(3, ANA));
	cr_expect(enter_for(3, BEA), "a place was kept");
}

/* Two who want to look up the same CEP: the second finds it in the cache afterwards. */
Test(shared_gate, never_two_with_the_same_purpose)
{
	struct gate_visit visit = { .gate = GATE_LOOKUP, .who = ANA, .what = 5 };
	pid_t first, second;

	open_for(3);
	first = visitor(1, &visit);
	EVENTUALLY(outcome(1) == ENTERED);
	visit.who = BEA;
	second = visitor(2, &visit);
	cr_expect_eq(outcome(2), NOT_YET);
	visit = (struct gate_visit){ .gate = GATE_LOOKUP, .slot = slot(3), .who = CID, .what = 6 };
	cr_expect(gate_enter(&visit), "who wants another may overtake it");
	bury(1, first);
	EVENTUALLY(outcome(2) == ENTERED);
	bury(2, second);
}

/* --- places to wait in ------------------------------------------------------------------ */

Test(shared_gate, a_newcomer_takes_the_place_of_who_has_most)
{
	gate_open((struct gate_limits){ .room = 4, .most = 4, .behind = { 1, 1 } });
	cr_assert(enter_for(0, ANA));
	for (size_t i = 1; i < 4; i++)
		visitor_for(i, ANA);
	cr_expect_not(enter_for(4, ANA), "no place is left");
	visitor_for(5, BEA);
	EVENTUALLY(outcome(3) == REFUSED);
	cr_expect_eq(outcome(5), NOT_YET);
	visitor_for(6, BEA);
	EVENTUALLY(outcome(2) == REFUSED);
	visitor_for(7, BEA);
	cr_expect_eq(outcome(7), REFUSED, "each has two");
	gate_leave(slot(0));
	EVENTUALLY(outcome(1) == ENTERED);
	cr_expect_eq(outcome(5), NOT_YET);
	cr_expect_eq(outcome(6), NOT_YET);
}

Test(shared_gate, a_gate_leaves_room_for_the_others)
{
	struct gate_visit lookup = { .gate = GATE_LOOKUP, .slot = slot(3), .who = BEA };

	gate_open((struct gate_limits){ .room = 4, .most = 3, .behind = { 2, 2 } });
	cr_assert(enters(0));
	cr_assert(enters(1));
	visitor_for(2, 102);
	visitor_for(4, 104);
	cr_expect_eq(outcome(4), REFUSED);
	cr_expect(gate_enter(&lookup));
	lookup.slot = slot(5);
	lookup.who = CID;
	cr_expect_not(gate_enter(&lookup), "there is a place behind the gate, but no room");
	cr_expect_eq(outcome(2), NOT_YET);
}

/* --- how many ------------------------------------------------------------------------- */

Test(shared_gate, share)
{
	/* clang-format off */
	static const struct {
		int workers, cores, hashing, lookups;
		struct gate_limits limits;
	} shares[] = {
		/*  given         room, most, behind the gates */
		{   1,  1,  0,  0, {   1,   1, {  1,  1 } } }, /* the only worker does everything */
		{   2,  1,  0,  0, {   1,   1, {  1,  1 } } },
		{   3,  2,  0,  0, {   2,   2, {  1,  1 } } },
		{   4,  2,  0,  0, {   3,   3, {  1,  1 } } },
		{   8,  2,  0,  0, {   6,   5, {  1,  2 } } },
		{  20,  2,  0,  0, {  15,  13, {  1,  5 } } }, /* the default on two cores */
		{  18,  1,  0,  0, {  14,  12, {  1,  4 } } },
		{  48, 16,  0,  0, {  36,  30, {  8, 12 } } },
		{ 256, 64,  0,  0, { 192, 160, { 32, 64 } } },
		{  20,  2,  3,  9, {  15,  13, {  3,  9 } } },
		{ 300,  2,  0,  0, { 225, 188, {  1, 75 } } },
		{  20,  2, 99, 99, {  15,  13, { 13, 13 } } }, /* more than there can be */
	};
	/* clang-format on */

	for (size_t i = 0; i < COUNT(shares); i++) {
		struct gate_limits got =
			gate_share(shares[i].workers, shares[i].cores, shares[i].hashing, shares[i].lookups);
		const struct gate_limits *wanted = &shares[i].limits;

		cr_expect(got.room == wanted->room && got.most == wanted->most &&
				  got.behind[GATE_HASHING] == wanted->behind[GATE_HASHING] &&
				  got.behind[GATE_LOOKUP] == wanted->behind[GATE_LOOKUP],
			  "%d workers, %d cores, %d, %d: got %d, %d, %d, %d", shares[i].workers,
			  shares[i].cores, shares[i].hashing, shares[i].lookups, got.room, got.most,
			  got.behind[GATE_HASHING], got.behind[GATE_LOOKUP]);
	}
}

Test(shared_gate, more_than_there_can_be)
{
	gate_open((struct gate_limits){ 999, 999, { 999, 999 } });
	board = scoreboard_new(GATE_PLACES + 1);
	for (size_t i = 0; i < GATE_PLACES; i++)
		cr_assert(enters(i), "%zu", i);
	cr_expect_not(enters(GATE_PLACES));
}

Test(shared_gate, keys)
{
	cr_expect_eq(gate_key("a", 1), UINT64_C(0xaf63dc4c8601ec8c)); /* a test vector of FNV-1a */
	cr_expect_neq(gate_key("1.2.3.4", 7), gate_key("1.2.3.5", 7));
}
