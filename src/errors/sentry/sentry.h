/* The routes to which Sentry's SDKs report (docs/sentry.md). */
#ifndef BALCAO_ERRORS_SENTRY_SENTRY_H
#define BALCAO_ERRORS_SENTRY_SENTRY_H

#include "http/cors.h"
#include "table/route.h"

extern const struct module sentry_module;

/* The headers with which pages of any origin may use these routes. */
extern const struct cors sentry_cors;

#endif
