/* The user who was affected by an event. Sources: Relay's schema (relay-event-schema, protocol/user.rs) and
 * how Relay fills in addresses (relay-event-normalization, event.rs). */
#ifndef BALCAO_ERRORS_SENTRY_EVENT_USER_H
#define BALCAO_ERRORS_SENTRY_EVENT_USER_H

struct json_object;
struct reading;

enum { USER_TEXT_MAX = 128 };

struct user {
	const char *id, *username, *name, *email, *address; /* NULL if the event doesn't have it */
	const char *identity; /* id, username, e-mail or address, the first that is known, as "id:42"; NULL if
				 none is. The name is none: many people have the same one. */
};

/* Reads the user of an event; the texts live in the arena. `client` is the IP address of the sender, or
 * NULL: it replaces the address "{{auto}}", and a missing address if the SDK asks for that
 * (sdk.settings.infer_ip is "auto"). Otherwise request.env.REMOTE_ADDR replaces a missing address. A text
 * that is not an IP address is dropped, with a note. */
struct user user_read(struct reading *reading, struct json_object *event, const char *client);

#endif
