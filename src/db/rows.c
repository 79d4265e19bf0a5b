#include "db/rows.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

struct rows rows_of(void *result, const char *statement)
{
	return (struct rows){
		.result = result,
		.statement = statement,
		.count = (size_t)PQntuples(result),
		.columns = (size_t)PQnfields(result),
	};
}

/* A loop suffices, because there are few columns. PQfnumber would copy the name and fold its case. */
static int column_of(const struct rows *rows, const char *name)
{
	for (size_t i = 0; i < rows->columns; i++)
		if (strcmp(PQfname(rows->result, (int)i), name) == 0)
			return (int)i;
	log_defect("the statement %s has no column %s", rows->statement, name);
}

const char *rows_text(const struct rows *rows, size_t row, const char *column)
{
	return rows_cell(rows, row, (size_t)column_of(rows, column), NULL);
}

int64_t rows_integer(const struct rows *rows, size_t row, const char *column)
{
	const char *text = rows_text(rows, row, column);

	return text ? strtoll(text, NULL, 10) : 0;
}

bool rows_true(const struct rows *rows, size_t row, const char *column)
{
	const char *text = rows_text(rows, row, column);

	return text && *text == 't';
}

const char *rows_cell(const struct rows *rows, size_t row, size_t column, size_t *length)
{
	int size = PQgetlength(rows->result, (int)row, (int)column);

	if (length)
		*length = (size_t)size;
	if (size == 0 && PQgetisnull(rows->result, (int)row, (int)column))
		return NULL;
	return PQgetvalue(rows->result, (int)row, (int)column);
}

const char *rows_column_name(const struct rows *rows, size_t column)
{
	return PQfname(rows->result, (int)column);
}

unsigned rows_column_type(const struct rows *rows, size_t column)
{
	return PQftype(rows->result, (int)column);
}
