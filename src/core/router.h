/* Finds the route for a path and a method. */
#ifndef BALCAO_CORE_ROUTER_H
#define BALCAO_CORE_ROUTER_H

#include "base/status.h"

struct call;
struct endpoint;

/* The stage "route": sets call->endpoint, call->route and the variables of the path. E_NOT_FOUND: no
 * route has this path, or an id in it is malformed. E_METHOD_NOT_ALLOWED: a route has the path, but not
 * with this method; the header Allow lists the methods. An OPTIONS request is answered here. */
MUST_CHECK enum status router_match(struct call *call);

/* Adds the header Accept-Patch (RFC 5789, 3.1) if the path of `endpoint` has a PATCH. */
void router_put_accept_patch(struct call *call, const struct endpoint *endpoint);

#endif
