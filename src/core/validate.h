/* Checks the body and the query of a request. */
#ifndef BALCAO_CORE_VALIDATE_H
#define BALCAO_CORE_VALIDATE_H

#include "base/status.h"

struct call;

/* The stage "validate": reads the body and the query by the route's fields into call->value, and runs
 * the hook `check`; or only runs the hook `stream`. E_UNSUPPORTED_MEDIA_TYPE, E_MALFORMED_JSON,
 * E_CONTENT_TOO_LARGE, E_BAD_REQUEST; E_VALIDATION with all faults in call->faults; or the status of a
 * hook. */
MUST_CHECK enum status validate(struct call *call);

#endif
