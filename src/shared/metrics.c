#include "shared/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/memory.h"
#include "shared/breaker.h"
#include "shared/gate.h"
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
	struct route_counters routes[];
};

struct queue {
	_Atomic int64_t age, told_us; /* the age in seconds, and when it was noted */
};

static const struct metrics_route no_route = { "any", "none" };

static struct shared *shared;      /* has one route more than `names` */
static struct queue *queues;       /* as many as names.queues */
static _Atomic uint64_t *counters; /* as many as names.counters */
static struct metrics_names names;
static struct scoreboard *scoreboard;

static void *map(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted(bytes);
	return memory;
}

void metrics_init(const struct metrics_names *all, struct scoreboard *board)
{
	names = *all;
	scoreboard = board;
	/* One row more than needed, because mmap refuses to map 0 bytes. */
	queues = map((names.queue_count + 1) * sizeof(*queues));
	counters = map((names.counter_count + 1) * sizeof(*counters));
	shared = map(sizeof(*shared) + (names.route_count + 1) * sizeof(shared->routes[0]));
	for (size_t i = 0; i < names.queue_count; i++)
		atomic_store(&queues[i].told_us, clock_monotonic_us());
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
	struct route_counters *counted;

	if (!shared)
		return;
	if (status < FIRST_STATUS || status >= FIRST_STATUS + STATUSES)
		status = OTHER_STATUS;
	counted = &shared->routes[route < names.route_count ? route : names.route_count];
	add(&counted->statuses[status - FIRST_STATUS], 1);
	observe(&counted->duration, duration_us);
	if (database_us > 0)
		observe(&counted->database, database_us);
}

void metrics_count(enum metric_event event)
{
	if (shared)
		add(&shared->events[event], 1);
}

void metrics_add(const struct metrics_counter *counter)
{
	for (size_t i = 0; i < names.counter_count; i++)
		if (names.counters[i] == counter)
			add(&counters[i], 1);
}

void metrics_provider_call(enum breaker_provider provider, enum metric_outcome outcome, int64_t duration_us)
{
	if (!shared)
		return;
	add(&shared->calls[provider][outcome], 1);
	add(&shared->call_us[provider], duration_us > 0 ? (uint64_t)duration_us : 0);
}

void metrics_queue_age(const char *queue, int64_t seconds)
{
	for (size_t i = 0; i < names.queue_count; i++) {
		if (strcmp(names.queues[i].name, queue) != 0)
			continue;
		atomic_store_explicit(&queues[i].age, seconds, memory_order_relaxed);
		atomic_store_explicit(&queues[i].told_us, clock_monotonic_us(), memory_order_relaxed);
	}
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

/* Writes method="…",route="…" of the route with this number. */
static void put_route(struct buffer *out, size_t route)
{
	const struct metrics_route *labels = route < names.route_count ? &names.routes[route] : &no_route;

	buffer_put_text(out, "method=");
	put_value(out, labels->method);
	buffer_put_text(out, ",route=");
	put_value(out, labels->path);
}

static void write_requests(struct buffer *out, const char *name)
{
	for (size_t route = 0; route <= names.route_count; route++) {
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

/* Writes NAME_PART{method="…",route="…" */
static void put_series(struct buffer *out, const char *name, const char *part, size_t route)
{
	buffer_printf(out, "%s_%s{", name, part);
	put_route(out, route);
}

/* The count is that of the last cumulated bucket, not a counter of its own, so that the two are equal even
 * while other processes count. */
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
	for (size_t route = 0; route <= names.route_count; route++)
		write_histogram(out, name, route, &shared->routes[route].duration);
}

static void write_database(struct buffer *out, const char *name)
{
	for (size_t route = 0; route <= names.route_count; route++)
		write_histogram(out, name, route, &shared->routes[route].database);
}

static void write_workers(struct buffer *out, const char *name)
{
	static const char *const states[SLOT__MAX] = {
		[SLOT_STARTING] = "starting",
		[SLOT_IDLE] = "idle",
		[SLOT_BUSY] = "busy",
		[SLOT_STANDBY] = "standby",
	};
	int workers[SLOT__MAX] = { 0 };

	for (size_t i = SCOREBOARD_JOBS + 1; i < scoreboard_size(scoreboard); i++)
		workers[atomic_load(&scoreboard_slot(scoreboard, i)->state)]++;
	for (int state = SLOT_EMPTY + 1; state < SLOT__MAX; state++)
		buffer_printf(out, "%s{state=\"%s\"} %d\n", name, states[state], workers[state]);
}

/* The family and the label under which each event is printed. */
static const struct event {
	const char *family, *label;
} events[METRIC_EVENT__MAX] = {
	[METRIC_WORKER_STARTED] = { "balcao_worker_events_total", "started" },
	[METRIC_WORKER_CRASHED] = { "balcao_worker_events_total", "crashed" },
	[METRIC_WORKER_HUNG] = { "balcao_worker_events_total", "hung" },
	[METRIC_DATABASE_CONNECTED] = { "balcao_database_connections_total", "connected" },
	[METRIC_DATABASE_LOST] = { "balcao_database_connections_total", "lost" },
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

	for (size_t i = 0; i < PROVIDER__MAX; i++)
		for (size_t j = 0; j < COUNT(outcomes); j++)
			buffer_printf(out, "%s{provider=\"%s\",outcome=\"%s\"} %" PRIu64 "\n", name,
				      breaker_provider_name(i), outcomes[j], get(&shared->calls[i][j]));
}

static void write_call_durations(struct buffer *out, const char *name)
{
	for (size_t i = 0; i < PROVIDER__MAX; i++) {
		uint64_t count = 0;

		for (size_t j = 0; j < CALL__MAX; j++)
			count += get(&shared->calls[i][j]);
		buffer_printf(out, "%s_sum{provider=\"%s\"} ", name, breaker_provider_name(i));
		put_seconds(out, get(&shared->call_us[i]));
		buffer_printf(out, "%s_count{provider=\"%s\"} %" PRIu64 "\n", name, breaker_provider_name(i),
			      count);
	}
}

static void write_breakers(struct buffer *out, const char *name)
{
	for (size_t i = 0; i < PROVIDER__MAX; i++)
		buffer_printf(out, "%s{provider=\"%s\"} %d\n", name, breaker_provider_name(i),
			      (int)breaker_state((enum breaker_provider)i));
}

static void write_gates(struct buffer *out, const char *name)
{
	for (int i = 0; i < GATE__MAX; i++)
		for (int waiting = 0; waiting <= 1; waiting++)
			buffer_printf(out, "%s{gate=\"%s\",state=\"%s\"} %d\n", name, gate_name(i),
				      waiting ? "waiting" : "behind", gate_count(i, waiting));
}

static void write_refusals(struct buffer *out, const char *name)
{
	for (int i = 0; i < GATE__MAX; i++)
		buffer_printf(out, "%s{gate=\"%s\"} %" PRIu64 "\n", name, gate_name(i), gate_refusals(i));
}

/* Nobody notes ages while the jobs process fails or is gone: the time since the last note is then added. */
static int64_t queue_age(size_t i)
{
	int64_t told_us = atomic_load_explicit(&queues[i].told_us, memory_order_relaxed);
	int64_t silent_seconds = (clock_monotonic_us() - told_us) / 1000000;

	return atomic_load_explicit(&queues[i].age, memory_order_relaxed) +
	       (silent_seconds > names.queues[i].patience_seconds ? silent_seconds : 0);
}

static void write_queues(struct buffer *out, const char *name)
{
	for (size_t i = 0; i < names.queue_count; i++) {
		buffer_printf(out, "%s{queue=", name);
		put_value(out, names.queues[i].name);
		buffer_printf(out, "} %" PRId64 "\n", queue_age(i));
	}
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
	  "Time that a request waited for the database; only requests that asked it.", write_database },
	{ "balcao_workers", "gauge", "Worker processes by state.", write_workers },
	{ "balcao_worker_events_total", "counter",
	  "Worker processes that were started, that crashed, or that hung and were killed.", write_events },
	{ "balcao_database_connections_total", "counter",
	  "Connections to the database that were opened, and that were lost.", write_events },
	{ "balcao_provider_calls_total", "counter",
	  "Calls to look-up providers by outcome.", write_calls },
	{ "balcao_provider_call_duration_seconds", "summary",
	  "Duration of the calls to look-up providers.", write_call_durations },
	{ "balcao_provider_breaker", "gauge",
	  "State of the circuit breaker of a look-up provider: 0 closed (the provider is called), "
	  "1 half-open (one process tries it), 2 open (it is not called, because it failed).",
	  	write_breakers },
	{ "balcao_gate_workers", "gauge",
	  "Workers that hash a password or look up a CEP (behind the gate), or wait until they may.",
	  write_gates },
	{ "balcao_gate_refusals_total", "counter",
	  "Requests refused as busy, because too many workers hashed, looked up or waited.", write_refusals },
	{ "balcao_queue_oldest_seconds", "gauge",
	  "Age of the oldest entry that waits in a queue of the jobs process.", write_queues },
	{ "balcao_build_info", "gauge",
	  "Always 1; the label tells the version of the running program.", write_build },
};
/* clang-format on */

static void put_family(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void write_counters(struct buffer *out)
{
	const char *family = "";

	for (size_t i = 0; i < names.counter_count; i++) {
		const struct metrics_counter *counter = names.counters[i];

		if (strcmp(counter->family, family) != 0)
			put_family(out, counter->family, "counter", counter->help);
		family = counter->family;
		buffer_printf(out, "%s{event=", family);
		put_value(out, counter->event);
		buffer_printf(out, "} %" PRIu64 "\n", get(&counters[i]));
	}
}

void metrics_write(struct buffer *out)
{
	if (!shared)
		return;
	for (size_t i = 0; i < COUNT(families); i++) {
		put_family(out, families[i].name, families[i].type, families[i].help);
		families[i].write(out, families[i].name);
	}
	write_counters(out);
}
