/* The named statements of sql/queries/<room>.sql, which are embedded at build time.
 *
 * A statement is SQL with named parameters (:caller, :title). A line that ends in "--? name" is part of
 * the statement only if the request has the parameter `name`, its condition. So filters and PATCH need
 * no SQL that is put together from input. "--? without name" and "--? without name and other" ask that the
 * request does not have the first one, "--? name and other" that it has both. If the line ends in "--? name,
 * planned with its value",
 * PostgreSQL plans each execution of such a variant anew, because the best plan depends on the value.
 * The comment "-- planned anew" demands the same for the whole statement. A list names its sorts in
 * comments: "-- sort title: title_folded" defines the expression that {sort} stands for; {direction}
 * stands for ASC or DESC, and {beyond} for the comparison that fits.
 *
 * So each statement is a closed set of variants. t/db/queries.c prepares all of them. */
#ifndef BALCAO_DB_STATEMENT_H
#define BALCAO_DB_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "db/queries.h"

struct buffer;

enum query_kind {
	QUERY_ONE,  /* exactly one row; no row is a defect */
	QUERY_OPT,  /* one row, or none: E_NOT_FOUND */
	QUERY_MANY, /* any number of rows */
	QUERY_EXEC, /* no rows */
	QUERY_PART, /* not a statement: its lines replace the line "{name}" in others */
};

/* A row of the array that sql/embed.awk writes. */
struct query_source {
	const char *name;
	enum query_kind kind;
	const char *text;
};
extern const struct query_source query_sources[Q__MAX];

enum { STATEMENT_PARAMS = 48, STATEMENT_SORTS = 8 };

struct statement_sort {
	const char *name;       /* "due_at" */
	const char *ascending;  /* SQL expression, never NULL */
	const char *descending; /* the same, unless a line "-- sort -name:" differs */
};

struct statement_line {
	const char *text; /* without the condition at its end; not NUL-terminated */
	size_t length;
	short condition; /* the index of its condition; -1: the line is always there */
	short also;      /* the index of a second condition, which must be present as well; or -1 */
	bool without;    /* the first condition must be absent */
	bool custom_plan;
};

/* A parsed statement. It lives as long as the process. */
struct statement {
	enum query_id id;
	const char *name;
	enum query_kind kind;
	bool reads;       /* a SELECT, which changes nothing */
	bool personal;    /* names :caller or :org on a line that is always there */
	bool of_caller;   /* names :caller on such a line, and not only in a column that it returns */
	bool of_org;      /* the same of :org */
	bool noted;       /* contains a part activity_note…, which logs the action */
	bool custom_plan; /* each execution is planned anew, whatever the variant is */
	size_t params, sorts, lines;
	const char *param[STATEMENT_PARAMS]; /* in order of first appearance */
	uint64_t conditions;                 /* bit i: parameter i is a condition of lines */
	uint64_t constant;                   /* bit i: parameter i is used on a line that is always there */
	struct statement_sort sort[STATEMENT_SORTS];
	struct statement_line *line;
};

/* One variant of a statement. The bits of parameters that are not conditions do not matter. */
struct variant {
	uint64_t present; /* bit i: the request has parameter i */
	unsigned char sort;
	bool descending;
	bool count; /* count the rows of the statement instead of returning them */
};

/* Parses all embedded statements; call it before the first fork. False: `faults` got a line for each
 * mistake. */
MUST_CHECK bool statements_init(struct buffer *faults);

/* The parsed statement; `id` must not be Q_NONE. */
const struct statement *statement_get(enum query_id id);

/* The index of the parameter `name`, or -1. */
int statement_param(const struct statement *statement, const char *name);

/* The variant without everything that has no influence on its SQL: equal keys have equal SQL. */
struct variant statement_key(const struct statement *statement, struct variant variant);

/* Appends the SQL of a variant, with $1, $2 … instead of names. `order[n - 1]` receives the index of the
 * parameter that $n stands for, and `*custom_plan` whether each execution must be planned anew. Returns
 * the number of parameters. */
size_t statement_write(const struct statement *statement, struct variant variant, struct buffer *sql,
		       unsigned char order[STATEMENT_PARAMS], bool *custom_plan);

#endif
