/* One operation of the OpenAPI document: what an endpoint takes and what it answers. */
#ifndef BALCAO_OPENAPI_OPERATION_H
#define BALCAO_OPENAPI_OPERATION_H

struct buffer;
struct endpoint;
struct field;
struct schemas;

/* Writes the operation as a member, named by its method, of the path's object. It refers to components that
 * the document must have: headers (ETag, Location, Link, RetryAfter, WWWAuthenticate), parameters (limit,
 * cursor, count, IfMatch, IfNoneMatch), the schema Problem, and those that schemas_put_components and
 * failures_put_components write. */
void operation_put(struct buffer *out, const struct schemas *schemas, const struct endpoint *endpoint);

/* Writes a query parameter as an object. */
void operation_put_parameter(struct buffer *out, const struct field *field);

#endif
