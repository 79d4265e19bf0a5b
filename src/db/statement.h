/* The named statements of sql/queries/<room>.sql, as they were embedded at build time.
 *
 * A statement is SQL with named parameters (:caller, :title). A line that ends in
 * "--? name" belongs to it only when the request brings the parameter `name`: that
 * is how filters and PATCH work without SQL ever being put together from input. With
 * "--? name, planned with its value" PostgreSQL plans such a variant anew each time,
 * because the best plan depends on the value; the comment "-- planned anew" says the same of
 * a whole statement, because it depends on rows that change each time. A list names its sorts:
 * "-- sort title: title_folded" gives the expression that {sort} stands for;
 * {direction} is ASC or DESC and {beyond} the comparison that goes with it.
 *
 * So each statement is a closed set of variants, all of which t/db/queries.c prepares. */
#ifndef BALCAO_DB_STATEMENT_H
#define BALCAO_DB_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "db/queries.h"

struct buffer;

enum query_kind {
	QUERY_ONE,  /* exactly one row; none is a defect */
	QUERY_OPT,  /* one row, or none: "not found" */
	QUERY_MANY, /* any number of rows */
	QUERY_EXEC, /* no rows */
	QUERY_PART, /* no statement: its lines stand where others say "{name}" on a line of its own */
};

/* A row of what sql/embed.awk makes. */
struct query_source {
	const char *name;
	enum query_kind kind;
	const char *text;
};
extern const struct query_source query_sources[Q__MAX];

enum { STATEMENT_PARAMS = 48, STATEMENT_SORTS = 8, STATEMENT_LINES = 96 };

struct statement_sort {
	const char *name;       /* "due_at" */
	const char *ascending;  /* SQL expression, never NULL */
	const char *descending; /* the same unless a "-name" line says otherwise */
};

struct statement_line {
	const char *text; /* without the condition */
	size_t length;
	short condition; /* the parameter that brings the line in, or -1 */
	bool custom_plan;
};

/* A parsed statement; lives as long as the process. */
struct statement {
	enum query_id id;
	const char *name;
	enum query_kind kind;
	bool reads;       /* a SELECT that changes nothing */
	bool scoped;      /* names :caller or :org on a line that is always there */
	bool noted;       /* has the part activity_note: leaves a note in the log of activity */
	bool custom_plan; /* planned anew with each execution, whatever the variant */
	size_t params, sorts, lines;
	const char *param[STATEMENT_PARAMS]; /* in order of first appearance */
	uint64_t conditions;                 /* bit i: parameter i brings lines in */
	uint64_t constant;                   /* bit i: parameter i is named on a line that is always there */
	struct statement_sort sort[STATEMENT_SORTS];
	struct statement_line line[STATEMENT_LINES];
};

/* One variant. Parameters that are no condition are always there; their bits do
 * not matter. */
struct variant {
	uint64_t present; /* bit i: the request brings parameter i */
	unsigned char sort;
	bool descending;
	bool count; /* the number of rows of the statement instead of the rows */
};

/* Parses all embedded statements, before the first fork. False: each fault is a line
 * in `faults`. */
MUST_CHECK bool statements_init(struct buffer *faults);

/* The parsed statement; `id` must not be Q_NONE. */
const struct statement *statement_get(enum query_id id);

/* The index of the parameter `name`, or -1. */
int statement_param(const struct statement *statement, const char *name);

/* What is left of a variant once everything without influence on its SQL is zero:
 * equal keys, equal SQL. */
struct variant statement_key(const struct statement *statement, struct variant variant);

/* Appends the SQL of a variant with $1, $2 … in it. `order[n-1]` receives the
 * parameter that $n stands for. Returns how many there are; `custom_plan` tells whether
 * it is to be planned anew with each execution. */
size_t statement_write(const struct statement *statement, struct variant variant, struct buffer *sql,
		       unsigned char order[STATEMENT_PARAMS], bool *custom_plan);

#endif
