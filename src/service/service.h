/* Routes about the service itself: health, metrics, documents (docs/operations.md). */
#ifndef BALCAO_SERVICE_SERVICE_H
#define BALCAO_SERVICE_SERVICE_H

#include "table/route.h"

extern const struct module service_module;

#endif
