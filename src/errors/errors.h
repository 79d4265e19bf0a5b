/* The error center: projects report events, which are grouped into errors (docs/errors.md). */
#ifndef BALCAO_ERRORS_ERRORS_H
#define BALCAO_ERRORS_ERRORS_H

#include "table/route.h"

extern const struct module projects_module; /* projects.c: projects and their keys */
extern const struct module errors_module;   /* errors.c: what people do with errors */

/* From the worst on; NULL ends them. */
extern const char *const error_levels[];

/* report.c: POST /errors, the way in for any application. */
extern const char *const report_values[];
extern const enum query_id report_uses[];
extern const struct field report_body[], report_reply[];
MUST_CHECK enum status report_check(struct call *call);
MUST_CHECK enum status report_admit(struct call *call);

extern const struct fault_kind error_range_too_wide; /* number: the most buckets */

#endif
