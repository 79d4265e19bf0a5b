/* Processes that visit gates, for the tests of gates. */
#ifndef BALCAO_T_VISITORS_H
#define BALCAO_T_VISITORS_H

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shared/gate.h"
#include "shared/scoreboard.h"

enum { ANA = 7, BEA, CID };

static struct scoreboard *board;

static inline void start(void)
{
	board = scoreboard_new(8);
	gate_init(board);
}

static inline struct slot *slot(size_t index)
{
	return scoreboard_slot(board, index);
}

static inline void open_for(int behind)
{
	gate_open((struct gate_limits){ .room = 100, .most = 100, .behind = { behind, behind } });
}

/* Enters at once or not at all. */
static inline bool enter_for(size_t index, uint64_t who)
{
	return gate_enter(&(struct gate_visit){ .gate = GATE_HASHING, .slot = slot(index), .who = who });
}

/* Everybody is somebody else. */
static inline bool enters(size_t index)
{
	return enter_for(index, 100 + index);
}

/* Forks a process that ends with the test. */
static inline pid_t start_process(void)
{
	pid_t child = fork();

	if (child == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return child;
}

/* Kills a process, and does what the master does then. */
static inline void bury(size_t index, pid_t child)
{
	kill(child, SIGKILL);
	cr_assert_eq(waitpid(child, NULL, 0), child);
	gate_abandon(slot(index));
	slot_clear(slot(index));
}

#endif
