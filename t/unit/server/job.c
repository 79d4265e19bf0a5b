#include "server/job.h"

#include <criterion/criterion.h>

static const struct {
	long batch, after_success, after_failure;
} batches[] = {
	{ 1000, 1000, 500 }, { 500, 1000, 250 }, { 499, 998, 249 }, { 3, 6, 1 }, { 1, 2, 1 },
};

Test(server_job, next_batch)
{
	for (size_t i = 0; i < sizeof(batches) / sizeof(batches[0]); i++) {
		cr_expect_eq(job_next_batch(batches[i].batch, 1000, true), batches[i].after_success, "%ld",
			     batches[i].batch);
		cr_expect_eq(job_next_batch(batches[i].batch, 1000, false), batches[i].after_failure, "%ld",
			     batches[i].batch);
	}
}
