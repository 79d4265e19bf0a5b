/* Puts the mapped events of a request into the inbox of the error center, all in one statement. */
#ifndef BALCAO_ERRORS_SENTRY_INBOX_H
#define BALCAO_ERRORS_SENTRY_INBOX_H

#include <stddef.h>

#include "base/status.h"

struct call;
struct inbox;
struct mapped;

/* The `values` of a route that uses an inbox, arrays with one element per event, and a box
 * (feedback/box.h). NULL ends the list. */
extern const char *const inbox_values[];

/* Returns an empty inbox in the call's arena. */
struct inbox *inbox_new(struct call *call);

/* Gives a mapped event what it is grouped by besides its own members: its tags, and, if it has no platform,
 * the project's `platform` ("": none), which must live as long as `mapped`. */
void inbox_complete(struct mapped *mapped, const char *platform);

/* Completes an event (inbox_complete), groups it by the project's rules, and adds it; `raw` is the event as
 * raw_pack returned it. The request must have a current key (key_current). The texts
 * are copied. It can't fail. */
void inbox_add(struct inbox *inbox, struct mapped *mapped, const char *raw);

/* Returns the id of the first event as SDKs write ids, 32 hexadecimal digits; NULL if there is no event. The
 * text lives in the inbox. */
const char *inbox_id(const struct inbox *inbox);

/* How many events the inbox has. */
size_t inbox_count(const struct inbox *inbox);

/* Inserts the events into the table error_inbox. Without events it does nothing. Fails with
 * E_CONTENT_TOO_LARGE if the events take more memory than the call may use, and as query_run. */
MUST_CHECK enum status inbox_keep(struct inbox *inbox);

#endif
