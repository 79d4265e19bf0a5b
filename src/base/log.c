#include "base/log.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"

/* A pipe takes PIPE_BUF bytes at once. These limits keep each line shorter: everything except the texts
 * takes less than 400 bytes. */
enum { MESSAGE_BYTES = 3584, TEXT_BYTES = 512, LONGEST_ESCAPE = 6 };

_Static_assert(MESSAGE_BYTES + 400 <= PIPE_BUF, "a message fits into a line");
_Static_assert(5 * TEXT_BYTES + 400 <= PIPE_BUF, "a request fits into a line");

const char *const log_level_names[] = {
	[LOG_LEVEL_DEBUG] = "debug",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_ERROR] = "error",
	NULL,
};

static enum log_level lowest = LOG_LEVEL_INFO;
static const char *process_role = "balcao";
static int process_id; /* getpid is a system call */
static const char *current_request;

/* Lines are built in this storage and not on the heap, so that a message about exhausted memory can be
 * written. The storage has all the room that writers reserve, so it never grows. */
static char storage[PIPE_BUF + LONGEST_ESCAPE * MESSAGE_BYTES];
static struct buffer line = { .data = storage, .capacity = sizeof(storage) };

static void report_exhaustion(size_t wanted)
{
	log_message(LOG_LEVEL_ERROR, MEMORY_EXHAUSTED, wanted);
}

void log_init(enum log_level level, const char *role)
{
	memory_on_exhaustion(report_exhaustion);
	lowest = level;
	process_role = role;
	process_id = getpid();
}

/* The length of the longest prefix of `text` that takes at most `room` bytes when escaped and does not
 * end within a character. */
static size_t fit(const char *text, size_t room)
{
	size_t i = 0, used = 0;

	for (; text[i]; i++) {
		unsigned char c = (unsigned char)text[i];

		used += c < 0x20 ? LONGEST_ESCAPE : c == '"' || c == '\\' ? 2 : 1;
		if (used > room)
			break;
	}
	while (i > 0 && ((unsigned char)text[i] & 0xC0) == 0x80)
		i--;
	return i;
}

/* Writes a text with "?" for each byte that is not ASCII. Messages of libraries may have any encoding,
 * but a line of the log must be JSON. */
static void put_ascii(const char *text, size_t length)
{
	char ascii[MESSAGE_BYTES];

	for (size_t i = 0; i < length; i++)
		ascii[i] = (char)((unsigned char)text[i] < 0x80 ? text[i] : '?');
	json_put_string(&line, ascii, length);
}

static void put_text(const char *name, const char *text, size_t room)
{
	size_t length;

	if (!text)
		return;
	json_member(&line, name);
	length = fit(text, room);
	if (text_is_utf8(text, length))
		json_put_string(&line, text, length);
	else
		put_ascii(text, length);
}

static void put_milliseconds(const char *name, int64_t us)
{
	int part = us > 0 ? (int)(us % 1000) : 0;
	char fraction[] = { '.', (char)('0' + part / 100), (char)('0' + part / 10 % 10),
			    (char)('0' + part % 10) };

	json_member_integer(&line, name, us > 0 ? us / 1000 : 0);
	buffer_put(&line, fraction, sizeof(fraction));
}

static void line_begin(enum log_level level)
{
	int64_t now = clock_now_ms();
	char time[CLOCK_TEXT_SIZE], stamp[CLOCK_TEXT_SIZE + 8];

	/* clock_format leaves out a zero fraction, but the lines must sort as text. */
	clock_format(now, time);
	buffer_clear(&line);
	snprintf(stamp, sizeof(stamp), "%.19s.%03dZ", time, (int)(now % 1000));
	buffer_put_char(&line, '{');
	json_member_text(&line, "time", stamp);
	put_text("level", log_level_names[level], TEXT_BYTES);
	put_text("role", process_role, TEXT_BYTES);
	json_member_integer(&line, "pid", process_id);
}

/* An error of write is ignored, because there is nowhere to report it. */
static void line_end(void)
{
	buffer_put(&line, "}\n", 2);
	while (write(STDERR_FILENO, line.data, line.length) < 0 && errno == EINTR)
		;
}

void log_set_request(const char *id)
{
	current_request = id;
}

static void write_message(enum log_level level, const char *format, va_list arguments)
{
	char message[2 * MESSAGE_BYTES]; /* more than fits, so that fit() cuts it at the end of a character */

	vsnprintf(message, sizeof(message), format, arguments);
	line_begin(level);
	put_text("request_id", current_request, TEXT_BYTES);
	put_text("message", message, MESSAGE_BYTES);
	line_end();
}

void log_message(enum log_level level, const char *format, ...)
{
	int saved_errno = errno;
	va_list arguments;

	if (level < lowest)
		return;
	va_start(arguments, format);
	write_message(level, format, arguments);
	va_end(arguments);
	errno = saved_errno;
}

void log_defect(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	write_message(LOG_LEVEL_ERROR, format, arguments);
	va_end(arguments);
	abort();
}

void log_request(const struct log_request *request)
{
	enum log_level level = request->status >= 500 ? LOG_LEVEL_ERROR : LOG_LEVEL_INFO;

	if (level < lowest)
		return;
	line_begin(level);
	put_text("request_id", request->request_id, TEXT_BYTES);
	put_text("method", request->method, TEXT_BYTES);
	put_text("route", request->route, TEXT_BYTES);
	put_text("user", request->user, TEXT_BYTES);
	put_text("address", request->address, TEXT_BYTES);
	json_member_integer(&line, "status", request->status);
	put_milliseconds("duration_ms", request->duration_us);
	put_milliseconds("database_ms", request->database_us);
	line_end();
}
