/* The filters of GET /errors. The declarations are for the route in errors.c. */
#ifndef BALCAO_ERRORS_FINDING_FINDING_H
#define BALCAO_ERRORS_FINDING_FINDING_H

#include "table/field.h"
#include "table/route.h"

extern const struct field finding_query[];
extern const char *const finding_values[];

/* A tag as people look for it, "name:value": both have at least one character. */
extern const struct format finding_tag_format;
extern const struct fault_kind finding_tag_invalid;

/* The statuses of an error, ended by NULL. */
extern const char *const finding_states[];

/* The hook `check`: translates the filters into the parameters that select lines of the statement. Without
 * `status` and `event` only unresolved errors are listed. Returns OK. */
MUST_CHECK enum status finding_check(struct call *call);

#endif
