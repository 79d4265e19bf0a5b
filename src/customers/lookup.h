/* What address a CEP has: out of the cache in PostgreSQL, or from the providers. */
#ifndef BALCAO_CUSTOMERS_LOOKUP_H
#define BALCAO_CUSTOMERS_LOOKUP_H

#include "base/status.h"

struct call;

/* The values that lookup_cep sets, and the statements it runs: for the route's `values` and `uses`. */
#define LOOKUP_VALUES                                                                               \
	"cep_street", "cep_district", "cep_city", "cep_state", "cep_ibge", "cep_ddd", "cep_source", \
		"cep_expires_at"
#define LOOKUP_USES Q_CEP_CACHED, Q_CEP_CLAIM, Q_CEP_RELEASE, Q_CEP_STORE

/* Looks up the value "cep" (8 digits) and sets "cep_street" and so on. E_NOT_FOUND: no such CEP. E_REFUSED,
 * by lookup_unavailable: nobody could tell, or too many workers are at it already. May take as long as is
 * configured; call it outside of any transaction. */
MUST_CHECK enum status lookup_cep(struct call *call);

/* No provider could tell. */
extern const struct problem lookup_unavailable;

#endif
