/* Reads the bodies of routes with `batch`: one object, or an array of objects. Each object is validated
 * by itself, and the hook `check` runs for each. Then every value of the body, of its keys and of the
 * route's `values` becomes an array with one element per object, for a statement that begins with
 * unnest(). */
#ifndef BALCAO_CORE_BATCH_H
#define BALCAO_CORE_BATCH_H

#include "base/status.h"

struct call;
struct json_object;

/* Reads the whole body and sets call->items to the number of objects. The pointers of faults contain the
 * index of the object. Fails as the hooks `admit` and `check` do; faults are only added to call->faults. */
MUST_CHECK enum status batch_read(struct call *call, struct json_object *body);

#endif
