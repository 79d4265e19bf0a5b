#include "check/check_statement.h"

#include "planted.h"

TestSuite(check_check_statement, .init = planted_start);

/* clang-format off */
static const struct field task[] = { { .name = "x", .type = F_TEXT, .doc = "X." }, { 0 } };
static const struct field version[] = {
	{ .name = "x", .type = F_INTEGER, .etag = true, .doc = "X." }, { 0 }
};
static const struct field action[] = {
	{ .name = "action", .type = F_TEXT, .max = 9, .nullable = true, .doc = "X." }, { 0 }
};
static const struct field unread[] = {
	{ .name = "x", .type = F_BOOLEAN, .nullable = true, .doc = "X." }, { 0 }
};
static const char *const unread_values[] = { "made", NULL };

#define LIST { .method = METHOD_GET, .path = "/planted", .need = NEED_USER, .doc = "List.", .list = true, \
	.reply = task, .sort = "-created_at", .statement = Q_TASK_LIST }

/* Mistakes in how a line of SQL ends: its parameter is no longer a condition of the line, or is also
 * named on a line that is always there. */
static const struct {
	enum query_id statement;
	const char *param;
	bool is_condition, is_constant;
	struct route route;
	const char *complaint;
} lines[] = {
	{ Q_TASK_LIST, "limit", false, true, LIST,
	  "the list task_list has no page size: it needs the line \"LIMIT :limit --? limit\"" },
	{ Q_TASK_LIST, "limit", true, true, LIST, "the list task_list has no page size" },
	{ Q_TASK_LIST, "limit", false, false, LIST,
	  "the list task_list has no page size" }, /* --? of another name */
	{ Q_TASK_LIST, "after_id", false, true, LIST,
	  "the list task_list cannot continue after a page: it needs the line "
	  "\"AND ({sort}, id) {beyond} (:after_key, :after_id) --? after_id\"" },
	{ Q_TASK_LIST, "after_key", false, true, LIST, "the list task_list cannot continue after a page" },
	{ Q_ACTIVITY_OF_ORGANIZATION, "action", false, true,
	  { .method = METHOD_GET, .path = "/planted/{id}", .need = NEED_USER, .doc = "List.", .list = true,
	    .reply = task, .query = action, .sort = "-created_at", .statement = Q_ACTIVITY_OF_ORGANIZATION },
	  "activity_of_organization filters by action even if no request asks for that: "
	  "end the line in --? action" },
	{ Q_TASK_GET, "id", true, false,
	  { .method = METHOD_GET, .path = "/planted/{id}", .need = NEED_USER, .doc = "Read.", .reply = task,
	    .statement = Q_TASK_GET },
	  "the path's {id} does not restrict each variant of task_get: use :id on a line without --?" },
	{ Q_TASK_DELETE, "if_match", false, true,
	  { .method = METHOD_DELETE, .path = "/tasks/{id}", .need = NEED_USER, .doc = "Delete.",
	    .statement = Q_TASK_DELETE },
	  "task_delete ignores preconditions: it needs lines with :if_match and :if_none_match that end" },
};
/* clang-format on */

static void set(uint64_t *bits, int param, bool is)
{
	*bits = is ? *bits | UINT64_C(1) << param : *bits & ~(UINT64_C(1) << param);
}

Test(check_check_statement, forgotten_ends_of_lines)
{
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct statement *statement = (struct statement *)statement_get(lines[i].statement);
		struct statement before = *statement;
		int param = statement_param(statement, lines[i].param);

		cr_assert_geq(param, 0, "%s", lines[i].param);
		set(&statement->conditions, param, lines[i].is_condition);
		set(&statement->constant, param, lines[i].is_constant);
		planted_expect((const struct route[]){ lines[i].route, { 0 } }, lines[i].complaint);
		*statement = before;
	}
}

/* clang-format off */
#define PLANTED .path = "/planted/{id}", .need = NEED_USER, .doc = "Plant a mistake."
#define WRITER { PLANTED, .method = METHOD_DELETE, .statement = Q_TASK_DELETE }

/* The reader and the writer of one path; the check refuses the writer. */
static const struct {
	struct route reader, writer;
	const char *complaint;
} pairs[] = {
	{ { PLANTED, .method = METHOD_GET, .query = action, .reply = version,
	    .statement = Q_ACTIVITY_OF_ORGANIZATION }, WRITER,
	  "the GET on this path uses action, which a write does not have when activity_of_organization "
	  "distinguishes 412 from 404: use only values of the path and the caller there" },
	{ { PLANTED, .method = METHOD_GET, .query = action, .reply = version,
	    .statement = Q_ACTIVITY_OF_ORGANIZATION },
	  { PLANTED, .method = METHOD_PATCH, .body = action, .statement = Q_TASK_DELETE },
	  "the GET on this path uses action, which a write does not have" },
	{ { PLANTED, .method = METHOD_GET, .list = true, .reply = version, .sort = "-created_at",
	    .statement = Q_TASK_LIST }, WRITER,
	  "the GET on this path returns no single row to compare If-Match with: use another path" },
	{ { PLANTED, .method = METHOD_GET, .content_type = "text/plain", .reply = version }, WRITER,
	  "the GET on this path returns no single row to compare If-Match with: use another path" },
	{ { PLANTED, .method = METHOD_GET, .reply = task, .statement = Q_TASK_GET }, WRITER,
	  "the GET on this path returns no version for task_delete: mark a field of its reply with .etag" },
};

static const struct {
	struct route route;
	const char *complaint;
} alone[] = {
	{ { PLANTED, .method = METHOD_POST, .body = unread, .statement = Q_TASK_GET },
	  "no statement uses x: use :x in one, or leave it out of the route" },
	{ { PLANTED, .method = METHOD_GET, .query = unread, .statement = Q_TASK_GET },
	  "no statement uses x" },
	{ { PLANTED, .method = METHOD_GET, .values = unread_values, .statement = Q_TASK_GET },
	  "no statement uses made" },
	{ { PLANTED, .method = METHOD_DELETE, .action = "task.delete", .statement = Q_ACTIVITY_NOTE },
	  "activity_note is a :part, which cannot run by itself: name a statement" },
};
/* clang-format on */

Test(check_check_statement, readers_of_preconditions)
{
	for (size_t i = 0; i < COUNT(pairs); i++)
		planted_expect((const struct route[]){ pairs[i].reader, pairs[i].writer, { 0 } },
			       pairs[i].complaint);
}

Test(check_check_statement, what_nothing_reads)
{
	for (size_t i = 0; i < COUNT(alone); i++)
		planted_expect((const struct route[]){ alone[i].route, { 0 } }, alone[i].complaint);
}
