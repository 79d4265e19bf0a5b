/* Identifiers: UUIDs of version 7 (RFC 9562, 5.7) as 36 characters in lower case. */
#ifndef BALCAO_BASE_UUID_H
#define BALCAO_BASE_UUID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UUID_TEXT_SIZE = 37 };

/* Writes a new id with the time `ms` (since 1970). Within one process and millisecond, later ids sort
 * behind earlier ones (RFC 9562, 6.2, method 1: rand_a is a counter). The other bits are random bits of
 * the kernel. */
void uuid_new(int64_t ms, char text[UUID_TEXT_SIZE]);

/* Whether `length` bytes are a UUID of any version: 8-4-4-4-12 hexadecimal digits. If so, writes it in
 * lower case to `text`, unless that is NULL. */
bool uuid_parse(const char *bytes, size_t length, char text[UUID_TEXT_SIZE]);

/* As uuid_parse, but also accepts the 32 digits without hyphens, as Sentry's SDKs write the ids of events. */
bool uuid_parse_bare(const char *bytes, size_t length, char text[UUID_TEXT_SIZE]);

/* The time in a version 7 UUID (36 characters in any case), in milliseconds since 1970. */
int64_t uuid_time(const char *text);

#endif
