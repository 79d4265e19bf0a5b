#include "db/rows.h"

#include <criterion/criterion.h>
#include <libpq-fe.h>
#include <signal.h>

static PGresult *result;
static struct rows rows;

/* One row as a server would send it, made without a server. */
static const struct {
	char *name, *text;
} columns[] = {
	{ (char *)"id", (char *)"7" },      { (char *)"Name", (char *)"x" }, { (char *)"empty", (char *)"" },
	{ (char *)"nothing", NULL },        { (char *)"yes", (char *)"t" },  { (char *)"no", (char *)"f" },
	{ (char *)"count", (char *)"-12" },
};

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static void start(void)
{
	PGresAttDesc names[COLUMNS] = { { .name = NULL } };

	result = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
	for (int i = 0; i < COLUMNS; i++)
		names[i].name = columns[i].name;
	cr_assert(PQsetResultAttrs(result, COLUMNS, names));
	for (int i = 0; i < COLUMNS; i++)
		cr_assert(PQsetvalue(result, 0, i, columns[i].text,
				     columns[i].text ? (int)strlen(columns[i].text) : -1));
	rows = rows_of(result, "a_statement");
}

static void stop(void)
{
	PQclear(result);
}

TestSuite(db_rows, .init = start, .fini = stop);

Test(db_rows, values_come_by_name)
{
	cr_expect_eq(rows.count, 1u);
	cr_expect_eq(rows.columns, (size_t)COLUMNS);
	cr_expect_str_eq(rows_text(&rows, 0, "id"), "7");
	cr_expect_str_eq(rows_text(&rows, 0, "Name"), "x");
	cr_expect_str_eq(rows_text(&rows, 0, "empty"), "");
	cr_expect_null(rows_text(&rows, 0, "nothing"));
	cr_expect_eq(rows_integer(&rows, 0, "count"), -12);
	cr_expect_eq(rows_integer(&rows, 0, "nothing"), 0);
	cr_expect(rows_true(&rows, 0, "yes"));
	cr_expect_not(rows_true(&rows, 0, "no"));
	cr_expect_not(rows_true(&rows, 0, "nothing"));
}

Test(db_rows, cells_come_by_number)
{
	size_t length = 9;

	cr_expect_str_eq(rows_cell(&rows, 0, 6, &length), "-12");
	cr_expect_eq(length, 3u);
	cr_expect_str_eq(rows_cell(&rows, 0, 2, &length), "");
	cr_expect_eq(length, 0u);
	cr_expect_null(rows_cell(&rows, 0, 3, &length));
	cr_expect_eq(length, 0u);
	cr_expect_str_eq(rows_cell(&rows, 0, 1, NULL), "x");
}

Test(db_rows, names_are_taken_literally, .signal = SIGABRT)
{
	rows_text(&rows, 0, "name");
}

Test(db_rows, no_rows_have_no_columns, .signal = SIGABRT)
{
	rows_text(&(struct rows){ .count = 0 }, 0, "id");
}
