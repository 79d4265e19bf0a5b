#include "errors/sentry/event/moment.h"

#include "errors/sentry/sample.h"

static const struct {
	const char *json;
	int64_t ms; /* 0: not a time */
} times[] = {
	{ "'2023-11-14T22:13:20Z'", 1700000000000 },
	{ "'2023-11-14T22:13:20.123Z'", 1700000000123 },
	{ "'2023-11-14T22:13:20.123456+00:00'", 1700000000123 },
	{ "'2023-11-14T22:13:20'", 1700000000000 },
	{ "'2023-11-14T22:13:20.5'", 1700000000500 },
	{ "'2023-11-14 22:13:20'", 1700000000000 },
	{ "'2023-11-14 22:13:20+00:00'", 1700000000000 },
	{ "'2023-11-14T19:13:20-03:00'", 1700000000000 },
	{ "'2023-11-14T19:13:20-0300'", 1700000000000 },
	{ "'2023-11-14t22:13:20z'", 1700000000000 },
	{ "1700000000", 1700000000000 },
	{ "1700000000.1234", 1700000000123 },
	{ "1.7e9", 1700000000000 },
	{ "'1700000000'", 1700000000000 },
	{ "'1700000000.25'", 1700000000250 },
	{ "1700000000123", 1700000000123 },
	{ "'1700000000123'", 1700000000123 },
	{ "1700000000123.4", 1700000000123 },
	{ "1700000000123456", 0 }, /* microseconds */
	{ "253402300799.999", 0 },
	{ "0", 0 },
	{ "-1", 0 },
	{ "1e300", 0 },
	{ "null", 0 },
	{ "true", 0 },
	{ "{}", 0 },
	{ "[1700000000]", 0 },
	{ "''", 0 },
	{ "'soon'", 0 },
	{ "'2023-11-14'", 0 },
	{ "'2023-02-30T00:00:00Z'", 0 },
	{ "'1969-12-31T23:59:59Z'", 0 },
	{ "'1.2.3'", 0 },
	{ "'.'", 0 },
	{ "'2023-11-14T22:13:20 and then some more that does not fit in there at all, ever'", 0 },
	{ "'2023-11-14T22:13:20+'", 0 },
	{ "'2023-11-14T22:13:2'", 0 },
};

Test(event_moment, times)
{
	for (size_t i = 0; i < COUNT(times); i++) {
		int64_t ms = 0;
		bool read = moment_read(sample_json(times[i].json), &ms);

		cr_expect_eq(read, times[i].ms != 0, "%s", times[i].json);
		if (read)
			cr_expect_eq(ms, times[i].ms, "%s: %lld", times[i].json, (long long)ms);
	}
}

static const struct {
	const char *json;
	int64_t received, sent, at; /* seconds; `sent` 0: unknown */
	bool odd;
} events[] = {
	{ "900", 1000, 0, 900, false },      { "900", 1000, 1000, 900, false },
	{ "900", 1000, 941, 900, false }, /* a request may take so long */
	{ "900", 1000, 940, 900, false },    { "900", 1000, 939, 961, false },   /* the clock is slow */
	{ "900", 1000, 939, 961, false },    { "5900", 1000, 6000, 900, false }, /* … or fast */
	{ "1030", 1000, 0, 1000, false },                                        /* a little in the future */
	{ "1061", 1000, 0, 1000, true },     { "9999999", 1000, 0, 1000, true },
	{ "100", 1000, 500000, 1000, true }, /* the correction leads to before 1970 */
	{ "null", 1000, 0, 1000, false },    { "'garbage'", 1000, 0, 1000, true },
	{ "{}", 1000, 939, 1000, true },
};

Test(event_moment, events)
{
	for (size_t i = 0; i < COUNT(events); i++) {
		bool odd;
		int64_t sent = events[i].sent ? events[i].sent * 1000 : MOMENT_UNKNOWN;
		int64_t at =
			moment_of_event(sample_json(events[i].json), events[i].received * 1000, sent, &odd);

		cr_expect_eq(at, events[i].at * 1000, "case %zu: %lld", i, (long long)at);
		cr_expect_eq(odd, events[i].odd, "case %zu", i);
	}
}
