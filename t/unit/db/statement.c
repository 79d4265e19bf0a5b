#include "db/statement.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"

static struct buffer sql;
static unsigned char order[STATEMENT_PARAMS];
static bool custom;

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(statements_init(&faults), "%s", faults.data);
	cr_expect_eq(faults.length, 0);
}

static void stop(void)
{
	buffer_release(&sql);
}

TestSuite(db_statement, .init = start, .fini = stop);

static size_t write_variant(const struct statement *statement, struct variant variant)
{
	buffer_clear(&sql);
	return statement_write(statement, variant, &sql, order, &custom);
}

/* The bits of the parameters with these names. */
static uint64_t bits(const struct statement *statement, const char *names)
{
	uint64_t present = 0;
	char copy[200], *rest = copy, *name;

	snprintf(copy, sizeof(copy), "%s", names);
	while ((name = strsep(&rest, " ")))
		if (*name) {
			int param = statement_param(statement, name);

			cr_assert_geq(param, 0, "%s has no %s", statement->name, name);
			present |= UINT64_C(1) << param;
		}
	return present;
}

/* The names of $1, $2 …: "caller status". */
static const char *ordered(const struct statement *statement, size_t count)
{
	static char names[500];
	size_t length = 0;

	names[0] = '\0';
	for (size_t i = 0; i < count; i++)
		length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s", i > 0 ? " " : "",
					   statement->param[order[i]]);
	return names;
}

Test(db_statement, every_embedded_one)
{
	for (int id = Q_NONE + 1; id < Q__MAX; id++) {
		const struct statement *statement = statement_get((enum query_id)id);

		cr_expect_eq(statement->id, id);
		cr_expect_str_eq(statement->name, query_sources[id].name);
		cr_expect_eq(statement->kind, query_sources[id].kind, "%s", statement->name);
		cr_expect_gt(statement->lines, 0, "%s", statement->name);
		for (size_t i = 0; i < statement->params; i++)
			cr_expect_eq(statement_param(statement, statement->param[i]), i, "%s of %s",
				     statement->param[i], statement->name);
		cr_expect_eq(statement_param(statement, "no_such_parameter"), -1);
		cr_expect_eq(statement_param(statement, ""), -1);
		cr_expect_eq(statement->conditions >> statement->params, 0, "%s", statement->name);
		for (size_t i = 0; i < statement->sorts; i++)
			cr_expect(statement->sort[i].name && statement->sort[i].ascending &&
					  statement->sort[i].descending,
				  "%s", statement->name);
	}
}

/* Whether the SQL contains each of $1 to $count, and no other parameter. */
static void expect_numbers(const struct statement *statement, size_t count)
{
	uint64_t seen = 0;

	for (const char *at = sql.data; (at = strchr(at, '$')); at++) {
		int number = 0;

		cr_expect_eq(sscanf(at, "$%d", &number), 1, "%s", statement->name);
		cr_expect(number >= 1 && (size_t)number <= count, "$%d in %s", number, statement->name);
		seen |= UINT64_C(1) << number;
	}
	cr_expect_eq(seen, (UINT64_C(2) << count) - 2, "%s", statement->name);
}

static void expect_written(const struct statement *statement, struct variant variant)
{
	size_t count = write_variant(statement, variant);

	expect_numbers(statement, count);
	cr_expect_null(strstr(sql.data, "--"), "%s", sql.data);
	cr_expect_null(strpbrk(sql.data, "{};"), "%s", sql.data);
	for (const char *at = strchr(sql.data, ':'); at; at = strchr(at + 1, ':')) {
		bool cast = at[1] == ':' || at[-1] == ':';

		cr_expect(cast, "a parameter is left in %s", sql.data);
	}
}

Test(db_statement, nothing_is_left_to_fill_in)
{
	for (int id = Q_NONE + 1; id < Q__MAX; id++) {
		const struct statement *statement = statement_get((enum query_id)id);

		if (statement->kind == QUERY_PART)
			continue; /* written only within others, whose sorts it may name */
		for (size_t sort = 0; sort <= statement->sorts; sort++)
			for (int way = 0; way < 4; way++) {
				struct variant variant = { .descending = way & 1, .count = way & 2 };

				variant.sort = (unsigned char)(sort % (statement->sorts + !statement->sorts));
				expect_written(statement, variant);
				variant.present = UINT64_MAX;
				expect_written(statement, variant);
			}
	}
}

#define COLUMNS                                                              \
	"SELECT id, title, description, status, priority, due_at, labels,\n" \
	"       created_at, updated_at, completed_at, version, "

/* clang-format off */
static const struct {
	const char *name, *present;
	struct variant variant;
	const char *sql, *order;
	bool custom;
} lists[] = {
	{ "nothing", "", { 0 }, COLUMNS "id AS sort_key\n  FROM task\n WHERE owner_id = $1\n", "caller",
	  false },
	{ "a page", "limit", { 0 },
	  COLUMNS "id AS sort_key\n  FROM task\n WHERE owner_id = $1\n ORDER BY id ASC, id ASC\n LIMIT $2\n",
	  "caller limit", false },
	{ "descending", "limit", { .descending = true },
	  COLUMNS "id AS sort_key\n  FROM task\n WHERE owner_id = $1\n ORDER BY id DESC, id DESC\n"
	  " LIMIT $2\n", "caller limit", false },
	{ "sort by another expression", "limit after_id after_key", { .sort = 3 },
	  COLUMNS "title_folded AS sort_key\n  FROM task\n WHERE owner_id = $1\n"
	  "   AND (title_folded, id) > ($2, $3)\n ORDER BY title_folded ASC, id ASC\n LIMIT $4\n",
	  "caller after_key after_id limit", false },
	{ "due_at ascending", "limit after_id", { .sort = 1 },
	  COLUMNS "coalesce(due_at, 'infinity') AS sort_key\n  FROM task\n WHERE owner_id = $1\n"
	  "   AND (coalesce(due_at, 'infinity'), id) > ($2, $3)\n"
	  " ORDER BY coalesce(due_at, 'infinity') ASC, id ASC\n LIMIT $4\n",
	  "caller after_key after_id limit", false },
	{ "due_at descending has an expression of its own", "limit after_id",
	  { .sort = 1, .descending = true },
	  COLUMNS "coalesce(due_at, '-infinity') AS sort_key\n  FROM task\n WHERE owner_id = $1\n"
	  "   AND (coalesce(due_at, '-infinity'), id) < ($2, $3)\n"
	  " ORDER BY coalesce(due_at, '-infinity') DESC, id DESC\n LIMIT $4\n",
	  "caller after_key after_id limit", false },
	{ "a filter", "status", { 0 },
	  COLUMNS "id AS sort_key\n  FROM task\n WHERE owner_id = $1\n   AND status = $2\n",
	  "caller status", false },
	{ "filters that are planned anew", "q label", { 0 },
	  COLUMNS "id AS sort_key\n  FROM task\n WHERE owner_id = $1\n"
	  "   AND finds(title_folded, word_patterns($2))\n   AND labels @> ARRAY[$3]\n",
	  "caller q label", true },
	{ "count", "status priority_min due_before due_after", { .count = true },
	  "SELECT count(*) FROM (\n" COLUMNS "id AS sort_key\n  FROM task\n WHERE owner_id = $1\n"
	  "   AND status = $2\n   AND priority >= $3\n   AND due_at < $4\n   AND due_at > $5\n) AS counted",
	  "caller status priority_min due_before due_after", false },
};
/* clang-format on */

Test(db_statement, variants_of_a_list)
{
	const struct statement *statement = statement_get(Q_TASK_LIST);

	for (size_t i = 0; i < COUNT(lists); i++) {
		struct variant variant = lists[i].variant;
		size_t count;

		variant.present = bits(statement, lists[i].present);
		count = write_variant(statement, variant);
		cr_expect_str_eq(sql.data, lists[i].sql, "%s", lists[i].name);
		cr_expect_str_eq(ordered(statement, count), lists[i].order, "%s", lists[i].name);
		cr_expect_eq(custom, lists[i].custom, "%s", lists[i].name);
	}
}

static const struct {
	const char *name, *ascending, *descending;
} sorts[] = {
	{ "created_at", "id", "id" },
	{ "due_at", "coalesce(due_at, 'infinity')", "coalesce(due_at, '-infinity')" },
	{ "priority", "priority", "priority" },
	{ "title", "title_folded", "title_folded" },
	{ "updated_at", "updated_at", "updated_at" },
};

Test(db_statement, sorts)
{
	const struct statement *statement = statement_get(Q_TASK_LIST);

	cr_assert_eq(statement->sorts, COUNT(sorts));
	for (size_t i = 0; i < COUNT(sorts); i++) {
		cr_expect_str_eq(statement->sort[i].name, sorts[i].name);
		cr_expect_str_eq(statement->sort[i].ascending, sorts[i].ascending);
		cr_expect_str_eq(statement->sort[i].descending, sorts[i].descending);
	}
}

/* clang-format off */
static const struct {
	enum query_id id;
	const char *present, *part;
} parts[] = { /* the SQL contains each of them */
	{ Q_ACCOUNT_FOR_LOGIN, "", "($3::uuid IS NULL OR org_id = $3)" },
	{ Q_ACCOUNT_REGISTER, "", " WHERE $1::bytea IS NULL OR EXISTS" },
	{ Q_ACCOUNT_REGISTER, "", "SELECT $8, id, 'owner', created_at FROM changed" },
	{ Q_SESSION_SETTINGS, "", "set_config('DateStyle', 'ISO, YMD', false)" },
	{ Q_SESSION_SETTINGS, "", "set_config('statement_timeout', $1, false)" },
	{ Q_SERVICE_READY, "", "coalesce(max(number), 0)::int FROM" },
	{ Q_TASK_CREATE, "", "CASE WHEN $5 = 'done' THEN $9::timestamptz END)" },
	{ Q_TASK_CHANGE, "status", "     , status = $2\n" },
	{ Q_TASK_CHANGE, "status", "CASE WHEN $2 = 'done' THEN coalesce(completed_at, $1) END\n" },
	{ Q_TASK_CHANGE, "if_match if_none_match",
	  "   AND version = ANY ($4)\n   AND version <> ALL ($5)\n" },
};
/* clang-format on */

Test(db_statement, casts_and_literals_are_untouched)
{
	for (size_t i = 0; i < COUNT(parts); i++) {
		const struct statement *statement = statement_get(parts[i].id);

		write_variant(statement, (struct variant){ .present = bits(statement, parts[i].present) });
		cr_expect_not_null(strstr(sql.data, parts[i].part), "%s in %s", parts[i].part, sql.data);
	}
}

static const struct {
	enum query_id id;
	enum query_kind kind;
	bool reads, personal, scoped, noted;
	const char *params;
} facts[] = {
	{ Q_TASK_LIST, QUERY_MANY, true, true, true, false,
	  "caller status q label priority_min due_before due_after after_id after_key limit" },
	{ Q_TASK_GET, QUERY_OPT, true, true, true, false, "caller id" },
	{ Q_TASK_CREATE, QUERY_ONE, false, true, true, false,
	  "caller new_id title description status priority due_at labels now" },
	{ Q_TASK_DELETE, QUERY_OPT, false, true, true, false, "caller id if_match if_none_match" },
	{ Q_ACCOUNT_REGISTER, QUERY_OPT, false, false, false, true, NULL },
	{ Q_ACCOUNT_FOR_LOGIN, QUERY_ONE, true, false, false, false,
	  "username_key email_key organization address now tries subject" },
	{ Q_ACCOUNT_GET, QUERY_OPT, true, true, true, false, "caller" },
	{ Q_MIGRATION_RECORD, QUERY_EXEC, false, false, false, false, "number name checksum" },
	{ Q_SESSION_EXPIRE, QUERY_ONE, false, false, false, false, "batch" },
	{ Q_ACTIVITY_NOTE, QUERY_PART, false, false, false, false, NULL },
	{ Q_BOOK_CHANGE, QUERY_OPT, false, true, true, true, NULL },
	{ Q_ORGANIZATION_DELETE, QUERY_OPT, false, true, true, true, NULL },
};

Test(db_statement, facts)
{
	for (size_t i = 0; i < COUNT(facts); i++) {
		const struct statement *statement = statement_get(facts[i].id);

		for (size_t j = 0; j < statement->params; j++)
			order[j] = (unsigned char)j;
		cr_expect_eq(statement->kind, facts[i].kind, "%s", statement->name);
		cr_expect_eq(statement->reads, facts[i].reads, "%s", statement->name);
		cr_expect_eq(statement->personal, facts[i].personal, "%s", statement->name);
		cr_expect_eq(statement->of_caller || statement->of_org, facts[i].scoped, "%s",
			     statement->name);
		cr_expect_eq(statement->noted, facts[i].noted, "%s", statement->name);
		if (facts[i].params)
			cr_expect_str_eq(ordered(statement, statement->params), facts[i].params, "%s",
					 statement->name);
	}
}

static const struct {
	enum query_id id;
	const char *constant; /* the parameters on lines that are always there */
} constants[] = {
	{ Q_TASK_LIST, "caller" },
	{ Q_TASK_CHANGE, "now caller id" }, /* "now" is also on a line of the status */
	{ Q_ACCOUNT_CHANGE, "now caller activity_id doing request_id address" },
};

Test(db_statement, knows_what_is_always_named)
{
	for (size_t i = 0; i < COUNT(constants); i++) {
		const struct statement *statement = statement_get(constants[i].id);

		cr_expect_eq(statement->constant, bits(statement, constants[i].constant), "%s",
			     statement->name);
	}
}

Test(db_statement, a_comment_makes_it_planned_anew)
{
	bool custom_plan = false;

	statement_write(statement_get(Q_ERROR_BATCH_HOLD), (struct variant){ 0 }, &sql, order, &custom_plan);
	cr_expect(custom_plan);
	statement_write(statement_get(Q_ERROR_SET_ASIDE), (struct variant){ 0 }, &sql, order, &custom_plan);
	cr_expect_not(custom_plan);
}

static bool same_key(struct variant a, struct variant b)
{
	return a.present == b.present && a.sort == b.sort && a.descending == b.descending &&
	       a.count == b.count;
}

Test(db_statement, key_drops_what_has_no_influence)
{
	const struct statement *list = statement_get(Q_TASK_LIST), *one = statement_get(Q_TASK_GET);
	uint64_t status = bits(list, "status");
	struct variant key = statement_key(list, (struct variant){ .present = UINT64_C(1) << 63 | status |
									      bits(list, "caller after_key"),
								   .sort = 2,
								   .descending = true });

	cr_expect(same_key(key, (struct variant){ .present = status, .sort = 2, .descending = true }));
	key = statement_key(
		list, (struct variant){ .present = status, .sort = 2, .descending = true, .count = true });
	cr_expect(same_key(key, (struct variant){ .present = status, .count = true }),
		  "a count has no order");
	key = statement_key(one, (struct variant){ .present = UINT64_MAX, .sort = 2, .descending = true });
	cr_expect(same_key(key, (struct variant){ 0 }));
}

/* Different keys of the largest statement give different SQL. */
Test(db_statement, different_keys_give_different_sql)
{
	const struct statement *statement = statement_get(Q_TASK_LIST);
	uint64_t conditions = statement->conditions, present = 0;
	char last[2000] = "";

	do { /* each subset of the conditions, in order */
		struct variant variant = { .present = present };

		write_variant(statement, variant);
		cr_assert_str_neq(sql.data, last, "%llx", (unsigned long long)present);
		snprintf(last, sizeof(last), "%s", sql.data);
		variant.present |= ~conditions;
		write_variant(statement, variant);
		cr_assert_str_eq(sql.data, last, "bits that are no condition");
		present = (present - conditions) & conditions;
	} while (present);
}

/* A line may depend on two parameters, on the absence of one, and on both. */
static const struct {
	const char *present, *has, *lacks;
} joint[] = {
	{ "", "FROM error_group g\n", "error_with" },
	{ "found", "FROM error_with", "FROM error_group g\n" },
	{ "environment", "FROM error_group g\n", "'environment'" },
	{ "found environment", "'environment'", "FROM error_group g\n" },
	{ "found", "error_find", "'environment'" },
};

Test(db_statement, conditions_can_be_joined_and_turned_round)
{
	const struct statement *list = statement_get(Q_ERROR_LIST);

	for (size_t i = 0; i < COUNT(joint); i++) {
		write_variant(list, (struct variant){ .present = bits(list, joint[i].present) });
		cr_expect_not_null(strstr(sql.data, joint[i].has), "%s: no %s", joint[i].present,
				   joint[i].has);
		cr_expect_null(strstr(sql.data, joint[i].lacks), "%s: %s", joint[i].present, joint[i].lacks);
	}
}
