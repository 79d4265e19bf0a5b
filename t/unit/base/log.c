#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"

static char lines[1 << 16];
static size_t length;
static int saved_stderr, catcher[2];

/* Messages from here to caught() go into a pipe, like that of the journal. */
static void catch (void)
{
	cr_assert_eq(pipe2(catcher, O_NONBLOCK), 0);
	saved_stderr = dup(STDERR_FILENO);
	dup2(catcher[1], STDERR_FILENO);
}

static const char *caught(void)
{
	ssize_t got = read(catcher[0], lines, sizeof(lines) - 1);

	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	close(catcher[0]);
	close(catcher[1]);
	length = got > 0 ? (size_t)got : 0;
	lines[length] = '\0';
	return lines;
}

static const struct {
	const char *message, *json;
} messages[] = {
	{ "plain", "\"plain\"" },
	{ "", "\"\"" },
	{ "a \"b\" \\ c\nd\te\x01", "\"a \\\"b\\\" \\\\ c\\nd\\te\\u0001\"" },
	{ "coração 🦀", "\"coração 🦀\"" },
	{ "cora\xe7\xe3o", "\"cora??o\"" },
	{ "\x80\x80\x80", "\"???\"" },
};

Test(base_log, messages)
{
	char end[256];

	log_init(LOG_LEVEL_DEBUG, "master");
	for (size_t i = 0; i < COUNT(messages); i++) {
		snprintf(end, sizeof(end), "\"role\":\"master\",\"pid\":%d,\"message\":%s}\n", getpid(),
			 messages[i].json);
		catch ();
		log_message(LOG_LEVEL_WARNING, "%s", messages[i].message);
		cr_expect(strstr(caught(), end), "%zu: %s has no %s", i, lines, end);
		cr_expect(json_scan(lines, length, NULL), "%s", lines);
	}
}

/* memory_exhausted ends the process, so it runs in a child. */
Test(base_log, exhausted_memory_is_a_line_too)
{
	int status = 0;

	log_init(LOG_LEVEL_ERROR, "worker");
	catch ();
	if (fork() == 0)
		memory_exhausted(7);
	wait(&status);
	cr_expect(strstr(caught(), "\"role\":\"worker\""), "%s", lines);
	cr_expect(strstr(lines, "\"message\":\"out of memory: 7 bytes wanted\"}\n"), "%s", lines);
	cr_expect_eq(WEXITSTATUS(status), 70);
}

/* Lines sort as text, so the time always has 24 characters: three digits of milliseconds even in the
 * first millisecond of a second. */
Test(base_log, time)
{
	struct timespec now;
	int end = 0;

	clock_gettime(CLOCK_REALTIME, &now);
	usleep((useconds_t)(1000000 - now.tv_nsec / 1000)); /* to the next second */
	catch ();
	log_message(LOG_LEVEL_INFO, "x");
	sscanf(caught(), "{\"time\":\"%*4u-%*2u-%*2uT%*2u:%*2u:%*2u.%*3uZ\",\"level\":\"info\",%n", &end);
	cr_expect_eq(end, 50, "%s", lines);
}

/* clang-format off */
static const struct {
	enum log_level lowest, level;
	bool written;
} levels[] = {
	{ LOG_LEVEL_DEBUG, LOG_LEVEL_DEBUG, true },
	{ LOG_LEVEL_INFO, LOG_LEVEL_DEBUG, false },
	{ LOG_LEVEL_INFO, LOG_LEVEL_INFO, true },
	{ LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, false },
	{ LOG_LEVEL_ERROR, LOG_LEVEL_ERROR, true },
};
/* clang-format on */

Test(base_log, levels)
{
	for (size_t i = 0; i < COUNT(levels); i++) {
		log_init(levels[i].lowest, "worker");
		catch ();
		log_message(levels[i].level, "x");
		cr_expect_eq(*caught() != '\0', levels[i].written, "%zu", i);
		cr_expect(!levels[i].written || strstr(lines, log_level_names[levels[i].level]));
	}
}

/* clang-format off */
/* The worst texts take six bytes per character when escaped, or are cut within a character. */
static const struct {
	const char *fill;
	size_t times;
} longs[] = {
	{ "a", 20000 },	 { "\"", 20000 }, { "\x01", 20000 }, { "ç", 9000 },
	{ "aç", 9000 }, { "🦀", 9000 },	{ "\xff", 20000 },
};
/* clang-format on */

/* One write(2) of at most PIPE_BUF bytes arrives in one piece. */
Test(base_log, a_line_fits_into_a_pipe)
{
	static char text[1 << 16];

	for (size_t i = 0; i < COUNT(longs); i++) {
		struct log_request request = { text, text, text, text, text, 200, 1, 1 };

		*text = '\0';
		for (size_t j = 0; j < longs[i].times; j++)
			strcpy(text + j * strlen(longs[i].fill), longs[i].fill);
		catch ();
		log_message(LOG_LEVEL_INFO, "%s", text);
		caught();
		cr_expect(length > 3000 && length <= PIPE_BUF, "%zu: %zu bytes", i, length);
		cr_expect(json_scan(lines, length, NULL), "%zu", i);
		cr_expect_eq(strchr(lines, '?') != NULL, *longs[i].fill == '\xff', "%zu", i);
		catch ();
		log_request(&request);
		caught();
		cr_expect(length > 2000 && length <= PIPE_BUF, "%zu: %zu bytes", i, length);
		cr_expect(json_scan(lines, length, NULL), "%zu", i);
	}
}

static const struct {
	struct log_request request;
	const char *level, *end;
} requests[] = {
	{ { "id", "GET", "/tasks/{id}", "user", "::1", 200, 1234, 500 },
	  "info",
	  "\"request_id\":\"id\",\"method\":\"GET\",\"route\":\"/tasks/{id}\",\"user\":\"user\","
	  "\"address\":\"::1\",\"status\":200,\"duration_ms\":1.234,\"database_ms\":0.500}\n" },
	{ { .status = 404, .duration_us = 12000007, .database_us = 0 },
	  "info",
	  ",\"status\":404,\"duration_ms\":12000.007,\"database_ms\":0.000}\n" },
	{ { .method = "GET", .status = 500, .duration_us = -1, .database_us = -1001 },
	  "error",
	  ",\"method\":\"GET\",\"status\":500,\"duration_ms\":0.000,\"database_ms\":0.000}\n" },
};

Test(base_log, requests)
{
	char middle[512];

	log_init(LOG_LEVEL_INFO, "worker");
	for (size_t i = 0; i < COUNT(requests); i++) {
		catch ();
		log_request(&requests[i].request);
		cr_expect(strstr(caught(), requests[i].end), "%zu: %s", i, lines);
		snprintf(middle, sizeof(middle), "\"level\":\"%s\",\"role\":\"worker\",\"pid\":%d,",
			 requests[i].level, getpid());
		cr_expect(strstr(lines, middle), "%zu: %s", i, lines);
	}
}

Test(base_log, errno_stays)
{
	catch ();
	close(STDERR_FILENO);
	errno = EXDEV;
	log_message(LOG_LEVEL_ERROR, "nobody reads this");
	cr_expect_eq(errno, EXDEV);
	caught();
}
