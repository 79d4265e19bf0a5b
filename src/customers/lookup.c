#include "customers/lookup.h"

#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "call/call.h"
#include "call/query.h"
#include "config/config.h"
#include "customers/provider.h"
#include "shared/gate.h"

/* clang-format off */
const struct problem lookup_unavailable = { E_UNAVAILABLE, "cep_service_unavailable",
	{ "CEP service unavailable", "Serviço de CEP indisponível" },
	{ "The address of the CEP can't be looked up now, so nothing was saved. Try again soon.",
	  "No momento não é possível consultar o endereço do CEP. Nada foi salvo; tente de novo em "
	  "breve." },
	.retry_after = 30 };
/* clang-format on */

enum {
	POLL_US = 20000,
	UNCERTAIN_HOURS = 1 /* cache life of "not found" if not all providers confirmed it */
};
#define HOUR_MS INT64_C(3600000)

/* The state of one look-up. */
struct lookup {
	struct call *call;
	int64_t deadline_us;
	bool known, fresh;  /* the cache has an entry for the CEP; the entry has not expired */
	enum status status; /* if known: OK, or E_NOT_FOUND if there is no such CEP */
	struct address address;
};

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

/* Asks the providers, if this process gets the claim on the CEP; `*mine` tells whether it did. Only one
 * process at a time asks for a CEP. The cache is read again, because another process may just have filled
 * it. */
static enum status ask_alone(struct lookup *lookup, bool *mine)
{
	struct rows rows;
	enum status status = query_run(lookup->call, Q_CEP_CLAIM, &rows), released;

	*mine = status == OK && rows_true(&rows, 0, "mine");
	if (!*mine)
		return status;
	status = read_cache(lookup);
	if (status == OK && !lookup->fresh)
		ask_providers(lookup);
	released = query_run(lookup->call, Q_CEP_RELEASE, &rows);
	return status == OK ? released : status;
}

/* Repeats until this process could ask, or the cache has a fresh answer, or the time is up. A limited number
 * of workers (GATE_WAITING) may wait while others ask. */
static enum status ask_in_turn(struct lookup *lookup)
{
	struct slot *slot = lookup->call->slot;
	bool waiting = false, done = false;
	enum status status = OK;

	while (!done && status == OK) {
		if (gate_enter(GATE_LOOKUP, slot)) {
			status = ask_alone(lookup, &done);
			gate_leave(GATE_LOOKUP, slot);
		}
		if (done || status != OK)
			break;
		if (left_ms(lookup) <= 0 || (!waiting && !(waiting = gate_enter(GATE_WAITING, slot))))
			break;
		usleep(POLL_US);
		status = read_cache(lookup);
		done = lookup->fresh;
	}
	if (waiting)
		gate_leave(GATE_WAITING, slot);
	return status;
}

enum status lookup_cep(struct call *call)
{
	struct lookup lookup = {
		.call = call,
		.deadline_us = clock_monotonic_us() + INT64_C(1000) * call->config->cep_total_ms,
	};
	enum status status = read_cache(&lookup);

	if (status == OK && !lookup.fresh)
		status = ask_in_turn(&lookup);
	if (status != OK)
		return status;
	if (!lookup.known && !lookup.fresh)
		return call_refuse(call, &lookup_unavailable);
	set_values(call, &lookup.address);
	return lookup.status;
}
