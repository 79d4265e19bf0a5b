/* Which operations have versions and preconditions (RFC 9110, 13), for the OpenAPI document. */
#ifndef BALCAO_OPENAPI_CONDITIONAL_H
#define BALCAO_OPENAPI_CONDITIONAL_H

#include <stdbool.h>

#include "table/endpoint.h"

/* conditional_shows returns whether the route's reply has an ETag, and conditional_reads whether the route is
 * such a GET. */
bool conditional_shows(const struct route *route);
bool conditional_reads(const struct route *route);

/* Returns whether the endpoint evaluates the header `precondition`: VALUE_IF_MATCH or VALUE_IF_NONE_MATCH. */
bool conditional_takes(const struct endpoint *endpoint, enum builtin precondition);

#endif
