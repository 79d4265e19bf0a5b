/* Writes the reply. */
#ifndef BALCAO_CORE_RENDER_H
#define BALCAO_CORE_RENDER_H

#include "base/status.h"

struct call;

/* The stage "reply": writes the body by the route's reply fields, and the headers that belong to it. A
 * GET with If-None-Match may become 304. */
MUST_CHECK enum status render_reply(struct call *call);

#endif
