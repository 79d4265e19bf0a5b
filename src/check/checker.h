/* The state of the check of one route, and how the checks report mistakes. */
#ifndef BALCAO_CHECK_CHECKER_H
#define BALCAO_CHECK_CHECKER_H

#include <stdbool.h>

#include "base/status.h"

struct arena;
struct buffer;
struct endpoint;

struct checker {
	const struct endpoint *endpoint;
	struct arena *arena;   /* lives as long as the check */
	struct buffer *faults; /* gets a line for each mistake */
	bool fine;             /* no mistake was found yet */
};

/* Unless `condition` holds, appends the line "route METHOD PATH: TEXT" to the faults and sets `fine` to
 * false. TEXT, from `format`, is one sentence: what is wrong, a colon, and what to write instead. It is
 * cut at 399 bytes. */
void checker_require(struct checker *checker, bool condition, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
