/* What SDKs send, read as it comes, into the inbox: the hooks `stream` of the protocol's routes. The answer
 * is {"id": "<32 digits>"}, or {} if no event was kept. */
#ifndef BALCAO_ERRORS_SENTRY_INTAKE_H
#define BALCAO_ERRORS_SENTRY_INTAKE_H

#include "base/status.h"

struct call;

MUST_CHECK enum status intake_envelope(struct call *call);
MUST_CHECK enum status intake_store(struct call *call); /* an event; an envelope, if it says that it is one */
MUST_CHECK enum status intake_security(struct call *call); /* reports of a browser */

#endif
