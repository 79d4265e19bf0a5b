/* Whom an event happened to. Source: Relay's schema (relay-event-schema, protocol/user.rs) and how it fills
 * in addresses (relay-event-normalization, event.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_USER_H
#define BALCAO_ERRORS_SENTRY_EVENT_USER_H

struct json_object;
struct reading;

enum { USER_TEXT_MAX = 128 };

struct user {
	const char *id, *username, *email, *address; /* NULL: not told */
	const char *identity; /* "id:42": of the first that is told, in that order; NULL: nobody known */
};

/* Reads the user of an event. `client`, the address it was sent from or NULL, stands for "{{auto}}" and for
 * an address that the SDK asks to be filled in (sdk.settings.infer_ip "auto"); request.env.REMOTE_ADDR for
 * one that is missing otherwise. An address that is no IP address is dropped with a note. */
struct user user_read(struct reading *reading, struct json_object *event, const char *client);

#endif
