/* The rows that a statement returned, as PostgreSQL's text forms. */
#ifndef BALCAO_DB_ROWS_H
#define BALCAO_DB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Wraps a PGresult, which belongs to the arena of the request. `{0}` holds no rows. */
struct rows {
	void *result;
	const char *statement; /* the name of the one that returned them */
	size_t count, columns;
};

/* The rows of a PGresult that the statement so named returned. */
struct rows rows_of(void *result, const char *statement);

/* Values by the names of their columns, in the row `row` < count. If the statement has no such column, the
 * process ends with a line that names both. */

/* The text of a value, NUL-terminated, or NULL for SQL's null. It lives as long as the rows. */
const char *rows_text(const struct rows *rows, size_t row, const char *column) __attribute__((nonnull));
/* A whole number; 0 for null. */
int64_t rows_integer(const struct rows *rows, size_t row, const char *column) __attribute__((nonnull));
/* A boolean; false for null. */
bool rows_true(const struct rows *rows, size_t row, const char *column) __attribute__((nonnull));

/* For core/row.c and core/list.c, which write columns in the order of the fields of a reply: the text of the
 * value in the column number `column` < columns, as rows_text gives it. `*length` receives its length in
 * bytes, unless `length` is NULL. */
const char *rows_cell(const struct rows *rows, size_t row, size_t column, size_t *length);

/* Names and types, for the tests that compare them with the tables. */
const char *rows_column_name(const struct rows *rows, size_t column);
unsigned rows_column_type(const struct rows *rows, size_t column);

#endif
