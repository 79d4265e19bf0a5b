/* Runs a request through an array of stages. */
#ifndef BALCAO_CORE_PIPELINE_H
#define BALCAO_CORE_PIPELINE_H

#include "base/status.h"

struct call;

/* Runs the request through all stages; afterwards call->reply is ready to be sent. `status` is the
 * outcome of reading the request: unless it is OK, it is the answer. Call call_begin and, once,
 * tables_init before. */
void pipeline_run(struct call *call, enum status status);

#endif
