/* The jobs of the error center, which the jobs process runs: they count events, index logs and delete old
 * data. */
#ifndef BALCAO_ERRORS_DIGEST_H
#define BALCAO_ERRORS_DIGEST_H

#include "shared/metrics.h"
#include "table/job.h"

/* The rows for errors_module. */
extern const struct job digest_jobs[];
extern const struct metrics_counter digest_counters[];

#endif
