/* The places and the line of a meeting. The triggers keep both in order, even if SQL changes the rows
 * directly or many rows at once, and read only the rows that they move. The tests run in transactions that
 * are never committed. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "server.h"

enum { PEOPLE = 600, PLACES = 100, FEW = 20 };

static PGconn *connection;

/* Other meetings with answers of all people, so that the plans matter. */
static void fill_others(void)
{
	tell(connection, "ALTER TABLE meeting_answer DISABLE TRIGGER USER");
	tell(connection,
	     "INSERT INTO meeting (club_id, id, title, starts_at, going, created_at, updated_at) "
	     "SELECT md5('c')::uuid, md5('o' || n)::uuid, 'x', now() - interval '1 day', %d, now(), now() "
	     "FROM generate_series(1, 20) n",
	     PEOPLE);
	tell(connection,
	     "INSERT INTO meeting_answer (club_id, meeting_id, user_id, answer, place_number) "
	     "SELECT md5('c')::uuid, md5('o' || o)::uuid, md5('m' || n)::uuid, 'yes', n "
	     "FROM generate_series(1, 20) o, generate_series(1, %d) n",
	     PEOPLE);
	tell(connection, "ALTER TABLE meeting_answer ENABLE TRIGGER USER");
	tell(connection, "ANALYZE meeting, meeting_answer");
}

/* A meeting to which all people but the last ten have said yes. */
static void begin(void)
{
	connection = owner_connect();
	tell(connection, "BEGIN");
	tell(connection,
	     "INSERT INTO account (id, username, email, email_key, password_hash, created_at, updated_at) "
	     "SELECT md5('m' || n)::uuid, 'meets' || n, n || '@x', n || '@meets.x', '', now(), now() "
	     "FROM generate_series(1, %d) n",
	     PEOPLE);
	tell(connection, "INSERT INTO club (club_id, name, visibility, owner_id, created_at, updated_at) "
			 "VALUES (md5('c')::uuid, 'Clube', 'public', md5('m1')::uuid, now(), now())");
	tell(connection,
	     "INSERT INTO club_member (club_id, user_id, role, created_at) "
	     "SELECT md5('c')::uuid, md5('m' || n)::uuid, 'member', now() FROM generate_series(1, %d) n",
	     PEOPLE);
	tell(connection,
	     "INSERT INTO meeting (club_id, id, title, starts_at, capacity, created_at, updated_at) "
	     "VALUES (md5('c')::uuid, md5('e')::uuid, 'x', now() + interval '1 day', %d, now(), now())",
	     PLACES);
	tell(connection,
	     "INSERT INTO meeting_answer (club_id, meeting_id, user_id, answer) "
	     "SELECT md5('c')::uuid, md5('e')::uuid, md5('m' || n)::uuid, 'yes' FROM generate_series(1, "
	     "%d) n",
	     PEOPLE - 10);
}

static void end(void)
{
	PQfinish(connection);
}

TestSuite(meetings, .init = begin, .fini = end);

/* Returns a whole number that SQL computes. */
static long count(const char *sql)
{
	PGresult *result = ask(connection, "%s", sql);
	long number = strtol(PQgetvalue(result, 0, 0), NULL, 10);

	PQclear(result);
	return number;
}

/* Counts the answers whose place differs from the one that the order of the line gives them, and adds one for
 * each wrong counter. */
static const char wrong_sql[] =
	"SELECT count(*) FILTER (WHERE waitlisted <> coalesce(number > capacity, false)) "
	"     + (max(going) <> count(*) FILTER (WHERE NOT waitlisted))::int "
	"     + (max(waiting) <> count(*) FILTER (WHERE waitlisted))::int "
	"  FROM (SELECT a.waitlisted, row_number() OVER (ORDER BY a.place_number) AS number, m.capacity, "
	"m.going, m.waiting "
	"          FROM meeting_answer a JOIN meeting m ON m.id = a.meeting_id "
	"         WHERE a.answer = 'yes' AND m.id = md5('e')::uuid) line";

Test(meetings, places_go_by_the_order_of_the_line)
{
	static const char *const changes[] = {
		"UPDATE meeting_answer SET answer = 'no' WHERE user_id = md5('m3')::uuid",
		"UPDATE meeting_answer SET answer = 'maybe' WHERE place_number <= 50",
		"UPDATE meeting_answer SET answer = 'no' WHERE place_number BETWEEN 90 AND 210",
		"UPDATE meeting_answer SET answer = CASE answer WHEN 'yes' THEN 'no' ELSE 'yes' END WHERE "
		"place_number % 3 = 0 OR answer = 'no'",
		"UPDATE meeting_answer SET answer = 'yes' WHERE answer = 'yes'",
		"UPDATE meeting SET capacity = 30",
		"UPDATE meeting SET capacity = 35",
		"DELETE FROM meeting_answer WHERE NOT waitlisted",
		"UPDATE meeting SET capacity = 200",
		"DELETE FROM club_member WHERE user_id IN (SELECT user_id FROM meeting_answer WHERE "
		"place_number % 5 = 0)",
		"UPDATE meeting SET capacity = NULL",
		"INSERT INTO meeting_answer (club_id, meeting_id, user_id, answer) "
		"SELECT club_id, md5('e')::uuid, user_id, 'yes' FROM club_member ON CONFLICT (club_id, "
		"meeting_id, user_id) "
		"DO UPDATE SET answer = 'yes'",
		"UPDATE meeting SET capacity = 7",
		"DELETE FROM account WHERE id IN (SELECT user_id FROM meeting_answer WHERE place_number IS "
		"NOT NULL "
		"AND user_id <> md5('m1')::uuid ORDER BY place_number LIMIT 9)",
		"DELETE FROM meeting_answer",
	};

	cr_expect_eq(count(wrong_sql), 0, "in the beginning");
	cr_expect_eq(count("SELECT going FROM meeting"), PLACES);
	for (size_t i = 0; i < COUNT(changes); i++) {
		tell(connection, "%s", changes[i]);
		cr_expect_eq(count(wrong_sql), 0, "%ld are wrong after %s", count(wrong_sql), changes[i]);
	}
}

/* The cost does not depend on the number of answers. */
Test(meetings, an_answer_reads_few_others)
{
	static const char read_sql[] =
		"SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables WHERE relname = "
		"'meeting_answer'";
	static const char *const changes[] = {
		"INSERT INTO meeting_answer (club_id, meeting_id, user_id, answer) "
		"VALUES (md5('c')::uuid, md5('e')::uuid, md5('m600')::uuid, 'yes')",
		"UPDATE meeting_answer SET answer = 'no' WHERE club_id = md5('c')::uuid AND meeting_id = "
		"md5('e')::uuid "
		"AND user_id = md5('m5')::uuid",
		"UPDATE meeting_answer SET answer = 'yes' WHERE club_id = md5('c')::uuid AND meeting_id = "
		"md5('e')::uuid "
		"AND user_id = md5('m5')::uuid",
		"UPDATE meeting SET capacity = capacity - 1",
		"UPDATE meeting SET capacity = capacity + 2",
		"DELETE FROM meeting_answer WHERE club_id = md5('c')::uuid AND meeting_id = md5('e')::uuid "
		"AND user_id = md5('m7')::uuid",
	};

	fill_others();
	for (size_t i = 0; i < COUNT(changes); i++) {
		long before = count(read_sql), after;

		tell(connection, "%s", changes[i]);
		after = count(read_sql);
		cr_expect_lt(after - before, FEW, "%ld rows are read by %s", after - before, changes[i]);
	}
	cr_expect_eq(count(wrong_sql), 0);
}

/* A member who has left still counts as having come, but not as coming. */
Test(meetings, who_left_has_no_place_in_what_is_still_to_come)
{
	tell(connection, "UPDATE meeting SET starts_at = now() - interval '1 day'");
	tell(connection, "DELETE FROM club_member WHERE user_id = md5('m2')::uuid");
	cr_expect_eq(count("SELECT count(*) FROM meeting_answer WHERE user_id = md5('m2')::uuid"), 1);
	tell(connection, "UPDATE meeting SET starts_at = now() - interval '2 days'");
	cr_expect_eq(count("SELECT count(*) FROM meeting_answer WHERE user_id = md5('m2')::uuid"), 1);
	tell(connection, "UPDATE meeting SET starts_at = now() + interval '1 day'");
	cr_expect_eq(count("SELECT count(*) FROM meeting_answer WHERE user_id = md5('m2')::uuid"), 0);
	cr_expect_eq(count("SELECT count(*) FROM meeting_answer"), PEOPLE - 11);
	cr_expect_eq(count(wrong_sql), 0);
}
