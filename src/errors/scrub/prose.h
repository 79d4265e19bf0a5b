/* Secrets in a text. */
#ifndef BALCAO_ERRORS_SCRUB_PROSE_H
#define BALCAO_ERRORS_SCRUB_PROSE_H

#include "errors/scrub/passage.h"

/* Finds the next secret of the passage at or behind `*at`: what assignment.h, form.h and number.h describe.
 * Returns true, sets `*found`, and moves `*at` and the passage's floor behind it; false if there is none. It
 * reads each byte a bounded number of times. */
bool prose_next(struct passage *passage, size_t *at, struct span *found);

#endif
