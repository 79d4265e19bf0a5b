/* Counters of all processes, in shared memory, printed as Prometheus text
 * (exposition format 0.0.4). Each family is a row of a table; the sums are
 * right over all workers, also those that died. Until metrics_init counting does
 * nothing, so that what counts can be used without a service around it. */
#ifndef BALCAO_SHARED_METRICS_H
#define BALCAO_SHARED_METRICS_H

#include <stddef.h>
#include <stdint.h>

struct buffer;
struct scoreboard;

/* The names of the routes that requests are counted under; index = route number.
 * The array must live as long as the process. */
struct metrics_route {
	const char *method, *path;
};

/* A queue of the jobs process: what waits there has an age. */
struct metrics_queue {
	const char *name;
	int patience_seconds; /* one that nobody has looked at for so long grows older by itself */
};

/* A counter of a room: the family's only series, or one of several that follow each other. */
struct metrics_counter {
	const char *family; /* "balcao_error_events_total" */
	const char *event;  /* the label's value */
	const char *help;   /* of the family, one sentence */
};

/* The names that things are counted under. All of it must live as long as the process. */
struct metrics_names {
	const struct metrics_route *routes;
	const struct metrics_queue *queues;
	const struct metrics_counter *const *counters;
	size_t route_count, queue_count, counter_count;
};

/* Maps the shared counters, before the first fork. One more route than `names` has, for requests
 * that found none, is added (index route_count). `board` lives as long as the process. Ends the
 * process when the kernel has no memory. */
void metrics_init(const struct metrics_names *names, struct scoreboard *board);

/* Counts one answered request. A `route` beyond the last counts as the one that is added, a
 * `status` outside 100–599 as 500. `database_us` 0: it did not ask the database,
 * and is not in the histogram of database times. */
void metrics_request(size_t route, int status, int64_t duration_us, int64_t database_us);

enum metric_event { /* plain counters without a route */
		    METRIC_WORKER_STARTED,
		    METRIC_WORKER_CRASHED,
		    METRIC_WORKER_HUNG,
		    METRIC_DATABASE_CONNECTED,
		    METRIC_DATABASE_LOST,
		    METRIC_EVENT__MAX
};
void metrics_count(enum metric_event event);
/* Adds one to a room's counter; one that metrics_init was not given does not count. */
void metrics_add(const struct metrics_counter *counter);

/* Calls of look-up providers, by outcome. */
enum metric_provider { PROVIDER_VIACEP, PROVIDER_BRASILAPI, PROVIDER_OPENCEP, PROVIDER__MAX };
enum metric_outcome { CALL_OK, CALL_NOT_FOUND, CALL_FAILED, CALL_TIMEOUT, CALL__MAX };
/* As labels and logs name it. */
const char *metrics_provider_name(enum metric_provider provider);
void metrics_provider_call(enum metric_provider provider, enum metric_outcome outcome, int64_t duration_us);

/* Notes the age of the oldest thing that waits in a queue; one that metrics_init was not given is nothing. */
void metrics_queue_age(const char *queue, int64_t seconds);

/* Appends everything: of the families by route the series that are not zero, of
 * all others every series. Nothing before metrics_init. */
void metrics_write(struct buffer *out);

#endif
