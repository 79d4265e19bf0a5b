#include "db/rows.h"

#include <libpq-fe.h>
#include <stdlib.h>

const char *rows_text(const struct rows *rows, size_t row, size_t column)
{
	if (PQgetisnull(rows->result, (int)row, (int)column))
		return NULL;
	return PQgetvalue(rows->result, (int)row, (int)column);
}

const char *rows_value(const struct rows *rows, size_t row, size_t column, size_t *length)
{
	*length = (size_t)PQgetlength(rows->result, (int)row, (int)column);
	if (*length == 0)
		return rows_text(rows, row, column); /* empty or null */
	return PQgetvalue(rows->result, (int)row, (int)column);
}

int64_t rows_integer(const struct rows *rows, size_t row, size_t column)
{
	const char *text = rows_text(rows, row, column);

	return text ? strtoll(text, NULL, 10) : 0;
}

const char *rows_column_name(const struct rows *rows, size_t column)
{
	return PQfname(rows->result, (int)column);
}

unsigned rows_column_type(const struct rows *rows, size_t column)
{
	return PQftype(rows->result, (int)column);
}
