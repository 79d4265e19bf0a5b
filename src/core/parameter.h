/* Parameters of the query. */
#ifndef BALCAO_CORE_PARAMETER_H
#define BALCAO_CORE_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>

#include "http/fault.h"

struct call;
struct field;
struct url_pair;

/* Reads one parameter, or its default when it isn't there (or stands there twice, which is noted). False:
 * there is neither, or it has a fault, which was noted. */
bool parameter_read(struct call *call, const struct field *field, const struct url_pair *pairs, size_t count,
		    const char **text);

/* Notes a fault of the parameter `name`. */
void parameter_blame(struct call *call, const struct fault_kind *code, const char *name);

#endif
