/* Limits on how much may happen in a minute. All processes count together in shared memory. */
#ifndef BALCAO_SHARED_RATE_H
#define BALCAO_SHARED_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* Maps the counters, shared with all children forked later. Ends the process when the kernel has no
 * memory. */
void rate_init(void);

/* Counts `count` events of `id` (never 0) in this minute. False: with them there would be more than `most`.
 * Then none of them is counted, all later events of the id are refused until the minute ends, and `*wait`
 * receives the seconds until then. With a `count` of 0 the function only asks whether there is room for one
 * event. If there are more ids than counters, some ids are not limited. */
bool rate_take(uint64_t id, long count, long most, int *wait);

/* Whether rate_take would return true. Counts nothing. */
bool rate_fits(uint64_t id, long count, long most, int *wait);

/* Takes back `count` events that rate_take has counted for the id, if the minute has not ended since. */
void rate_return(uint64_t id, long count);

#endif
