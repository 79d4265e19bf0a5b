/* The log: one JSON object per line on standard error. Each line is written with one write(2) of at most
 * PIPE_BUF bytes, so that the lines of several processes do not mix.
 *
 * Never log a password, token, CPF or e-mail address. */
#ifndef BALCAO_BASE_LOG_H
#define BALCAO_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* The names of the levels, by enum log_level; ended by NULL. */
extern const char *const log_level_names[];

/* Drops lines below `level` from now on. `role` ("master", "worker", "jobs") and the process id appear
 * in each line; `role` must live as long as the process. Before the first call the level is info and the
 * role is "balcao". A child inherits both, and calls log_init again with its own role. Also makes
 * memory_exhausted write to the log. */
void log_init(enum log_level level, const char *role);

/* Sets the id of the request that this process works on, or NULL. It appears in each message until the
 * next call, and must live until then. */
void log_set_request(const char *id);

/* Writes a message about the service itself: {"time","level","role","pid"[,"request_id"],"message"}. The
 * message is cut at 3.5 KiB; if it is not UTF-8, the bytes beyond ASCII become "?". errno keeps its
 * value. */
void log_message(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

/* Writes a message about a defect of the program at level error, and ends the process (abort). */
void log_defect(const char *format, ...) PRINTF_LIKE(1, 2) __attribute__((noreturn));

/* An answered request. Texts that are NULL are left out; each text is cut at 512 bytes. */
struct log_request {
	const char *request_id, *method, *route, *user, *address;
	int status;
	int64_t duration_us, database_us;
};
/* Writes {"time", "level", "role", "pid", "request_id", "method", "route", "user", "address", "status",
 * "duration_ms", "database_ms"}, at level error for a status from 500 on, else at level info. */
void log_request(const struct log_request *request);

#endif
