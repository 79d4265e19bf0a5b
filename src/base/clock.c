#include "base/clock.h"

#include <assert.h>
#include <string.h>
#include <time.h>

enum {
	SECONDS_PER_DAY = 24 * 60 * 60,
	/* The days in a cycle of 400 years, and from 0000-03-01 to 1970-01-01. */
	DAYS_PER_ERA = 146097,
	DAYS_TO_EPOCH = 719468
};

static const int64_t first_ms = INT64_C(-62135596800000); /* 0001-01-01T00:00:00.000Z */
static const int64_t last_ms = INT64_C(253402300799999);  /* 9999-12-31T23:59:59.999Z */

struct date {
	int64_t year;
	int month, day;
};

int64_t clock_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t floor_divide(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

/* Days since 1970-01-01. The calculation lets years begin in March, so that the leap day is the last day
 * of its year and the months before a date always have the same lengths. */
static int64_t days_of_date(struct date date)
{
	int64_t year = date.year - (date.month <= 2);
	int64_t era = floor_divide(year, 400);
	int64_t year_of_era = year - era * 400;
	int64_t month = (date.month + 9) % 12;
	int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;

	return era * DAYS_PER_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       DAYS_TO_EPOCH;
}

/* The inverse of days_of_date. */
static struct date date_of_days(int64_t days)
{
	int64_t since_march = days + DAYS_TO_EPOCH;
	int64_t era = floor_divide(since_march, DAYS_PER_ERA);
	int64_t day_of_era = since_march - era * DAYS_PER_ERA;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int month = (int)((5 * day_of_year + 2) / 153);
	struct date date = { .day = (int)day_of_year - (153 * month + 2) / 5 + 1 };

	date.month = month < 10 ? month + 3 : month - 9;
	date.year = year_of_era + era * 400 + (date.month <= 2);
	return date;
}

/* Writes a number with `digits` digits and the character `after`; returns the place behind them. */
static char *put_number(char *text, int64_t value, int digits, char after)
{
	for (int i = digits - 1; i >= 0; i--, value /= 10)
		text[i] = (char)('0' + value % 10);
	text[digits] = after;
	return text + digits + 1;
}

void clock_format(int64_t ms, char text[CLOCK_TEXT_SIZE])
{
	int64_t seconds = floor_divide(ms, 1000);
	int64_t days = floor_divide(seconds, SECONDS_PER_DAY);
	int64_t of_day = seconds - days * SECONDS_PER_DAY;
	int64_t fraction = ms - seconds * 1000;
	struct date date = date_of_days(days);

	assert(ms >= first_ms && ms <= last_ms);
	text = put_number(text, date.year, 4, '-');
	text = put_number(text, date.month, 2, '-');
	text = put_number(text, date.day, 2, 'T');
	text = put_number(text, of_day / 3600, 2, ':');
	text = put_number(text, of_day / 60 % 60, 2, ':');
	text = put_number(text, of_day % 60, 2, fraction ? '.' : 'Z');
	if (fraction)
		text = put_number(text, fraction, 3, 'Z');
	*text = '\0';
}

/* The rest of the text. Each function below moves `at` past what it has read. */
struct reader {
	const char *at, *end;
};

static bool read_char(struct reader *reader, const char *allowed)
{
	return reader->at < reader->end && *reader->at && strchr(allowed, *reader->at) && reader->at++;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool read_number(struct reader *reader, int digits, int64_t min, int64_t max, int64_t *value)
{
	if (reader->end - reader->at < digits)
		return false;
	*value = 0;
	for (; digits > 0; digits--, reader->at++) {
		if (!is_digit(*reader->at))
			return false;
		*value = *value * 10 + (*reader->at - '0');
	}
	return *value >= min && *value <= max;
}

static bool read_date(struct reader *reader, int64_t *days)
{
	int64_t year, month, day;
	struct date date, same;

	if (!read_number(reader, 4, 0, 9999, &year) || !read_char(reader, "-") ||
	    !read_number(reader, 2, 1, 12, &month) || !read_char(reader, "-") ||
	    !read_number(reader, 2, 1, 31, &day))
		return false;
	date = (struct date){ .year = year, .month = (int)month, .day = (int)day };
	*days = days_of_date(date);
	same = date_of_days(*days);
	return same.month == date.month; /* 30 February comes back as 1 March */
}

/* `second` may be 60. */
static bool read_time(struct reader *reader, int64_t *seconds, bool *leap)
{
	int64_t hour, minute, second;

	if (!read_number(reader, 2, 0, 23, &hour) || !read_char(reader, ":") ||
	    !read_number(reader, 2, 0, 59, &minute) || !read_char(reader, ":") ||
	    !read_number(reader, 2, 0, 60, &second))
		return false;
	*leap = second == 60;
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

static bool read_fraction(struct reader *reader, int64_t *ms)
{
	int64_t weight = 100;

	*ms = 0;
	if (!read_char(reader, "."))
		return true;
	if (reader->at == reader->end || !is_digit(*reader->at))
		return false;
	for (; reader->at < reader->end && is_digit(*reader->at); reader->at++, weight /= 10)
		*ms += (*reader->at - '0') * weight;
	return true;
}

/* Reads the offset, in seconds east of UTC. */
static bool read_offset(struct reader *reader, int64_t *seconds)
{
	int64_t hour, minute;
	bool west = reader->at < reader->end && *reader->at == '-';

	*seconds = 0;
	if (read_char(reader, "Zz"))
		return true;
	if (!read_char(reader, "+-") || !read_number(reader, 2, 0, 23, &hour) || !read_char(reader, ":") ||
	    !read_number(reader, 2, 0, 59, &minute))
		return false;
	*seconds = (hour * 3600 + minute * 60) * (west ? -1 : 1);
	return true;
}

/* Leap seconds are only inserted at the end of a month in UTC (RFC 3339, 5.7), so the second after one
 * is a midnight at which a month begins. */
static bool begins_month(int64_t seconds)
{
	return seconds % SECONDS_PER_DAY == 0 && date_of_days(seconds / SECONDS_PER_DAY).day == 1;
}

bool clock_parse(const char *text, size_t length, int64_t *ms)
{
	struct reader reader = { .at = text, .end = text + length };
	int64_t days, seconds, fraction, offset;
	bool leap;

	if (!read_date(&reader, &days) || !read_char(&reader, "Tt") || !read_time(&reader, &seconds, &leap) ||
	    !read_fraction(&reader, &fraction) || !read_offset(&reader, &offset) || reader.at != reader.end)
		return false;
	seconds += days * SECONDS_PER_DAY - offset;
	if (leap && !begins_month(seconds))
		return false;
	*ms = seconds * 1000 + fraction;
	return *ms >= first_ms && *ms <= last_ms;
}
