/* The OpenAPI 3.1 document, made from the same tables by which the service routes, authorises, validates and
 * answers requests. */
#ifndef BALCAO_OPENAPI_OPENAPI_H
#define BALCAO_OPENAPI_OPENAPI_H

struct buffer;
struct config;

/* Appends the whole document as compact JSON. The same tables and the same `public_url` (scheme, host and
 * port, no final slash) give the same bytes. Call it after tables_init. */
void openapi_write(struct buffer *out, const char *public_url);

/* `balcao openapi`: prints the document and a newline. Returns the exit status. Call it after tables_init; it
 * needs no database. */
int openapi_command(const struct config *config);

#endif
