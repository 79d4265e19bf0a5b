#include "core/authorise.h"

#include <string.h>
#include <strings.h>

#include "core/call.h"
#include "core/token.h"

/* The token in "Bearer <token>" (RFC 6750, 2.1), or NULL. */
static const char *bearer(const char *header, size_t *length)
{
	static const char scheme[] = "Bearer ";

	if (strncasecmp(header, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	header += sizeof(scheme) - 1;
	header += strspn(header, " ");
	*length = strlen(header);
	while (*length > 0 && strchr(" \t", header[*length - 1]))
		--*length;
	return *length > 0 ? header : NULL;
}

enum status authorise(struct call *call)
{
	const char *token;
	enum status status;
	size_t length;

	if (call->route->need == NEED_NOBODY)
		return OK;
	token = bearer(call->request.authorization, &length);
	if (!token)
		return E_UNAUTHENTICATED;
	status = token_read(token, length, call->now_ms / 1000, &call->caller);
	if (status != OK)
		return status;
	return need_of_role(call->caller.role) >= call->route->need ? OK : E_FORBIDDEN;
}
