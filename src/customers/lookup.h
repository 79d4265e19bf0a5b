/* Looking up the address of a CEP, in the cache in PostgreSQL or at the providers. */
#ifndef BALCAO_CUSTOMERS_LOOKUP_H
#define BALCAO_CUSTOMERS_LOOKUP_H

#include "base/status.h"
#include "table/route.h"

/* The values that lookup_cep sets and the statements that it runs. A route that calls it must list them in
 * `values` and `uses`. */
#define LOOKUP_VALUES                                                                               \
	"cep_street", "cep_district", "cep_city", "cep_state", "cep_ibge", "cep_ddd", "cep_source", \
		"cep_expires_at"
#define LOOKUP_USES Q_CEP_CACHED, Q_CEP_CLAIM, Q_CEP_RELEASE, Q_CEP_STORE

/* What a route makes of look-ups. */
struct lookup_use {
	/* Runs if the cache has no fresh answer, so that no provider is asked for a request that must be
	 * refused anyway: any status but OK is the outcome. NULL: nothing. */
	hook *obstacle;
	hook *absent; /* there is no such CEP: its status is the outcome */
	/* How many CEPs a user may look up in a minute by this use; 0: as many as by all uses (the setting
	 * BALCAO_CEP_PER_MINUTE). At most one use has such a limit. */
	long per_minute;
};

/* Looks up the address of the value "cep" (8 digits) and sets the values "cep_street" and so on
 * (LOOKUP_VALUES). Outcomes besides those of `use`: E_REFUSED, by lookup_unavailable: no provider gave an
 * answer. E_BUSY: too many look up CEPs just now, even after five seconds; E_TOO_MANY_REQUESTS, with
 * Retry-After: the caller has looked up as many CEPs in this minute as one may; in both cases no provider was
 * asked. Otherwise the status of a failed query. May block for five seconds, and then for `cep_total_ms` of
 * the configuration, so call it outside of any transaction. */
MUST_CHECK enum status lookup_cep(struct call *call, const struct lookup_use *use);

/* The problem that no provider gave an answer. */
extern const struct problem lookup_unavailable;

#endif
