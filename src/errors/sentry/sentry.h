/* The routes to which Sentry's SDKs report (docs/sentry.md). */
#ifndef BALCAO_ERRORS_SENTRY_SENTRY_H
#define BALCAO_ERRORS_SENTRY_SENTRY_H

#include "table/route.h"

extern const struct module sentry_module;

#endif
