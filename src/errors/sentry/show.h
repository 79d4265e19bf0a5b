/* Shows an event in full, as its SDK sent it. */
#ifndef BALCAO_ERRORS_SENTRY_SHOW_H
#define BALCAO_ERRORS_SENTRY_SHOW_H

#include "base/status.h"

struct call;

/* The hook `after` of the route that reads an event. The statement has the column "raw", the digits for
 * raw_unpack. Sets the value "event" to the JSON of view.h, or to null if the event has no raw form, as
 * events of POST /errors, or the raw form can't be read. Returns OK. */
MUST_CHECK enum status show_event(struct call *call);

#endif
