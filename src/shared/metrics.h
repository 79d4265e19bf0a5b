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

/* Maps the shared counters, before the first fork. `routes` has `count` rows; one
 * more row, for requests that found no route, is added (index `count`). `board`
 * lives as long as the process. Ends the process when the kernel has no memory. */
void metrics_init(const struct metrics_route *routes, size_t count, struct scoreboard *board);

/* Counts one answered request. A `route` beyond `count` counts as `count`, a
 * `status` outside 100–599 as 500. `database_us` 0: it did not ask the database,
 * and is not in the histogram of database times. */
void metrics_request(size_t route, int status, int64_t duration_us, int64_t database_us);

enum metric_event { /* plain counters without a route */
		    METRIC_WORKER_STARTED,
		    METRIC_WORKER_CRASHED,
		    METRIC_WORKER_HUNG,
		    METRIC_DATABASE_CONNECTED,
		    METRIC_DATABASE_LOST,
		    METRIC_EVENT_SET_ASIDE, /* of the error center: it could not be counted */
		    METRIC_EVENT__MAX
};
void metrics_count(enum metric_event event);

/* Calls of look-up providers, by outcome. */
enum metric_provider { PROVIDER_VIACEP, PROVIDER_BRASILAPI, PROVIDER_OPENCEP, PROVIDER__MAX };
enum metric_outcome { CALL_OK, CALL_NOT_FOUND, CALL_FAILED, CALL_TIMEOUT, CALL__MAX };
/* As labels and logs name it. */
const char *metrics_provider_name(enum metric_provider provider);
void metrics_provider_call(enum metric_provider provider, enum metric_outcome outcome, int64_t duration_us);

/* The age of the oldest thing that waits in a queue of the jobs process. */
enum metric_queue {
	QUEUE_SESSION_EXPIRY,
	QUEUE_REFRESH_TOKEN_EXPIRY,
	QUEUE_REVOCATION_EXPIRY,
	QUEUE_LOGIN_FAILURE_EXPIRY,
	QUEUE_ACTIVITY_EXPIRY,
	QUEUE_CEP_CACHE_EXPIRY,
	QUEUE_ERRORS,      /* events that are not counted yet */
	QUEUE_ERROR_INDEX, /* logs that a search does not find yet */
	QUEUE_ERROR_EXPIRY,
	QUEUE_INVITATION_EXPIRY,
	QUEUE__MAX
};
void metrics_queue_age(enum metric_queue queue, int64_t seconds);

/* Appends everything: of the families by route the series that are not zero, of
 * all others every series. Nothing before metrics_init. */
void metrics_write(struct buffer *out);

#endif
