/* Bodies that are one object or an array of them, for routes with `batch`. Each object is validated by
 * itself, the route's `check` runs for each, and then every value of the body, its keys and the route's
 * `values` becomes an array with an element for each object, for a statement that begins with unnest(). */
#ifndef BALCAO_CORE_BATCH_H
#define BALCAO_CORE_BATCH_H

#include "base/status.h"

struct call;
struct json_object;

/* Reads the whole body; call->items tells how many there were. Faults have the object's index in their
 * pointers. */
MUST_CHECK enum status batch_read(struct call *call, struct json_object *body);

#endif
