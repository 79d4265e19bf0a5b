#include "accounts/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/status.h"

static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };

/* How signals were before. */
struct guard {
	sigset_t mask;
	struct sigaction actions[COUNT(signals)];
};

static volatile sig_atomic_t caught;

static void note(int number)
{
	caught = number;
}

/* From here on signals come only while we wait, and are only noted. What was ignored (nohup) stays so. */
static void guard_begin(struct guard *guard)
{
	struct sigaction action = { .sa_handler = note };
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < COUNT(signals); i++)
		sigaddset(&blocked, signals[i]);
	sigprocmask(SIG_BLOCK, &blocked, &guard->mask);
	caught = 0;
	for (size_t i = 0; i < COUNT(signals); i++) {
		sigaction(signals[i], NULL, &guard->actions[i]);
		if (guard->actions[i].sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

/* The signal that came does now what it would have done. */
static void guard_end(const struct guard *guard)
{
	for (size_t i = 0; i < COUNT(signals); i++)
		sigaction(signals[i], &guard->actions[i], NULL);
	sigprocmask(SIG_SETMASK, &guard->mask, NULL);
	if (caught)
		raise(caught);
}

/* Waits for input. False: a signal came. */
static bool await_input(const sigset_t *mask)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	int ready;

	do
		ready = ppoll(&input, 1, NULL, mask);
	while (ready < 0 && errno == EINTR && !caught);
	return ready > 0;
}

/* By the byte and without stdio, whose buffer nobody would wipe. */
static bool read_line(char *line, size_t size, const sigset_t *mask)
{
	size_t length = 0;
	bool some = false;
	char c = '\0';

	while (c != '\n' && await_input(mask) && read(STDIN_FILENO, &c, 1) == 1) {
		some = true;
		if (c != '\n' && length + 1 < size)
			line[length++] = c;
	}
	line[length] = '\0';
	return some && !caught;
}

static bool ask(const char *prompt, char *line, size_t size, const sigset_t *mask)
{
	struct termios shown, hidden;
	bool terminal = tcgetattr(STDIN_FILENO, &shown) == 0, got;

	if (terminal) {
		hidden = shown;
		hidden.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
		fputs(prompt, stderr);
	}
	got = read_line(line, size, mask);
	if (terminal) {
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		fputc('\n', stderr);
	}
	return got;
}

bool terminal_read_secret(const char *prompt, char *line, size_t size)
{
	struct guard guard;
	bool got;

	do {
		guard_begin(&guard);
		got = ask(prompt, line, size, &guard.mask);
		guard_end(&guard);
	} while (caught == SIGTSTP);
	return got;
}
