/* Who asks. */
#ifndef BALCAO_CORE_AUTHENTICATE_H
#define BALCAO_CORE_AUTHENTICATE_H

#include <stddef.h>

#include "base/status.h"

struct call;

/* The stage "authenticate": reads "Authorization: Bearer …" where the route needs somebody.
 * E_UNAUTHENTICATED, E_TOKEN_EXPIRED, E_TOKEN_INVALID. A route for nobody in particular ignores
 * the header, one for anybody does without it. */
MUST_CHECK enum status authenticate(struct call *call);

/* The token in "Bearer <token>" (RFC 6750, 2.1) and its length, or NULL. */
const char *authenticate_bearer(const char *header, size_t *length);

#endif
