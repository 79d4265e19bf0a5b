#include "core/call.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/scoreboard.h"
#include "core/authorise.h"
#include "core/endpoint.h"
#include "core/query.h"
#include "core/render.h"
#include "core/revocation.h"
#include "core/router.h"
#include "core/validate.h"
#include "http/cors.h"

void call_begin(struct call *call)
{
	size_t from = offsetof(struct call, request), to = offsetof(struct call, faults.fault);

	memset((char *)call + from, 0, to - from);
	reply_clear(&call->reply);
	call->now_ms = clock_now_ms();
	call->at = "";
}

static size_t place_of(const struct call *call, const char *name)
{
	int place = endpoint_value(call->endpoint, name);

	assert(place >= 0); /* a hook names what its route declares */
	return (size_t)place;
}

const char *call_value(const struct call *call, const char *name)
{
	return call->value[place_of(call, name)].text;
}

bool call_has(const struct call *call, const char *name)
{
	return call->value[place_of(call, name)].present;
}

void call_set(struct call *call, const char *name, const char *text)
{
	call->value[place_of(call, name)] = (struct value){ .text = text, .present = true };
}

void call_blame(struct call *call, const char *field, enum fault_code code)
{
	faults_add(&call->faults, (struct fault){ .code = code, .text = "",
						  .name = arena_printf(call->arena, "/%s%s", call->at, field) });
}

static enum status run_before(struct call *call)
{
	return call->route->before ? call->route->before(call) : OK;
}

static enum status run_after(struct call *call)
{
	return call->route->after ? call->route->after(call) : OK;
}

static enum status read_body(struct call *call)
{
	return call->route->stream ? OK : request_read_body(call->arena, &call->request);
}

/* The way of every request. */
static enum status (*const stages[])(struct call *) = {
	router_match, read_body, authenticate, revocation_judge, set_builtins, authorise, validate, authorise_absence,
	run_before, query_run, run_after, render_reply,
};

static void refuse(struct call *call, const struct route *route, enum status status)
{
	if (route && route->brief)
		reply_problem_brief(&call->reply, status, call->cause);
	else
		reply_problem(&call->reply, &call->request, status, &call->faults);
}

static void put_common_headers(struct call *call, const struct route *route, enum status status)
{
	const char *cache = status == OK && call->route && !*call->caller.user ? call->route->cache : NULL;

	reply_header(&call->reply, "Cache-Control", "%s", cache ? cache : "private, no-store");
	if (!route || !route->cors)
		cors_answer(&call->reply, &call->request, call->config->cors_origins);
	else if (call->route)
		cors_answer_anyone(&call->reply, route->cors, NULL);
	if (call->route && call->route->need == NEED_ANYBODY)
		reply_header(&call->reply, "Vary", "Authorization");
}

void call_run(struct call *call, enum status status)
{
	const struct route *route;

	for (size_t i = 0; status == OK && !call->finished && i < COUNT(stages); i++) {
		status = stages[i](call);
		if (i == 0 && call->endpoint && call->slot)
			slot_note(call->slot, call->request.id, call->endpoint->path);
	}
	route = call->route ? call->route : call->beside;
	if (status != OK)
		refuse(call, route, status);
	put_common_headers(call, route, status);
}
