/* Shows an event in full, as its SDK sent it. */
#ifndef BALCAO_ERRORS_SENTRY_SHOW_H
#define BALCAO_ERRORS_SENTRY_SHOW_H

#include "base/status.h"

struct call;

/* The hook `after` of the route that reads an event. The statement has the columns "raw", the digits for
 * raw_unpack, and "reported". Sets the value "event" to the JSON of view.h, or to null if the event has no
 * raw form, as events of POST /errors, or the raw form can't be read. If the query has "raw", sets "sent"
 * instead: the event's own JSON as repair.h makes it, byte for byte if it is strict, or "reported". Returns
 * OK. */
MUST_CHECK enum status show_event(struct call *call);

#endif
