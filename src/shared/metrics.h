/* Counters that all processes share in memory, printed as Prometheus text (exposition format 0.0.4). Each
 * family is a row of a table. The counts include those of workers that have died. Before metrics_init
 * counting does nothing, so that code that counts can be used outside the service. */
#ifndef BALCAO_SHARED_METRICS_H
#define BALCAO_SHARED_METRICS_H

#include <stddef.h>
#include <stdint.h>

#include "shared/breaker.h"

struct buffer;
struct scoreboard;

/* A route under which requests are counted; its index in the array is the route's number. */
struct metrics_route {
	const char *method, *path;
};

/* A queue of the jobs process. Its age is that of the oldest entry that waits in it. */
struct metrics_queue {
	const char *name;
	int patience_seconds; /* if nobody has noted the age for this time, it grows by itself */
};

/* A counter of a room. The counters of a family stand one after another in struct metrics_names. */
struct metrics_counter {
	const char *family; /* "balcao_error_events_total" */
	const char *event;  /* the label's value */
	const char *help;   /* of the family, one sentence */
};

/* The names under which the service counts. All of them must live as long as the process. */
struct metrics_names {
	const struct metrics_route *routes;
	const struct metrics_queue *queues;
	const struct metrics_counter *const *counters;
	size_t route_count, queue_count, counter_count;
};

/* Maps the shared counters. Call it before the first fork. It adds a route with the index route_count, for
 * requests that match no route. `board` must live as long as the process. Ends the process when the kernel
 * has no memory. */
void metrics_init(const struct metrics_names *names, struct scoreboard *board);

/* Counts one answered request. A `route` beyond the last one counts as the added route, a `status` outside
 * 100–599 as 500. If `database_us` is 0, the request did not ask the database, and the histogram of database
 * times leaves it out. */
void metrics_request(size_t route, int status, int64_t duration_us, int64_t database_us);

/* Plain counters without a route. */
enum metric_event {
	METRIC_WORKER_STARTED,
	METRIC_WORKER_CRASHED,
	METRIC_WORKER_HUNG,
	METRIC_DATABASE_CONNECTED,
	METRIC_DATABASE_LOST,
	METRIC_EVENT__MAX
};
void metrics_count(enum metric_event event);
/* Adds one to a room's counter. Does nothing if metrics_init was not given this counter. */
void metrics_add(const struct metrics_counter *counter);

/* Counts a call of a look-up provider by its outcome. */
enum metric_outcome { CALL_OK, CALL_NOT_FOUND, CALL_FAILED, CALL_TIMEOUT, CALL__MAX };
void metrics_provider_call(enum breaker_provider provider, enum metric_outcome outcome, int64_t duration_us);

/* Notes the age of the oldest entry that waits in a queue. Does nothing if metrics_init was not given this
 * queue. */
void metrics_queue_age(const char *queue, int64_t seconds);

/* Appends all families: those by route without the series that are zero, all others with every series. Before
 * metrics_init it appends nothing. */
void metrics_write(struct buffer *out);

#endif
