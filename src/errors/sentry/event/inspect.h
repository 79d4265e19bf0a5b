/* Parts of an event that are not of the type that they should have. Whoever shows an event leaves them out;
 * here they are noted, so that whoever looks at it knows of them. What an event is grouped, counted and found
 * by is noted by those who read it (reading.h). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_INSPECT_H
#define BALCAO_ERRORS_SENTRY_EVENT_INSPECT_H

struct json_object;
struct notes;

/* Adds a note for each kind of part of `event`, a tree of lenient_parse of any type: "request", "frame.vars",
 * "breadcrumbs.timestamp" … */
void inspect_event(struct notes *notes, struct json_object *event);

#endif
