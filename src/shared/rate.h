/* How often something happens in a minute, counted by all processes together in shared memory. */
#ifndef BALCAO_SHARED_RATE_H
#define BALCAO_SHARED_RATE_H

#include <stdbool.h>
#include <stdint.h>

/* Maps the counters, shared with all children forked later. Ends the process when the kernel has no
 * memory. */
void rate_init(void);

/* Counts `count` events of `id` (never 0) in this minute. False: that would be more than `most`, and nothing
 * was counted; `*wait` receives the seconds until the next minute, in which nothing more is let through (who
 * asks for too much has been too fast). `count` 0 asks whether there is room for one. Where there are more
 * ids than counters, some are not limited. */
bool rate_take(uint64_t id, long count, long most, int *wait);

#endif
