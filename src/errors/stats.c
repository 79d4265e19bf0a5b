#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "config/config.h"
#include "errors/errors.h"
#include "table/formats.h"

enum { BUCKETS_MAX = 1000, HOUR_MS = 3600000, DAY_MOST_MS = 26 * HOUR_MS };

/* clang-format off */
static const struct fault_kind range_too_wide = { "range_too_wide",
		{ "There must be at most {n} intervals between since and until.",
		  "Deve haver no máximo {n} intervalos entre since e until." } };

static const char *const intervals[] = { "hour", "day", NULL };

#define RANGE \
	{ .name = "interval", .type = F_ENUM, .values = intervals, .value = "hour", \
	  .doc = "The length of an interval: an hour of UTC, or a day of the time zone." }, \
	{ .name = "tz", .type = F_TEXT, .min = 1, .max = 64, .format = &format_time_zone, \
	  .doc = "Whose days: a name of the IANA time zone database; by default the setting " \
		 "BALCAO_TIME_ZONE.", \
	  .example = "\"America/Sao_Paulo\"" }, \
	{ .name = "since", .type = F_TIME, \
	  .doc = "The time of the first interval; by default 24 hours or 30 days before until." }, \
	{ .name = "until", .type = F_TIME, .doc = "The end, exclusive; by default now." }

static const struct field all_query[] = {
	{ .name = "project", .type = F_ID, .doc = "Only this project." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .doc = "Only this environment." },
	RANGE,
	{ 0 }
};

static const struct field one_query[] = { RANGE, { 0 } };

static const struct field levels[] = {
	{ .name = "at", .type = F_TIME, .doc = "When the interval begins." },
	{ .name = "fatal", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "error", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "warning", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "info", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "debug", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ 0 }
};

static const struct field events[] = {
	{ .name = "at", .type = F_TIME, .doc = "When the interval begins." },
	{ .name = "events", .type = F_INTEGER, .doc = "The number of events of the error." },
	{ 0 }
};
/* clang-format on */

/* Returns the time of a parameter in milliseconds since 1970, or `otherwise` if the parameter is missing. */
static int64_t time_of(const struct call *call, const char *name, int64_t otherwise)
{
	const char *text = call_value(call, name);
	int64_t ms;

	return text && clock_parse(text, strlen(text), &ms) ? ms : otherwise;
}

static void set_time(struct call *call, const char *name, int64_t ms)
{
	char *text = arena_alloc(call->arena, CLOCK_TEXT_SIZE);

	clock_format(ms, text);
	call_set(call, name, text);
}

static void blame_range(struct call *call)
{
	faults_add(&call->faults, (struct fault){ .kind = &range_too_wide,
						  .in_query = true,
						  .name = "since",
						  .number = BUCKETS_MAX,
						  .text = "" });
}

/* Days have 23 to 25 hours, so that the exact number of intervals is known afterwards: see check_rows. */
static enum status check_range(struct call *call)
{
	const char *interval = call_value(call, "interval"), *zone = call_value(call, "tz");
	bool days = interval && strcmp(interval, "day") == 0;
	int64_t length = days ? 24 * HOUR_MS : HOUR_MS;
	/* The first day of a zone may begin before that of UTC. */
	int64_t first = CLOCK_FIRST_MS + (days ? DAY_MOST_MS : 0);
	int64_t to = time_of(call, "until", call->now_ms);
	int64_t from = time_of(call, "since", to - (days ? 30 : 24) * length);

	if (from < first)
		from = first;
	if (to - from > (BUCKETS_MAX + 1) * length)
		blame_range(call);
	set_time(call, "from", from);
	set_time(call, "to", to);
	/* Hours are those in which events are counted. */
	call_set(call, "zone", days ? zone ? zone : call->config->time_zone : "UTC");
	return OK;
}

static enum status check_rows(struct call *call)
{
	if (call->rows.count <= BUCKETS_MAX)
		return OK;
	blame_range(call);
	return E_VALIDATION;
}

static const char *const values[] = { "from", "to", "zone", NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/errors/stats", .need = NEED_VIEWER,
	  .doc = "Count the events of each hour or day.",
	  .query = all_query, .check = check_range, .values = values, .statement = Q_ERROR_STATS,
	  .after = check_rows, .reply = levels, .whole = true },
	{ .method = METHOD_GET, .path = "/errors/{id}/stats", .need = NEED_VIEWER, .member = Q_ERROR_ROLE,
	  .doc = "Count the events of an error in each hour or day.",
	  .query = one_query, .check = check_range, .values = values, .statement = Q_ERROR_COUNTS,
	  .after = check_rows, .reply = events, .whole = true },
	{ 0 }
};

static const struct fault_kind *const faults[] = { &range_too_wide, NULL };

const struct module error_stats_module = { .name = "errors", .routes = routes, .faults = faults };
/* clang-format on */
