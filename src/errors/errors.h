/* The error center: projects report events, which are grouped into errors (docs/errors.md). */
#ifndef BALCAO_ERRORS_ERRORS_H
#define BALCAO_ERRORS_ERRORS_H

#include "table/route.h"

extern const struct module projects_module; /* projects.c: projects and their keys */
extern const struct module preview_module;  /* preview.c: what other rules would group */
extern const struct module errors_module;   /* errors.c: errors and their events */
extern const struct module counts_module;   /* counts.c: numbers of events by hour and day */
extern const struct module feedback_module; /* feedback.c: what people wrote about errors */
extern const struct module merging_module;  /* merging.c: merging and splitting errors */
extern const struct module comments_module; /* comments.c: comments on errors */

/* The reply of the routes that return one error. */
extern const struct field error_in_full[];

#endif
