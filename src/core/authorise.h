/* Whether the route is for who asks. */
#ifndef BALCAO_CORE_AUTHORISE_H
#define BALCAO_CORE_AUTHORISE_H

#include <stdbool.h>

#include "base/status.h"
#include "table/route.h"

struct call;

/* The stage "authorise": whether the caller's role suffices: the token's, or, where the route
 * names a statement for it, the one in what the path names. E_FORBIDDEN: it does not. No role
 * there at all is only noted (call->absent). */
MUST_CHECK enum status authorise(struct call *call);

/* The stage "absence", when all else is judged: E_NOT_FOUND for who has no role there. */
MUST_CHECK enum status authorise_absence(struct call *call);

/* A hook for `before`, where the body grants a role: E_FORBIDDEN where the value "role" is one above the
 * caller's own. */
MUST_CHECK enum status authorise_grant(struct call *call);

/* Whether it is not for the caller to change or, with DELETE, to remove the member "user_id" of a path, who
 * has this role: that takes the role `least`, and no lower a one than the member's. But everyone may remove
 * themselves. */
bool authorise_is_above(const struct call *call, const char *role, enum need least);

#endif
