#include "core/authenticate.h"

#include <string.h>
#include <strings.h>

#include "call/call.h"
#include "call/token.h"

const char *authenticate_bearer(const char *header, size_t *length)
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

enum status authenticate(struct call *call)
{
	const char *token;
	size_t length;

	if (call->route->identify)
		return call->route->identify(call);
	if (call->route->need == NEED_NOBODY ||
	    (call->route->need == NEED_ANYBODY && !*call->request.authorization))
		return OK;
	token = authenticate_bearer(call->request.authorization, &length);
	if (!token)
		return E_UNAUTHENTICATED;
	return token_read(token, length, call->now_ms / 1000, &call->caller);
}
