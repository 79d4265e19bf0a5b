/* The plans of the statements of books and clubs, with 100,000 reviews, as in plans.c. The test prints the
 * times of the statistics, but does not judge them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "server.h"

enum { REVIEWS = 100000 };

static PGconn *connection;

static const char *const rows[] = {
	"INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	"SELECT md5('r' || n)::uuid, 'reader' || n, n || '@x', n || '@readers.x', '', now(), now() FROM "
	"generate_series(1, 2000) n",
	"INSERT INTO book (id, title, authors, isbn, created_at, updated_at) "
	"SELECT md5('b' || n)::uuid, 'Livro ' || n, ARRAY['Autor ' || n % 300], '978' || lpad(n::text, 10, "
	"'0'), now(), now() "
	"FROM generate_series(1, 5000) n",
	"ALTER TABLE review DISABLE TRIGGER USER",
	"INSERT INTO review (user_id, book_id, id, rating, text, spoiler, created_at, updated_at) "
	"SELECT md5('r' || u)::uuid, md5('b' || 1 + (u * 7 + n * 97) % 5000)::uuid, gen_random_uuid(), 1 + "
	"(u + n) % 10, "
	"repeat('x', 200), false, now(), now() FROM generate_series(1, 2000) u, generate_series(1, 50) n",
	"UPDATE book b SET (ratings_count, rating_sum) = (SELECT count(*), coalesce(sum(rating), 0) FROM "
	"review r WHERE r.book_id = b.id)",
	"INSERT INTO club (club_id, name, visibility, owner_id, members, created_at, updated_at) "
	"SELECT md5('c' || n)::uuid, 'Clube ' || n, CASE WHEN n % 4 = 0 THEN 'private' ELSE 'public' END, "
	"md5('r' || n)::uuid, 30, "
	"now(), now() FROM generate_series(1, 1000) n",
	"ALTER TABLE club_member DISABLE TRIGGER USER",
	"ALTER TABLE club_book DISABLE TRIGGER USER",
	"INSERT INTO club_member (club_id, user_id, role, created_at) "
	"SELECT md5('c' || n)::uuid, md5('r' || 1 + (n - 1 + m * 31) % 2000)::uuid, 'member', now() - m * "
	"interval '10 days' "
	"FROM generate_series(1, 1000) n, generate_series(0, 29) m",
	"INSERT INTO club_book (club_id, book_id, state, position, created_at, updated_at, finished_at) "
	"SELECT md5('c' || n)::uuid, md5('b' || 1 + (n * 3 + b * b * 11) % 5000)::uuid, CASE WHEN b % 2 = 0 "
	"THEN 'finished' ELSE "
	"'planned' END, b, now(), now(), CASE WHEN b % 2 = 0 THEN now() - b * interval '9 days' END "
	"FROM generate_series(1, 1000) n, generate_series(1, 20) b ON CONFLICT DO NOTHING",
	"UPDATE book b SET clubs_finished = (SELECT count(*) FROM club_book f JOIN club USING (club_id) "
	"WHERE f.book_id = b.id AND f.state = 'finished' AND visibility = 'public')",
	"INSERT INTO meeting (club_id, id, title, starts_at, going, created_at, updated_at) "
	"SELECT md5('c' || n)::uuid, gen_random_uuid(), 'x', now() - m * interval '20 days', m, now(), now() "
	"FROM generate_series(1, 1000) n, generate_series(1, 20) m",
	"INSERT INTO topic (club_id, id, title, created_at, updated_at) "
	"SELECT md5('c' || n)::uuid, md5('t' || n || ' ' || m)::uuid, 'x', now(), now() "
	"FROM generate_series(1, 1000) n, generate_series(1, 5) m",
	"INSERT INTO post (club_id, topic_id, id, text, created_at, updated_at) "
	"SELECT t.club_id, t.id, gen_random_uuid(), 'x', now(), now() FROM topic t, generate_series(1, 10)",
	"ALTER TABLE progress DISABLE TRIGGER USER",
	"INSERT INTO progress (user_id, book_id, percent, updated_at) SELECT user_id, book_id, 50, now() "
	"FROM review",
	"ANALYZE account, book, progress, review, club, club_member, club_book, meeting, topic, post",
};

static void fill(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		tell(connection, "%s", rows[i]);
}

static void with_clubs(void)
{
	compile_tables();
	connection = suite_connect("club_plans");
	begin_filled(connection, fill);
	tell(connection, "SET LOCAL plan_cache_mode = force_generic_plan");
}

static void empty(void)
{
	PQfinish(connection);
}

TestSuite(club_plans, .init = with_clubs, .fini = empty, .timeout = 180);

static uint64_t condition(const struct statement *statement, const char *name)
{
	int param = statement_param(statement, name);

	return param < 0 ? 0 : UINT64_C(1) << param;
}

static void prepare(const struct statement *statement, struct variant variant, unsigned char *order,
		    size_t *params)
{
	struct buffer sql = { 0 };
	bool custom_plan;

	*params = statement_write(statement, variant, &sql, order, &custom_plan);
	tell(connection, "PREPARE it AS %s", sql.data);
	buffer_release(&sql);
}

/* The plan of a variant as one text; the caller releases it. */
static struct buffer explain(const struct statement *statement, struct variant variant)
{
	struct buffer values = { 0 }, plan = { 0 };
	unsigned char order[STATEMENT_PARAMS];
	size_t params;
	PGresult *lines;

	prepare(statement, variant, order, &params);
	for (size_t i = 0; i < params; i++)
		buffer_printf(&values, "%sNULL", i ? ", " : "");
	lines = ask(connection, "EXPLAIN (COSTS OFF) EXECUTE it %s%s%s", params ? "(" : "",
		    params ? values.data : "", params ? ")" : "");
	for (int i = 0; i < PQntuples(lines); i++)
		buffer_printf(&plan, "%s\n", PQgetvalue(lines, i, 0));
	PQclear(lines);
	tell(connection, "DEALLOCATE it");
	buffer_release(&values);
	return plan;
}

/* Requires an index and no Seq Scan, and with `sorted` no Sort. */
static void expect_index(const struct statement *statement, struct variant variant, bool sorted)
{
	struct buffer plan = explain(statement, variant);

	cr_expect(strstr(plan.data, "Index") && !strstr(plan.data, "Seq Scan"), "%s: no index in\n%s",
		  statement->name, plan.data);
	cr_expect(!sorted || !strstr(plan.data, "Sort"), "%s: it sorts\n%s", statement->name, plan.data);
	buffer_release(&plan);
}

/* The reading list reads its page from the index, and sorts no more than that page. It reads the progress of
 * the members by their keys. */
Test(club_plans, the_reading_list_reads_its_page_first)
{
	const struct statement *list = statement_get(Q_CLUB_BOOK_LIST);
	uint64_t first = condition(list, "limit"), next = first | condition(list, "after_id");

	for (int way = 0; way < 8; way++) {
		struct variant variant = { .present = way & 1 ? next : first,
					   .sort = (unsigned char)(way >> 1 & 1),
					   .descending = way >> 2 };
		struct buffer plan = explain(list, variant);
		const char *page = strstr(plan.data, "CTE page"),
			   *read = page ? strstr(page, "Index Scan") : NULL;
		const char *sort = page ? strstr(page, "Sort") : NULL;

		cr_expect(read && (!sort || read < sort), "the page is sorted:\n%s", plan.data);
		cr_expect(strstr(plan.data, "progress_pkey") && !strstr(plan.data, "Seq Scan"), "%s",
			  plan.data);
		buffer_release(&plan);
	}
}

/* Each page of a long list is read from the index of its sort. */
Test(club_plans, pages_read_the_index_of_their_sort)
{
	static const enum query_id lists[] = { Q_BOOK_LIST,  Q_REVIEW_LIST, Q_CLUB_LIST, Q_MEETING_LIST,
					       Q_TOPIC_LIST, Q_POST_LIST,   Q_RSVP_LIST, Q_CLUB_BAN_LIST };

	for (size_t i = 0; i < COUNT(lists); i++) {
		const struct statement *list = statement_get(lists[i]);
		uint64_t first = condition(list, "limit"), next = first | condition(list, "after_id");

		for (unsigned char sort = 0; sort < list->sorts; sort++)
			for (int down = 0; down <= 1; down++) {
				expect_index(list,
					     (struct variant){
						     .present = first, .sort = sort, .descending = down },
					     true);
				expect_index(
					list,
					(struct variant){ .present = next, .sort = sort, .descending = down },
					true);
			}
	}
}

Test(club_plans, one_is_found_by_its_key)
{
	static const enum query_id ids[] = {
		Q_BOOK_GET,           Q_BOOK_CHANGE,    Q_BOOK_BY_ISBN,     Q_PROGRESS_GET,
		Q_PROGRESS_PUT,       Q_REVIEW_GET,     Q_REVIEW_ROLE,      Q_REVIEW_CREATE,
		Q_REVIEW_CHANGE,      Q_REVIEW_DELETE,  Q_CLUB_ROLE,        Q_CLUB_GET,
		Q_CLUB_CHANGE,        Q_CLUB_DELETE,    Q_CLUB_MEMBER_GET,  Q_CLUB_MEMBER_CHANGE,
		Q_CLUB_MEMBER_REMOVE, Q_CLUB_BOOK_GET,  Q_CLUB_BOOK_CHANGE, Q_MEETING_GET,
		Q_MEETING_CHANGE,     Q_MEETING_ANSWER, Q_TOPIC_ROLE,       Q_TOPIC_GET,
		Q_TOPIC_CHANGE,       Q_POST_ROLE,      Q_POST_GET,         Q_POST_CHANGE,
		Q_POST_CREATE,
	};

	for (size_t i = 0; i < COUNT(ids); i++)
		expect_index(statement_get(ids[i]),
			     (struct variant){ .present = statement_get(ids[i])->conditions }, false);
}

/* The shortest time of a statement in several runs, in milliseconds. From the second run on the plan
 * exists. */
static double milliseconds(const struct statement *statement)
{
	unsigned char order[STATEMENT_PARAMS];
	struct buffer values = { 0 };
	double best = 1e9;
	size_t params;

	prepare(statement, (struct variant){ .present = statement->conditions }, order, &params);
	for (size_t i = 0; i < params; i++) {
		const char *name = statement->param[order[i]];

		buffer_printf(&values, "%s%s", i ? ", " : "(",
			      strcmp(name, "id") == 0             ? "md5('c1')::uuid"
			      : strcmp(name, "months") == 0       ? "12"
			      : strcmp(name, "tz") == 0           ? "'UTC'"
			      : strcmp(name, "default_zone") == 0 ? "'America/Sao_Paulo'"
								  : "now()");
	}
	for (int run = 0; run < 5; run++) {
		struct timespec from, to;
		double took;

		clock_gettime(CLOCK_MONOTONIC, &from);
		PQclear(ask(connection, "EXECUTE it%s%s", params ? values.data : "", params ? ")" : ""));
		clock_gettime(CLOCK_MONOTONIC, &to);
		took = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
		best = took < best ? took : best;
	}
	tell(connection, "DEALLOCATE it");
	buffer_release(&values);
	return best;
}

/* The statistics over all clubs read counters and the first entries of two indexes, so their cost stays the
 * same. A club's statistics read only the club's rows and the reviews of its members. */
Test(club_plans, statistics_read_few_reviews)
{
	static const struct {
		enum query_id id;
		const char *wanted[2], *unwanted[3];
	} cases[] = {
		{ Q_READING_STATS,
		  { "book_best", "book_most_read" },
		  { "on review", "Seq Scan on book", "on club" } },
		{ Q_CLUB_STATS,
		  { "review_", "club_member_" },
		  { "Seq Scan on review", "Seq Scan on club", "Seq Scan on meeting" } },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct statement *statement = statement_get(cases[i].id);
		struct buffer plan = explain(statement, (struct variant){ .present = statement->conditions });

		for (size_t j = 0; j < COUNT(cases[i].wanted); j++)
			cr_expect(strstr(plan.data, cases[i].wanted[j]), "%s: no %s in\n%s", statement->name,
				  cases[i].wanted[j], plan.data);
		for (size_t j = 0; j < COUNT(cases[i].unwanted); j++)
			cr_expect_not(strstr(plan.data, cases[i].unwanted[j]), "%s: %s in\n%s",
				      statement->name, cases[i].unwanted[j], plan.data);
		buffer_release(&plan);
		printf("# %s: %.1f ms with %d reviews\n", statement->name, milliseconds(statement), REVIEWS);
	}
}
