/* Whether the request is one that the route can take. */
#ifndef BALCAO_CORE_VALIDATE_H
#define BALCAO_CORE_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct call;
struct json_object;
struct field;
struct url_pair;

/* The stage "set_builtins": the values that every call has. Always OK. */
MUST_CHECK enum status set_builtins(struct call *call);

/* The stage "validate": reads body and query by the route's fields and fills call->value.
 * E_UNSUPPORTED_MEDIA_TYPE, E_MALFORMED_JSON, E_BAD_REQUEST; E_VALIDATION with every fault
 * in call->faults. */
MUST_CHECK enum status validate(struct call *call);

/* Reads one query parameter, or its default when it isn't there (or stands there twice, which is
 * noted). False: there is neither, or it has a fault, which was noted. */
bool read_parameter(struct call *call, const struct field *field, const struct url_pair *pairs, size_t count,
		    const char **text);

/* Checks one object of the body: its members become values, or faults at call->at. */
void validate_object(struct call *call, struct json_object *body);

#endif
