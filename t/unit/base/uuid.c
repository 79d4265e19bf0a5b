#include "base/uuid.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/status.h"

static const int64_t now = INT64_C(1795257296123);

/* The time in the first 48 bits. */
static int64_t time_of(const char *text)
{
	char digits[13];

	memcpy(digits, text, 8);
	memcpy(digits + 8, text + 9, 5);
	return strtoll(digits, NULL, 16);
}

static const struct {
	int64_t ms;
	const char *begin;
} times[] = {
	{ 0, "00000000-0000-7" },
	{ 1, "00000000-0001-7" },
	{ INT64_C(0x017F22E279B0), "017f22e2-79b0-7" }, /* RFC 9562, A.6 */
	{ INT64_C(0xFFFFFFFFFFFF), "ffffffff-ffff-7" },
	{ 65536, "00000001-0000-7" },
};

Test(base_uuid, times)
{
	for (size_t i = 0; i < COUNT(times); i++) {
		char text[UUID_TEXT_SIZE], again[UUID_TEXT_SIZE];

		uuid_new(times[i].ms, text);
		cr_expect_eq(strncmp(text, times[i].begin, 15), 0, "%s begins with %s", text, times[i].begin);
		cr_expect_eq(strlen(text), 36);
		cr_expect_not_null(strchr("89ab", text[19]), "variant of %s", text);
		cr_expect(uuid_parse(text, 36, again), "%s", text);
		cr_expect_str_eq(again, text, "lower case");
	}
}

Test(base_uuid, later_ones_sort_after_earlier_ones)
{
	static char texts[2][UUID_TEXT_SIZE];

	/* More ids than a counter of 12 bits has; then the clock advances a little at a time, still
	 * behind the ids. */
	uuid_new(now, texts[1]);
	for (int i = 0; i < 100000; i++) {
		char *id = texts[i % 2], *before = texts[(i + 1) % 2];

		uuid_new(now + (i > 50000 ? (i - 50000) / 10000 : 0), id);
		cr_assert_gt(strcmp(id, before), 0, "%s after %s", id, before);
		cr_assert_gt(strncmp(id, before, 18), 0, "already by time and counter");
	}
	uuid_new(now + 1000, texts[0]);
	cr_expect_eq(time_of(texts[0]), now + 1000, "the clock has caught up");
}

Test(base_uuid, half_a_counter_is_free_each_ms)
{
	for (int64_t ms = now; ms < now + 50; ms++)
		for (int i = 0; i < 2048; i++) {
			char text[UUID_TEXT_SIZE];

			uuid_new(ms, text);
			cr_assert_eq(time_of(text), ms, "id %d of its ms", i);
		}
}

Test(base_uuid, the_clock_may_go_back)
{
	char text[UUID_TEXT_SIZE];

	uuid_new(now, text);
	uuid_new(now - 5000, text);
	cr_expect_eq(time_of(text), now - 5000);
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Whether the random part (from `offset` on) differs in all ids. */
static bool all_differ(char (*texts)[UUID_TEXT_SIZE], size_t count, size_t offset)
{
	for (size_t i = 0; i < count; i++)
		memmove(texts[i], texts[i] + offset, strlen(texts[i] + offset) + 1);
	qsort(texts, count, sizeof(*texts), compare);
	for (size_t i = 1; i < count; i++)
		if (strcmp(texts[i - 1], texts[i]) == 0)
			return false;
	return true;
}

Test(base_uuid, random_parts_differ)
{
	enum { IDS = 50000 };
	static char texts[IDS][UUID_TEXT_SIZE];

	for (size_t i = 0; i < IDS; i++)
		uuid_new(now + (int64_t)i / 100, texts[i]);
	cr_expect(all_differ(texts, IDS, 19));
}

Test(base_uuid, every_random_bit_takes_both_values)
{
	uint64_t ones = 0, zeros = 0;

	for (int i = 0; i < 1000; i++) {
		char text[UUID_TEXT_SIZE], digits[17];
		uint64_t bits;

		uuid_new(now, text);
		memcpy(digits, text + 19, 4);
		memcpy(digits + 4, text + 24, 13);
		bits = strtoull(digits, NULL, 16);
		ones |= bits;
		zeros |= ~bits;
	}
	cr_expect_eq(ones, UINT64_C(0xBFFFFFFFFFFFFFFF));
	cr_expect_eq(zeros, UINT64_C(0x7FFFFFFFFFFFFFFF));
}

Test(base_uuid, counters_begin_anywhere)
{
	enum { IDS = 200 };
	static char texts[IDS][UUID_TEXT_SIZE];
	size_t different = 1;

	for (size_t i = 0; i < IDS; i++) {
		uuid_new(now + (int64_t)i, texts[i]);
		memmove(texts[i], texts[i] + 14, 23);
		texts[i][4] = '\0';
	}
	qsort(texts, IDS, sizeof(*texts), compare);
	for (size_t i = 1; i < IDS; i++)
		different += strcmp(texts[i - 1], texts[i]) != 0;
	cr_expect_gt(different, 150, "%zu counters of %d", different, IDS);
}

Test(base_uuid, children_do_not_repeat_their_parent)
{
	enum { CHILDREN = 4, IDS = 200, ALL = (CHILDREN + 1) * IDS };
	static char texts[ALL][UUID_TEXT_SIZE];
	size_t random_only = 19;
	int ends[2];

	uuid_new(now, texts[0]); /* so that the child inherits a pool */
	cr_assert_eq(pipe(ends), 0);
	for (int child = 0; child < CHILDREN; child++)
		if (fork() == 0) {
			for (int i = 0; i < IDS; i++)
				uuid_new(now, texts[i]);
			_exit(write(ends[1], texts, IDS * sizeof(*texts)) < 0);
		}
	for (int child = 0; child < CHILDREN; child++) {
		int status;

		cr_assert_gt(wait(&status), 0);
		cr_assert_eq(status, 0);
	}
	cr_assert_eq(read(ends[0], texts, CHILDREN * IDS * sizeof(*texts)),
		     (ssize_t)(CHILDREN * IDS * sizeof(*texts)));
	for (int i = CHILDREN * IDS; i < ALL; i++)
		uuid_new(now, texts[i]);
	cr_expect(all_differ(texts, ALL, random_only));
}

#define TEXT(literal) literal, sizeof(literal) - 1

static const struct {
	const char *text;
	size_t length;
	const char *lower; /* NULL: not a UUID */
} parsed[] = {
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" },
	{ TEXT("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" },
	{ TEXT("00000000-0000-0000-0000-000000000000"), "00000000-0000-0000-0000-000000000000" },
	{ TEXT("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"), "ffffffff-ffff-ffff-ffff-ffffffffffff" },
	{ TEXT("c232ab00-9414-11ec-b3c8-9f6bdeced846"), "c232ab00-9414-11ec-b3c8-9f6bdeced846" },
	{ TEXT("01234567-89ab-4cde-1f01-23456789abcd"), "01234567-89ab-4cde-1f01-23456789abcd" },
	{ TEXT(""), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f0"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f\0"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398\0"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398g"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398G"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398:"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398/"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398@"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398`"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c07398 "), NULL },
	{ TEXT(" 17f22e2-79b0-7cc3-98c4-dc0c0c07398f"), NULL },
	{ TEXT("017f22e279b0-7cc3-98c4-dc0c0c07398f00"), NULL },
	{ TEXT("017f22e2079b0-7cc3-98c4-dc0c0c07398f"), NULL },
	{ TEXT("017f22e2-79b007cc3-98c4-dc0c0c07398f"), NULL },
	{ TEXT("017f22e2-79b0-7cc3098c4-dc0c0c07398f"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c40dc0c0c07398f"), NULL },
	{ TEXT("017f22e-279b0-7cc3-98c4-dc0c0c07398f"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c-c07398f"), NULL },
	{ TEXT("017f22e279b07cc398c4dc0c0c07398f"), NULL },
	{ TEXT("{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}"), NULL },
	{ TEXT("urn:uuid:017f22e2-79b0-7cc3-98c4-dc0c0c07398f"), NULL },
	{ TEXT("017f22e2-79b0-7cc3-98c4-dc0c0c0739\xc3\xa9"), NULL },
};

Test(base_uuid, parse)
{
	for (size_t i = 0; i < COUNT(parsed); i++) {
		char text[UUID_TEXT_SIZE] = "untouched";
		const char *expected = parsed[i].lower ? parsed[i].lower : "untouched";

		cr_expect_eq(uuid_parse(parsed[i].text, parsed[i].length, text), parsed[i].lower != NULL,
			     "%s", parsed[i].text);
		cr_expect_str_eq(text, expected, "%s", parsed[i].text);
		cr_expect_eq(uuid_parse(parsed[i].text, parsed[i].length, NULL), parsed[i].lower != NULL,
			     "%s without text", parsed[i].text);
	}
}

static const struct {
	const char *text;
	int64_t ms;
} written[] = {
	{ "00000000-0000-7000-8000-000000000000", 0 },
	{ "00000000-0001-7000-8000-000000000000", 1 },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", 1645557742000 }, /* RFC 9562, A.6 */
	{ "FFFFFFFF-FFFF-7FFF-BFFF-FFFFFFFFFFFF", (INT64_C(1) << 48) - 1 },
};

Test(base_uuid, time_within)
{
	char text[UUID_TEXT_SIZE];

	for (size_t i = 0; i < COUNT(written); i++)
		cr_expect_eq(uuid_time(written[i].text), written[i].ms, "%s", written[i].text);
	uuid_new(1795257296123, text);
	cr_expect_eq(uuid_time(text), 1795257296123, "%s", text);
}

static const struct {
	const char *text;
	bool valid;
} bare[] = {
	{ "017f22e279b07cc398c4dc0c0c07398f", true },      { "017F22E279B07CC398C4DC0C0C07398F", true },
	{ "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true },  { "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", true },
	{ "017f22e279b07cc398c4dc0c0c07398", false },      { "017f22e279b07cc398c4dc0c0c07398ff", false },
	{ "017f22e279b07cc398c4dc0c0c07398g", false },     { "017f22e2-79b07cc398c4-dc0c0c07398f", false },
	{ "{017f22e2-79b0-7cc3-98c4-dc0c0c0739}", false }, { "", false },
};

Test(base_uuid, without_hyphens)
{
	for (size_t i = 0; i < COUNT(bare); i++) {
		char text[UUID_TEXT_SIZE] = "untouched";

		cr_expect_eq(uuid_parse_bare(bare[i].text, strlen(bare[i].text), text), bare[i].valid, "%s",
			     bare[i].text);
		cr_expect_str_eq(text, bare[i].valid ? "017f22e2-79b0-7cc3-98c4-dc0c0c07398f" : "untouched",
				 "%s", bare[i].text);
	}
}
