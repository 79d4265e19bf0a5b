/* Packs events as they were sent into the form in which they are stored: zlib's format (RFC 1950) as
 * hexadecimal digits, which PostgreSQL reads as bytea and its function encode() writes. */
#ifndef BALCAO_ERRORS_SENTRY_RAW_H
#define BALCAO_ERRORS_SENTRY_RAW_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

/* Compresses `length` bytes. Returns "\x" and the digits, in the arena. It can't fail. */
const char *raw_pack(struct arena *arena, const char *bytes, size_t length);

/* Restores the bytes from `digits`, the output of raw_pack without "\x". Returns true and sets `*bytes`, in
 * the arena and with a NUL after the last byte, and `*length`. Returns false if `digits` is not such output
 * or stands for more than `max` bytes. */
bool raw_unpack(struct arena *arena, const char *digits, size_t max, const char **bytes, size_t *length);

#endif
