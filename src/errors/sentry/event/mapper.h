/* Maps an event of a Sentry SDK (the JSON of a store body or of an envelope's item) to the fields by which
 * this program groups, counts, searches and shows events. No content is a reason to refuse an event: an
 * invalid field is dropped, a long one is cut, and a note says so.
 *
 * Sources: Sentry's developer documentation (data-model/event-payloads), and Relay's schema
 * (relay-event-schema, protocol/) for what SDKs really send. */
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
	/* In code points: */
	MAPPER_SHORT_MAX = 64, /* platform, logger, environment, dist */
	MAPPER_NAME_MAX = 200, /* release, transaction */
	MAPPER_SERVER_MAX = 256,
	MAPPER_PART_MAX = 1024, /* a part of the fingerprint */
	/* The number of parts: */
	MAPPER_FINGERPRINT_MAX = 32,
};

/* What the request and the envelope say about an event. */
struct mapper_source {
	int64_t received;     /* milliseconds since 1970 */
	int64_t sent;         /* the envelope's sent_at, in the same unit, or MOMENT_UNKNOWN */
	const char *event_id; /* the envelope's, which wins over the event's own; NULL or "" if it has none */
	const char *client;   /* the IP address of the sender, or NULL */
	const char *agent;    /* the sender's User-Agent, valid UTF-8, or NULL */
	bool dated;           /* an odd time gets no note: it was noted when the event was received */
};

/* The mapped event. Texts live as long as the arena; those that the event does not have are NULL. */
struct mapped {
	struct event event;
	char event_id[MAPPER_ID_SIZE]; /* 32 hexadecimal digits in lower case, or "" without a valid id */
	const char *level;             /* "fatal", "error", "warning", "info" or "debug" */
	const char *environment;       /* "production" by default */
	const char *release, *dist, *server_name;
	int64_t occurred; /* milliseconds since 1970, never after `received` */
	struct user user;
	struct tags tags;
	const char *trace_id;               /* from contexts.trace */
	const char *browser, *os, *runtime; /* name and version from that context: "Firefox 130.0" */
	const char *details;                /* the text of transcript.h, for people */
	struct notes notes;
};

/* Maps `object`, a tree of lenient_parse of any JSON type, to `*mapped`, which need not be initialised. The
 * parser's `report` becomes notes; it may be NULL. The member "csp" sets the directive and the blocked URI
 * (see security_read). An event without exceptions and without a message gets its stack, if it has one, as a
 * synthetic exception. It can't fail. */
void mapper_map(struct arena *arena, struct json_object *object, const struct lenient_report *report,
		const struct mapper_source *source, struct mapped *mapped);

/* Writes the id `text` to `id` as 32 hexadecimal digits in lower case. Accepts 32 hexadecimal digits of
 * either case, or a UUID with its dashes; returns false for any other text, and the content of `id` is then
 * undefined. */
bool mapper_id(const char *text, char id[MAPPER_ID_SIZE]);

#endif
