/* What an event says in words. Source: Relay's schema (relay-event-schema, protocol/logentry.rs) and how it
 * formats (relay-event-normalization, logentry.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_MESSAGE_H
#define BALCAO_ERRORS_SENTRY_EVENT_MESSAGE_H

struct json_object;
struct reading;

enum { MESSAGE_MAX = 8192 }; /* code points */

struct message {
	const char *text;     /* to be shown; NULL: there is none */
	const char *template; /* before its parameters were filled in; NULL: it was sent as one text */
};

/* Reads "logentry" and "message", each a text or {"message", "params", "formatted"}; what logentry has goes
 * first. `text` is "formatted", else "message" with its parameters filled in, else the text. false is no
 * message, other JSON becomes text. */
struct message message_read(struct reading *reading, struct json_object *event);

/* Fills `params`, a list or an object, into `template`: %s and the other letters of printf, %(name)s, {},
 * {0} and {name}; %% is %. What has no parameter stays as it is. In the arena. */
const char *message_format(struct reading *reading, const char *template, struct json_object *params);

#endif
