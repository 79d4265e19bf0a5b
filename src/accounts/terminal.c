#include "accounts/terminal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/status.h"

static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };

/* The signal mask and handlers from before guard_begin. */
struct guard {
	sigset_t mask;
	struct sigaction actions[COUNT(signals)];
};

static volatile sig_atomic_t caught;

static void note_signal(int number)
{
	caught = number;
}

/* Blocks the signals, except while await_input waits; a signal that arrives is only noted. A signal that was
 * ignored, as under nohup, stays ignored. */
static void guard_begin(struct guard *guard)
{
	struct sigaction action = { .sa_handler = note_signal };
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

/* Restores the mask and the handlers, then raises the signal that was noted, so that it has its usual
 * effect. */
static void guard_end(const struct guard *guard)
{
	for (size_t i = 0; i < COUNT(signals); i++)
		sigaction(signals[i], &guard->actions[i], NULL);
	sigprocmask(SIG_SETMASK, &guard->mask, NULL);
	if (caught)
		raise(caught);
}

/* Waits for input. Returns false if a signal came first. */
static bool await_input(const sigset_t *mask)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	int ready;

	do
		ready = ppoll(&input, 1, NULL, mask);
	while (ready < 0 && errno == EINTR && !caught);
	return ready > 0;
}

/* Reads byte by byte with read(2): stdio would leave the secret in a buffer that is never wiped. */
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

static bool prompt_hidden(const char *prompt, char *line, size_t size, const sigset_t *mask)
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
		got = prompt_hidden(prompt, line, size, &guard.mask);
		guard_end(&guard);
	} while (caught == SIGTSTP);
	return got;
}
