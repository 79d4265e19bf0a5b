/* The OpenAPI 3.1 document, made from the same tables that route, authorise, validate
 * and answer. */
#ifndef BALCAO_OPENAPI_OPENAPI_H
#define BALCAO_OPENAPI_OPENAPI_H

struct buffer;
struct config;

/* Appends the whole document as compact JSON. The same tables and the same `public_url`
 * (scheme, host and port, no final slash) give the same bytes. After tables_init. */
void openapi_write(struct buffer *out, const char *public_url);

/* `balcao openapi`: prints the document and a newline. Returns the exit status. After
 * endpoints_init; needs no database. */
int openapi_command(const struct config *config);

#endif
