/* Who checks a route at start-up, and where its complaints go. */
#ifndef BALCAO_CHECK_CHECKER_H
#define BALCAO_CHECK_CHECKER_H

#include <stdbool.h>

#include "base/status.h"

struct arena;
struct buffer;
struct endpoint;

struct checker {
	const struct endpoint *endpoint;
	struct arena *arena;   /* for as long as the check lasts */
	struct buffer *faults; /* a line for each complaint */
	bool fine;             /* there was none yet */
};

/* Unless `condition` holds, writes the line "route METHOD PATH: " with the formatted text behind it, and sets
 * `fine` to false. The text is one sentence: what is wrong, a colon, and what to write instead. */
void checker_require(struct checker *checker, bool condition, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
