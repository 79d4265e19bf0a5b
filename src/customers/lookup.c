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
	{ "No provider of addresses answers just now, so nothing was saved. Try again soon.",
	  "Nenhum provedor de endereços responde agora, e nada foi salvo. Tente de novo em breve." },
	.retry_after = 30 };
/* clang-format on */

enum {
	POLL_US = 20000,
	UNCERTAIN_HOURS = 1 /* not found, but somebody could not be asked */
};
#define HOUR_MS INT64_C(3600000)

/* What is known so far. */
struct lookup {
	struct call *call;
	int64_t deadline_us;
	bool known, fresh;  /* there is an entry; it has not expired */
	enum status status; /* of what is known: OK or E_NOT_FOUND */
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

/* An answer is no worse for not being kept: the log tells what went wrong. */
static void store(struct lookup *lookup, int64_t life_ms)
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

/* Asks one after the other until one knows the address. That a CEP does not exist is taken from who
 * knows it, though not for long unless all do: towns get new ones. */
static void ask_providers(struct lookup *lookup)
{
	const struct config *config = lookup->call->config;
	bool absent = false, certain = true;
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
			store(lookup, 24 * HOUR_MS * config->cep_found_days);
			return;
		}
		absent |= told == TOLD_ABSENT;
		certain &= told == TOLD_ABSENT;
	}
	if (!absent || (!certain && lookup->known && lookup->status == OK))
		return; /* an old address is worth more than one provider's not knowing it */
	lookup->address = (struct address){ .source = NULL };
	lookup->status = E_NOT_FOUND;
	store(lookup, HOUR_MS * (certain ? config->cep_not_found_hours : UNCERTAIN_HOURS));
}

/* Only one process asks for a CEP; by the time that one may, it may be known. Not `*mine`: another is at
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

/* Until it is known, nobody knows, or time is up; while others ask, one of few may wait for them. */
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
