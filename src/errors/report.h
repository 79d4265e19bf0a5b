/* POST /errors: any application reports events here, without an SDK. The declarations are for the route in
 * errors.c. */
#ifndef BALCAO_ERRORS_REPORT_H
#define BALCAO_ERRORS_REPORT_H

#include "table/route.h"

extern const char *const report_values[];
extern const enum query_id report_uses[];
extern const struct field report_body[], report_reply[];

/* The hook `check`, called for each event of the body: sets the event's id, its origin if the body has none,
 * what it is grouped by, and its facets. Does nothing if the fields have faults. Returns OK, or
 * E_CONTENT_TOO_LARGE if the events need too much memory. */
MUST_CHECK enum status report_check(struct call *call);

/* The hook `admit`, called once per request, before the events are read: counts the events and
 * the bytes of the body against the quotas. Returns E_VALIDATION with a fault if the key may never send that
 * many at once; fails as quota_count. */
MUST_CHECK enum status report_admit(struct call *call);

#endif
