/* Who asks, and whether the route is for them. */
#ifndef BALCAO_CORE_AUTHORISE_H
#define BALCAO_CORE_AUTHORISE_H

#include <stddef.h>

#include "base/status.h"

struct call;

/* The stage "authenticate": reads "Authorization: Bearer …" where the route needs somebody.
 * E_UNAUTHENTICATED, E_TOKEN_EXPIRED, E_TOKEN_INVALID. A route for nobody in particular ignores
 * the header, one for anybody does without it. */
MUST_CHECK enum status authenticate(struct call *call);

/* The stage "authorise": whether the caller's role suffices: the token's, or, where the route
 * names a statement for it, the one in what the path names. E_FORBIDDEN: it does not. No role
 * there at all is only noted (call->absent). */
MUST_CHECK enum status authorise(struct call *call);

/* The stage "absence", when all else is judged: E_NOT_FOUND for who has no role there. */
MUST_CHECK enum status authorise_absence(struct call *call);

/* The token in "Bearer <token>" (RFC 6750, 2.1) and its length, or NULL. */
const char *bearer_token(const char *header, size_t *length);

#endif
