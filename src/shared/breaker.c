#include "shared/breaker.h"

#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"

enum { PROBE_US = 10000000, SECOND_US = 1000000 };

static struct breakers {
	_Atomic int failures_most, seconds;
	struct breaker {
		_Atomic int failures;           /* in a row */
		_Atomic int64_t open_until_us;  /* 0: closed; in the past: half-open */
		_Atomic int64_t rest_until_us;  /* the provider has asked not to be called until then */
		_Atomic int64_t probe_until_us; /* a process tries the provider, and has time until then */
	} breaker[PROVIDER__MAX];
} * breakers;

static const char *const providers[PROVIDER__MAX] = {
	[PROVIDER_VIACEP] = "viacep",
	[PROVIDER_BRASILAPI] = "brasilapi",
	[PROVIDER_OPENCEP] = "opencep",
};

const char *breaker_provider_name(enum breaker_provider provider)
{
	return providers[provider];
}

void breaker_init(void)
{
	void *memory =
		mmap(NULL, sizeof(*breakers), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		memory_exhausted(sizeof(*breakers));
	breakers = memory;
}

void breaker_set(int failures, int seconds)
{
	atomic_store(&breakers->failures_most, failures);
	atomic_store(&breakers->seconds, seconds);
}

enum breaker_state breaker_state(enum breaker_provider provider)
{
	const struct breaker *breaker = breakers ? &breakers->breaker[provider] : NULL;
	int64_t now = clock_monotonic_us(), until = breaker ? atomic_load(&breaker->open_until_us) : 0;

	if (now < until || (breaker && now < atomic_load(&breaker->rest_until_us)))
		return BREAKER_OPEN;
	return until == 0 ? BREAKER_CLOSED : BREAKER_HALF_OPEN;
}

bool breaker_allows(enum breaker_provider provider)
{
	struct breaker *breaker = &breakers->breaker[provider];
	int64_t now = clock_monotonic_us(), probe = atomic_load(&breaker->probe_until_us);
	enum breaker_state state = breaker_state(provider);

	if (state != BREAKER_HALF_OPEN)
		return state == BREAKER_CLOSED;
	return now >= probe &&
	       atomic_compare_exchange_strong(&breaker->probe_until_us, &probe, now + PROBE_US);
}

/* Raises a moment, unless another process has set a later one. */
static void raise_to(_Atomic int64_t *moment, int64_t us)
{
	int64_t old = atomic_load(moment);

	while (old < us && !atomic_compare_exchange_weak(moment, &old, us))
		continue;
}

static void open_breaker(enum breaker_provider provider, struct breaker *breaker)
{
	int seconds = atomic_load(&breakers->seconds);

	if (breaker_state(provider) == BREAKER_CLOSED)
		log_message(LOG_LEVEL_WARNING, "the CEP provider %s fails: it is not called for %d s",
			    breaker_provider_name(provider), seconds);
	raise_to(&breaker->open_until_us, clock_monotonic_us() + (int64_t)seconds * SECOND_US);
}

void breaker_rest(enum breaker_provider provider, long seconds)
{
	if (seconds <= 0)
		return;
	if (seconds > BREAKER_REST_MAX)
		seconds = BREAKER_REST_MAX;
	log_message(LOG_LEVEL_WARNING, "the CEP provider %s asks for a rest: it is not called for %ld s",
		    breaker_provider_name(provider), seconds);
	raise_to(&breakers->breaker[provider].rest_until_us,
		 clock_monotonic_us() + seconds * INT64_C(1) * SECOND_US);
	atomic_store(&breakers->breaker[provider].probe_until_us, 0);
}

static void close_breaker(enum breaker_provider provider, struct breaker *breaker)
{
	atomic_store(&breaker->failures, 0);
	if (atomic_exchange(&breaker->open_until_us, 0) != 0)
		log_message(LOG_LEVEL_INFO, "the CEP provider %s answers again",
			    breaker_provider_name(provider));
}

void breaker_note(enum breaker_provider provider, bool good)
{
	struct breaker *breaker = &breakers->breaker[provider];

	if (good) {
		close_breaker(provider, breaker);
	} else if (atomic_fetch_add(&breaker->failures, 1) + 1 >= atomic_load(&breakers->failures_most)) {
		open_breaker(provider, breaker);
	}
	atomic_store(&breaker->probe_until_us, 0);
}
