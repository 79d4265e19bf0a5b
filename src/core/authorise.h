/* Who asks, and whether the route is for them. */
#ifndef BALCAO_CORE_AUTHORISE_H
#define BALCAO_CORE_AUTHORISE_H

#include "base/status.h"

struct call;

/* The stage "authorise": reads "Authorization: Bearer …" where the route needs somebody.
 * E_UNAUTHENTICATED, E_TOKEN_EXPIRED, E_TOKEN_INVALID; E_FORBIDDEN: the role in the
 * organization does not suffice. A route for everybody ignores the header. */
MUST_CHECK enum status authorise(struct call *call);

#endif
