/* Tags that the service makes of what an SDK tells elsewhere, as Sentry does, because people search for them
 * as tags: logger, transaction, url, handled, mechanism, browser, os, device, runtime, dist, trace_id. A tag
 * of the SDK's own with the same name stays. Source: sentry, interfaces/exception.py (Mechanism.iter_tags),
 * interfaces/http.py. */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_FACTS_H
#define BALCAO_ERRORS_SENTRY_EVENT_FACTS_H

struct json_object;
struct mapped;
struct reading;

/* Adds the tags to mapped->tags. `event` is any JSON; `mapped` has been read from it. SDKs of browsers send
 * nothing but a User-Agent: browser, os and device come from the contexts, else from the header in the
 * event's request, else, for scripts of pages, from `agent`, the header of the HTTP request, which may be
 * NULL. The address of the request loses its query and fragment. */
void facts_add(struct reading *reading, struct json_object *event, const char *agent, struct mapped *mapped);

#endif
