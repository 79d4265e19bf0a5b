/* Compares the counters behind the statistics of reading with the rows that they count, even if SQL changes
 * the rows directly or many rows at once. The tests run in transactions that are never committed. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "server.h"

static PGconn *connection;

static void begin(void)
{
	compile_tables();
	connection = owner_connect();
	tell(connection, "BEGIN");
	tell(connection,
	     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "SELECT md5('r' || n)::uuid, 'reads' || n, n || '@x', n || '@reads.x', '', now(), now() FROM "
	     "generate_series(1, 6) n");
	tell(connection,
	     "INSERT INTO club (club_id, name, visibility, owner_id, created_at, updated_at) "
	     "SELECT md5('c' || n)::uuid, 'Clube', CASE n WHEN 3 THEN 'private' ELSE 'public' END, md5('r' "
	     "|| n)::uuid, now(), now() "
	     "FROM generate_series(1, 3) n");
	tell(connection,
	     "INSERT INTO club_member (club_id, user_id, role, created_at) "
	     "SELECT md5('c' || n)::uuid, md5('r' || n)::uuid, 'moderator', now() FROM generate_series(1, 3) "
	     "n");
}

static void end(void)
{
	PQfinish(connection);
}

TestSuite(reading, .init = begin, .fini = end);

/* The result of the statistics over all clubs; the caller clears it. */
static PGresult *statistics(void)
{
	unsigned char order[STATEMENT_PARAMS];
	struct buffer sql = { 0 };
	bool custom_plan;
	PGresult *result;

	statement_write(statement_get(Q_READING_STATS), (struct variant){ 0 }, &sql, order, &custom_plan);
	result = ask(connection, "%s", sql.data);
	buffer_release(&sql);
	return result;
}

static const char *number(const PGresult *result, const char *column)
{
	return PQgetisnull(result, 0, PQfnumber(result, column))
		       ? "none"
		       : PQgetvalue(result, 0, PQfnumber(result, column));
}

Test(reading, clubs_that_have_finished_nothing_have_finished_none_on_average)
{
	PGresult *told = statistics();

	cr_expect(atoi(number(told, "clubs")) >= 2, "%s", number(told, "clubs"));
	cr_expect_str_eq(number(told, "average_books_finished"), "0.00");
	PQclear(told);
}

static const char from_the_rows[] =
	"WITH done AS (SELECT b.book_id FROM club_book b JOIN club c USING (club_id) "
	"               WHERE b.state = 'finished' AND c.visibility = 'public') "
	"SELECT (SELECT count(*) FROM club WHERE visibility = 'public') AS clubs, (SELECT count(*) FROM "
	"done) AS books_finished, "
	"       (SELECT count(*) FROM review) AS ratings_count, (SELECT round(avg(rating) / 2, 2) FROM "
	"review) AS average_rating, "
	"       (SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM done "
	"                WHERE 5 <= (SELECT count(*) FROM review r WHERE r.book_id = done.book_id) "
	"                   OR 5 <= (SELECT count(*) FROM progress p WHERE p.book_id = done.book_id AND "
	"percent = "
	"100) "
	"                   OR EXISTS (SELECT FROM club_book b JOIN club c USING (club_id) WHERE b.book_id = "
	"done.book_id "
	"                        AND b.state = 'finished' AND c.visibility = 'public' "
	"                        AND 5 <= (SELECT count(*) FROM club_member m WHERE m.club_id = c.club_id)) "
	"                GROUP BY book_id) most) AS most, "
	"       (SELECT coalesce(json_agg(id), '[]')::text FROM (SELECT book_id AS id FROM review GROUP "
	"BY book_id "
	"                HAVING count(*) >= 5 ORDER BY round((sum(rating) / 2.0 + 15) / (count(*) + 5), "
	"4) DESC, "
	"                count(*) DESC, book_id DESC LIMIT 10) best) AS best, "
	"       (SELECT count(*) FROM book b WHERE (ratings_count, rating_sum) IS DISTINCT FROM "
	"               (SELECT (count(*), coalesce(sum(rating), 0)) FROM review r WHERE r.book_id = "
	"b.id)::record) + "
	"       (SELECT count(*) FROM book b WHERE readers <> "
	"               (SELECT count(*) FROM progress p WHERE p.book_id = b.id AND percent = 100)) + "
	"       (SELECT count(*) FROM book b WHERE (clubs_finished, large_clubs_finished) IS DISTINCT FROM "
	"               (SELECT (count(*), count(*) FILTER (WHERE 5 <= (SELECT count(*) FROM club_member m "
	"                       WHERE m.club_id = c.club_id))) FROM club_book f JOIN club c USING (club_id) "
	"                 WHERE f.book_id = b.id AND f.state = 'finished' AND c.visibility = "
	"'public')::record) "
	"AS drifted";

static void expect_the_same(const char *after)
{
	static const char *const columns[] = { "clubs", "books_finished", "ratings_count", "average_rating" };
	PGresult *told, *counted, *most;

	tell(connection, "SET CONSTRAINTS ALL IMMEDIATE");
	told = statistics();
	counted = ask(connection, "%s", from_the_rows);
	for (size_t i = 0; i < COUNT(columns); i++)
		cr_expect_str_eq(number(told, columns[i]), number(counted, columns[i]),
				 "%s: %s instead of %s after %s", columns[i], number(told, columns[i]),
				 number(counted, columns[i]), after);
	cr_expect_str_eq(number(counted, "drifted"), "0", "books have drifted after %s", after);
	most = ask(connection,
		   "SELECT (SELECT coalesce(max((m->>'clubs')::int), 0) FROM "
		   "json_array_elements($json$%s$json$) m) AS most, "
		   "(SELECT coalesce(json_agg(b->>'id'), '[]')::text FROM "
		   "json_array_elements($json$%s$json$) b) AS best",
		   number(told, "most_read"), number(told, "best_rated"));
	cr_expect_str_eq(number(most, "most"), number(counted, "most"), "most read, after %s", after);
	cr_expect_str_eq(number(most, "best"), number(counted, "best"), "best rated, after %s", after);
	PQclear(most);
	PQclear(told);
	PQclear(counted);
}

Test(reading, counters_are_what_the_rows_say)
{
	static const char *const changes[] = {
		"INSERT INTO book (id, title, authors, created_at, updated_at) "
		"SELECT md5('b' || n)::uuid, 'Livro', '{}', now(), now() FROM generate_series(1, 3) n",
		"INSERT INTO review (user_id, book_id, id, rating, spoiler, created_at, updated_at) SELECT "
		"md5('r' || u)::uuid, "
		"md5('b' || b)::uuid, gen_random_uuid(), u + b, false, now(), now() FROM generate_series(1, "
		"4) u, generate_series(1, 3) b",
		"INSERT INTO review (user_id, book_id, id, rating, spoiler, created_at, updated_at) SELECT "
		"md5('r5')::uuid, md5('b' || b)::uuid, gen_random_uuid(), 11 - 3 * b, false, now(), "
		"now() FROM "
		"generate_series(1, 2) b",
		"INSERT INTO progress (user_id, book_id, percent, updated_at) SELECT md5('r' || "
		"u)::uuid, md5('b' || "
		"b)::uuid, 100 - 50 * (u / 6), now() FROM generate_series(1, 6) u, generate_series(2, 3) b",
		"INSERT INTO club_book (club_id, book_id, state, created_at, updated_at, finished_at) SELECT "
		"md5('c' || c)::uuid, "
		"md5('b' || b)::uuid, 'finished', now(), now(), now() FROM generate_series(1, 3) c, "
		"generate_series(1, 3) b",
		"INSERT INTO club_member (club_id, user_id, role, created_at) SELECT md5('c' || "
		"c)::uuid, md5('r' || "
		"u)::uuid, 'member', now() FROM generate_series(1, 3) c, generate_series(1, 5) u WHERE c "
		"<> u",
		"UPDATE progress SET percent = 99 WHERE user_id = md5('r2')::uuid",
		"UPDATE progress SET percent = 100",
		"UPDATE review SET rating = 10 WHERE user_id = md5('r1')::uuid",
		"UPDATE review SET rating = 1",
		"UPDATE club_book SET state = 'dropped', finished_at = NULL WHERE book_id = md5('b1')::uuid",
		"UPDATE club_book SET state = 'finished' , finished_at = now()",
		"UPDATE club SET visibility = 'private'",
		"UPDATE club SET visibility = 'public'",
		"UPDATE club SET visibility = 'private' WHERE club_id = md5('c3')::uuid",
		"DELETE FROM club_member WHERE club_id = md5('c1')::uuid AND user_id = md5('r2')::uuid",
		"DELETE FROM progress WHERE user_id = md5('r3')::uuid",
		"DELETE FROM progress WHERE user_id = md5('r2')::uuid",
		"DELETE FROM review WHERE user_id = md5('r1')::uuid",
		"DELETE FROM club_book WHERE book_id = md5('b2')::uuid",
		"DELETE FROM club WHERE club_id = md5('c1')::uuid",
		"DELETE FROM account WHERE id = md5('r4')::uuid",
		"DELETE FROM book WHERE id = md5('b3')::uuid",
		"DELETE FROM club",
		"DELETE FROM review",
	};

	expect_the_same("the beginning");
	for (size_t i = 0; i < COUNT(changes); i++) {
		tell(connection, "%s", changes[i]);
		expect_the_same(changes[i]);
	}
}
