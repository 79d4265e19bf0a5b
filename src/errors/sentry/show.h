/* Stored events: shows one in full, as its SDK sent it, and maps it again. */
#ifndef BALCAO_ERRORS_SENTRY_SHOW_H
#define BALCAO_ERRORS_SENTRY_SHOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct arena;
struct call;
struct mapped;
struct rows;

/* The hook `after` of the route that reads an event. The statement has the columns "raw", the digits for
 * raw_unpack, and "reported". Sets the value "event" to the JSON of view.h, or to null if the event has no
 * raw form, as events of POST /errors, or the raw form can't be read. If the query has "raw", sets "sent"
 * instead: the event's own JSON as repair.h makes it, byte for byte if it is strict, or "reported". Returns
 * OK. */
MUST_CHECK enum status show_event(struct call *call);

/* Maps the event in a row with the columns of event_get to `*mapped`, which need not be initialised, as it was
 * mapped when it was received. An event of POST /errors, which has no raw form, is mapped from the other
 * columns, and so is an event whose raw form can't be read. `platform` is the project's, or "". The result has
 * all that events are grouped by (inbox_complete) and lives in the arena. Returns false if the arena's limit
 * leaves no room for the event. */
bool show_map(struct arena *arena, const struct rows *rows, size_t row, const char *platform,
	      struct mapped *mapped);

#endif
