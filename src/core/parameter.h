/* Reads parameters of the query. */
#ifndef BALCAO_CORE_PARAMETER_H
#define BALCAO_CORE_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>

#include "http/fault.h"

struct call;
struct field;
struct url_pair;

/* Reads the parameter `field` from `count` decoded pairs, or its default if it is absent, or an empty text
 * that its rules allow; `*text` receives its checked text. A repeated parameter adds a fault and counts as
 * absent. False: it has neither value nor default, or it has a fault, which was added to call->faults. */
bool parameter_read(struct call *call, const struct field *field, const struct url_pair *pairs, size_t count,
		    const char **text);

/* Adds a fault of the parameter `name` to call->faults. */
void parameter_blame(struct call *call, const struct fault_kind *code, const char *name);

#endif
