/* When an event happened, as SDKs write it and as clocks of devices tell it. Sources: Relay's Timestamp
 * (relay-event-schema, protocol/types.rs) and its ClockDriftProcessor. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_MOMENT_H
#define BALCAO_ERRORS_SENTRY_EVENT_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

struct json_object;

enum { MOMENT_DRIFT_MS = 60 * 1000 };

/* No time: neither sent nor received. */
#define MOMENT_UNKNOWN INT64_MIN

/* Reads a time: RFC 3339 (a blank for T, no zone for UTC, +0000 for +00:00 are fine), or seconds since 1970
 * as an integer, a fraction, or a string of one, into milliseconds since 1970. False: it is none, or not
 * after 1970. */
bool moment_read(struct json_object *value, int64_t *ms);

/* The time of an event whose "timestamp" is `value`, never later than `received`. If the sender's clock, by
 * `sent` (MOMENT_UNKNOWN: not told), is more than MOMENT_DRIFT_MS off, the event's time is moved by what it
 * is off. What is missing, no time, or still in the future is `received`; `*odd` says that it was there and
 * was not believed. */
int64_t moment_of_event(struct json_object *value, int64_t received, int64_t sent, bool *odd);

#endif
