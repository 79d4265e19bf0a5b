/* An event of a Sentry SDK, the JSON of a store body or of an envelope's item, as this program's own: what
 * it is grouped, counted, found and shown by. Nothing in an event is a reason to refuse it: a field that is
 * not as it should be is dropped or cut, and noted.
 *
 * Sources: the event payload's pages of Sentry's developer documentation (data-model/event-payloads), and
 * for what SDKs really send Relay's schema (relay-event-schema, protocol/). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_MAPPER_H
#define BALCAO_ERRORS_SENTRY_EVENT_MAPPER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "errors/grouping/event.h"
#include "errors/sentry/event/moment.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/tags.h"
#include "errors/sentry/event/user.h"

struct arena;
struct json_object;
struct lenient_report;

enum {
	MAPPER_ID_SIZE = 33,
	/* Lengths in code points … */
	MAPPER_SHORT_MAX = 64, /* platform, logger, environment, dist */
	MAPPER_NAME_MAX = 200, /* release, transaction */
	MAPPER_SERVER_MAX = 256,
	MAPPER_FINGERPRINT_MAX = 32, /* parts, of … */
	MAPPER_PART_MAX = 1024,
	/* … and in bytes. */
	MAPPER_DETAILS_MAX = 256 * 1024,
};

/* What is known of the request that brought an event. */
struct mapper_source {
	int64_t received;     /* milliseconds since 1970 */
	int64_t sent;         /* the envelope's sent_at, MOMENT_UNKNOWN: not told */
	const char *event_id; /* of the envelope; wins over the event's own; NULL or "": none */
	const char *client;   /* the address that it came from, or NULL */
	bool dated;           /* its time is known already: that is not noted again */
};

/* Texts live as long as the arena; NULL: not told. */
struct mapped {
	struct event event;
	char event_id[MAPPER_ID_SIZE]; /* 32 hexadecimal digits in lower case; "": none that is one */
	const char *level;             /* "fatal", "error", "warning", "info" or "debug" */
	const char *environment;       /* "production" unless told */
	const char *release, *dist, *server_name;
	int64_t occurred; /* milliseconds since 1970, never after `received` */
	struct user user;
	struct tags tags;
	const char *trace_id;               /* of contexts.trace */
	const char *browser, *os, *runtime; /* "Firefox 130.0": name and version of that context */
	const char
		*details; /* for people: message, exceptions with their stacks; at most MAPPER_DETAILS_MAX */
	struct notes notes;
};

/* Maps `object`, a tree of lenient_parse, which may be of any type; `report`, what that said of it, may be
 * NULL. An event that is a security report (it has "csp") is mapped as security.h does it. An event without
 * exceptions and message is given its bare stack, if any, as a synthetic exception. */
void mapper_map(struct arena *arena, struct json_object *object, const struct lenient_report *report,
		const struct mapper_source *source, struct mapped *mapped);

/* Writes an id as 32 hexadecimal digits in lower case. False: `text` is neither that many, in any case, nor
 * a UUID with its dashes. */
bool mapper_id(const char *text, char id[MAPPER_ID_SIZE]);

#endif
