/* The time of an event: the formats in which SDKs write it, and the correction of devices' wrong clocks.
 * Sources: Relay's Timestamp (relay-event-schema, protocol/types.rs) and its ClockDriftProcessor. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_MOMENT_H
#define BALCAO_ERRORS_SENTRY_EVENT_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

struct json_object;

enum { MOMENT_DRIFT_MS = 60 * 1000 };

/* Stands for a time that is not known. */
#define MOMENT_UNKNOWN INT64_MIN

/* Reads a time into `*ms`, milliseconds since 1970. Accepts RFC 3339 (also with a blank for the T, with
 * +0000 for +00:00, or without a zone, which means UTC), and seconds since 1970 as an integer, a fraction,
 * or a string of either; what would be seconds after the year 9999 is milliseconds. Returns false for any
 * other value, and for a time that is not after the start of 1970. */
bool moment_read(struct json_object *value, int64_t *ms);

/* Returns when an event occurred whose "timestamp" is `value`; all times are milliseconds since 1970. The
 * result is never later than `received`. `sent` is the time of sending by the sender's clock, or
 * MOMENT_UNKNOWN: if it differs from `received` by more than MOMENT_DRIFT_MS, that clock is wrong, and the
 * event's time is moved by the difference. Returns `received` if `value` is missing, is not a time, or is in
 * the future even so. `*odd` tells whether a value was present but not used. */
int64_t moment_of_event(struct json_object *value, int64_t received, int64_t sent, bool *odd);

#endif
