#include "base/clock.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/status.h"

#define TEXT(literal) literal, sizeof(literal) - 1

static const int64_t first_ms = INT64_C(-62135596800000), last_ms = INT64_C(253402300799999);

/* The text is at the end of its memory, so that AddressSanitizer sees a read beyond it. */
static bool parse(const char *text, size_t length, int64_t *ms)
{
	char *copy = malloc(length ? length : 1);
	bool parsed;

	memcpy(copy, text, length);
	parsed = clock_parse(copy, length, ms);
	free(copy);
	return parsed;
}

static const struct {
	int64_t ms;
	const char *text;
} written[] = {
	{ 0, "1970-01-01T00:00:00Z" },
	{ 1, "1970-01-01T00:00:00.001Z" },
	{ 10, "1970-01-01T00:00:00.010Z" },
	{ 100, "1970-01-01T00:00:00.100Z" },
	{ -1, "1969-12-31T23:59:59.999Z" },
	{ -1000, "1969-12-31T23:59:59Z" },
	{ -86400000, "1969-12-31T00:00:00Z" },
	{ 1795257296123, "2026-11-21T10:34:56.123Z" },
	{ 951782400000, "2000-02-29T00:00:00Z" },
	{ 951868799999, "2000-02-29T23:59:59.999Z" },
	{ 951868800000, "2000-03-01T00:00:00Z" },
	{ 4107542399000, "2100-02-28T23:59:59Z" },
	{ 4107542400000, "2100-03-01T00:00:00Z" },
	{ -2203891201000, "1900-02-28T23:59:59Z" },
	{ -2203891200000, "1900-03-01T00:00:00Z" },
	{ 2147483648000, "2038-01-19T03:14:08Z" },
	{ 1709164800000, "2024-02-29T00:00:00Z" },
	{ 1735689599999, "2024-12-31T23:59:59.999Z" },
	{ -62135596800000, "0001-01-01T00:00:00Z" },
	{ -62135596799999, "0001-01-01T00:00:00.001Z" },
	{ 253402300799999, "9999-12-31T23:59:59.999Z" },
	{ 253402300799000, "9999-12-31T23:59:59Z" },
};

Test(base_clock, written_form)
{
	for (size_t i = 0; i < COUNT(written); i++) {
		char text[CLOCK_TEXT_SIZE];
		int64_t ms;

		clock_format(written[i].ms, text);
		cr_expect_str_eq(text, written[i].text);
		cr_expect(parse(text, strlen(text), &ms), "%s", text);
		cr_expect_eq(ms, written[i].ms, "%s", text);
	}
}

/* Compares with the C library, in steps that visit each day and all times of day. */
Test(base_clock, agrees_with_gmtime)
{
	int64_t days = 0;

	for (int64_t ms = first_ms; ms <= last_ms; ms += INT64_C(86399003) / 2, days++) {
		char text[CLOCK_TEXT_SIZE], expected[80];
		int64_t fraction = (ms % 1000 + 1000) % 1000, again;
		time_t seconds = (ms - fraction) / 1000;
		struct tm tm;
		int length;

		gmtime_r(&seconds, &tm);
		length = snprintf(expected, sizeof(expected), "%04d-%02d-%02dT%02d:%02d:%02d",
				  tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
				  tm.tm_sec);
		if (fraction)
			length += snprintf(expected + length, 8, ".%03d", (int)fraction);
		strcpy(expected + length, "Z");
		clock_format(ms, text);
		cr_assert_eq(strcmp(text, expected), 0, "%s, expected %s", text, expected);
		cr_assert(clock_parse(text, strlen(text), &again) && again == ms, "%s", text);
	}
	cr_expect_gt(days, 7300000);
}

static const struct {
	const char *text;
	size_t length;
	const char *utc;
} accepted[] = {
	/* Letters and fractions. */
	{ TEXT("2026-11-21t10:34:56z"), "2026-11-21T10:34:56Z" },
	{ TEXT("2026-11-21T10:34:56.1Z"), "2026-11-21T10:34:56.100Z" },
	{ TEXT("2026-11-21T10:34:56.12Z"), "2026-11-21T10:34:56.120Z" },
	{ TEXT("2026-11-21T10:34:56.1239Z"), "2026-11-21T10:34:56.123Z" },
	{ TEXT("2026-11-21T10:34:56.0009Z"), "2026-11-21T10:34:56Z" },
	{ TEXT("2026-11-21T10:34:56.999999999999999999999999999Z"), "2026-11-21T10:34:56.999Z" },
	{ TEXT("2026-11-21T10:34:56.000Z"), "2026-11-21T10:34:56Z" },
	{ TEXT("1969-12-31T23:59:59.25Z"), "1969-12-31T23:59:59.250Z" },
	/* Offsets. */
	{ TEXT("2026-11-21T10:34:56+00:00"), "2026-11-21T10:34:56Z" },
	{ TEXT("2026-11-21T10:34:56-00:00"), "2026-11-21T10:34:56Z" },
	{ TEXT("2026-11-21T10:34:56-03:00"), "2026-11-21T13:34:56Z" },
	{ TEXT("2026-11-21T10:34:56+05:45"), "2026-11-21T04:49:56Z" },
	{ TEXT("2026-11-21T10:34:56.5-00:30"), "2026-11-21T11:04:56.500Z" },
	{ TEXT("2026-12-31T23:59:59-03:00"), "2027-01-01T02:59:59Z" },
	{ TEXT("2024-03-01T00:30:00+01:00"), "2024-02-29T23:30:00Z" },
	{ TEXT("2023-03-01T00:30:00+01:00"), "2023-02-28T23:30:00Z" },
	{ TEXT("2026-11-21T10:34:56+23:59"), "2026-11-20T10:35:56Z" },
	{ TEXT("2026-11-21T10:34:56-23:59"), "2026-11-22T10:33:56Z" },
	/* Leap years. */
	{ TEXT("2024-02-29T00:00:00Z"), "2024-02-29T00:00:00Z" },
	{ TEXT("2000-02-29T00:00:00Z"), "2000-02-29T00:00:00Z" },
	{ TEXT("0004-02-29T00:00:00Z"), "0004-02-29T00:00:00Z" },
	/* Leap seconds. */
	{ TEXT("1990-12-31T23:59:60Z"), "1991-01-01T00:00:00Z" },
	{ TEXT("1990-12-31T15:59:60-08:00"), "1991-01-01T00:00:00Z" },
	{ TEXT("1991-01-01T05:29:60+05:30"), "1991-01-01T00:00:00Z" },
	{ TEXT("2016-12-31T23:59:60.5Z"), "2017-01-01T00:00:00.500Z" },
	{ TEXT("2015-06-30T23:59:60Z"), "2015-07-01T00:00:00Z" },
	{ TEXT("1968-02-29T23:59:60Z"), "1968-03-01T00:00:00Z" },
	/* The bounds, in UTC. */
	{ TEXT("0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z" },
	{ TEXT("0000-12-31T23:59:00-00:01"), "0001-01-01T00:00:00Z" },
	{ TEXT("0001-01-01T23:59:00+23:59"), "0001-01-01T00:00:00Z" },
	{ TEXT("9999-12-31T23:59:59.9999Z"), "9999-12-31T23:59:59.999Z" },
	{ TEXT("9999-12-31T00:00:00-23:59"), "9999-12-31T23:59:00Z" },
};

Test(base_clock, accepted)
{
	for (size_t i = 0; i < COUNT(accepted); i++) {
		char text[CLOCK_TEXT_SIZE];
		int64_t ms;

		cr_expect(parse(accepted[i].text, accepted[i].length, &ms), "%s", accepted[i].text);
		clock_format(ms, text);
		cr_expect_str_eq(text, accepted[i].utc, "%s", accepted[i].text);
	}
}

/* clang-format off */
static const struct {
	const char *text;
	size_t length;
} refused[] = {
	{ TEXT("") },
	{ TEXT("2026") },
	{ TEXT("2026-11-21") },
	{ TEXT("10:34:56Z") },
	{ TEXT("2026-11-21T10:34Z") },
	{ TEXT("2026-11-21T10:34:56") },
	{ TEXT("2026-11-21T10:34:56.") },
	{ TEXT("2026-11-21T10:34:56.1") },
	{ TEXT("2026-11-21T10:34:56.Z") },
	{ TEXT("2026-11-21T10:34:56,1Z") },
	{ TEXT("2026-11-21T10:34:56.1.2Z") },
	{ TEXT("2026-11-21T10:34:56.-1Z") },
	{ TEXT("2026-11-21T10:34:56ZZ") },
	{ TEXT("2026-11-21T10:34:56Z ") },
	{ TEXT("2026-11-21T10:34:56Z\n") },
	{ TEXT("2026-11-21T10:34:56Z\0") },
	{ TEXT("2026-11-21T10:34:56\0") },
	{ TEXT("2026-11-21\0" "10:34:56Z") },
	{ TEXT(" 2026-11-21T10:34:56Z") },
	{ TEXT("2026-11-21 10:34:56Z") },
	{ TEXT("2026-11-21_10:34:56Z") },
	{ TEXT("2026-11-2110:34:56Z") },
	{ TEXT("20261121T103456Z") },
	{ TEXT("2026-W47-6T10:34:56Z") },
	{ TEXT("2026-325T10:34:56Z") },
	{ TEXT("2026/11/21T10:34:56Z") },
	{ TEXT("2026-11-21T10.34.56Z") },
	{ TEXT("26-11-21T10:34:56Z") },
	{ TEXT("02026-11-21T10:34:56Z") },
	{ TEXT("+2026-11-21T10:34:56Z") },
	{ TEXT("-2026-11-21T10:34:56Z") },
	{ TEXT("2026-1-21T10:34:56Z") },
	{ TEXT("2026-11-1T10:34:56Z") },
	{ TEXT("2026-11-21T1:34:56Z") },
	{ TEXT("2026-+1-21T10:34:56Z") },
	{ TEXT("2026-11-21T 1:34:56Z") },
	{ TEXT("2026-11-21T10:34:5aZ") },
	{ TEXT("2026-11-21T10:34:5:Z") },
	{ TEXT("2026-11-21T10:34:5/Z") },
	{ TEXT("2026-11-21T10:34:5\xd9\xa6Z") },
	/* Dates and times that do not exist. */
	{ TEXT("2026-00-21T10:34:56Z") },
	{ TEXT("2026-13-21T10:34:56Z") },
	{ TEXT("2026-11-00T10:34:56Z") },
	{ TEXT("2026-01-32T10:34:56Z") },
	{ TEXT("2026-04-31T10:34:56Z") },
	{ TEXT("2026-06-31T10:34:56Z") },
	{ TEXT("2026-09-31T10:34:56Z") },
	{ TEXT("2026-11-31T10:34:56Z") },
	{ TEXT("2026-02-29T10:34:56Z") },
	{ TEXT("2024-02-30T10:34:56Z") },
	{ TEXT("2024-02-31T10:34:56Z") },
	{ TEXT("1900-02-29T10:34:56Z") },
	{ TEXT("2100-02-29T10:34:56Z") },
	{ TEXT("2026-11-21T24:00:00Z") },
	{ TEXT("2026-11-21T10:60:00Z") },
	{ TEXT("2026-11-21T10:34:61Z") },
	/* Leap seconds in the wrong place. */
	{ TEXT("2026-11-21T10:34:60Z") },
	{ TEXT("1998-12-31T23:58:60Z") },
	{ TEXT("1998-12-31T22:59:60Z") },
	{ TEXT("1998-12-30T23:59:60Z") },
	{ TEXT("1999-01-01T23:59:60Z") },
	{ TEXT("1998-12-31T23:59:60-01:00") },
	{ TEXT("1998-12-31T23:59:60+00:01") },
	{ TEXT("1999-02-27T23:59:60Z") },
	{ TEXT("2000-02-28T23:59:60Z") },
	/* Offsets. */
	{ TEXT("2026-11-21T10:34:56+24:00") },
	{ TEXT("2026-11-21T10:34:56+03:60") },
	{ TEXT("2026-11-21T10:34:56+3:00") },
	{ TEXT("2026-11-21T10:34:56+0300") },
	{ TEXT("2026-11-21T10:34:56+03") },
	{ TEXT("2026-11-21T10:34:56+03:0") },
	{ TEXT("2026-11-21T10:34:56+03:000") },
	{ TEXT("2026-11-21T10:34:56Z+03:00") },
	{ TEXT("2026-11-21T10:34:56+03:00Z") },
	{ TEXT("2026-11-21T10:34:56\xe2\x88\x92" "03:00") },
	{ TEXT("2026-11-21T10:34:56 +03:00") },
	{ TEXT("2026-11-21T10:34:56 UTC") },
	/* Years, in UTC. */
	{ TEXT("0000-06-01T00:00:00Z") },
	{ TEXT("0000-12-31T23:59:59.999Z") },
	{ TEXT("0001-01-01T00:00:00+00:01") },
	{ TEXT("0000-12-31T23:59:59-00:00") },
	{ TEXT("9999-12-31T23:59:60Z") },
	{ TEXT("9999-12-31T23:59:59-00:01") },
	{ TEXT("10000-01-01T00:00:00Z") },
};
/* clang-format on */

Test(base_clock, refused)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		int64_t ms;

		cr_expect_not(parse(refused[i].text, refused[i].length, &ms), "%s", refused[i].text);
	}
}

/* No prefix of a date-time is a date-time, and none is read beyond its end. */
Test(base_clock, cut_off)
{
	static const char whole[] = "1990-12-31T23:59:59.123-08:00";

	for (size_t length = 0; length < sizeof(whole) - 1; length++) {
		int64_t ms;

		cr_expect_not(parse(whole, length, &ms), "%.*s", (int)length, whole);
	}
}

static int last_day(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* The last days of each month in a whole cycle of years. */
Test(base_clock, days_of_months)
{
	for (int i = 0; i < 401 * 12 * 6; i++) {
		int year = 1800 + i / 72, month = 1 + i / 6 % 12, day = 27 + i % 6;
		char text[64];
		int64_t ms;

		snprintf(text, sizeof(text), "%04d-%02d-%02dT00:00:00Z", year, month, day);
		cr_assert_eq(clock_parse(text, strlen(text), &ms), day <= last_day(year, month), "%s", text);
	}
}

Test(base_clock, out_of_bounds, .signal = SIGABRT)
{
	char text[CLOCK_TEXT_SIZE];

	clock_format(last_ms + 1, text);
}

Test(base_clock, now)
{
	int64_t before = (int64_t)time(NULL) * 1000, now = clock_now_ms();

	/* time() may be a tick behind. */
	cr_expect(now >= before && now < before + 3000, "%" PRId64 " %" PRId64, before, now);
}

Test(base_clock, monotonic)
{
	struct timespec pause = { .tv_nsec = 20000000 };
	int64_t before = clock_monotonic_us(), after;

	nanosleep(&pause, NULL);
	after = clock_monotonic_us();
	cr_expect(after - before >= 20000 && after - before < 5000000, "%" PRId64, after - before);
}
