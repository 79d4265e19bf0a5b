/* The slots by which the master watches its processes: one for each worker and one for the jobs process, in
 * shared memory that is mapped before the first fork. Each process writes only its own slot. */
#ifndef BALCAO_SHARED_SCOREBOARD_H
#define BALCAO_SHARED_SCOREBOARD_H

#include <stdbool.h>
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

/* Sets how many workers serve at a time, while no worker is away; 0: all. The others stand by: with more
 * processes than the cores can run, each request costs more. */
void scoreboard_serve(struct scoreboard *board, int serving);
/* Whether the worker of slot `index` is one of those that stand by: there are enough others in lower slots
 * who are neither away nor about to end. */
bool scoreboard_stands_by(struct scoreboard *board, size_t index);
/* Whether the worker of slot `index` never stands by, whatever the others do. */
bool scoreboard_is_needed_always(const struct scoreboard *board, size_t index);
/* Stands by, until the process is called or a fifth of a second has passed. */
void scoreboard_stand_by(struct scoreboard *board, size_t index);
/* Calls a worker that stands by, if there is one: for a process that is going away. */
void scoreboard_call(struct scoreboard *board);
/* Tells the process of slot `index` how to end, even if it stands by, and calls another in its place. */
void scoreboard_stop(struct scoreboard *board, size_t index, enum slot_stop how);

#endif
