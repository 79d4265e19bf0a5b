/* The rows that a statement returned, as PostgreSQL's text forms. */
#ifndef BALCAO_DB_ROWS_H
#define BALCAO_DB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Wraps a PGresult, which belongs to the arena of the request. `{0}` holds no rows. */
struct rows {
	void *result;
	size_t count, columns;
};

/* The text of a value, NUL-terminated, or NULL for SQL's null. It lives as long as
 * the rows. `row` < count, `column` < columns. */
const char *rows_text(const struct rows *rows, size_t row, size_t column);
/* The same with its length in bytes. */
const char *rows_value(const struct rows *rows, size_t row, size_t column, size_t *length);
/* A whole number; 0 for null. */
int64_t rows_integer(const struct rows *rows, size_t row, size_t column);

/* Names and types, for the tests that compare them with the tables. */
const char *rows_column_name(const struct rows *rows, size_t column);
unsigned rows_column_type(const struct rows *rows, size_t column);

#endif
