/* Events as they were sent, compressed as they are kept: zlib's format (RFC 1950), in hexadecimal digits, as
 * PostgreSQL reads and encode() writes bytea. */
#ifndef BALCAO_ERRORS_SENTRY_RAW_H
#define BALCAO_ERRORS_SENTRY_RAW_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Compresses `length` bytes: "\x" and digits, in the arena. */
const char *raw_pack(struct arena *arena, const char *bytes, size_t length);

/* Reads digits, without "\x", back into bytes with a NUL behind them, in the arena. False: they are not what
 * raw_pack wrote, or more than `max` bytes. */
bool raw_unpack(struct arena *arena, const char *digits, size_t max, const char **bytes, size_t *length);

#endif
