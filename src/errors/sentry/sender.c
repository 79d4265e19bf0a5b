#include "errors/sentry/sender.h"

#include <string.h>

#include "call/call.h"
#include "errors/reporting/key.h"
#include "errors/reporting/quota.h"
#include "errors/sentry/auth.h"
#include "table/endpoint.h"

enum status sender_refuse(struct call *call, enum status status, const char *cause)
{
	call->cause = cause;
	reply_header(&call->reply, "X-Sentry-Error", "%s", cause);
	return status;
}

/* The header names no category, which stands for all: the request is refused before its items are known. */
enum status sender_count(struct call *call, size_t events, size_t bytes)
{
	int wait;
	const struct quota *full = quota_take(call, key_current(call), events, bytes, &wait);

	if (!full)
		return OK;
	reply_header(&call->reply, "Retry-After", "%d", wait);
	reply_header(&call->reply, "X-Sentry-Rate-Limits", "%d::%s:%s", wait, full->scope, full->reason);
	return sender_refuse(call, E_TOO_MANY_REQUESTS, full->cause);
}

/* Returns whether the key belongs to the project in the path; /api/store/ accepts the key of any project. */
static bool is_for_path(const struct call *call, const struct key *key)
{
	return call->endpoint->variables == 0 || strcmp(call->path_value[0], key->number) == 0;
}

enum status sender_open(struct call *call, const struct auth_sources *sources)
{
	char public_key[AUTH_KEY_SIZE];
	const struct key *key;
	enum auth_result result = auth_read(sources, public_key);
	enum status status;

	if (result == AUTH_MISSING)
		return sender_refuse(call, E_UNAUTHENTICATED, "the request has no sentry_key");
	if (result != AUTH_OK)
		return sender_refuse(call, E_BAD_REQUEST, "the sentry_key is not 32 hexadecimal digits");
	status = key_find(call, public_key, strlen(public_key), &key);
	if (status == E_TOKEN_INVALID || (status == OK && !is_for_path(call, key)))
		return sender_refuse(call, E_FORBIDDEN, "the sentry_key does not belong to this project");
	if (status != OK)
		return status;
	key_enter(call, key);
	return sender_count(call, 0, 0);
}

enum status sender_identify(struct call *call)
{
	const struct request *request = &call->request;
	const struct auth_sources sources = { .query = request->query,
					      .x_sentry_auth = request->sentry_auth,
					      .authorization = request->authorization };
	char public_key[AUTH_KEY_SIZE];

	if (call->endpoint->variables > 0 && call->path_value[0][strspn(call->path_value[0], "0123456789")])
		return sender_refuse(call, E_BAD_REQUEST, "the project in the path must be a number");
	return auth_read(&sources, public_key) == AUTH_MISSING ? OK : sender_open(call, &sources);
}
