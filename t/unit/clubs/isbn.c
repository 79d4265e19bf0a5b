#include "clubs/isbn.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text, *isbn;
} good[] = {
	/* From python-stdnum, stdnum/isbn.py. */
	{ "9789024538270", "9789024538270" },
	{ "1857982185", "9781857982183" },
	{ "9781857982183", "9781857982183" },
	{ "9780471117094", "9780471117094" },
	{ "978-0-471-11709-4", "9780471117094" },
	/* From BrasilAPI, tests/isbn-tools.test.js. */
	{ "8535902775", "9788535902778" },
	{ "85-359-0277-5", "9788535902778" },
	{ "9788571537415", "9788571537415" },
	/* Its check digit is right, although no Brazilian agency has assigned it. */
	{ "2222222222", "9782222222224" },
	{ "080442957X", "9780804429573" },
	{ "080442957x", "9780804429573" },
	{ "9791090636071", "9791090636071" },
	{ "0000000000", "9780000000002" },
	{ "-978-9024538270-", "9789024538270" },
	{ "9-7-8-9-0-2-4-5-3-8-2-7-0", "9789024538270" },
	/* As people paste them. */
	{ "978 2 253 00269 7", "9782253002697" },
	{ "ISBN 978-2-253-00269-7", "9782253002697" },
	{ "ISBN: 978-2-253-00269-7", "9782253002697" },
	{ "ISBN-13: 978-2-253-00269-7", "9782253002697" },
	{ "ISBN-13 9782253002697", "9782253002697" },
	{ "isbn13:9782253002697", "9782253002697" },
	{ "ISBN-10: 85-359-0277-5", "9788535902778" },
	{ "ISBN 10: 8535902775", "9788535902778" },
	{ "ISBN 0000000000", "9780000000002" },
	{ "ISBN 1000000001", "9781000000009" }, /* not ISBN-10 and eight digits */
	{ "978\u20112\u2011253\u201100269\u20117", "9782253002697" },
	{ "978\u00a02\u2009253\u202f00269 7", "9782253002697" },
	{ "\u202a978\u2013225300269\u22127\u202c", "9782253002697" },
	{ "\ufeff978225300\u200b2697", "9782253002697" },
	{ "９７８２２５３００２６９７", "9782253002697" },
	{ "080442957\u2169", "9780804429573" },
	{ " 9789024538270 ", "9789024538270" },
	{ "ISBN nº 978-90-245-3827-0", "9789024538270" },
	{ "ISBN n\u00b0 978-90-245-3827-0", "9789024538270" },
	{ "ISBN n. 978-90-245-3827-0", "9789024538270" },
	{ "urn:isbn:9789024538270", "9789024538270" },
	{ "e-ISBN: 9789024538270", "9789024538270" },
	{ "eISBN 9789024538270", "9789024538270" },
	{ "e-ISBN-13: 9789024538270", "9789024538270" },
	{ "ISBN (13): 9789024538270", "9789024538270" },
	{ "\U0001f4d6 9789024538270", "9789024538270" },
	{ "ISBN 9789024538270.", "9789024538270" },
	{ "\u00ab9789024538270\u00bb", "9789024538270" },
};

Test(clubs_isbn, good)
{
	for (size_t i = 0; i < COUNT(good); i++) {
		char isbn[ISBN_SIZE] = "";

		cr_expect(isbn_parse(good[i].text, strlen(good[i].text), isbn), "%s", good[i].text);
		cr_expect_str_eq(isbn, good[i].isbn, "%s", good[i].text);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length;
} bad[] = {
	{ TEXT("9789024538271") }, { TEXT("12345678901") }, { TEXT("") }, { TEXT("-") },
	  { TEXT("978902453827") },
	{ TEXT("97890245382700") }, { TEXT("185798218") }, { TEXT("1857982184") }, { TEXT("X857982185") },
	{ TEXT("978902453827X") }, { TEXT("9779024538273") }, { TEXT("9809024538277") },
	{ TEXT("+789024538270") }, { TEXT("9789024538270\0") }, { TEXT("978902453827\0") },
	{ TEXT("ISBN") }, { TEXT("ISBN-13") }, { TEXT("ISBN-13: ") }, { TEXT("ISSN 9789024538270") },
	{ TEXT("e 9789024538270") }, { TEXT("EAN 9789024538270") },
	{ TEXT("9789024538270 ISBN") }, { TEXT("978902453827\u0660") }, { TEXT("18579821:5") },
	{ TEXT("978.9024538270") }, { TEXT("978/9024538270") }, { TEXT("9789024538270\n") },
	{ TEXT("185798218Y") }, { TEXT("080442957:") }, { TEXT("080442957\xd8") },
};
/* clang-format on */

Test(clubs_isbn, bad)
{
	for (size_t i = 0; i < COUNT(bad); i++) {
		char isbn[ISBN_SIZE];

		cr_expect_not(isbn_parse(bad[i].text, bad[i].length, isbn), "%s", bad[i].text);
	}
}

/* Returns the check character that belongs to nine digits. */
static char short_check(const char *nine)
{
	int sum = 0;

	for (int i = 0; i < 9; i++)
		sum += (10 - i) * (nine[i] - '0');
	return "0123456789X"[(11 - sum % 11) % 11];
}

enum { SAMPLES = 20000 };

/* Of all 256 bytes, only the check digit is accepted at the end; X and x both count as ten. */
Test(clubs_isbn, only_a_check_digit_comes_last)
{
	static const char *const nines[] = { "080442957", "185798218", "902453827", "222222222" };

	for (size_t i = 0; i < COUNT(nines); i++)
		for (int last = 0; last <= 0xff; last++) {
			char text[11], isbn[ISBN_SIZE], wanted = short_check(nines[i]);

			snprintf(text, sizeof(text), "%s%c", nines[i], last);
			cr_expect_eq(isbn_parse(text, 10, isbn),
				     last == wanted || (wanted == 'X' && last == 'x'), "%s, %d last",
				     nines[i], last);
		}
}

/* For nine digits, exactly one of the eleven check characters is accepted, and the resulting ISBN of 13
 * digits is accepted too. */
Test(clubs_isbn, one_check_digit_is_right)
{
	srand(1);
	for (int i = 0; i < SAMPLES; i++) {
		char text[11], isbn[ISBN_SIZE], again[ISBN_SIZE];
		int right = 0;

		snprintf(text, sizeof(text), "%09d", rand() % 1000000000);
		for (int digit = 0; digit <= 10; digit++) {
			text[9] = "0123456789X"[digit];
			text[10] = '\0';
			if (!isbn_parse(text, 10, isbn))
				continue;
			right++;
			cr_expect_eq(text[9], short_check(text), "%s", text);
			cr_expect(isbn_parse(isbn, 13, again) && strcmp(isbn, again) == 0, "%s %s", text,
				  isbn);
			cr_expect(strncmp(isbn, "978", 3) == 0 && strncmp(isbn + 3, text, 9) == 0, "%s %s",
				  text, isbn);
		}
		cr_assert_eq(right, 1, "%.9s", text);
	}
}

/* A mistake in one digit is detected in both forms. */
Test(clubs_isbn, one_wrong_digit_is_seen)
{
	static const char *const texts[] = { "9789024538270", "1857982185", "9791090636071" };

	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t at = 0; texts[i][at]; at++)
			for (char digit = '0'; digit <= '9'; digit++) {
				char text[16], isbn[ISBN_SIZE];

				strcpy(text, texts[i]);
				text[at] = digit;
				cr_expect_eq(isbn_parse(text, strlen(text), isbn), digit == texts[i][at],
					     "%s", text);
			}
}

/* Exchanging two neighbouring digits is detected in the form of ten digits. */
Test(clubs_isbn, exchanged_digits_are_seen)
{
	for (size_t at = 0; at + 1 < strlen("1857982185"); at++) {
		char text[] = "1857982185", isbn[ISBN_SIZE], first = text[at];

		text[at] = text[at + 1];
		text[at + 1] = first;
		cr_expect_eq(isbn_parse(text, strlen(text), isbn), text[at] == first, "%s", text);
	}
}
