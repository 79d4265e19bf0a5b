/* The log: one JSON object per line on standard error, each written with one
 * write(2) of at most PIPE_BUF bytes, so that lines of many processes never mix.
 *
 * Never put a password, token, CPF or e-mail into it. */
#ifndef BALCAO_BASE_LOG_H
#define BALCAO_BASE_LOG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* How the levels are written, by enum log_level; ended by NULL. */
extern const char *const log_level_names[];

/* Lines below `level` are dropped. `role` ("master", "worker", "jobs") and the
 * process id stand in each line; `role` must live as long as the process. Until
 * it is called the level is info and the role "balcao". Children inherit both
 * and call it again with their own role. */
void log_init(enum log_level level, const char *role);

/* The request that this process works on, or NULL: its id stands in each message until the
 * next call, and must live as long. */
void log_set_request(const char *id);

/* A message about the service itself: {"time","level","role","pid"[,"request_id"],"message"}.
 * It is cut at 3.5 KiB; bytes beyond ASCII become "?" when it isn't UTF-8. errno
 * stays as it is. */
void log_message(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

/* The same for a mistake in the program itself, at level error; then the process ends (abort). */
void log_defect(const char *format, ...) PRINTF_LIKE(1, 2) __attribute__((noreturn));

/* One answered request. Texts may be NULL and are then left out; each is cut at
 * 512 bytes. */
struct log_request {
	const char *request_id, *method, *route, *user, *address;
	int status;
	int64_t duration_us, database_us;
};
/* {"time","level","role","pid","request_id","method","route","user","address",
 * "status","duration_ms","database_ms"}; level error for statuses from 500 on,
 * else info. */
void log_request(const struct log_request *request);

#endif
