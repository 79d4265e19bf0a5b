/* Notes about parts of an event that have the wrong JSON type. The page that shows an event (page/view.h)
 * leaves such parts out; the notes tell the reader that they existed. The fields by which an event is
 * grouped, counted and searched are not checked here: the code that reads them makes their notes
 * (reading.h). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_INSPECT_H
#define BALCAO_ERRORS_SENTRY_EVENT_INSPECT_H

struct json_object;
struct notes;

/* Adds to `notes` one NOTE_INVALID for each field of `event` that has a wrong type: "request", "frame.vars",
 * "breadcrumbs.timestamp" … `event` is a tree of lenient_parse of any JSON type; it is not changed. */
void inspect_event(struct notes *notes, struct json_object *event);

#endif
