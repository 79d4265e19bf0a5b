/* From a path and a method to a route. */
#ifndef BALCAO_CORE_ROUTER_H
#define BALCAO_CORE_ROUTER_H

#include "base/status.h"

struct call;

/* The stage "route": finds the endpoint and the path's variables. E_NOT_FOUND: no
 * such path, or a malformed id in it; E_METHOD_NOT_ALLOWED, with the header Allow. An OPTIONS
 * request is answered here, and finished. */
MUST_CHECK enum status router_match(struct call *call);

#endif
