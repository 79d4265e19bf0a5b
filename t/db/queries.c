/* Checks every variant of every statement against the schema: PostgreSQL can prepare it, its parameters
 * have the types of the route's fields, and its columns are the reply's fields. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "db/db.h"
#include "server.h"
#include "server/modules.h"
#include "table/constraint.h"
#include "table/endpoint.h"
#include "table/job.h"

enum { MOST_CONDITIONS = 12, COLUMNS = 64 };

/* OIDs of src/include/catalog/pg_type.dat; they never change. */
enum {
	BOOLEAN = 16,
	INT8 = 20,
	INT2 = 21,
	INT4 = 23,
	TEXT = 25,
	JSON = 114,
	TEXTS = 1009,
	INT8S = 1016,
	DATE = 1082,
	TIMESTAMPTZ = 1184,
	TIMESTAMPTZS = 1185,
	NUMERIC = 1700,
	UUID = 2950,
	JSONB = 3802
};

static struct db *db;
static struct arena *arena;

static void jobs_each(void (*take)(const struct job *job))
{
	for (const struct module *const *module = modules; *module; module++)
		for (const struct job *job = (*module)->jobs; job && job->name; job++)
			take(job);
}

/* Makes the tables that a job has its connection hold. */
static void open_for(const struct job *job)
{
	struct db_step step;

	if (!job->opens)
		return;
	step = (struct db_step){ .statement = statement_get(job->opens) };
	cr_assert_eq(db_run(db, arena, &step, 1), OK, "%s", job->name);
}

static void open_all(void)
{
	compile_tables();
	db = service_new("t/db/queries");
	arena = arena_new();
	jobs_each(open_for);
}

static void close_all(void)
{
	arena_free(arena);
	db_free(db);
}

TestSuite(queries, .init = open_all, .fini = close_all);

static bool type_fits(enum field_type type, unsigned oid)
{
	switch (type) {
	case F_INTEGER:
		return oid == INT2 || oid == INT4 || oid == INT8;
	case F_BOOLEAN:
		return oid == BOOLEAN;
	case F_TIME:
		return oid == TIMESTAMPTZ;
	case F_DATE:
		return oid == DATE;
	case F_ID:
		return oid == UUID;
	case F_HALVES:
		return oid == INT2;
	case F_NUMBER:
		return oid == NUMERIC;
	case F_OBJECT: /* a parameter; a reply has a column for each member */
	case F_JSON:
	case F_OBJECTS: /* a reply shows either */
		return oid == JSON || oid == JSONB;
	case F_INTEGERS:
		return oid == INT8S;
	case F_TEXTS:
		return oid == TEXTS;
	case F_MAP:
		return oid == JSONB;
	default:
		return oid == TEXT;
	}
}

/* --- each variant can be prepared ----------------------------------------------- */

static void prepare(const struct statement *statement, struct variant variant)
{
	struct buffer sql = { 0 };
	unsigned char order[STATEMENT_PARAMS];
	struct rows rows;
	size_t params;
	bool custom_plan, fine = db_describe(db, arena, statement, variant, &rows, &params) == OK;

	statement_write(statement, variant, &sql, order, &custom_plan);
	cr_expect(fine, "%s: PostgreSQL refuses\n%s", statement->name, sql.data);
	if (fine)
		cr_expect_eq(PQnparams(rows.result), (int)params, "%s: parameters of\n%s", statement->name,
			     sql.data);
	buffer_release(&sql);
	arena_reset(arena);
}

/* The variants for one choice of conditions: each sort in both directions, and the count. */
static size_t prepare_sorts(const struct statement *statement, uint64_t present)
{
	size_t prepared = 0;

	for (size_t sort = 0; sort < (statement->sorts ? statement->sorts : 1); sort++)
		for (int down = 0; down <= (statement->sorts > 0); down++, prepared++)
			prepare(statement, (struct variant){ .present = present,
							     .sort = (unsigned char)sort,
							     .descending = down });
	if (statement->kind == QUERY_MANY) {
		prepare(statement, (struct variant){ .present = present, .count = true });
		prepared++;
	}
	return prepared;
}

/* All subsets of a mask: (subset - mask) & mask is the next subset. With many conditions it prepares
 * only four kinds: none, each alone, all but one, and all. */
static size_t prepare_all(const struct statement *statement)
{
	uint64_t mask = statement->conditions, subset = 0;
	size_t prepared = 0;

	if (__builtin_popcountll(mask) <= MOST_CONDITIONS) {
		do {
			prepared += prepare_sorts(statement, subset);
			subset = (subset - mask) & mask;
		} while (subset);
		return prepared;
	}
	prepared += prepare_sorts(statement, 0) + prepare_sorts(statement, mask);
	for (uint64_t bit = 1; bit; bit <<= 1)
		if (mask & bit)
			prepared += prepare_sorts(statement, bit) + prepare_sorts(statement, mask & ~bit);
	return prepared;
}

Test(queries, every_variant_can_be_prepared)
{
	size_t prepared = 0;

	for (int id = Q_NONE + 1; id < Q__MAX; id++)
		if (statement_get((enum query_id)id)->kind != QUERY_PART)
			prepared += prepare_all(statement_get((enum query_id)id));
	cr_log_info("%zu variants of %d statements", prepared, Q__MAX - 1);
	cr_expect_geq(prepared, (size_t)Q__MAX - 1);
}

/* --- what goes in ------------------------------------------------------------------ */

/* clang-format off */
static const unsigned builtin_types[VALUE__BUILTINS] = {
	[VALUE_CALLER] = UUID, [VALUE_ORG] = UUID, [VALUE_SESSION] = UUID, [VALUE_NEW_ID] = UUID,
	[VALUE_NOW] = TIMESTAMPTZ, [VALUE_ADDRESS] = TEXT, [VALUE_REQUEST_ID] = TEXT,
	[VALUE_IF_MATCH] = INT8S, [VALUE_IF_NONE_MATCH] = INT8S, [VALUE_LIMIT] = INT8,
	[VALUE_AFTER_KEY] = 0, /* its type depends on the sort */
	[VALUE_AFTER_ID] = UUID,
};
/* clang-format on */

/* The field of a value of the endpoint, or NULL. */
static const struct field *field_of(const struct endpoint *endpoint, size_t value)
{
	size_t queries = field_count(endpoint->route->query), bodies = field_count(endpoint->route->body);

	if (value >= endpoint->first_query && value < endpoint->first_query + queries)
		return &endpoint->route->query[value - endpoint->first_query];
	if (value >= endpoint->first_body && value < endpoint->first_body + bodies)
		return &endpoint->route->body[value - endpoint->first_body];
	return NULL;
}

static bool value_fits(const struct endpoint *endpoint, size_t value, unsigned oid)
{
	const struct field *field = field_of(endpoint, value);
	const char *name = endpoint->name[value];
	size_t length = strlen(name);

	if (value < VALUE__BUILTINS)
		return builtin_types[value] == 0 || builtin_types[value] == oid;
	if (field && endpoint->route->batch)
		return oid == TEXTS || oid == TIMESTAMPTZS; /* one element for each object */
	if (field)
		return type_fits(field->type, oid);
	if (value < endpoint->first_query)
		return oid == (length >= 2 && strcmp(name + length - 2, "id") == 0 ? UUID : TEXT);
	return true; /* a hook's value */
}

static void check_parameters(const struct endpoint *endpoint, struct variant variant)
{
	const struct statement *statement = endpoint->statement;
	unsigned char order[STATEMENT_PARAMS];
	struct buffer sql = { 0 };
	struct rows rows;
	size_t params;
	bool custom_plan;

	statement_write(statement, variant, &sql, order, &custom_plan);
	buffer_release(&sql);
	if (db_describe(db, arena, statement, variant, &rows, &params) != OK)
		return; /* another test reports this */
	for (size_t i = 0; i < params; i++)
		cr_expect(value_fits(endpoint, endpoint->place[order[i]], PQparamtype(rows.result, (int)i)),
			  "%s: :%s is of type %u, which is not what the route gives", statement->name,
			  statement->param[order[i]], PQparamtype(rows.result, (int)i));
}

Test(queries, parameters_are_of_the_types_that_routes_give)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);

		if (!endpoint->statement)
			continue;
		check_parameters(endpoint, (struct variant){ .present = endpoint->statement->conditions });
		arena_reset(arena);
	}
}

/* --- what comes out ------------------------------------------------------------------ */

struct column {
	char name[64], alternative[128]; /* a member of an object, also with the object's name before it */
	enum field_type type;
};

struct expected {
	struct column column[COLUMNS];
	size_t count;
	uint64_t with; /* the conditions of those that are there only with a parameter of the query */
	bool all;      /* those as well */
};

static void expect_fields(struct expected *expected, const struct statement *statement,
			  const struct field *fields, const char *object)
{
	FIELDS_EACH (field, fields) {
		struct column *column = &expected->column[expected->count];

		if (field->type == F_OBJECT) {
			expect_fields(expected, statement, field->fields, field->name);
			continue;
		}
		if (field->with)
			expected->with |= UINT64_C(1) << statement_param(statement, field->with);
		if (field->sent || (field->with && !expected->all))
			continue;
		cr_assert_lt(expected->count, (size_t)COLUMNS);
		column->type = field->type;
		snprintf(column->name, sizeof(column->name), "%s", field->name);
		snprintf(column->alternative, sizeof(column->alternative), "%s%s%s", object,
			 *object ? "_" : "", field->name);
		expected->count++;
	}
}

/* Returns the conditions of the columns that were left out, because they are not in every reply. */
static uint64_t check_columns(const struct endpoint *endpoint, const struct rows *rows, bool all)
{
	const char *name = endpoint->statement->name;
	struct expected expected = { .all = all };

	expect_fields(&expected, endpoint->statement, endpoint->route->reply, "");
	if (endpoint->route->list) {
		cr_expect_eq(rows->columns, expected.count + 1, "%s: columns", name);
		cr_expect_str_eq(rows_column_name(rows, rows->columns - 1), "sort_key", "%s: last column",
				 name);
	} else {
		cr_expect_eq(rows->columns, expected.count, "%s: %zu columns for %zu fields", name,
			     rows->columns, expected.count);
	}
	for (size_t i = 0; i < expected.count && i < rows->columns; i++) {
		const struct column *column = &expected.column[i];
		const char *got = rows_column_name(rows, i);

		cr_expect(strcmp(got, column->name) == 0 || strcmp(got, column->alternative) == 0,
			  "%s: column %zu is %s, the reply wants %s", name, i + 1, got, column->alternative);
		cr_expect(type_fits(column->type, rows_column_type(rows, i)),
			  "%s: column %s is of type %u, not the field's", name, got,
			  rows_column_type(rows, i));
	}
	return all ? 0 : expected.with;
}

Test(queries, columns_are_the_fields_of_the_reply)
{
	size_t compared = 0;

	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		struct variant variant = { 0 };
		struct rows rows;
		size_t params;

		if (!endpoint->statement || !endpoint->route->reply)
			continue;
		if (db_describe(db, arena, endpoint->statement, variant, &rows, &params) == OK)
			variant.present = check_columns(endpoint, &rows, false);
		if (variant.present &&
		    db_describe(db, arena, endpoint->statement, variant, &rows, &params) == OK)
			check_columns(endpoint, &rows, true);
		arena_reset(arena);
		compared++;
	}
	cr_expect_gt(compared, 0u);
}

/* --- null ------------------------------------------------------------------------------ */

/* Whether the column is one of a table, and may be null there; of an expression nothing is known. */
enum nullness { UNKNOWN, NEVER_NULL, MAYBE_NULL };

static enum nullness nullness_of(PGconn *owner, const struct rows *rows, size_t column)
{
	PGresult *result =
		ask(owner, "SELECT attnotnull FROM pg_attribute WHERE attrelid = %u AND attnum = %d",
		    PQftable(rows->result, (int)column), PQftablecol(rows->result, (int)column));
	bool known = PQntuples(result) == 1;
	enum nullness nullness = !known                             ? UNKNOWN
				 : *PQgetvalue(result, 0, 0) == 't' ? NEVER_NULL
								    : MAYBE_NULL;

	PQclear(result);
	return nullness;
}

/* What a hook fills in when the client leaves it out. */
static const struct {
	enum query_id statement;
	const char *field, *why;
} filled[] = {
	{ Q_INVITATION_CREATE, "expires_at", "an invitation holds for a week unless told" },
};

static bool is_filled(const struct endpoint *endpoint, const char *name)
{
	for (size_t i = 0; i < COUNT(filled); i++)
		if (filled[i].statement == endpoint->statement->id && strcmp(filled[i].field, name) == 0)
			return true;
	return false;
}

/* The field of a reply's own, not of an object in it, that the column has the name of. */
static void check_null(const struct endpoint *endpoint, const char *name, enum nullness nullness)
{
	const struct field *shown = field_find(endpoint->route->reply, name),
			   *body = field_find(endpoint->route->body, name);

	cr_expect(!shown || shown->nullable || shown->hidden || nullness != MAYBE_NULL,
		  "%s: the column %s may be null, the reply's field may not: make it .nullable, or the "
		  "column NOT NULL",
		  endpoint->statement->name, name);
	cr_expect(!body || !body->nullable || nullness != NEVER_NULL || endpoint->route->list ||
			  is_filled(endpoint, name),
		  "%s: the body's field %s may be null, the column may not: leave out .nullable, or NOT NULL",
		  endpoint->statement->name, name);
}

Test(queries, fields_are_nullable_where_columns_are)
{
	PGconn *owner = owner_connect();
	size_t known = 0;

	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		struct rows rows;
		size_t params;

		if (!endpoint->statement || !endpoint->route->reply ||
		    db_describe(db, arena, endpoint->statement, (struct variant){ 0 }, &rows, &params) != OK)
			continue;
		for (size_t column = 0; column < rows.columns; column++) {
			enum nullness nullness = nullness_of(owner, &rows, column);

			known += nullness != UNKNOWN;
			check_null(endpoint, rows_column_name(&rows, column), nullness);
		}
		arena_reset(arena);
	}
	cr_expect_gt(known, 100u, "%zu columns of tables", known);
	PQfinish(owner);
}

/* Whether the statement has a boolean column of this name. */
static bool answers(const struct rows *rows, const char *name)
{
	for (size_t i = 0; i < rows->columns; i++)
		if (strcmp(rows_column_name(rows, i), name) == 0)
			return rows_column_type(rows, i) == BOOLEAN;
	return false;
}

/* call/conflict.c reads a column for each member of the body that a constraint with a problem watches. */
static void check_taken(const struct endpoint *endpoint)
{
	const struct statement *statement = statement_get(endpoint->route->taken);
	const struct constraint *row = endpoint->module->constraints;
	struct rows rows;
	size_t params;

	cr_assert_eq(db_describe(db, arena, statement, (struct variant){ .present = statement->conditions },
				 &rows, &params),
		     OK);
	for (; row && row->name; row++)
		cr_expect(!row->problem || !row->field || !field_find(endpoint->route->body, row->field) ||
				  answers(&rows, row->field),
			  "%s: no boolean column %s, which the constraint %s is about", statement->name,
			  row->field, row->name);
	arena_reset(arena);
}

Test(queries, conflicts_are_looked_for_by_the_names_of_fields)
{
	size_t checked = 0;

	for (size_t i = 0; i < endpoint_count(); i++) {
		if (endpoint_get(i)->route->taken == Q_NONE)
			continue;
		check_taken(endpoint_get(i));
		checked++;
	}
	cr_expect_gt(checked, 5u);
}

static void check_answer(enum query_id id)
{
	static const char *const columns[] = { "taken", "age" };
	const struct statement *statement = statement_get(id);
	struct rows rows;
	size_t params;

	cr_assert_eq(db_describe(db, arena, statement, (struct variant){ .present = statement->conditions },
				 &rows, &params),
		     OK);
	cr_expect_eq(rows.columns, COUNT(columns), "%s: columns", statement->name);
	for (size_t i = 0; i < COUNT(columns) && i < rows.columns; i++) {
		cr_expect_str_eq(rows_column_name(&rows, i), columns[i], "%s", statement->name);
		cr_expect_eq(rows_column_type(&rows, i), (unsigned)INT8, "%s: %s", statement->name,
			     columns[i]);
	}
	arena_reset(arena);
}

static void check_job(const struct job *job)
{
	check_answer(job->statement);
	if (job->waiting)
		check_answer(job->waiting);
}

Test(queries, jobs_answer_how_many_they_took_and_what_is_left)
{
	jobs_each(check_job);
}
