/* Time: the wall clock in milliseconds, the monotonic clock in microseconds, and the one text form that
 * clients see (RFC 3339, UTC). */
#ifndef BALCAO_BASE_CLOCK_H
#define BALCAO_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Milliseconds since 1970-01-01T00:00:00Z, without leap seconds. */
int64_t clock_now_ms(void);
/* Microseconds since an arbitrary moment; never goes backwards. */
int64_t clock_monotonic_us(void);

/* 0001-01-01T00:00:00Z, the first moment that clock_format can write. */
#define CLOCK_FIRST_MS INT64_C(-62135596800000)

enum { CLOCK_TEXT_SIZE = 25 }; /* 9999-12-31T23:59:59.999Z and a NUL */

/* Writes `ms` as RFC 3339 in UTC: "2026-11-21T10:34:56.123Z", without a fraction if that is zero. `ms`
 * must lie in the years 1 to 9999. */
void clock_format(int64_t ms, char text[CLOCK_TEXT_SIZE]);

/* Reads an RFC 3339 date-time with any offset into milliseconds since 1970. "t" and "z" may be lower
 * case; a leap second (:60, at the end of a month in UTC) counts as the next second; digits beyond
 * milliseconds are cut off. False: the text is not an existing date-time, or the time in UTC is outside
 * the years 1 to 9999. */
bool clock_parse(const char *text, size_t length, int64_t *ms);

#endif
