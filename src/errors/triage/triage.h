/* PATCH /errors/{id} and POST /errors/bulk: what people do with errors. The declarations are for the routes
 * in errors.c. */
#ifndef BALCAO_ERRORS_TRIAGE_TRIAGE_H
#define BALCAO_ERRORS_TRIAGE_TRIAGE_H

#include "table/route.h"

extern const struct field triage_change[]; /* the body of PATCH */
extern const enum query_id triage_uses[], triage_bulk_uses[];

/* The faults that the hooks below may note. */
extern const struct fault_kind triage_needs_status, triage_not_member, triage_unknown;

/* The hook `check` of PATCH: notes a fault if the body has an `until` without the status that goes with it,
 * or for a time that has passed. Sets `until` to null if there is only a status. Returns OK. */
MUST_CHECK enum status triage_check(struct call *call);

/* The hook `missing` of PATCH: E_VALIDATION with a fault if the error exists and the assignee is no member of
 * the organization, else E_NOT_FOUND. */
MUST_CHECK enum status triage_missing(struct call *call);

/* The hook `missing` of POST /errors/bulk: E_NOT_FOUND with a fault at each id that is of no error. */
MUST_CHECK enum status triage_bulk_missing(struct call *call);

#endif
