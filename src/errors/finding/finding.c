#include "errors/finding/finding.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/uuid.h"
#include "call/call.h"
#include "config/config.h"
#include "db/literal.h"
#include "errors/reporting/facets.h"
#include "errors/reporting/level.h"
#include "table/formats.h"

enum { TAGS_MAX = 10, TAG_MAX = 401, FACET_MAX = 200 };

/* clang-format off */
const struct fault_kind finding_tag_invalid = { "tag_invalid",
		{ "Enter a tag as name:value.", "Informe uma tag como nome:valor." } };
/* clang-format on */

static bool read_tag(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, const struct fault_kind **fault, long *number)
{
	const char *colon = memchr(text, ':', length);

	(void)key;
	(void)number;
	*fault = &finding_tag_invalid;
	*canonical = arena_strndup(arena, text, length);
	return colon && colon > text && colon + 1 < text + length;
}

const struct format finding_tag_format = { .name = "tag", .pattern = "^[^:].*:.", .read = read_tag };

const char *const finding_states[] = { "unresolved", "resolved", "archived", NULL };
static const char *const shown_states[] = { "unresolved", "resolved", "archived", "all", NULL };
static const char *const search_fields[] = { "title", "details", "description", "origin", "level", NULL };
static const char *const sparks[] = { "24h", "14d", NULL };

/* clang-format off */
const struct field finding_query[] = {
	{ .name = "project", .type = F_ID, .doc = "Only this project." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .doc = "Only this environment." },
	{ .name = "level", .type = F_ENUM, .values = level_names, .doc = "Only this level." },
	{ .name = "status", .type = F_ENUM, .values = shown_states,
	  .doc = "Only errors with this status; all: every status. By default unresolved, and with event "
		 "every status." },
	{ .name = "assignee", .type = F_TEXT, .min = 2, .max = 36,
	  .doc = "Only errors that this member takes care of: me, an id, or none.", .example = "\"me\"" },
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only errors with all of these words in title or origin, in any order; case and accents "
		 "are ignored." },
	{ .name = "field", .type = F_ENUM, .values = search_fields,
	  .doc = "The field in which q is searched, instead of title and origin; description is title and "
		 "details." },
	{ .name = "since", .type = F_TIME, .doc = "Only errors that occurred at this time or later." },
	{ .name = "until", .type = F_TIME, .doc = "Only errors that first occurred before this time." },
	{ .name = "release", .type = F_TEXT, .max = FACET_MAX,
	  .doc = "Only errors with this release among their newest 100 events." },
	{ .name = "transaction", .type = F_TEXT, .max = FACET_MAX,
	  .doc = "Only errors with this transaction among their newest 100 events." },
	{ .name = "logger", .type = F_TEXT, .max = FACET_MAX,
	  .doc = "Only errors with this logger among their newest 100 events." },
	{ .name = "user", .type = F_TEXT, .max = FACET_MAX,
	  .doc = "Only errors that affected this user in their newest 100 events: an id, an e-mail address, "
		 "a name or an IP address." },
	{ .name = "tag", .type = F_TEXTS, .max = TAG_MAX, .items = TAGS_MAX, .repeats = true,
	  .format = &finding_tag_format, .example = "[\"loja:Centro\"]",
	  .doc = "Only errors with this tag among their newest 100 events, as name:value. Repeated, all of "
		 "the tags." },
	{ .name = "event", .type = F_ID, .bare = true,
	  .doc = "Only the error of this stored event, by the service's id or by the SDK's, with hyphens or "
		 "without." },
	{ .name = "spark", .type = F_ENUM, .values = sparks,
	  .doc = "Adds to each error its events in each of the last 24 hours or 14 days." },
	{ .name = "tz", .type = F_TEXT, .max = 64, .format = &format_time_zone,
	  .doc = "Whose days spark counts: a name of the IANA time zone database; by default the setting "
		 "BALCAO_TIME_ZONE.",
	  .example = "\"America/Sao_Paulo\"" },
	{ 0 }
};

const char *const finding_values[] = { "one_status", "words", "words_of", "in_level", "assigned_to",
	"unassigned", "facets", "found", "spark_unit", "spark_steps", "spark_zone", NULL };
/* clang-format on */

static void add_tags(struct call *call, struct facets *facets)
{
	const char *at = call_value(call, "tag");
	struct buffer tag = { .arena = call->arena };

	for (at++; *at && *at != '}';) {
		at = literal_element(at, &tag);
		facets_add(facets, FACET_TAG, tag.data);
	}
}

static void read_facets(struct call *call)
{
	static const struct {
		const char *name;
		enum facet_kind kind;
	} filters[] = {
		{ "release", FACET_RELEASE },
		{ "transaction", FACET_TRANSACTION },
		{ "logger", FACET_LOGGER },
		{ "user", FACET_USER },
	};
	struct facets facets = facets_of(call->arena, call->caller.organization);

	for (size_t i = 0; i < COUNT(filters); i++)
		if (call_has(call, filters[i].name))
			facets_add(&facets, filters[i].kind, call_value(call, filters[i].name));
	if (call_has(call, "tag"))
		add_tags(call, &facets);
	if (facets.list.length > 1)
		call_set(call, "facets", facets_text(&facets));
}

static void read_words(struct call *call)
{
	const char *q = call_value(call, "q"), *field = call_value(call, "field");

	if (!q)
		return;
	if (field && strcmp(field, "level") == 0) {
		call_set(call, "in_level", q);
		return;
	}
	call_set(call, "words", q);
	call_set(call, "words_of", field ? field : "any");
}

/* Some filters are those of columns of the errors; the others need error_find of the database. */
static void note_others(struct call *call)
{
	static const char *const others[] = { "words", "facets", "environment", "event" };

	for (size_t i = 0; i < COUNT(others); i++)
		if (call_has(call, others[i]))
			call_set(call, "found", "");
}

static void read_spark(struct call *call)
{
	const char *spark = call_value(call, "spark"), *zone = call_value(call, "tz");
	bool days = spark && strcmp(spark, "14d") == 0;

	if (!spark)
		return;
	call_set(call, "spark_unit", days ? "day" : "hour");
	call_set(call, "spark_steps", days ? "14" : "24");
	/* Hours are those in which events are counted. */
	call_set(call, "spark_zone", days ? zone ? zone : call->config->time_zone : "UTC");
}

static void read_assignee(struct call *call)
{
	const char *who = call_value(call, "assignee");
	char *id = arena_alloc(call->arena, UUID_TEXT_SIZE);

	if (!who)
		return;
	if (strcmp(who, "none") == 0)
		call_set(call, "unassigned", "");
	else if (strcmp(who, "me") == 0)
		call_set(call, "assigned_to", call->caller.user);
	else if (uuid_parse(who, strlen(who), id))
		call_set(call, "assigned_to", id);
	else
		faults_add(&call->faults, (struct fault){ .kind = &fault_not_allowed,
							  .in_query = true,
							  .name = "assignee",
							  .text = "me, none, <id>" });
}

enum status finding_check(struct call *call)
{
	const char *status = call_value(call, "status");

	if (!status && !call_has(call, "event"))
		status = "unresolved";
	if (status && strcmp(status, "all") != 0)
		call_set(call, "one_status", status);
	read_words(call);
	read_assignee(call);
	read_facets(call);
	note_others(call);
	read_spark(call);
	return OK;
}
