/* Checks single values, apart from arrays and objects (value.h), and converts them to PostgreSQL's text
 * form. */
#ifndef BALCAO_TABLE_SCALAR_H
#define BALCAO_TABLE_SCALAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/field.h"

struct arena;
struct faults;

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

/* Note a fault of the value, and return false. `text` must live as long as the request. */
bool scalar_fault(const struct source *source, const struct fault_kind *code, long number, const char *text);
bool scalar_wrong_type(const struct source *source, enum field_type type);

/* Each of the functions below returns false, and notes a fault, if the field refuses the value. `text` is
 * `length` bytes of valid UTF-8. */

/* Reads a text without a format: `*form` receives it trimmed and in normalization form C. */
bool scalar_read_form(const struct source *source, const struct field *field, const char *text, size_t length,
		      const char **form);
/* Reads an F_TEXT that is not `raw`, or an item of F_TEXTS. */
bool scalar_read_plain(const struct source *source, const struct field *field, const char *text,
		       size_t length, struct checked *checked);
/* Reads a value of any type that is a string in JSON. */
bool scalar_read_string(const struct source *source, const struct field *field, const char *text,
			size_t length, struct checked *checked);
bool scalar_read_integer(const struct source *source, const struct field *field, int64_t value,
			 struct checked *checked);
bool scalar_read_halves(const struct source *source, const struct field *field, double value,
			struct checked *checked);

#endif
