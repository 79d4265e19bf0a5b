#include "accounts/terminal.h"

#include <criterion/criterion.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include "base/status.h"

enum { LINE = 16, ENDED = 40 };

static int master, slave; /* the terminal's two ends */

static void open_terminal(void)
{
	cr_assert_eq(openpty(&master, &slave, NULL, NULL, NULL), 0);
}

TestSuite(accounts_terminal, .init = open_terminal, .timeout = 30);

/* Reads one line; exits with 0 if it equals `wanted`, with ENDED if the input ended. */
static void __attribute__((noreturn)) read_and_exit(const char *wanted)
{
	char line[LINE];

	if (!terminal_read_secret("Secret: ", line, sizeof(line)))
		_exit(ENDED);
	_exit(strcmp(line, wanted) == 0 ? 0 : 1);
}

static bool shows_input(void)
{
	struct termios settings;

	cr_assert_eq(tcgetattr(slave, &settings), 0);
	return settings.c_lflag & ECHO;
}

/* Starts a process that prompts at the terminal, and waits for the prompt. A shell that starts these tests in
 * the background makes them ignore SIGINT and SIGQUIT, so the process restores the default actions. */
static pid_t start(const char *wanted, bool without_hangup)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	pid_t child = fork();

	if (child == 0) {
		login_tty(slave);
		signal(SIGINT, SIG_DFL);
		signal(SIGQUIT, SIG_DFL);
		signal(SIGHUP, without_hangup ? SIG_IGN : SIG_DFL);
		read_and_exit(wanted);
	}
	while (shows_input())
		nanosleep(&pause, NULL);
	return child;
}

static void type(const char *text)
{
	cr_assert_eq(write(master, text, strlen(text)), (ssize_t)strlen(text));
}

static int end_of(pid_t child)
{
	int status;

	cr_assert_eq(waitpid(child, &status, 0), child);
	return status;
}

Test(accounts_terminal, a_line_that_does_not_show)
{
	static const char wanted[] = "Secret: \r\n";
	char seen[100];
	pid_t child = start("segredo", false);
	ssize_t length;
	size_t used;

	type("segredo\n");
	cr_expect_eq(end_of(child), 0);
	cr_expect(shows_input());
	for (used = 0; used < strlen(wanted); used += (size_t)length) {
		length = read(master, seen + used, sizeof(seen) - 1 - used);
		if (length <= 0)
			break;
	}
	seen[used] = '\0';
	cr_expect_str_eq(seen, wanted);
}

static const struct {
	const char *key; /* NULL: kill(2) sends the signal */
	int signal;
} deaths[] = {
	{ "\003", SIGINT }, { "\034", SIGQUIT }, { NULL, SIGTERM }, { NULL, SIGHUP }, { NULL, SIGINT },
};

Test(accounts_terminal, a_signal_leaves_it_as_it_was)
{
	for (size_t i = 0; i < COUNT(deaths); i++) {
		pid_t child = start("", false);
		int status;

		if (deaths[i].key)
			type(deaths[i].key);
		else
			kill(child, deaths[i].signal);
		status = end_of(child);
		cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == deaths[i].signal, "signal %d: %d",
			  deaths[i].signal, status);
		cr_expect(shows_input(), "signal %d leaves it without echo", deaths[i].signal);
	}
}

/* The test's process group is orphaned, so the kernel does not stop the process and it goes on at once. */
Test(accounts_terminal, who_comes_back_from_a_stop_is_asked_again)
{
	char seen[100] = "", *end = seen;
	pid_t child = start("segredo", false);

	type("esquecido\032");
	while (!strstr(seen, "Secret: ") || !strstr(strstr(seen, "Secret: ") + 1, "Secret: ")) {
		ssize_t length = read(master, end, (size_t)(seen + sizeof(seen) - 1 - end));

		cr_assert_gt(length, 0);
		end += length;
		*end = '\0';
	}
	type("segredo\n");
	cr_expect_eq(end_of(child), 0);
	cr_expect(shows_input());
}

Test(accounts_terminal, a_signal_that_was_ignored_still_is)
{
	pid_t child = start("segredo", true);

	kill(child, SIGHUP);
	type("segredo\n");
	cr_expect_eq(end_of(child), 0);
	cr_expect(shows_input());
}

static const struct {
	const char *input, *line;
	int status;
} inputs[] = {
	{ "segredo\n", "segredo", 0 },
	{ "segredo", "segredo", 0 },
	{ "segredo\noutro\n", "segredo", 0 },
	{ "\n", "", 0 },
	{ "0123456789abcdef\n", "0123456789abcde", 0 },
	{ "", "", ENDED },
};

Test(accounts_terminal, what_is_no_terminal)
{
	for (size_t i = 0; i < COUNT(inputs); i++) {
		int ends[2];
		pid_t child;

		cr_assert_eq(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			dup2(ends[0], STDIN_FILENO);
			close(ends[1]);
			read_and_exit(inputs[i].line);
		}
		cr_assert_eq(write(ends[1], inputs[i].input, strlen(inputs[i].input)),
			     (ssize_t)strlen(inputs[i].input));
		close(ends[0]);
		close(ends[1]);
		cr_expect_eq(WEXITSTATUS(end_of(child)), inputs[i].status, "%s", inputs[i].input);
	}
}
