/* The way of mapped events into the inbox of the error center, all of a request in one statement. */
#ifndef BALCAO_ERRORS_SENTRY_INBOX_H
#define BALCAO_ERRORS_SENTRY_INBOX_H

#include <stddef.h>

#include "base/status.h"

struct call;
struct inbox;
struct mapped;

/* The route's `values`: each is an array with an element for each event. */
extern const char *const inbox_values[];

/* An empty one, of the call's arena. */
struct inbox *inbox_new(struct call *call);

/* Adds an event, grouped; `raw` is what raw_pack made of it. The request's key is known by now. Texts may end
 * with the call's arena. */
void inbox_add(struct inbox *inbox, struct mapped *mapped, const char *raw);

/* The id of the first event as SDKs write it, 32 hexadecimal digits; NULL: there is no event. */
const char *inbox_id(const struct inbox *inbox);

/* Counts the events for the key and keeps them; without any it asks no database. */
MUST_CHECK enum status inbox_keep(struct inbox *inbox);

#endif
