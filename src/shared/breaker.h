/* Circuit breakers, shared by all processes: after several failures in a row a provider is left alone for a
 * while, and then one process tries it again (Nygard, Release It!; "half-open"). */
#ifndef BALCAO_SHARED_BREAKER_H
#define BALCAO_SHARED_BREAKER_H

#include <stdbool.h>

#include "shared/metrics.h"

enum breaker_state { BREAKER_CLOSED, BREAKER_HALF_OPEN, BREAKER_OPEN, BREAKER__MAX };

/* Maps the breakers, all closed, shared with all children forked later. Ends the process when the kernel has
 * no memory. */
void breaker_init(void);

/* Sets after how many failures in a row they open, and for how many seconds; both positive. */
void breaker_set(int failures, int seconds);

/* Whether the provider may be called now. True while half-open only for one process, which must call
 * breaker_note; if it dies instead, another may try ten seconds later. */
bool breaker_allows(enum metric_provider provider);

/* Notes how a call went: whether the provider gave an answer that makes sense. */
void breaker_note(enum metric_provider provider, bool good);

/* Closed before breaker_init. */
enum breaker_state breaker_state(enum metric_provider provider);

#endif
