#include "accounts/hashing.h"

#include <stddef.h>

#include "accounts/password.h"
#include "base/config.h"
#include "base/gate.h"
#include "core/call.h"

enum status hashing_make(struct call *call, const char *password, const char **hash)
{
	*hash = NULL;
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	*hash = password_hash(call->arena, password, call->config->password_cost);
	gate_leave(GATE_HASHING, call->slot);
	return *hash ? OK : E_INTERNAL;
}

enum status hashing_compare(struct call *call, const char *password, const char *hash, bool *right)
{
	const char *unused;

	*right = false;
	if (!hash)
		return hashing_make(call, password, &unused);
	if (!gate_enter(GATE_HASHING, call->slot))
		return E_TOO_MANY_REQUESTS;
	*right = password_matches(password, hash);
	gate_leave(GATE_HASHING, call->slot);
	return OK;
}
