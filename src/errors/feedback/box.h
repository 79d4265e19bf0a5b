/* Puts the feedback of a request into the table error_feedback, all in one statement. */
#ifndef BALCAO_ERRORS_FEEDBACK_BOX_H
#define BALCAO_ERRORS_FEEDBACK_BOX_H

#include <stddef.h>

#include "base/status.h"

struct box;
struct call;
struct feedback;

/* A route that uses a box has this name in its `values`, and Q_FEEDBACK_APPEND in `uses`. */
#define BOX_VALUE "feedback"

/* Returns an empty box in the call's arena. */
struct box *box_new(struct call *call);

/* Adds feedback, whose texts are copied, with the secrets in text and address hidden as the project of the
 * request's current key wants it. */
void box_add(struct box *box, const struct feedback *feedback);

/* How much feedback the box has. */
size_t box_count(const struct box *box);

/* Stores the feedback for the project of the request's current key (key_current). Does nothing without
 * feedback. Fails as query_run does. */
MUST_CHECK enum status box_keep(struct box *box);

#endif
