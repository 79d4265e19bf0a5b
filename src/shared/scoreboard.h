/* The slots by which the master watches its processes: one for each worker and one for the jobs process, in
 * shared memory that is mapped before the first fork. Each process writes only its own slot. */
#ifndef BALCAO_SHARED_SCOREBOARD_H
#define BALCAO_SHARED_SCOREBOARD_H

#include <stddef.h>

#include "shared/slot.h"

/* The slot of the jobs process; all others are for workers. */
enum { SCOREBOARD_JOBS = 0 };

struct scoreboard;

/* Maps a scoreboard of `slots` empty slots, shared with all children forked later. It lives as long as the
 * process. Ends the process when the kernel has no memory. */
struct scoreboard *scoreboard_new(size_t slots);
size_t scoreboard_size(const struct scoreboard *board);
/* `index` must be below scoreboard_size. */
struct slot *scoreboard_slot(struct scoreboard *board, size_t index);

#endif
