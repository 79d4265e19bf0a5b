/* The rows that a statement returned, in PostgreSQL's text forms. */
#ifndef BALCAO_DB_ROWS_H
#define BALCAO_DB_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A PGresult, which belongs to the arena of the request. `{ 0 }` has no rows. */
struct rows {
	void *result;
	const char *statement; /* the name of the statement, for log_defect */
	size_t count, columns;
};

/* The rows of a PGresult that the statement `statement` returned. The PGresult stays with the caller. */
struct rows rows_of(void *result, const char *statement);

/* The functions below read the column called `column` in row number `row` < count. If the statement has
 * no such column, the process logs the statement and the column, and ends. */

/* The text of a value, NUL-terminated; NULL for SQL's null. It lives as long as the rows. */
const char *rows_text(const struct rows *rows, size_t row, const char *column) __attribute__((nonnull));
/* A whole number; 0 for null. */
int64_t rows_integer(const struct rows *rows, size_t row, const char *column) __attribute__((nonnull));
/* A boolean; false for null. */
bool rows_true(const struct rows *rows, size_t row, const char *column) __attribute__((nonnull));

/* For core/row.c and core/list.c, which write the columns in the order of a reply's fields: as
 * rows_text, but for the column number `column` < columns. `*length` receives the length of the text in
 * bytes, unless `length` is NULL. */
const char *rows_cell(const struct rows *rows, size_t row, size_t column, size_t *length);

/* The name and the type (OID) of a column, for the tests that compare them with the tables. */
const char *rows_column_name(const struct rows *rows, size_t column);
unsigned rows_column_type(const struct rows *rows, size_t column);

#endif
