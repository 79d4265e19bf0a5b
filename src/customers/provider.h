/* Providers of addresses by CEP: ViaCEP, BrasilAPI, OpenCEP. A row of a table defines how each is asked and
 * how its answers are read. Their answers are checked like any other untrusted input (OWASP API10:2023). */
#ifndef BALCAO_CUSTOMERS_PROVIDER_H
#define BALCAO_CUSTOMERS_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/fetch.h"
#include "shared/metrics.h"

struct arena;
struct config;

/* The address of a CEP. Texts that the provider does not know are NULL; `city`, `state` and `source` never
 * are. */
struct address {
	const char *street, *district; /* NULL in towns with a single CEP */
	const char *city, *state;      /* the state's abbreviation in capitals */
	const char *ibge;              /* the municipality's code, 7 digits */
	const char *ddd;               /* the municipality's area code, 2 digits */
	const char *source;            /* the provider's name */
};

/* What the answer of a provider means. */
enum told {
	TOLD_ADDRESS,
	TOLD_ABSENT, /* the provider says that the CEP does not exist */
	TOLD_UNSURE, /* the provider works, but does not know: BrasilAPI, if the services that it asks fail */
	TOLD_NONSENSE /* an error, the address of another CEP, or not JSON */
};

/* Reads a provider's answer for `cep` (8 digits). With TOLD_ADDRESS `*address` is filled; its texts are in
 * the arena, in normalization form C, on one line, and at most 200 bytes long; `street` has no range of
 * numbers behind it (customers/street.h). Read are a byte order mark, a state in small letters, and codes
 * that are numbers; JSON in another encoding than UTF-8 is nonsense. */
enum told provider_read(struct arena *arena, enum breaker_provider provider, const char *cep,
			const struct fetch_answer *answer, struct address *address);

/* Returns whether the provider's URL is configured. */
bool provider_enabled(const struct config *config, enum breaker_provider provider);

/* Asks a provider, unless its circuit breaker is open, and counts the outcome in the metrics and the
 * breaker. A provider that answers 429 or 503 with Retry-After is left alone for as long (breaker_rest).
 * `left_ms` is the time left for the whole look-up. The result is TOLD_NONSENSE also if the provider did
 * not answer or was not asked. */
enum told provider_ask(struct arena *arena, const struct config *config, enum breaker_provider provider,
		       const char *cep, int64_t left_ms, struct address *address);

#endif
