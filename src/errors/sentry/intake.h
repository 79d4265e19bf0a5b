/* The hooks `stream` of the protocol's routes. Each reads the body piece by piece, stores its events in the
 * inbox, and replies {"id": "<32 digits>"}, or {} if the body has no event. If a hook refuses the request,
 * it returns the status of sender_refuse; it fails as inbox_keep does. */
#ifndef BALCAO_ERRORS_SENTRY_INTAKE_H
#define BALCAO_ERRORS_SENTRY_INTAKE_H

#include "base/status.h"

struct call;

MUST_CHECK enum status intake_envelope(struct call *call);
MUST_CHECK enum status intake_store(struct call *call);    /* an event, or an envelope by its Content-Type */
MUST_CHECK enum status intake_security(struct call *call); /* security reports of a browser */

#endif
