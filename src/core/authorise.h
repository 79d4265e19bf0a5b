/* Checks whether the caller may use the route. */
#ifndef BALCAO_CORE_AUTHORISE_H
#define BALCAO_CORE_AUTHORISE_H

#include <stdbool.h>

#include "base/status.h"
#include "table/route.h"

struct call;

/* The stage "authorise": sets call->role, which is the role in the access token or, if the route has
 * `member`, the role that this statement returns, and compares it with the route's need. E_FORBIDDEN:
 * the role does not suffice. If `member` returns no row, only call->absent is set, and authorise_absence
 * answers later. */
MUST_CHECK enum status authorise(struct call *call);

/* The stage "absence", after validation: E_NOT_FOUND if the caller has no role in the object that the
 * path names. */
MUST_CHECK enum status authorise_absence(struct call *call);

/* Returns E_FORBIDDEN, and has the answer name the role that would suffice: `return authorise_refuse(call,
 * NEED_MODERATOR);`. For hooks that demand more than the route. */
MUST_CHECK enum status authorise_refuse(struct call *call, enum need need);

/* A hook `before` for routes whose body grants a role: E_FORBIDDEN if the value "role" is above the
 * caller's own role. */
MUST_CHECK enum status authorise_grant(struct call *call);

/* Whether the caller's role is too low to change, or with DELETE to remove, the member "user_id" of the
 * path, whose role is `role`. The caller needs at least the role `least` and at least the member's role.
 * Everyone may remove themselves. */
bool authorise_is_above(const struct call *call, const char *role, enum need least);

#endif
