/* The error responses of an operation, by status number, for the OpenAPI document. */
#ifndef BALCAO_OPENAPI_FAILURES_H
#define BALCAO_OPENAPI_FAILURES_H

struct buffer;
struct endpoint;

/* Writes the answers with problems: members, named by status number, of an object that the caller has
 * opened. */
void failures_put(struct buffer *out, const struct endpoint *endpoint);

/* Writes the components that these refer to, one for each status number: members, named "Problem404", of an
 * object that the caller has opened. */
void failures_put_components(struct buffer *out);

#endif
