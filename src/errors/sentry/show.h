/* An event as its SDK sent it. */
#ifndef BALCAO_ERRORS_SENTRY_SHOW_H
#define BALCAO_ERRORS_SENTRY_SHOW_H

#include "base/status.h"

struct call;

/* The hook `after` of reading one event, whose statement has the column "raw", which raw_unpack reads: sets
 * the value "event" to the JSON of the whole one, or to null where a protocol kept nothing but its
 * columns. */
MUST_CHECK enum status show_event(struct call *call);

#endif
