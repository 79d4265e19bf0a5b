#include "shared/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "shared/breaker.h"
#include "shared/scoreboard.h"

/* The upper bounds of the buckets in microseconds, and as Prometheus writes them. */
static const struct bound {
	int64_t us;
	const char *seconds;
} bounds[] = {
	{ 500, "0.0005" },  { 1000, "0.001" },  { 2500, "0.0025" }, { 5000, "0.005" },  { 10000, "0.01" },
	{ 25000, "0.025" }, { 50000, "0.05" },  { 100000, "0.1" },  { 250000, "0.25" }, { 500000, "0.5" },
	{ 1000000, "1" },   { 2500000, "2.5" }, { 5000000, "5" },   { 10000000, "10" },
};

enum { FIRST_STATUS = 100, STATUSES = 500, OTHER_STATUS = 500 };

struct histogram {
	_Atomic uint64_t buckets[COUNT(bounds) + 1]; /* not cumulated; the last: +Inf */
	_Atomic uint64_t sum_us;
};

struct route_counters {
	struct histogram duration, database;
	_Atomic uint64_t statuses[STATUSES];
};

struct shared {
	_Atomic uint64_t events[METRIC_EVENT__MAX];
	_Atomic uint64_t calls[PROVIDER__MAX][CALL__MAX];
	_Atomic uint64_t call_us[PROVIDER__MAX];
	_Atomic int64_t queues[QUEUE__MAX], queues_at_us[QUEUE__MAX]; /* ages, and when they were told */
	struct route_counters routes[];
};

static const struct metrics_route no_route = { "any", "none" };

static struct shared *shared;
static const struct metrics_route *routes;
static size_t route_count; /* the rows of `routes`; shared->routes has one more */
static struct scoreboard *scoreboard;

void metrics_init(const struct metrics_route *route_rows, size_t count, struct scoreboard *board)
{
	size_t bytes = sizeof(*shared) + (count + 1) * sizeof(shared->routes[0]);
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted(bytes);
	shared = memory;
	for (enum metric_queue i = 0; i < QUEUE__MAX; i++)
		atomic_store(&shared->queues_at_us[i], clock_monotonic_us());
	routes = route_rows;
	route_count = count;
	scoreboard = board;
}

/* Only the sums matter, never the order in which counters change. */
static void add(_Atomic uint64_t *counter, uint64_t value)
{
	atomic_fetch_add_explicit(counter, value, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static void observe(struct histogram *histogram, int64_t us)
{
	size_t bucket = 0;

	while (bucket < COUNT(bounds) && us > bounds[bucket].us)
		bucket++;
	add(&histogram->buckets[bucket], 1);
	add(&histogram->sum_us, us > 0 ? (uint64_t)us : 0);
}

void metrics_request(size_t route, int status, int64_t duration_us, int64_t database_us)
{
	struct route_counters *counters;

	if (!shared)
		return;
	if (status < FIRST_STATUS || status >= FIRST_STATUS + STATUSES)
		status = OTHER_STATUS;
	counters = &shared->routes[route < route_count ? route : route_count];
	add(&counters->statuses[status - FIRST_STATUS], 1);
	observe(&counters->duration, duration_us);
	if (database_us > 0)
		observe(&counters->database, database_us);
}

void metrics_count(enum metric_event event)
{
	if (shared)
		add(&shared->events[event], 1);
}

static const char *const providers[PROVIDER__MAX] = {
	[PROVIDER_VIACEP] = "viacep",
	[PROVIDER_BRASILAPI] = "brasilapi",
	[PROVIDER_OPENCEP] = "opencep",
};

const char *metrics_provider_name(enum metric_provider provider)
{
	return providers[provider];
}

void metrics_provider_call(enum metric_provider provider, enum metric_outcome outcome, int64_t duration_us)
{
	if (!shared)
		return;
	add(&shared->calls[provider][outcome], 1);
	add(&shared->call_us[provider], duration_us > 0 ? (uint64_t)duration_us : 0);
}

void metrics_queue_age(enum metric_queue queue, int64_t seconds)
{
	if (!shared)
		return;
	atomic_store_explicit(&shared->queues[queue], seconds, memory_order_relaxed);
	atomic_store_explicit(&shared->queues_at_us[queue], clock_monotonic_us(), memory_order_relaxed);
}

/* A label's value with its quotes: \, " and newline are escaped (exposition format
 * 0.0.4, "Comments, help text, and type information"). */
static void put_value(struct buffer *out, const char *value)
{
	buffer_put_char(out, '"');
	for (; *value; value++) {
		if (strchr("\\\"\n", *value))
			buffer_put_char(out, '\\');
		buffer_put_char(out, *value == '\n' ? 'n' : *value);
	}
	buffer_put_char(out, '"');
}

static void put_seconds(struct buffer *out, uint64_t us)
{
	buffer_printf(out, "%" PRIu64 ".%06d\n", us / 1000000, (int)(us % 1000000));
}

/* method="…",route="…" of route number `route`. */
static void put_route(struct buffer *out, size_t route)
{
	const struct metrics_route *names = route < route_count ? &routes[route] : &no_route;

	buffer_put_text(out, "method=");
	put_value(out, names->method);
	buffer_put_text(out, ",route=");
	put_value(out, names->path);
}

static void write_requests(struct buffer *out, const char *name)
{
	for (size_t route = 0; route <= route_count; route++) {
		for (int i = 0; i < STATUSES; i++) {
			uint64_t count = get(&shared->routes[route].statuses[i]);

			if (count == 0)
				continue;
			buffer_printf(out, "%s{", name);
			put_route(out, route);
			buffer_printf(out, ",status=\"%d\"} %" PRIu64 "\n", FIRST_STATUS + i, count);
		}
	}
}

static uint64_t histogram_count(const struct histogram *histogram)
{
	uint64_t count = 0;

	for (size_t i = 0; i < COUNT(histogram->buckets); i++)
		count += get(&histogram->buckets[i]);
	return count;
}

/* NAME_PART{method="…",route="…" */
static void put_series(struct buffer *out, const char *name, const char *part, size_t route)
{
	buffer_printf(out, "%s_%s{", name, part);
	put_route(out, route);
}

/* The count is the last cumulated bucket, not a counter of its own: it can't differ
 * from it while others count. */
static void write_histogram(struct buffer *out, const char *name, size_t route,
			    const struct histogram *histogram)
{
	uint64_t count = 0;

	if (histogram_count(histogram) == 0)
		return;
	for (size_t i = 0; i < COUNT(histogram->buckets); i++) {
		count += get(&histogram->buckets[i]);
		put_series(out, name, "bucket", route);
		buffer_printf(out, ",le=\"%s\"} %" PRIu64 "\n",
			      i < COUNT(bounds) ? bounds[i].seconds : "+Inf", count);
	}
	put_series(out, name, "sum", route);
	buffer_put_text(out, "} ");
	put_seconds(out, get(&histogram->sum_us));
	put_series(out, name, "count", route);
	buffer_printf(out, "} %" PRIu64 "\n", count);
}

static void write_durations(struct buffer *out, const char *name)
{
	for (size_t route = 0; route <= route_count; route++)
		write_histogram(out, name, route, &shared->routes[route].duration);
}

static void write_database(struct buffer *out, const char *name)
{
	for (size_t route = 0; route <= route_count; route++)
		write_histogram(out, name, route, &shared->routes[route].database);
}

static void write_workers(struct buffer *out, const char *name)
{
	static const char *const states[SLOT__MAX] = {
		[SLOT_STARTING] = "starting", [SLOT_IDLE] = "idle", [SLOT_BUSY] = "busy"
	};
	int workers[SLOT__MAX] = { 0 };

	for (size_t i = SCOREBOARD_JOBS + 1; i < scoreboard_size(scoreboard); i++)
		workers[atomic_load(&scoreboard_slot(scoreboard, i)->state)]++;
	for (int state = SLOT_EMPTY + 1; state < SLOT__MAX; state++)
		buffer_printf(out, "%s{state=\"%s\"} %d\n", name, states[state], workers[state]);
}

/* The events and the family and label that each is printed under. */
static const struct event {
	const char *family, *label;
} events[METRIC_EVENT__MAX] = {
	[METRIC_WORKER_STARTED] = { "balcao_worker_events_total", "started" },
	[METRIC_WORKER_CRASHED] = { "balcao_worker_events_total", "crashed" },
	[METRIC_WORKER_HUNG] = { "balcao_worker_events_total", "hung" },
	[METRIC_DATABASE_CONNECTED] = { "balcao_database_connections_total", "connected" },
	[METRIC_DATABASE_LOST] = { "balcao_database_connections_total", "lost" },
	[METRIC_EVENT_SET_ASIDE] = { "balcao_error_events_total", "set_aside" },
};

static void write_events(struct buffer *out, const char *name)
{
	for (size_t i = 0; i < COUNT(events); i++)
		if (strcmp(events[i].family, name) == 0)
			buffer_printf(out, "%s{event=\"%s\"} %" PRIu64 "\n", name, events[i].label,
				      get(&shared->events[i]));
}

static void write_calls(struct buffer *out, const char *name)
{
	static const char *const outcomes[CALL__MAX] = {
		[CALL_OK] = "ok",
		[CALL_NOT_FOUND] = "not_found",
		[CALL_FAILED] = "failed",
		[CALL_TIMEOUT] = "timeout",
	};

	for (size_t i = 0; i < COUNT(providers); i++)
		for (size_t j = 0; j < COUNT(outcomes); j++)
			buffer_printf(out, "%s{provider=\"%s\",outcome=\"%s\"} %" PRIu64 "\n", name,
				      providers[i], outcomes[j], get(&shared->calls[i][j]));
}

static void write_call_durations(struct buffer *out, const char *name)
{
	for (size_t i = 0; i < COUNT(providers); i++) {
		uint64_t count = 0;

		for (size_t j = 0; j < CALL__MAX; j++)
			count += get(&shared->calls[i][j]);
		buffer_printf(out, "%s_sum{provider=\"%s\"} ", name, providers[i]);
		put_seconds(out, get(&shared->call_us[i]));
		buffer_printf(out, "%s_count{provider=\"%s\"} %" PRIu64 "\n", name, providers[i], count);
	}
}

static void write_breakers(struct buffer *out, const char *name)
{
	for (size_t i = 0; i < COUNT(providers); i++)
		buffer_printf(out, "%s{provider=\"%s\"} %d\n", name, providers[i],
			      (int)breaker_state((enum metric_provider)i));
}

/* What nobody has looked at for long, since the jobs process fails or is gone, grows older meanwhile: events
 * are looked at several times a second, the others once a minute. */
static int64_t queue_age(enum metric_queue queue)
{
	const int64_t patience_us = (queue == QUEUE_ERRORS ? 5 : 120) * INT64_C(1000000);
	int64_t at_us = atomic_load_explicit(&shared->queues_at_us[queue], memory_order_relaxed);
	int64_t silent_us = clock_monotonic_us() - at_us;

	return atomic_load_explicit(&shared->queues[queue], memory_order_relaxed) +
	       (silent_us > patience_us ? silent_us / 1000000 : 0);
}

static void write_queues(struct buffer *out, const char *name)
{
	static const char *const queues[QUEUE__MAX] = {
		[QUEUE_SESSION_EXPIRY] = "session_expiry",
		[QUEUE_REFRESH_TOKEN_EXPIRY] = "refresh_token_expiry",
		[QUEUE_REVOCATION_EXPIRY] = "revocation_expiry",
		[QUEUE_LOGIN_FAILURE_EXPIRY] = "login_failure_expiry",
		[QUEUE_ACTIVITY_EXPIRY] = "activity_expiry",
		[QUEUE_CEP_CACHE_EXPIRY] = "cep_cache_expiry",
		[QUEUE_ERRORS] = "errors",
		[QUEUE_ERROR_INDEX] = "error_index",
		[QUEUE_ERROR_EXPIRY] = "error_expiry",
		[QUEUE_INVITATION_EXPIRY] = "invitation_expiry",
	};

	for (enum metric_queue i = 0; i < QUEUE__MAX; i++)
		buffer_printf(out, "%s{queue=\"%s\"} %" PRId64 "\n", name, queues[i], queue_age(i));
}

static void write_build(struct buffer *out, const char *name)
{
	buffer_printf(out, "%s{version=\"" PACKAGE_VERSION "\"} 1\n", name);
}

/* clang-format off */
static const struct family {
	const char *name, *type, *help;
	void (*write)(struct buffer *out, const char *name);
} families[] = {
	{ "balcao_http_requests_total", "counter", "Answered requests.", write_requests },
	{ "balcao_http_request_duration_seconds", "histogram",
	  "Time from the acceptance of a request to the end of its answer.", write_durations },
	{ "balcao_database_duration_seconds", "histogram",
	  "Time that a request waited for the database, if it asked it.", write_database },
	{ "balcao_workers", "gauge", "Worker processes by what they do.", write_workers },
	{ "balcao_worker_events_total", "counter",
	  "Worker processes that were started, crashed, or hung and were killed.", write_events },
	{ "balcao_error_events_total", "counter", "Events of the error center that could not be counted.",
	  write_events },
	{ "balcao_database_connections_total", "counter",
	  "Connections to the database that were made, and that were lost.", write_events },
	{ "balcao_provider_calls_total", "counter",
	  "Calls of look-up providers by outcome.", write_calls },
	{ "balcao_provider_call_duration_seconds", "summary",
	  "Time that calls of look-up providers took.", write_call_durations },
	{ "balcao_provider_breaker", "gauge",
	  "Whether a look-up provider is called: 0 yes, 1 for a trial, 2 not now, as it failed.",
	  	write_breakers },
	{ "balcao_queue_oldest_seconds", "gauge",
	  "Age of the oldest thing that waits for the jobs process.", write_queues },
	{ "balcao_build_info", "gauge", "The version that runs; always 1.", write_build },
};
/* clang-format on */

void metrics_write(struct buffer *out)
{
	if (!shared)
		return;
	for (size_t i = 0; i < COUNT(families); i++) {
		buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", families[i].name, families[i].help,
			      families[i].name, families[i].type);
		families[i].write(out, families[i].name);
	}
}
