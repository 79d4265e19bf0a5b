#include "errors/sentry/inbox.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/uuid.h"
#include "call/call.h"
#include "call/query.h"
#include "db/literal.h"
#include "errors/feedback/box.h"
#include "errors/grouping/title.h"
#include "errors/reporting/columns.h"
#include "errors/reporting/facets.h"
#include "errors/reporting/key.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/sender.h"

enum column {
	EVENT_ID,
	CLIENT_ID,
	GROUP_KEY,
	WHY,
	TITLE,
	CULPRIT,
	LEVEL,
	ENVIRONMENT,
	ORIGIN,
	RELEASE,
	OCCURRED_AT,
	USER_HASH,
	TAGS,
	FINGERPRINT,
	DETAILS,
	RAW,
	FACETS,
	COLUMN__MAX
};

/* clang-format off */
/* The last values are not columns of the inbox: the statement that finds a key needs one, a box the other. */
const char *const inbox_values[] = {
	[EVENT_ID] = "event_id", [CLIENT_ID] = "client_id", [GROUP_KEY] = "group_key", [WHY] = "why",
		[TITLE] = "title",
	[CULPRIT] = "culprit", [LEVEL] = "level", [ENVIRONMENT] = "environment", [ORIGIN] = "origin",
	[RELEASE] = "release", [OCCURRED_AT] = "occurred_at", [USER_HASH] = "user_hash", [TAGS] = "tags",
	[FINGERPRINT] = "fingerprint", [DETAILS] = "details", [RAW] = "raw",
	[FACETS] = "facets", [COLUMN__MAX] = "public_key", BOX_VALUE, NULL
};
/* clang-format on */

struct inbox {
	struct call *call;
	struct buffer column[COLUMN__MAX]; /* arrays in PostgreSQL's text form, without the closing brace */
	size_t count;
	char id[MAPPER_ID_SIZE]; /* the id of the first event */
};

struct inbox *inbox_new(struct call *call)
{
	struct inbox *inbox = arena_alloc(call->arena, sizeof(*inbox));

	inbox->call = call;
	for (int i = 0; i < COLUMN__MAX; i++) {
		inbox->column[i].arena = call->arena;
		buffer_put_char(&inbox->column[i], '{');
	}
	return inbox;
}

static const char *tags_of(struct arena *arena, const struct tags *tags)
{
	struct buffer out = { .arena = arena };

	buffer_put_char(&out, '{');
	for (size_t i = 0; i < tags->count; i++)
		json_member_text(&out, tags->list[i].key, tags->list[i].value);
	buffer_put_char(&out, '}');
	return out.data;
}

static const char *facets_of_event(struct call *call, const struct mapped *mapped)
{
	struct facets facets = facets_of(call->arena, call->caller.organization);

	facets_add(&facets, FACET_RELEASE, mapped->release);
	facets_add(&facets, FACET_TRANSACTION, mapped->event.transaction);
	facets_add(&facets, FACET_LOGGER, mapped->event.logger);
	facets_add(&facets, FACET_USER, mapped->user.id);
	facets_add(&facets, FACET_USER, mapped->user.username);
	facets_add(&facets, FACET_USER, mapped->user.name);
	facets_add(&facets, FACET_USER, mapped->user.email);
	facets_add(&facets, FACET_USER, mapped->user.address);
	for (size_t i = 0; i < mapped->tags.count; i++)
		facets_add_tag(&facets, mapped->tags.list[i].key, mapped->tags.list[i].value);
	return facets_text(&facets);
}

/* The digest includes the project, so that digests don't reveal that two projects have the same user. */
static const char *hash_of_user(struct call *call, const char *identity)
{
	if (!identity)
		return NULL;
	return literal_digest(call->arena,
			      arena_printf(call->arena, "%s %s", call->caller.project, identity));
}

/* Writes a UUID without its dashes. The reply names an event by this id if the SDK gave it none. */
static void shorten(const char *uuid, char id[MAPPER_ID_SIZE])
{
	for (; *uuid; uuid++)
		if (*uuid != '-')
			*id++ = *uuid;
	*id = '\0';
}

static void note_id(struct inbox *inbox, const char *event_id, const char *client_id)
{
	if (inbox->count++ > 0)
		return;
	if (client_id)
		snprintf(inbox->id, sizeof(inbox->id), "%s", client_id);
	else
		shorten(event_id, inbox->id);
}

void inbox_complete(struct mapped *mapped, const char *platform)
{
	if (!mapped->event.platform && *platform)
		mapped->event.platform = platform;
	mapped->event.tags = mapped->tags.list;
	mapped->event.tag_count = mapped->tags.count;
}

void inbox_add(struct inbox *inbox, struct mapped *mapped, const char *raw)
{
	struct arena *arena = inbox->call->arena;
	struct event *event = &mapped->event;
	const struct key *key = key_current(inbox->call);
	char id[UUID_TEXT_SIZE], at[CLOCK_TEXT_SIZE];
	const char *cell[COLUMN__MAX] = {
		[EVENT_ID] = id,
		[CLIENT_ID] = *mapped->event_id ? mapped->event_id : NULL,
		[LEVEL] = mapped->level,
		[ENVIRONMENT] = mapped->environment,
		[RELEASE] = mapped->release,
		[OCCURRED_AT] = at,
		[ORIGIN] = mapped->server_name ? mapped->server_name : inbox->call->request.address,
		[DETAILS] = *mapped->details ? mapped->details : NULL,
		[RAW] = raw,
	};

	uuid_new(inbox->call->now_ms, id);
	clock_format(mapped->occurred, at);
	inbox_complete(mapped, key->platform);
	columns_group(arena, event, key->rules, &cell[GROUP_KEY], &cell[WHY]);
	cell[TITLE] = title_of(arena, event);
	cell[CULPRIT] = title_culprit(arena, event);
	cell[USER_HASH] = hash_of_user(inbox->call, mapped->user.identity);
	cell[TAGS] = tags_of(arena, &mapped->tags);
	cell[FACETS] = facets_of_event(inbox->call, mapped);
	cell[FINGERPRINT] = literal_array(arena, event->fingerprint, event->fingerprint_count);
	for (int i = 0; i < COLUMN__MAX; i++)
		literal_put_element(&inbox->column[i], cell[i]);
	note_id(inbox, id, cell[CLIENT_ID]);
}

const char *inbox_id(const struct inbox *inbox)
{
	return inbox->count > 0 ? inbox->id : NULL;
}

size_t inbox_count(const struct inbox *inbox)
{
	return inbox->count;
}

/* Charges the memory of the columns to the arena. */
static enum status charge_columns(struct inbox *inbox)
{
	size_t bytes = 0;

	for (int i = 0; i < COLUMN__MAX; i++)
		bytes += inbox->column[i].capacity;
	if (arena_charge(inbox->call->arena, bytes))
		return OK;
	return sender_refuse(inbox->call, E_CONTENT_TOO_LARGE,
			     "the events need too much memory: send fewer or smaller events");
}

enum status inbox_keep(struct inbox *inbox)
{
	struct rows rows;
	enum status status;

	if (inbox->count == 0)
		return OK;
	status = charge_columns(inbox);
	if (status != OK)
		return status;
	for (int i = 0; i < COLUMN__MAX; i++) {
		buffer_put_char(&inbox->column[i], '}');
		call_set(inbox->call, inbox_values[i], inbox->column[i].data);
	}
	return query_run(inbox->call, Q_ERROR_APPEND, &rows);
}
