#include "errors/reporting/quota.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "call/call.h"
#include "config/config.h"
#include "errors/reporting/key.h"
#include "shared/rate.h"

enum { KEY_EVENTS, KEY_BYTES, PROJECT_EVENTS, PROJECT_BYTES, ALL_EVENTS, ALL_BYTES, QUOTAS };

/* clang-format off */
const struct problem quota_exceeded = { E_TOO_MANY_REQUESTS, "quota_exceeded",
	{ "Quota exceeded", "Cota excedida" },
	{ "This key or its project has reported as much as it may in a minute; try again later.",
	  "Esta chave ou seu projeto já relatou o que pode em um minuto; tente mais tarde." }, 60 };

static const struct quota quotas[QUOTAS] = {
	[KEY_EVENTS] = { "key", "events_per_minute",
		"this key has sent too many events this minute: try again later" },
	[KEY_BYTES] = { "key", "bytes_per_minute",
		"this key has sent too many bytes this minute: try again later" },
	[PROJECT_EVENTS] = { "project", "events_per_minute",
		"this project has sent too many events this minute: try again later" },
	[PROJECT_BYTES] = { "project", "bytes_per_minute",
		"this project has sent too many bytes this minute: try again later" },
	[ALL_EVENTS] = { "organization", "events_per_minute",
		"the service has received too many events this minute: try again later" },
	[ALL_BYTES] = { "organization", "bytes_per_minute",
		"the service has received too many bytes this minute: try again later" },
};
/* clang-format on */

/* One counter of shared/rate.h. */
struct use {
	uint64_t id;
	long count, most;
};

static long or_default(long own, long setting)
{
	return own > 0 ? own : setting;
}

/* Public keys are random, and so is the end of a project's id. The lowest bits tell the counters apart, and
 * none of them is 0. */
static uint64_t id_of(const char *digits, int quota)
{
	char sixteen[17] = { 0 };
	size_t count = 0;

	for (; *digits && count < sizeof(sixteen) - 1; digits++)
		if (*digits != '-')
			sixteen[count++] = *digits;
	return (strtoull(sixteen, NULL, 16) << 3) + (uint64_t)quota + 1;
}

static void fill(const struct call *call, const struct key *key, size_t events, size_t bytes,
		 struct use uses[QUOTAS])
{
	const struct config *config = call->config;
	const char *project = key->project + strlen(key->project) - 17; /* the last 16 digits */
	const long most[QUOTAS] = {
		[KEY_EVENTS] = or_default(key->own.events, config->events_per_minute),
		[KEY_BYTES] = or_default(key->own.bytes, config->event_bytes_per_minute),
		[PROJECT_EVENTS] = or_default(key->of_project.events, config->events_per_minute),
		[PROJECT_BYTES] = or_default(key->of_project.bytes, config->event_bytes_per_minute),
		[ALL_EVENTS] = config->all_events_per_minute,
		[ALL_BYTES] = config->all_event_bytes_per_minute,
	};

	for (int i = 0; i < QUOTAS; i++)
		uses[i] = (struct use){
			.id = id_of(i >= ALL_EVENTS       ? ""
				    : i >= PROJECT_EVENTS ? project
							  : key->public_key,
				    i),
			.count = (long)(i % 2 == 0 ? events : bytes),
			.most = most[i],
		};
}

/* The first use for which there is no room; QUOTAS if there is room for all. */
static int find_full(const struct use uses[QUOTAS], int *wait)
{
	int i = 0;

	while (i < QUOTAS && rate_fits(uses[i].id, uses[i].count, uses[i].most, wait))
		i++;
	return i;
}

/* Counts all uses, or none if another process has just used up one of the quotas, whose index it returns. */
static int take_all(const struct use uses[QUOTAS], int *wait)
{
	int i = 0, full;

	while (i < QUOTAS && rate_take(uses[i].id, uses[i].count, uses[i].most, wait))
		i++;
	full = i;
	while (full < QUOTAS && i-- > 0)
		rate_return(uses[i].id, uses[i].count);
	return full;
}

const struct quota *quota_take(const struct call *call, const struct key *key, size_t events, size_t bytes,
			       int *wait)
{
	struct use uses[QUOTAS];
	int full;

	fill(call, key, events, bytes, uses);
	full = find_full(uses, wait);
	/* A key that asks for too much has used up its minute; others of its project go on. */
	if (full == QUOTAS || full < PROJECT_EVENTS)
		full = take_all(uses, wait);
	return full < QUOTAS ? &quotas[full] : NULL;
}

enum status quota_count(struct call *call, size_t events, size_t bytes)
{
	int wait;

	if (!quota_take(call, key_current(call), events, bytes, &wait))
		return OK;
	reply_header(&call->reply, "Retry-After", "%d", wait);
	return call_refuse(call, &quota_exceeded);
}

long quota_events(const struct call *call, const struct key *key)
{
	struct use uses[QUOTAS];
	long most;

	fill(call, key, 0, 0, uses);
	most = uses[KEY_EVENTS].most;
	for (int i = KEY_EVENTS; i < QUOTAS; i += 2)
		most = uses[i].most < most ? uses[i].most : most;
	return most;
}
