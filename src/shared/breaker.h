/* Circuit breakers, shared by all processes (Nygard, Release It!). After several failures in a row a
 * provider isn't called for a while ("open"); then one process tries it again ("half-open"). A provider
 * can also ask for a rest itself. */
#ifndef BALCAO_SHARED_BREAKER_H
#define BALCAO_SHARED_BREAKER_H

#include <stdbool.h>

/* The look-up providers, each of which has a breaker. */
enum breaker_provider { PROVIDER_VIACEP, PROVIDER_BRASILAPI, PROVIDER_OPENCEP, PROVIDER__MAX };

/* The name of a provider in logs and in the labels of metrics. */
const char *breaker_provider_name(enum breaker_provider provider);

enum breaker_state { BREAKER_CLOSED, BREAKER_HALF_OPEN, BREAKER_OPEN, BREAKER__MAX };

/* Maps the breakers, all closed, shared with all children forked later. Ends the process when the kernel has
 * no memory. */
void breaker_init(void);

/* Sets after how many failures in a row a breaker opens, and for how many seconds. Both are positive. */
void breaker_set(int failures, int seconds);

/* Returns whether the provider may be called now. While the breaker is half-open, only one process gets true,
 * and must call breaker_note. If that process dies before, another one may try after ten seconds. */
bool breaker_allows(enum breaker_provider provider);

enum { BREAKER_REST_MAX = 3600 };

/* The provider has asked not to be called for `seconds` (Retry-After, RFC 9110 10.2.3): the breaker stays
 * open for at least as long, but no longer than BREAKER_REST_MAX, whatever calls that are under way note.
 * Then all may call it, unless it had failed before. A try ends with it. Nothing happens if `seconds` is
 * not positive. */
void breaker_rest(enum breaker_provider provider, long seconds);

/* Notes the result of a call: `good` says whether the provider gave a valid answer. */
void breaker_note(enum breaker_provider provider, bool good);

/* Returns the state; BREAKER_CLOSED before breaker_init. */
enum breaker_state breaker_state(enum breaker_provider provider);

#endif
