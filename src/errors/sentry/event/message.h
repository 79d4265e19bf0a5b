/* The message of an event. Sources: Relay's schema (relay-event-schema, protocol/logentry.rs) and its
 * formatting of parameters (relay-event-normalization, logentry.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_MESSAGE_H
#define BALCAO_ERRORS_SENTRY_EVENT_MESSAGE_H

struct json_object;
struct reading;

enum { MESSAGE_MAX = 8192 }; /* code points */

struct message {
	const char *text;     /* the text to show; NULL if the event has no message */
	const char *template; /* the text without its parameters; NULL if the SDK did not send it apart */
};

/* Reads the members "logentry" and "message" of an event, each a text or an object with "message", "params"
 * and "formatted"; logentry wins. `text` is "formatted", else "message" with its parameters filled in, else
 * the plain text. The JSON value false is taken for no message; any other JSON becomes text. The texts live
 * in the arena. */
struct message message_read(struct reading *reading, struct json_object *event);

/* Fills `params`, a list or an object, into the placeholders of `template`: %s and the other letters of
 * printf, %(name)s, {}, {0} and {name}; %% becomes %. A placeholder without a parameter stays as it is. The
 * text that is returned lives in the arena. */
const char *message_format(struct reading *reading, const char *template, struct json_object *params);

#endif
