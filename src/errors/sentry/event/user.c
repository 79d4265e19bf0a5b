#include "errors/sentry/event/user.h"

#include <arpa/inet.h>
#include <json-c/json.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "errors/scrub/scrub.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/shape.h"

static const double exact_max = 9007199254740992; /* 2^53: doubles have all whole numbers below */

static bool is_address(const char *text)
{
	unsigned char binary[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, text, binary) == 1 || inet_pton(AF_INET6, text, binary) == 1;
}

static bool wants_inference(struct json_object *event)
{
	struct json_object *settings = reading_member(reading_member(event, "sdk"), "settings");
	struct json_object *infer = reading_member(settings, "infer_ip");

	return json_object_is_type(infer, json_type_string) &&
	       strcmp(json_object_get_string(infer), "auto") == 0;
}

static const char *read_address(struct reading *reading, struct json_object *event, struct json_object *user,
				const char *client)
{
	struct json_object *env = reading_member(shape_part(event, "request"), "env");
	const char *address =
		reading_text(reading, "user.ip_address", reading_member(user, "ip_address"), USER_TEXT_MAX);

	if (address && strcmp(address, "{{auto}}") == 0)
		return client;
	if (address && is_address(address))
		return address;
	if (address)
		notes_add(reading->notes, "user.ip_address", NOTE_INVALID);
	if (wants_inference(event))
		return client;
	address = reading_text(reading, "request.env", reading_member(env, "REMOTE_ADDR"), USER_TEXT_MAX);
	return address && is_address(address) ? address : NULL;
}

/* Some SDKs send 7 as 7.0: both are the same user. */
static const char *read_id(struct reading *reading, struct json_object *id)
{
	double number = json_object_is_type(id, json_type_double) ? json_object_get_double(id) : 0.5;

	if (fabs(number) < exact_max && (double)(int64_t)number == number)
		return arena_printf(reading->arena, "%.0f", number + 0.0);
	return reading_text(reading, "user.id", id, USER_TEXT_MAX);
}

/* A part that was hidden would make many users one. */
static const char *identity_of(struct arena *arena, const struct user *user)
{
	const struct {
		const char *kind, *value;
	} identities[] = {
		{ "id", user->id },
		{ "username", user->username },
		{ "email", user->email },
		{ "ip", user->address },
	};

	for (size_t i = 0; i < COUNT(identities); i++)
		if (identities[i].value && !strstr(identities[i].value, SCRUB_MARK))
			return arena_printf(arena, "%s:%s", identities[i].kind, identities[i].value);
	return NULL;
}

struct user user_read(struct reading *reading, struct json_object *event, const char *client)
{
	struct json_object *part = shape_part(event, "user");
	struct user user = {
		.id = read_id(reading, reading_member(part, "id")),
		.username = reading_text(reading, "user.username", reading_member(part, "username"),
					 USER_TEXT_MAX),
		.name = reading_text(reading, "user.name", reading_member(part, "name"), USER_TEXT_MAX),
		.email = reading_text(reading, "user.email", reading_member(part, "email"), USER_TEXT_MAX),
	};

	if (part && !json_object_is_type(part, json_type_object))
		notes_add(reading->notes, "user", NOTE_INVALID);
	user.address = read_address(reading, event, part, client);
	user.identity = identity_of(reading->arena, &user);
	return user;
}
