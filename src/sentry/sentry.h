/* What Sentry's SDKs report to, beside POST /errors (docs/sentry.md). */
#ifndef BALCAO_SENTRY_SENTRY_H
#define BALCAO_SENTRY_SENTRY_H

#include "core/route.h"

extern const struct module sentry_module;

#endif
