/* JSON Schemas (2020-12, as OpenAPI 3.1 has them) of field tables. */
#ifndef BALCAO_OPENAPI_SCHEMA_H
#define BALCAO_OPENAPI_SCHEMA_H

#include "table/field.h"

struct buffer;

/* What a table of fields describes. The schema of a field depends on it. */
enum schema_kind {
	SCHEMA_REPLY,     /* every member is present */
	SCHEMA_BODY,      /* of POST and PUT: a member that is left out gets its default */
	SCHEMA_PATCH,     /* a member that is left out stays as it is; null resets it to its default */
	SCHEMA_PARAMETER, /* a value in a URL: never null */
	SCHEMA__MAX
};

/* The tables that the endpoints use. A table that is used more than once becomes a component, named after the
 * module that uses it first: "TasksBody", "AccountsReply2". */
struct schemas;

/* Collects the tables of all endpoints. `password`, which must outlive the result, is the example of a new
 * password; NULL: there is none. Call it after tables_init. The caller frees the result with schemas_free. */
struct schemas *schemas_new(const char *password);
void schemas_free(struct schemas *schemas);

/* Writes the components: members of an object that the caller has opened. */
void schemas_put_components(struct buffer *out, const struct schemas *schemas);

/* Writes the schema of an object with these fields: a reference if it is a component. */
void schema_put(struct buffer *out, const struct schemas *schemas, const struct field *fields,
		enum schema_kind kind);
/* Writes the schema of one value in a URL. */
void schema_put_parameter(struct buffer *out, const struct field *field);
/* Writes the member "description": the field's doc, and the rules of its row that no keyword of JSON Schema
 * expresses. */
void schema_put_description(struct buffer *out, const struct field *field);

#endif
