/* Checks values that a client sent and converts them to PostgreSQL's text form, one at a time. */
#ifndef BALCAO_TABLE_VALUE_H
#define BALCAO_TABLE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/field.h"

struct arena;
struct faults;
struct json_object;

/* Where a value comes from, and where its faults are noted. */
struct source {
	struct arena *arena;
	struct faults *faults;
	bool in_query;
	const char *name; /* the name of a query parameter, or a JSON pointer without its first slash */
};

/* A checked value; both texts live in the arena. */
struct checked {
	const char *text; /* the value in PostgreSQL's text form */
	const char *key;  /* its unique form, if the field's format makes one */
};

/* Checks a member of the body, which must not be null. False: its faults were added to source->faults. */
bool value_from_json(const struct source *source, const struct field *field, struct json_object *json,
		     struct checked *checked);

/* Checks a query parameter: `length` bytes of valid UTF-8 with a NUL behind them. False: its fault was
 * added to source->faults. */
bool value_from_text(const struct source *source, const struct field *field, const char *text, size_t length,
		     struct checked *checked);

/* `before` followed by `name`, escaped as in a JSON pointer (RFC 6901, 3); in the arena. */
const char *value_pointer(struct arena *arena, const char *before, const char *name);

/* The values of an enum as one text, "pending, done"; in the arena. */
const char *value_choices(struct arena *arena, const char *const *values);

/* The JSON type of a field, for messages: "string", "integer", "array of strings" … */
const char *value_type_name(enum field_type type);

#endif
