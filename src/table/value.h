/* Checks values that a client sent and converts them to PostgreSQL's text form, one at a time. */
#ifndef BALCAO_TABLE_VALUE_H
#define BALCAO_TABLE_VALUE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/field.h"
#include "table/scalar.h"

struct arena;
struct json_object;

/* Checks a member of the body, which must not be null. False: its faults were added to source->faults. */
bool value_from_json(const struct source *source, const struct field *field, struct json_object *json,
		     struct checked *checked);

/* Checks a query parameter: `length` bytes of valid UTF-8 with a NUL behind them. False: its fault was
 * added to source->faults. */
bool value_from_text(const struct source *source, const struct field *field, const char *text, size_t length,
		     struct checked *checked);

/* `before` followed by `name`, escaped as in a JSON pointer (RFC 6901, 3); in the arena. */
const char *value_pointer(struct arena *arena, const char *before, const char *name);

#endif
