#include "call/cookie.h"

#include <json-c/json.h>
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "call/call.h"
#include "config/config.h"
#include "http/media.h"

enum { PEEK_MAX = 16384 }; /* bytes of a body that is parsed twice */

static const char name[] = "__Host-balcao";

/* clang-format off */
const struct problem cookie_cross_origin = { E_FORBIDDEN, "cross_origin",
	{ "Another origin", "Outra origem" },
	{ "The cookie of a session is for the pages at the address that the setting BALCAO_PUBLIC_URL names, "
	  "with Content-Type: application/json. Elsewhere use the tokens of the body.",
	  "O cookie de uma sessão é só para as páginas no endereço definido em BALCAO_PUBLIC_URL, com "
	  "Content-Type: application/json. Fora delas, use os tokens do corpo." } };
/* clang-format on */

const char *cookie_carried(const struct call *call)
{
	const char *at = call->request.cookie;
	size_t length = strlen(name);

	while (*(at += strspn(at, "; \t"))) {
		if (strncmp(at, name, length) == 0 && at[length] == '=') {
			at += length + 1;
			return arena_strndup(call->arena, at, strcspn(at, "; \t"));
		}
		at += strcspn(at, ";");
	}
	return NULL;
}

void cookie_give(struct call *call, const char *value, long seconds)
{
	reply_header(&call->reply, "Set-Cookie",
		     "%s=%s; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=%ld", name, value, seconds);
}

void cookie_remove(struct call *call)
{
	cookie_give(call, "", 0);
}

/* The length of an origin without a port that is the scheme's own. */
static size_t origin_length(const char *origin)
{
	static const char *const schemes[][2] = { { "https://", ":443" }, { "http://", ":80" } };
	size_t length = strlen(origin);

	for (size_t i = 0; i < COUNT(schemes); i++) {
		size_t port = strlen(schemes[i][1]);

		if (strncmp(origin, schemes[i][0], strlen(schemes[i][0])) == 0 && length > port &&
		    strcmp(origin + length - port, schemes[i][1]) == 0)
			return length - port;
	}
	return length;
}

static bool is_own_origin(const char *origin, const char *own)
{
	size_t length = origin_length(own);

	return origin_length(origin) == length && strncmp(origin, own, length) == 0;
}

static enum status judge(struct call *call)
{
	const struct request *request = &call->request;
	bool own = media_is_utf8(request->content_type, "application/json") &&
		   (!*request->fetch_site || strcmp(request->fetch_site, "same-origin") == 0) &&
		   (!*request->origin || is_own_origin(request->origin, call->config->public_url));

	return own ? OK : call_refuse(call, &cookie_cross_origin);
}

static bool body_asks(struct call *call)
{
	const struct request *request = &call->request;
	struct json_object *body, *member;

	return request->body_length > 0 && request->body_length <= PEEK_MAX &&
	       json_parse(call->arena, request->body, request->body_length, &body) == OK &&
	       json_object_is_type(body, json_type_object) &&
	       json_object_object_get_ex(body, "cookie", &member) &&
	       json_object_is_type(member, json_type_boolean) && json_object_get_boolean(member);
}

enum status cookie_offered(struct call *call)
{
	return cookie_carried(call) || body_asks(call) ? judge(call) : OK;
}

bool cookie_wanted(const struct call *call)
{
	const char *value = call_value(call, "cookie");

	return value && *value == 't';
}

enum status cookie_check(struct call *call)
{
	return cookie_wanted(call) ? judge(call) : OK;
}
