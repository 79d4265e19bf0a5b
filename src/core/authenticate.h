/* Finds out who the caller is. */
#ifndef BALCAO_CORE_AUTHENTICATE_H
#define BALCAO_CORE_AUTHENTICATE_H

#include <stddef.h>

#include "base/status.h"

struct call;

/* The stage "authenticate": reads "Authorization: Bearer …", or runs the hook `identify`, and sets
 * call->caller. E_UNAUTHENTICATED: there is no token; E_TOKEN_EXPIRED, E_TOKEN_INVALID: as token_read.
 * With NEED_NOBODY the header is ignored, with NEED_ANYBODY it may be absent. */
MUST_CHECK enum status authenticate(struct call *call);

/* The token in the header "Bearer <token>" (RFC 6750, 2.1), and its length; NULL if the header has
 * another form. */
const char *authenticate_bearer(const char *header, size_t *length);

#endif
