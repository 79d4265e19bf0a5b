/* Providers of addresses by CEP: ViaCEP, BrasilAPI, OpenCEP. How each is asked and how its answers are
 * read is a row of a table; what they send is trusted in nothing (OWASP API10:2023). */
#ifndef BALCAO_CUSTOMERS_PROVIDER_H
#define BALCAO_CUSTOMERS_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/fetch.h"
#include "shared/metrics.h"

struct arena;
struct config;

/* What a CEP stands for. Texts are NULL where nobody tells; `city`, `state` and `source` never are. */
struct address {
	const char *street, *district; /* NULL in towns with one CEP */
	const char *city, *state;      /* the state as two capitals */
	const char *ibge;              /* the municipality's code, 7 digits */
	const char *ddd;               /* its area code, 2 digits */
	const char *source;            /* the provider's name */
};

enum told {
	TOLD_ADDRESS,
	TOLD_ABSENT,  /* the provider knows that there is no such CEP */
	TOLD_UNSURE,  /* it does not know, though it works: BrasilAPI, when those that it asks don't answer */
	TOLD_NONSENSE /* an error, another CEP, no JSON */
};

/* Reads what a provider answered for `cep` (8 digits). TOLD_ADDRESS: `*address` is filled, its texts are in
 * the arena, free of control characters and at most 200 bytes long. */
enum told provider_read(struct arena *arena, enum metric_provider provider, const char *cep,
			const struct fetch_answer *answer, struct address *address);

/* Whether there is a URL for it. */
bool provider_enabled(const struct config *config, enum metric_provider provider);

/* Asks a provider, unless its breaker is open, and counts how that went. `left_ms`: what is left of the time
 * for the whole look-up. TOLD_NONSENSE also: no answer, or not asked. */
enum told provider_ask(struct arena *arena, const struct config *config, enum metric_provider provider,
		       const char *cep, int64_t left_ms, struct address *address);

#endif
