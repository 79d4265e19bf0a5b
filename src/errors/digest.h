/* What the jobs process does for the error center: it counts events, indexes logs and removes what is old. */
#ifndef BALCAO_ERRORS_DIGEST_H
#define BALCAO_ERRORS_DIGEST_H

#include "shared/metrics.h"
#include "table/job.h"

/* Rows of the module. */
extern const struct job digest_jobs[];
extern const struct metrics_counter digest_counters[];

#endif
