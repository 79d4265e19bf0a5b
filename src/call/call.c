#include "call/call.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "table/endpoint.h"

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

	assert(place >= 0); /* a hook may only name what its route declares */
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

void call_blame(struct call *call, const char *field, const struct fault_kind *kind)
{
	faults_add(&call->faults,
		   (struct fault){ .kind = kind,
				   .text = "",
				   .name = arena_printf(call->arena, "/%s%s", call->at, field) });
}

enum status call_refuse(struct call *call, const struct problem *problem)
{
	call->refusal = problem;
	return E_REFUSED;
}

const struct problem *call_problem(const struct call *call, enum status status)
{
	return status == E_REFUSED ? call->refusal : &problems[status];
}
