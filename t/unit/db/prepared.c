#include "db/prepared.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"

static struct prepared_cache *cache;

static void start(void)
{
	struct buffer faults = { 0 };

	cr_assert(statements_init(&faults), "%s", faults.data);
	cache = prepared_new();
}

static void stop(void)
{
	prepared_free(cache);
}

TestSuite(db_prepared, .init = start, .fini = stop);

/* clang-format off */
static const struct {
	const char *name;
	enum query_id id;
	struct variant key;
} variants[] = {
	{ "plain", Q_TASK_LIST, { .present = 0 } },
	{ "a filter", Q_TASK_LIST, { .present = 1 } },
	{ "another filter", Q_TASK_LIST, { .present = 2 } },
	{ "both", Q_TASK_LIST, { .present = 3 } },
	{ "a sort", Q_TASK_LIST, { .sort = 1 } },
	{ "another sort", Q_TASK_LIST, { .sort = 2 } },
	{ "turned around", Q_TASK_LIST, { .sort = 2, .descending = true } },
	{ "count", Q_TASK_LIST, { .count = true } },
	{ "another statement", Q_TASK_GET, { .present = 0 } },
	/* These have the same hash, because the bits of each member are combined with those of
	 * `present`. */
	{ "a filter like a sort", Q_TASK_LIST, { .present = UINT64_C(1) << 40 } },
	{ "a filter like descending", Q_TASK_LIST, { .present = UINT64_C(1) << 46 } },
	{ "descending", Q_TASK_LIST, { .descending = true } },
	{ "a filter like count", Q_TASK_LIST, { .present = UINT64_C(1) << 47 } },
	{ "a filter like a statement", Q_TASK_LIST,
	  { .present = (uint64_t)(Q_TASK_LIST ^ Q_TASK_GET) << 48 } },
};
/* clang-format on */

static struct prepared *find(size_t i)
{
	return prepared_find(cache, statement_get(variants[i].id), variants[i].key);
}

Test(db_prepared, finds_what_was_added_and_nothing_else)
{
	for (size_t i = 0; i < COUNT(variants); i++) {
		struct prepared *entry;

		for (size_t j = i; j < COUNT(variants); j++)
			cr_expect_null(find(j), "%s before it was added", variants[j].name);
		entry = prepared_add(cache, statement_get(variants[i].id), variants[i].key);
		cr_expect_eq(find(i), entry, "%s", variants[i].name);
		cr_expect_eq(entry->statement, statement_get(variants[i].id), "%s", variants[i].name);
	}
	for (size_t i = 0; i < COUNT(variants); i++)
		for (size_t j = 0; j < i; j++) {
			cr_expect_neq(find(i), find(j), "%s and %s", variants[i].name, variants[j].name);
			cr_expect_str_neq(find(i)->name, find(j)->name, "%s", variants[i].name);
		}
}

/* Adds entries until none fits; returns how many. */
static size_t fill(void)
{
	size_t added = 0;

	for (; prepared_room(cache) > 0 && added < 10000; added++)
		prepared_add(cache, statement_get(Q_TASK_LIST), (struct variant){ .present = added });
	return added;
}

Test(db_prepared, is_full_at_some_time)
{
	size_t added = fill();

	cr_expect_geq(added, 100, "%zu", added);
	cr_expect_lt(added, 1000, "%zu", added);
	for (size_t i = 0; i < added; i++)
		cr_expect_not_null(
			prepared_find(cache, statement_get(Q_TASK_LIST), (struct variant){ .present = i }),
			"%zu", i);
	cr_expect_null(prepared_find(cache, statement_get(Q_TASK_LIST), (struct variant){ .present = added }),
		       "the search for what isn't there ends");
}

Test(db_prepared, clear_forgets_all)
{
	size_t added = fill();

	prepared_clear(cache);
	cr_expect_gt(prepared_room(cache), 0);
	for (size_t i = 0; i < added; i++)
		cr_expect_null(
			prepared_find(cache, statement_get(Q_TASK_LIST), (struct variant){ .present = i }),
			"%zu", i);
	cr_expect_eq(fill(), added, "as many as before");
}

Test(db_prepared, clear_frees_sql)
{
	struct prepared *entry = prepared_add(cache, statement_get(Q_TASK_LIST), (struct variant){ 0 });

	entry->sql = memory_strdup("SELECT");
	prepared_clear(cache);
	entry = prepared_add(cache, statement_get(Q_TASK_LIST), (struct variant){ 0 });
	cr_expect_null(entry->sql);
	cr_expect_eq(entry->params, 0);
	entry->sql = memory_strdup("freed with the cache"); /* LeakSanitizer reports it otherwise */
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* A name that the server may still know must not be used for another statement. */
Test(db_prepared, names_are_never_used_again)
{
	enum { ROUNDS = 5, MOST = 1000 };
	static char names[ROUNDS * MOST][PREPARED_NAME_SIZE];
	size_t count = 0;

	for (int round = 0; round < ROUNDS; round++) {
		for (uint64_t i = 0; prepared_room(cache) > 0; i++)
			strcpy(names[count++], prepared_add(cache, statement_get(Q_TASK_GET),
							    (struct variant){ .present = i })
						       ->name);
		prepared_clear(cache);
	}
	qsort(names, count, sizeof(*names), compare);
	for (size_t i = 1; i < count; i++)
		cr_assert_str_neq(names[i - 1], names[i]);
	cr_expect_str_not_empty(names[0]);
}

Test(db_prepared, nothing_to_free)
{
	prepared_free(NULL);
}
