/* The OpenAPI 3.1 document, made from the same tables by which the service routes, authorises, validates and
 * answers requests. */
#ifndef BALCAO_OPENAPI_OPENAPI_H
#define BALCAO_OPENAPI_OPENAPI_H

struct buffer;
struct config;

/* Appends the whole document as compact JSON. The same tables, `public_url` (scheme, host and port, no final
 * slash) and `password` give the same bytes. `password` is the example of a new password. People who try the
 * page /docs/ out send the examples as they are, so nobody else may know it; NULL: there is no example. Call
 * it after tables_init. */
void openapi_write(struct buffer *out, const char *public_url, const char *password);

/* `balcao openapi`: prints the document and a newline. Returns the exit status. Call it after tables_init; it
 * needs no database. */
int openapi_command(const struct config *config);

#endif
