/* Whether the request is one that the route can take. */
#ifndef BALCAO_CORE_VALIDATE_H
#define BALCAO_CORE_VALIDATE_H

#include "base/status.h"

struct call;

/* The stage "validate": reads body and query by the route's fields and fills call->value.
 * E_UNSUPPORTED_MEDIA_TYPE, E_MALFORMED_JSON, E_BAD_REQUEST; E_VALIDATION with every fault
 * in call->faults. */
MUST_CHECK enum status validate(struct call *call);

#endif
