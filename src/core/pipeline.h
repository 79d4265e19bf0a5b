/* The way of every request: an array of stages. */
#ifndef BALCAO_CORE_PIPELINE_H
#define BALCAO_CORE_PIPELINE_H

#include "base/status.h"

struct call;

/* Takes the request through all stages; afterwards call->reply is ready to be sent. `status`: how reading the
 * request went; if not OK, that is the answer. After call_begin and tables_init. */
void pipeline_run(struct call *call, enum status status);

#endif
