/* POST /projects/{id}/grouping/preview: which errors would become one, and which several, if the project had
 * other fingerprint rules. Nothing is kept. The declarations are for errors.h: the module's routes. */
#ifndef BALCAO_ERRORS_PREVIEW_H
#define BALCAO_ERRORS_PREVIEW_H

#include "base/status.h"

struct call;

/* The hook `before` of the route: groups the newest PREVIEW_EVENTS stored events of the project by the rules of
 * the body, and sets the values "events", "merge" and "split". An event belongs to the error that has its new
 * key, or to a new one. Events that can't be read in PREVIEW_MS or in the memory of a request are left out;
 * "events" is the number of the others. Fails with E_TOO_MANY_REQUESTS beyond PREVIEW_PER_MINUTE for an
 * organization, with E_BUSY while another preview is made, with E_CONTENT_TOO_LARGE if the body leaves no memory
 * for the events, and as db_run. */
MUST_CHECK enum status preview_make(struct call *call);

enum {
	PREVIEW_EVENTS = 1000,
	PREVIEW_MS = 2000,
	PREVIEW_PER_MINUTE = 10,
};

#endif
