/* The answer. */
#ifndef BALCAO_CORE_RENDER_H
#define BALCAO_CORE_RENDER_H

#include "base/status.h"

struct call;

/* The stage "reply": the body after the route's reply fields, the headers that go with it;
 * 304 and 412 of a GET with preconditions. */
MUST_CHECK enum status render_reply(struct call *call);

#endif
