/* Which operations have versions and preconditions (RFC 9110, 13), for the OpenAPI document. */
#ifndef BALCAO_OPENAPI_CONDITIONAL_H
#define BALCAO_OPENAPI_CONDITIONAL_H

#include <stdbool.h>

#include "table/endpoint.h"

/* Whether its answer has an ETag; and whether it is a GET that has. */
bool conditional_shows(const struct route *route);
bool conditional_reads(const struct route *route);

/* Whether it looks at this header: VALUE_IF_MATCH or VALUE_IF_NONE_MATCH. */
bool conditional_takes(const struct endpoint *endpoint, enum builtin precondition);

#endif
