/* From what a client sent to what PostgreSQL reads, one value at a time. */
#ifndef BALCAO_TABLE_VALUE_H
#define BALCAO_TABLE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/field.h"

struct arena;
struct faults;
struct json_object;

/* Where a value comes from, and where its faults go. */
struct source {
	struct arena *arena;
	struct faults *faults;
	bool in_query;
	const char *name; /* a parameter's name, or a JSON pointer without its first slash */
};

/* A checked value as PostgreSQL reads it, in the arena. */
struct checked {
	const char *text;
	const char *key; /* of a format that makes one */
};

/* Checks a member of the body, which is not null. False: the faults say why. */
bool value_from_json(const struct source *source, const struct field *field, struct json_object *json,
		     struct checked *checked);

/* Checks a query parameter. */
bool value_from_text(const struct source *source, const struct field *field, const char *text, size_t length,
		     struct checked *checked);

/* `before` with a member's name behind it, as a JSON pointer writes names (RFC 6901, 3), in the arena. */
const char *value_pointer(struct arena *arena, const char *before, const char *name);

/* "pending, done": the values of an enum as one text, in the arena. */
const char *value_choices(struct arena *arena, const char *const *values);

/* What JSON type a field has, for messages: "a string", "an integer" … */
const char *value_type_name(enum field_type type);

#endif
