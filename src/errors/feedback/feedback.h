/* What a person wrote who met an error, as SDKs and the dialog of errors/dialog send it. Like an event,
 * feedback is never refused for one of its fields: long texts are cut, control characters are dropped.
 *
 * Sources: Sentry's developer documentation (sdk/data-model/envelope-items: user_report;
 * sdk/telemetry/feedbacks: the context "feedback"), sentry-javascript (core/src/feedback.ts), and Relay's
 * limits (relay-event-schema, protocol/user_report.rs, contexts/user_report_v2.rs). */
#ifndef BALCAO_ERRORS_FEEDBACK_FEEDBACK_H
#define BALCAO_ERRORS_FEEDBACK_FEEDBACK_H

#include <stdbool.h>
#include <stddef.h>

#include "errors/sentry/event/mapper.h"

struct arena;
struct json_object;
struct url_pair;

/* The greatest lengths, in code points. */
enum {
	FEEDBACK_NAME_MAX = 128,
	FEEDBACK_EMAIL_MAX = 254,
	FEEDBACK_TEXT_MAX = 4096,
	FEEDBACK_URL_MAX = 2000,
	FEEDBACK_SOURCE_MAX = 64
};

/* Texts live in the arena. All are NULL if they are missing, except `text`. */
struct feedback {
	char mark[MAPPER_ID_SIZE];  /* 32 hexadecimal digits: the same if the same feedback is sent again */
	char event[MAPPER_ID_SIZE]; /* the id of the event that it is about, or "" */
	const char *name, *email;
	const char *text; /* may have several lines */
	const char *url;  /* the page where it was written */
	const char *source;
};

/* The functions return false, and leave `*feedback` undefined, if there is no text that shows anything. `id`
 * is 32 hexadecimal digits in lower case, "" or NULL. */

/* Reads an item "user_report": {"event_id", "name", "email", "comments"}. `id` is the envelope's event_id,
 * which counts if the report names no event. */
bool feedback_of_report(struct arena *arena, struct json_object *report, const char *id,
			struct feedback *feedback);

/* Reads an item "feedback": an event with the context "feedback" ("message", "contact_email", "name", "url",
 * "associated_event_id", "source"). Where the context lacks name and address, those of the event's user
 * count. `id` is the envelope's event_id, which counts if the feedback has none of its own. */
bool feedback_of_event(struct arena *arena, struct json_object *event, const char *id,
		       struct feedback *feedback);

/* Reads a form with the fields "name", "email" and "comments" about the event `id`. */
bool feedback_of_form(struct arena *arena, const struct url_pair *pairs, size_t count, const char *id,
		      struct feedback *feedback);

#endif
