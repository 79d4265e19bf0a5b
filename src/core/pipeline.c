#include "core/pipeline.h"

#include "base/arena.h"
#include "call/call.h"
#include "call/conflict.h"
#include "call/revocation.h"
#include "config/config.h"
#include "core/authenticate.h"
#include "core/authorise.h"
#include "core/builtins.h"
#include "core/execute.h"
#include "core/render.h"
#include "core/router.h"
#include "core/validate.h"
#include "http/cors.h"
#include "shared/scoreboard.h"
#include "table/endpoint.h"

static enum status run_before(struct call *call)
{
	return call->route->before ? call->route->before(call) : OK;
}

/* The hook may have waited for seconds, for a provider or behind others: what was revoked meanwhile is. */
static enum status check_again(struct call *call)
{
	return call->route->before ? revocation_check(call) : OK;
}

static enum status run_after(struct call *call)
{
	return call->route->after ? call->route->after(call) : OK;
}

static enum status check_offer(struct call *call)
{
	return call->route->offered ? call->route->offered(call) : OK;
}

static enum status read_body(struct call *call)
{
	return call->route->stream ? OK : request_read_body(call->arena, &call->request);
}

/* Checks the memory when the whole request was read and nothing was changed for it yet. */
static enum status check_memory(struct call *call)
{
	return arena_within_limit(call->arena) ? OK : E_CONTENT_TOO_LARGE;
}

static enum status (*const stages[])(struct call *) = {
	router_match, read_body,   authenticate, revocation_check, check_offer,
	builtins_set, authorise,   validate,     check_memory,     authorise_absence,
	run_before,   check_again, execute,      run_after,        render_reply,
};

static void refuse(struct call *call, const struct route *route, enum status status)
{
	if (status == E_UNSUPPORTED_MEDIA_TYPE && call->endpoint)
		router_put_accept_patch(call, call->endpoint);
	if (route && route->brief)
		reply_problem_brief(&call->reply, call_problem(call, status), call->cause);
	else
		reply_problem(&call->reply, &call->request, call_problem(call, status), &call->faults);
}

/* The caches of clients may keep a public answer for as long as Cache-Control says. nginx, which answers
 * strangers, keeps it for a shorter time, so that a club that turns private is gone for them within five
 * seconds: nginx counts in whole seconds, and the answer may be a moment old when it arrives there. */
static void put_cache_control(struct call *call, enum status status)
{
	enum { NGINX_KEEPS_S = 3 };
	const char *cache = status == OK && call->route && !*call->caller.user ? call->route->cache : NULL;

	reply_header(&call->reply, "Cache-Control", "%s", cache ? cache : "private, no-store");
	if (cache && call->route->need == NEED_ANYBODY)
		reply_header(&call->reply, "X-Accel-Expires", "%d", NGINX_KEEPS_S);
}

static void put_common_headers(struct call *call, const struct route *route, enum status status)
{
	put_cache_control(call, status);
	if (!route || !route->cors)
		cors_answer(&call->reply, &call->request, call->config->cors_origins);
	else if (call->route)
		cors_answer_anyone(&call->reply, route->cors, NULL);
	if (call->route && call->route->need == NEED_ANYBODY)
		reply_header(&call->reply, "Vary", "Authorization");
}

void pipeline_run(struct call *call, enum status status)
{
	const struct route *route;

	for (size_t i = 0; status == OK && !call->finished && i < COUNT(stages); i++) {
		status = stages[i](call);
		if (i == 0 && call->endpoint && call->slot)
			slot_note(call->slot, call->request.id, call->endpoint->path);
	}
	route = call->route ? call->route : call->beside;
	if (status == E_VALIDATION && call->route)
		conflict_add(call);
	if (status != OK)
		refuse(call, route, status);
	put_common_headers(call, route, status);
}
