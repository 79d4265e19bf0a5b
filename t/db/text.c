/* Texts in the database: the form in which searches compare them, the words of a search, and how a migration
 * brings older rows to the form. */
#include <criterion/criterion.h>
#include <string.h>

#include "base/text.h"
#include "server.h"

static PGconn *connection;

static void open_connection(void)
{
	connection = service_connect();
}

static void open_planted(void)
{
	connection = suite_connect("planted_009");
}

static void close_connection(void)
{
	PQfinish(connection);
}

TestSuite(text, .init = open_connection, .fini = close_connection, .timeout = 120);
TestSuite(text_migrated, .init = open_planted, .fini = close_connection);

/* The first column of the first row, which the caller clears with `*result`; "null" for null. */
static const char *value_of(PGresult *result)
{
	cr_assert_eq(PQntuples(result), 1);
	return PQgetisnull(result, 0, 0) ? "null" : PQgetvalue(result, 0, 0);
}

static void expect_value(const char *sql, const char *wanted)
{
	PGresult *result = ask(connection, "SELECT %s", sql);

	cr_expect_str_eq(value_of(result), wanted, "%s", sql);
	PQclear(result);
}

/* --- fold ------------------------------------------------------------------------------- */

static const struct {
	const char *text, *folded;
} folds[] = {
	{ "", "" },
	{ "abc", "abc" },
	{ "REUNIÃO", "reuniao" },
	{ "reunia\u0303o", "reuniao" },
	{ "\u0303", "" },
	{ "Ana \t\n Maria", "ana maria" },
	{ "\u00a0Ana\u2003\u3000Maria\u2028", "ana maria" },
	{ "Ana\u200bMaria\u00ad", "anamaria" },
	{ "Straße, STRAẞE", "strasse, strasse" },
	{ "Œuvre Ærø Łódź Đà", "oeuvre aero lodz da" },
	{ "\ufb01m \uff21\uff22 x² №1", "fim ab x2 no1" },
	{ "İSTANBUL ıspanak", "istanbul ispanak" },
	{ "ΟΔΟΣ οδος οδοσ Ό", "οδοσ οδοσ οδοσ ο" },
	{ "Ёлка йод", "елка иод" },
	{ "한국", "한국" }, /* of decomposed letters, on both sides */
	{ "50% a_b \\", "50% a_b \\" },
};

Test(text, fold)
{
	for (size_t i = 0; i < COUNT(folds); i++) {
		const char *const values[] = { folds[i].text, folds[i].folded };
		PGresult *result = PQexecParams(connection, "SELECT fold($1), normalize(fold($1), NFC) = $2",
						2, NULL, values, NULL, NULL, 0);

		cr_assert_eq(PQresultStatus(result), PGRES_TUPLES_OK, "%s", PQerrorMessage(connection));
		cr_expect_str_eq(PQgetvalue(result, 0, 1), "t", "\"%s\" becomes \"%s\"", folds[i].text,
				 PQgetvalue(result, 0, 0));
		PQclear(result);
	}
}

/* The characters that fold() changes, apart from ideographs and syllables, which are alike. */
#define CHARACTERS                                                                                      \
	"(SELECT chr(n) AS c FROM (VALUES (1, 12543), (42560, 43967), (63744, 65535), (66560, 66687), " \
	"(119808, 120831), (127232, 127487), (917504, 921599)) AS ranges (first, last), "               \
	"generate_series(first, last) n WHERE n NOT BETWEEN 55296 AND 57343) characters"

static const struct {
	const char *what, *condition;
} laws[] = {
	{ "equivalent texts are equal",
	  "fold(normalize(c, NFD)) = fold(c) AND fold(normalize(c, NFC)) = fold(c)" },
	{ "folding again changes nothing", "fold(fold(c)) = fold(c) AND fold(fold('a' || c || 'b')) = "
					   "fold('a' || c || 'b')" },
	{ "capitals are equal",
	  "fold(upper(c COLLATE \"und-x-icu\")) = fold(c) OR length(upper(c COLLATE "
	  "\"und-x-icu\")) > 1 OR lower(upper(c COLLATE \"und-x-icu\") COLLATE \"und-x-icu\") <> c" },
	{ "a word finds itself", "finds(fold('ab' || c || 'cd'), word_patterns('ab' || c || 'cd'))" },
	{ "a part finds the whole", "fold(c) = '' OR finds(fold('ab' || c || 'cd'), word_patterns(c))" },
};

Test(text, laws_of_folding)
{
	for (size_t i = 0; i < COUNT(laws); i++) {
		PGresult *broken = ask(connection,
				       "SELECT to_hex(ascii(c)), fold(c) FROM " CHARACTERS
				       " WHERE (%s) IS NOT TRUE LIMIT 5",
				       laws[i].condition);

		for (int row = 0; row < PQntuples(broken); row++)
			cr_expect_fail("%s: not U+%s, which becomes \"%s\"", laws[i].what,
				       PQgetvalue(broken, row, 0), PQgetvalue(broken, row, 1));
		PQclear(broken);
	}
}

/* PostgreSQL has lists of the characters that libunistring knows by their properties. Libunistring may know
 * an older Unicode than the lists. */
Test(text, invisible_characters_are_those_of_the_service)
{
	PGresult *all =
		ask(connection,
		    "SELECT c, with_single_blanks(without_invisible(c)) IN ('', ' ') FROM " CHARACTERS);
	int invisible = 0;

	for (int i = 0; i < PQntuples(all); i++) {
		const char *c = PQgetvalue(all, i, 0);
		bool shows = text_shows(c, strlen(c));

		invisible += !shows;
		cr_expect(shows || *PQgetvalue(all, i, 1) == 't', "%d: \"%s\" is invisible", i, c);
	}
	cr_expect_gt(invisible, 4000);
	PQclear(all);
}

/* --- the words of a search -------------------------------------------------------------- */

static const struct {
	const char *text, *q;
	bool found;
} searches[] = {
	{ "Dom Casmurro Machado de Assis", "dom casmurro assis", true },
	{ "Dom Casmurro Machado de Assis", "assis casmurro", true },
	{ "Dom Casmurro Machado de Assis", "  ASSIS \t dom\n", true },
	{ "Dom Casmurro Machado de Assis", "dom quixote", false },
	{ "Dom Casmurro Machado de Assis", "Assis, Machado", true },
	{ "Dom Casmurro Machado de Assis", "\u201cDom Casmurro\u201d (Assis).", true },
	{ "Dom Casmurro", "...", false },
	{ "Wait... what", "...", true },
	{ "Dom Casmurro Machado de Assis", "smurr ado", true },
	{ "Ana  Maria", "ana maria", true },
	{ "Ana\u00a0Maria", "maria ana", true },
	{ "Ana Maria", "anamaria", false },
	{ "ana", "ana ana ana", true },
	{ "Reunião", "reunia\u0303o", true },
	{ "Reunião", "\u0303", false },
	{ "Reunião", "reuniao \u0303", true },
	{ "Reunião", "", false },
	{ "50% off", "% off", true },
	{ "500 off", "50% off", false },
	{ "a_b c", "c a_b", true },
	{ "axb c", "c a_b", false },
	{ "C:\\temp x", "x c:\\", true },
	{ "a b c d e f g h", "h g f e d c b a", true },
	{ "a b c d e f g h", "h g f e d c b a z", false },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
	  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21", true },
	{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 21 20",
	  "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21",
	  false }, /* words beyond the nineteenth count as one */
};

Test(text, all_words_in_any_order)
{
	for (size_t i = 0; i < COUNT(searches); i++) {
		const char *const values[] = { searches[i].text, searches[i].q };
		PGresult *result =
			PQexecParams(connection,
				     "SELECT coalesce(finds(fold($1), word_patterns($2)), false), "
				     "coalesce(finds_in_either(fold($1), 'x', word_patterns($2)), false), "
				     "coalesce(finds_in_either('x', fold($1), word_patterns($2)), false)",
				     2, NULL, values, NULL, NULL, 0);

		cr_assert_eq(PQresultStatus(result), PGRES_TUPLES_OK, "%s", PQerrorMessage(connection));
		for (int column = 0; column < 3; column++)
			cr_expect_str_eq(PQgetvalue(result, 0, column), searches[i].found ? "t" : "f",
					 "\"%s\" in \"%s\", %d", searches[i].q, searches[i].text, column);
		PQclear(result);
	}
}

Test(text, words_in_either_of_two)
{
	expect_value("finds_in_either('timeout', 'web 1', word_patterns('web timeout'))", "t");
	expect_value("finds_in_either('a b c', 'd e f', word_patterns('f e d c b a'))", "t");
	expect_value("finds_in_either('a b c', 'd e f', word_patterns('g f e d c b a'))", "f");
	expect_value("finds_in_either('abc', 'def', word_patterns('cd ab ef bc de'))", "f");
}

static const struct {
	const char *table, *call; /* without its last argument */
	int words;                /* conditions of the index */
} searched[] = {
	{ "task", "finds(title_folded", 3 },
	{ "customer", "finds(name_folded", 3 },
	{ "book", "finds(search_folded", 3 },
	{ "club", "finds(name_folded", 3 },
	{ "account", "finds(search_folded", 3 },
	{ "error_text", "finds(title", 3 },
	{ "error_text", "finds(origin", 3 },
	{ "error_log", "finds(details", 3 },
	{ "error_text", "finds_in_either(title, origin", 2 },
};

/* How often a word is compared in a condition of an index. */
static int words_of(PGresult *plan)
{
	int count = 0;

	for (int i = 0; i < PQntuples(plan); i++) {
		const char *at = strstr(PQgetvalue(plan, i, 0), "Index Cond: ");

		while (at && (at = strstr(at, "~~ '%")))
			at++, count++;
	}
	return count;
}

/* PostgreSQL inlines finds() and knows the words, so each of the longest three is a condition of the index:
 * not if a function could not be inlined, or compared with another collation than the index has. Of two texts
 * that are searched at once, it takes as many words as the size of the table is worth. */
Test(text_migrated, an_index_finds_the_longest_words)
{
	tell(connection, "SET enable_seqscan = off");
	tell(connection, "BEGIN");
	tell(connection,
	     "DROP INDEX task_title, customer_name, club_name"); /* also hold the column; small tables */
	for (size_t i = 0; i < COUNT(searched); i++) {
		PGresult *plan =
			ask(connection, "EXPLAIN (COSTS OFF) SELECT FROM %s WHERE %s, word_patterns('%s'))",
			    searched[i].table, searched[i].call, "casmurro de dom assis");

		cr_expect_eq(words_of(plan), searched[i].words, "%s of %s: %d words in the index",
			     searched[i].call, searched[i].table, words_of(plan));
		PQclear(plan);
	}
}

/* --- rows that were made before ----------------------------------------------------------- */

#define TASK(column, name) "(SELECT " column "::text FROM task WHERE id = md5('" name "')::uuid)"
#define ACCOUNT(column, name) "(SELECT " column "::text FROM account WHERE username = '" name "')"

static const struct {
	const char *sql, *wanted;
} migrated[] = {
	{ ACCOUNT("display_name", "composed"), "José" },
	{ ACCOUNT("email", "composed"), "x@açai.br" },
	{ ACCOUNT("search_folded", "composed"), "composed x@acai.br jose" },
	{ ACCOUNT("version", "composed"), "2" },
	{ ACCOUNT("display_name", "invisible"), "null" },
	{ ACCOUNT("search_folded", "nameless"), "nameless x@x" },
	{ ACCOUNT("version", "plain"), "1" },
	{ "(SELECT name FROM organization)", "—" },
	{ TASK("title", "plain"), "Ana Maria" },
	{ TASK("version", "plain"), "1" },
	{ TASK("title", "blanks"), "Ana  Maria" },
	{ TASK("title_folded", "blanks"), "ana maria" },
	{ TASK("version", "blanks"), "1" }, /* it shows what it showed before */
	{ TASK("title", "lines"), "um dois tres" },
	{ TASK("description", "lines"), "um\n\tdois" },
	{ TASK("title", "invisible"), "—" },
	{ TASK("description", "invisible"), "null" },
	{ TASK("labels", "invisible"), "{}" },
	{ TASK("title", "composed"), "Reunião" },
	{ TASK("title_folded", "composed"), "reuniao" },
	{ TASK("description", "composed"), "café" },
	{ TASK("labels", "composed"), "{é,\"x y\"}" },
	{ TASK("version", "composed"), "2" },
	{ TASK("labels", "labels"), "{\"a b\",c}" },
	{ TASK("description", "empty"), "" },
	{ TASK("version", "empty"), "1" },
	{ TASK("char_length(title)", "grows"), "200" },
	{ "(SELECT name FROM customer)", "José\u00a0 da  Silva" },
	{ "(SELECT name_folded FROM customer)", "jose da silva" },
	{ "(SELECT city_folded FROM customer)", "fim" },
	{ "(SELECT number FROM customer)", "1 2" },
	{ "(SELECT complement FROM customer)", "null" },
	{ "(SELECT search_folded FROM book)", "dom casmurro jose" },
	{ "(SELECT authors::text FROM book)", "{José}" },
	{ "(SELECT name FROM club)", "á" },
	{ "(SELECT description FROM club)", "um\n\u200bdois" },
	{ "(SELECT name FROM project WHERE number = 1)", "lója" },
	{ "(SELECT platform FROM project WHERE number = 1)", "null" },
	{ "(SELECT name FROM project_key)", "chave um" },
	{ "(SELECT title FROM error_text)", "falha naofim" },
	{ "(SELECT count(*) FROM error_stale)", "1" }, /* the log with a character that is folded anew */
	{ "(SELECT string_agg(environment, ' ' ORDER BY environment COLLATE \"C\") FROM error_place)",
	  "produção staging é" },
	{ "(SELECT string_agg(environment || events, ' ' ORDER BY environment) FROM error_hour)",
	  "produção15 staging5" },
	{ "(SELECT string_agg(environment || events, ' ' ORDER BY environment) FROM error_level_hour)",
	  "produção14 staging7" },
};

Test(text_migrated, rows_have_the_form)
{
	for (size_t i = 0; i < COUNT(migrated); i++)
		expect_value(migrated[i].sql, migrated[i].wanted);
}

/* The indexes find what a walk through the table finds: none has values of the old function. */
Test(text_migrated, indexes_have_the_new_values)
{
	tell(connection, "SET enable_seqscan = off");
	expect_value("(SELECT count(*) FROM task WHERE owner_id = md5('account plain')::uuid AND "
		     "finds(title_folded, word_patterns('maria ana')))",
		     "2");
	expect_value("(SELECT count(*) FROM account WHERE finds(search_folded, word_patterns('jose')))", "2");
	expect_value(
		"(SELECT count(*) FROM project WHERE org_id = '00000000-0000-7000-8000-000000000009' AND "
		"fold(name) = 'loja dois')",
		"1");
	expect_value(
		"(SELECT count(*) FROM customer WHERE org_id = '00000000-0000-7000-8000-000000000009' AND "
		"city_folded = 'fim')",
		"1");
}
