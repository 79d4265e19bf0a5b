#include "customers/lookup.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "call/call.h"
#include "call/query.h"
#include "config/config.h"
#include "customers/provider.h"
#include "shared/gate.h"
#include "shared/rate.h"

/* clang-format off */
const struct problem lookup_unavailable = { E_UNAVAILABLE, "cep_service_unavailable",
	{ "CEP service unavailable", "Serviço de CEP indisponível" },
	{ "The address of the CEP can't be looked up now, so nothing was saved. Try again soon.",
	  "No momento não é possível consultar o endereço do CEP. Nada foi salvo; tente de novo em "
	  "breve." },
	.retry_after = 30 };
/* clang-format on */

enum {
	WAIT_MS = 5000, /* for a place to ask from */
	POLL_US = 20000,
	UNCERTAIN_HOURS = 1 /* cache life of "not found" if not all providers confirmed it */
};
#define HOUR_MS INT64_C(3600000)

/* The state of one look-up. */
struct lookup {
	struct call *call;
	const struct lookup_use *use;
	int64_t deadline_us;
	bool known, fresh;  /* the cache has an entry for the CEP; the entry has not expired */
	enum status status; /* if known: OK, or E_NOT_FOUND if there is no such CEP */
	struct address address;
	enum status limit; /* the limit of our own for which no provider was asked; OK: none */
	int retry_after;   /* E_TOO_MANY_REQUESTS: in how many seconds the user may look up another CEP */
};

static uint64_t key_of(const struct lookup *lookup)
{
	const struct caller *caller = &lookup->call->caller;

	return gate_key(caller->user, strlen(caller->user));
}

/* Counts a look-up of the user for the limit of this use. */
static bool within_use(struct lookup *lookup, uint64_t id, long count)
{
	return lookup->use->per_minute == 0 ||
	       rate_take(id, count, lookup->use->per_minute, &lookup->retry_after);
}

/* Counts a look-up of the user, or asks whether one more is allowed (`count` 0). What one limit refuses does
 * not count for the other. */
static bool within_rate(struct lookup *lookup, long count)
{
	static const uint64_t of_use = UINT64_C(0x9E3779B97F4A7C15); /* any odd number: other ids */
	uint64_t id = key_of(lookup) | 1, use_id = key_of(lookup) * of_use | 1;
	bool of_all, within = within_use(lookup, use_id, count);

	of_all = within && rate_take(id, count, lookup->call->config->cep_per_minute, &lookup->retry_after);
	if (within && !of_all && lookup->use->per_minute > 0)
		rate_return(use_id, count);
	if (!of_all)
		lookup->limit = E_TOO_MANY_REQUESTS;
	return of_all;
}

static int64_t left_ms(const struct lookup *lookup)
{
	return (lookup->deadline_us - clock_monotonic_us()) / 1000;
}

static enum status read_cache(struct lookup *lookup)
{
	struct rows rows;
	enum status status = query_run(lookup->call, Q_CEP_CACHED, &rows);

	if (status != OK)
		return status == E_NOT_FOUND ? OK : status;
	lookup->known = true;
	lookup->fresh = rows_true(&rows, 0, "fresh");
	lookup->status = rows_true(&rows, 0, "found") ? OK : E_NOT_FOUND;
	lookup->address = (struct address){
		.street = rows_text(&rows, 0, "street"),
		.district = rows_text(&rows, 0, "district"),
		.city = rows_text(&rows, 0, "city"),
		.state = rows_text(&rows, 0, "state"),
		.ibge = rows_text(&rows, 0, "ibge"),
		.ddd = rows_text(&rows, 0, "ddd"),
		.source = rows_text(&rows, 0, "source"),
	};
	return OK;
}

static void set_values(struct call *call, const struct address *address)
{
	call_set(call, "cep_street", address->street);
	call_set(call, "cep_district", address->district);
	call_set(call, "cep_city", address->city);
	call_set(call, "cep_state", address->state);
	call_set(call, "cep_ibge", address->ibge);
	call_set(call, "cep_ddd", address->ddd);
	call_set(call, "cep_source", address->source);
}

/* Saves the answer in the cache. If that fails, the answer is used nevertheless; the log has the error. */
static void store_answer(struct lookup *lookup, int64_t life_ms)
{
	struct call *call = lookup->call;
	char *expires = arena_alloc(call->arena, CLOCK_TEXT_SIZE);
	struct rows none;

	clock_format(call->now_ms + life_ms, expires);
	call_set(call, "cep_expires_at", expires);
	set_values(call, &lookup->address);
	if (query_run(call, Q_CEP_STORE, &none) == OK)
		lookup->known = true;
	lookup->fresh = true;
}

/* Asks the providers one after the other until one returns the address. If at least one says that the CEP
 * does not exist, that answer is kept: for long if all say so, otherwise briefly, because towns get new
 * CEPs. */
static void ask_providers(struct lookup *lookup)
{
	const struct config *config = lookup->call->config;
	bool absent = false, unanimous = true;
	struct address address;

	for (int provider = 0; provider < PROVIDER__MAX; provider++) {
		enum told told;

		if (!provider_enabled(config, provider))
			continue;
		told = provider_ask(lookup->call->arena, config, provider, call_value(lookup->call, "cep"),
				    left_ms(lookup), &address);
		if (told == TOLD_ADDRESS) {
			lookup->address = address;
			lookup->status = OK;
			store_answer(lookup, 24 * HOUR_MS * config->cep_found_days);
			return;
		}
		absent |= told == TOLD_ABSENT;
		unanimous &= told == TOLD_ABSENT;
	}
	if (!absent || (!unanimous && lookup->known && lookup->status == OK))
		return; /* an expired address is better than a single provider's "not found" */
	lookup->address = (struct address){ .source = NULL };
	lookup->status = E_NOT_FOUND;
	store_answer(lookup, HOUR_MS * (unanimous ? config->cep_not_found_hours : UNCERTAIN_HOURS));
}

/* Asks the providers, if this process gets the claim on the CEP; `*mine` tells whether it did. Of all
 * machines only one process at a time asks for a CEP. The cache is read again, because another process may
 * just have filled it. */
static enum status ask_alone(struct lookup *lookup, bool *mine)
{
	struct rows rows;
	enum status status = query_run(lookup->call, Q_CEP_CLAIM, &rows), released;

	*mine = status == OK && rows_true(&rows, 0, "mine");
	if (!*mine)
		return status;
	status = read_cache(lookup);
	if (status == OK && !lookup->fresh && within_rate(lookup, 1))
		ask_providers(lookup);
	released = query_run(lookup->call, Q_CEP_RELEASE, &rows);
	return status == OK ? released : status;
}

/* Repeats until this process could ask, or the cache has a fresh answer, or the time is up. The first attempt
 * succeeds, unless a process of another machine asks for the same CEP: those of this machine stand before the
 * gate. */
static enum status ask_in_turn(struct lookup *lookup)
{
	bool done = false;
	enum status status = ask_alone(lookup, &done);

	while (status == OK && !done && left_ms(lookup) > 0) {
		usleep(POLL_US);
		status = read_cache(lookup);
		done = lookup->fresh;
		if (status == OK && !done)
			status = ask_alone(lookup, &done);
	}
	return status;
}

/* Waits for a place to ask from. Neither a transaction nor a claim is held meanwhile. Who had to wait still
 * has the time for one call, since a call that is cut short would count as the provider's failure. */
static enum status ask_behind_gate(struct lookup *lookup)
{
	const struct call *call = lookup->call;
	const char *cep = call_value(call, "cep");
	struct gate_visit visit = { .gate = GATE_LOOKUP,
				    .slot = call->slot,
				    .who = key_of(lookup),
				    .what = gate_key(cep, strlen(cep)),
				    .wait_ms = WAIT_MS };
	int64_t least_us;
	enum status status;

	if (!gate_enter(&visit)) {
		lookup->limit = E_BUSY;
		return read_cache(lookup); /* those for whom it waited may have asked for this CEP */
	}
	least_us = clock_monotonic_us() + INT64_C(1000) * call->config->cep_call_ms;
	if (lookup->deadline_us < least_us)
		lookup->deadline_us = least_us;
	status = ask_in_turn(lookup);
	gate_leave(call->slot);
	return status;
}

static enum status refuse(struct lookup *lookup)
{
	struct call *call = lookup->call;

	if (lookup->limit == OK)
		return call_refuse(call, &lookup_unavailable);
	if (lookup->limit == E_TOO_MANY_REQUESTS)
		reply_header(&call->reply, "Retry-After", "%d", lookup->retry_after);
	return lookup->limit;
}

enum status lookup_cep(struct call *call, const struct lookup_use *use)
{
	struct lookup lookup = {
		.call = call,
		.use = use,
		.deadline_us = clock_monotonic_us() + INT64_C(1000) * call->config->cep_total_ms,
	};
	enum status status = read_cache(&lookup);

	if (status == OK && !lookup.fresh && use->obstacle)
		status = use->obstacle(call);
	if (status == OK && !lookup.fresh && within_rate(&lookup, 0))
		status = ask_behind_gate(&lookup);
	if (status != OK)
		return status;
	if (!lookup.known && !lookup.fresh)
		return refuse(&lookup);
	set_values(call, &lookup.address);
	return lookup.status == E_NOT_FOUND ? use->absent(call) : lookup.status;
}
