#include "errors/errors.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "config/config.h"
#include "core/authorise.h"
#include "errors/digest.h"
#include "errors/report.h"
#include "errors/reporting/key.h"
#include "errors/reporting/level.h"
#include "errors/sentry/show.h"
#include "errors/triage.h"
#include "table/formats.h"

/* clang-format off */
const struct fault_kind error_range_too_wide = { "range_too_wide",
		{ "There must be at most {n} intervals between since and until.",
		  "Deve haver no máximo {n} intervalos entre since e until." } };
/* clang-format on */

enum { BUCKETS_MAX = 2000, HOUR_MS = 3600000, DAY_MOST_MS = 26 * HOUR_MS, BULK_MAX = 1000, BATCH_MAX = 1000 };

static const char *const states[] = { "unresolved", "resolved", "archived", NULL };
static const char *const shown_states[] = { "unresolved", "resolved", "archived", "all", NULL };
static const char *const search_fields[] = { "title", "details", "description", "origin", "level", NULL };
static const char *const actions[] = { "archive", "resolve", "reopen", "delete", NULL };
static const char *const intervals[] = { "hour", "day", NULL };

/* clang-format off */
#define ERROR \
	{ .name = "id", .type = F_ID, .doc = "The error's id." }, \
	{ .name = "project", .type = F_ID, .doc = "The project's id." }, \
	{ .name = "title", .type = F_TEXT, .doc = "The title of the newest event." }, \
	{ .name = "culprit", .type = F_TEXT, .nullable = true, \
	  .doc = "The function or module where the error occurred, if an SDK reported it." }, \
	{ .name = "level", .type = F_ENUM, .values = level_names, .doc = "The severity." }, \
	{ .name = "environment", .type = F_TEXT, .doc = "The environment of the newest event." }, \
	{ .name = "origin", .type = F_TEXT, .doc = "The host or address that reported it." }, \
	{ .name = "status", .type = F_ENUM, .values = states, \
	  .doc = "The status that people gave the error." }, \
	{ .name = "regressed", .type = F_BOOLEAN, \
	  .doc = "Whether it occurred again after it was resolved." }, \
	{ .name = "until", .type = F_JSON, .nullable = true, .example = "{\"events\":100}", \
	  .doc = "What makes the archived or resolved error unresolved again: so many more events, a " \
		 "time (at), or the next release; null if there is nothing special." }, \
	{ .name = "assignee", .type = F_ID, .nullable = true, \
	  .doc = "The id of the member of the organization who takes care of it." }, \
	{ .name = "events", .type = F_INTEGER, .doc = "The number of events." }, \
	{ .name = "users", .type = F_INTEGER, .doc = "The number of affected users, as far as known." }, \
	{ .name = "first_seen", .type = F_TIME, .doc = "When the error first occurred." }, \
	{ .name = "last_seen", .type = F_TIME, .doc = "When the error last occurred." }, \
	{ .name = "release", .type = F_TEXT, .nullable = true, .doc = "The release of the newest event." }, \
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true, \
	  .doc = "A number that grows with each change and with new events; also the ETag." }

static const struct field error[] = { ERROR, { 0 } };

static const struct field collector[] = {
	{ .name = "key", .type = F_TEXT, .nullable = true,
	  .doc = "The name of the key; null if the key was deleted." },
	{ .name = "user", .type = F_TEXT, .nullable = true,
	  .doc = "The username of the person who created the key; null if the account was deleted." },
	{ 0 }
};

static const struct field group[] = {
	{ .name = "key", .type = F_TEXT, .doc = "The key of the group, for splitting the error." },
	{ .name = "why", .type = F_TEXTS, .doc = "The texts by which its events are grouped." },
	{ .name = "events", .type = F_INTEGER, .doc = "The number of its events." },
	{ 0 }
};

const struct field error_in_full[] = {
	ERROR,
	{ .name = "assignee_username", .type = F_TEXT, .nullable = true,
	  .doc = "The username of the assignee." },
	{ .name = "details", .type = F_TEXT, .nullable = true, .doc = "The log of the newest event." },
	{ .name = "collected_by", .type = F_OBJECT, .fields = collector,
	  .doc = "The key with which the newest event was reported." },
	{ .name = "tags", .type = F_MAP, .nullable = true, .doc = "The tags of the newest event." },
	{ .name = "environments", .type = F_TEXTS, .doc = "All environments in which the error occurred." },
	{ .name = "latest_event", .type = F_ID, .doc = "The id of the newest event." },
	{ .name = "why", .type = F_TEXTS,
	  .doc = "The texts by which the events are grouped: those of the first group." },
	{ .name = "groups", .type = F_OBJECTS, .fields = group,
	  .doc = "The groups of equal events of which the error consists: one, unless errors were merged." },
	{ 0 }
};

#define EVENT \
	{ .name = "id", .type = F_ID, .doc = "The event's id." }, \
	{ .name = "client_id", .type = F_ID, .nullable = true, \
	  .doc = "The id that an SDK gave the event." }, \
	{ .name = "received_at", .type = F_TIME, .doc = "When the event was received." }, \
	{ .name = "occurred_at", .type = F_TIME, .doc = "When the event occurred." }, \
	{ .name = "title", .type = F_TEXT, .doc = "The title." }, \
	{ .name = "level", .type = F_ENUM, .values = level_names, .doc = "The severity." }, \
	{ .name = "environment", .type = F_TEXT, .doc = "The environment." }, \
	{ .name = "origin", .type = F_TEXT, .doc = "The host or address that reported it." }, \
	{ .name = "release", .type = F_TEXT, .nullable = true, .doc = "The application's release." }, \
	{ .name = "tags", .type = F_MAP, .doc = "Additional data: values by name." }

static const struct field event[] = { EVENT, { 0 } };

static const struct field event_in_full[] = {
	{ .name = "raw", .type = F_TEXT, .hidden = true },
	{ .name = "reported", .type = F_JSON, .nullable = true, .hidden = true },
	EVENT,
	{ .name = "fingerprint", .type = F_TEXTS,
	  .doc = "The fingerprint by which the sender grouped the event; empty if it sent none." },
	{ .name = "details", .type = F_TEXT, .nullable = true, .doc = "The log." },
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true }, /* an event never changes */
	{ .name = "event", .type = F_JSON, .nullable = true, .sent = "event",
	  .doc = "The event in full, if an SDK sent it: exceptions, breadcrumbs, request and all other "
		 "members." },
	{ 0 }
};

static const struct field event_query[] = {
	{ .name = "raw", .type = F_BOOLEAN, .value = "false",
	  .doc = "true: the answer is the event itself, as it was sent." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "project", .type = F_ID, .doc = "Only this project." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .doc = "Only this environment." },
	{ .name = "level", .type = F_ENUM, .values = level_names, .doc = "Only this level." },
	{ .name = "status", .type = F_ENUM, .values = shown_states, .value = "unresolved",
	  .doc = "Only errors with this status; all: every status." },
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
	{ 0 }
};

static const struct field bulk_body[] = {
	{ .name = "ids", .type = F_TEXTS, .required = true, .repeats = true, .min = 36, .max = 36,
	  .items = BULK_MAX, .format = &format_id,
	  .doc = "The ids of the errors; one that is there twice counts once." },
	{ .name = "action", .type = F_ENUM, .required = true, .values = actions,
	  .doc = "What to do with the errors; only admins may delete them." },
	{ 0 }
};

static const struct field bulk_reply[] = {
	{ .name = "changed", .type = F_INTEGER, .doc = "The number of changed errors." },
	{ 0 }
};

static const struct field stats_query[] = {
	{ .name = "project", .type = F_ID, .doc = "Only this project." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .doc = "Only this environment." },
	{ .name = "interval", .type = F_ENUM, .values = intervals, .value = "hour",
	  .doc = "The length of an interval: an hour of UTC, or a day of the time zone." },
	{ .name = "tz", .type = F_TEXT, .min = 1, .max = 64, .format = &format_time_zone,
	  .doc = "Whose days: a name of the IANA time zone database; BALCAO_TIME_ZONE by default.",
	  .example = "\"America/Sao_Paulo\"" },
	{ .name = "since", .type = F_TIME,
	  .doc = "The time of the first interval; by default 24 hours or 30 days before until." },
	{ .name = "until", .type = F_TIME, .doc = "The end, exclusive; by default now." },
	{ 0 }
};

static const struct field bucket[] = {
	{ .name = "at", .type = F_TIME, .doc = "When the interval begins." },
	{ .name = "fatal", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "error", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "warning", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "info", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ .name = "debug", .type = F_INTEGER, .doc = "The number of events with this level." },
	{ 0 }
};
/* clang-format on */

/* Translates the filters `status`, `assignee`, `q` and `field` into the parameters that select lines of the
 * statement. */
static enum status list_check(struct call *call)
{
	const char *status = call_value(call, "status"), *q = call_value(call, "q");
	const char *field = call_value(call, "field");

	if (status && strcmp(status, "all") != 0)
		call_set(call, "one_status", status);
	if (q)
		call_set(call, field ? arena_printf(call->arena, "in_%s", field) : "in_any", q);
	triage_filter(call);
	return OK;
}

/* Returns the time of a parameter in milliseconds since 1970, or `otherwise` if the parameter is missing. */
static int64_t time_of(const struct call *call, const char *name, int64_t otherwise)
{
	const char *text = call_value(call, name);
	int64_t ms;

	return text && clock_parse(text, strlen(text), &ms) ? ms : otherwise;
}

static void set_time(struct call *call, const char *name, int64_t ms)
{
	char *text = arena_alloc(call->arena, CLOCK_TEXT_SIZE);

	clock_format(ms, text);
	call_set(call, name, text);
}

static enum status stats_check(struct call *call)
{
	const char *interval = call_value(call, "interval"), *zone = call_value(call, "tz");
	bool days = interval && strcmp(interval, "day") == 0;
	int64_t length = days ? 24 * HOUR_MS : HOUR_MS;
	/* The first day of a zone may begin before that of UTC. */
	int64_t first = CLOCK_FIRST_MS + (days ? DAY_MOST_MS : 0);
	int64_t to = time_of(call, "until", call->now_ms);
	int64_t from = time_of(call, "since", to - (days ? 30 : 24) * length);

	if (from < first)
		from = first;
	if (to - from > BUCKETS_MAX * length)
		faults_add(&call->faults, (struct fault){ .kind = &error_range_too_wide,
							  .in_query = true,
							  .name = "since",
							  .number = BUCKETS_MAX,
							  .text = "" });
	set_time(call, "from", from);
	set_time(call, "to", to);
	/* Hours are those in which events are counted. */
	call_set(call, "zone", days ? (zone ? zone : call->config->time_zone) : "UTC");
	return OK;
}

static enum status bulk_before(struct call *call)
{
	return strcmp(call_value(call, "action"), "delete") == 0 && call->role < NEED_ADMIN
		       ? authorise_refuse(call, NEED_ADMIN)
		       : OK;
}

static const char *const list_values[] = { "one_status",     "in_any",    "in_title", "in_details",
					   "in_description", "in_origin", "in_level", "assigned_to",
					   "unassigned",     NULL };
static const char *const event_values[] = { "event", "sent", NULL };
static const char *const stats_values[] = { "from", "to", "zone", NULL };
static const struct problem *const report_fails[] = { &problems[E_TOO_MANY_REQUESTS], NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/errors", .need = NEED_NOBODY,
	  .identify = key_identify, .accepted = true,
	  .doc = "Report events with the key of a project. They are durable when the reply arrives, and "
		 "counted within two seconds.",
	  .body = report_body, .batch = BATCH_MAX, .admit = report_admit, .check = report_check,
	  .uses = report_uses,
	  .values = report_values, .statement = Q_ERROR_APPEND, .reply = report_reply,
	  .fails = report_fails },
	{ .method = METHOD_GET, .path = "/errors", .need = NEED_VIEWER,
	  .doc = "List errors, without their logs.",
	  .query = filters, .sort = "-last_seen", .check = list_check, .values = list_values,
	  .statement = Q_ERROR_LIST,
	  .reply = error, .list = true },
	{ .method = METHOD_GET, .path = "/errors/stats", .need = NEED_VIEWER,
	  .doc = "Count the events of each hour or day.",
	  .query = stats_query, .check = stats_check, .values = stats_values, .statement = Q_ERROR_STATS,
	  .reply = bucket, .whole = true },
	{ .method = METHOD_POST, .path = "/errors/bulk", .need = NEED_EDITOR, .action = "error.bulk",
	  .doc = "Archive, resolve, reopen or delete errors. Either all of them change or none.",
	  .body = bulk_body, .before = bulk_before, .missing = triage_bulk_missing, .uses = triage_bulk_uses,
	  .statement = Q_ERROR_BULK, .reply = bulk_reply },
	{ .method = METHOD_GET, .path = "/errors/{id}", .need = NEED_VIEWER,
	  .doc = "Read an error with the log and tags of its newest event.",
	  .statement = Q_ERROR_GET, .reply = error_in_full },
	{ .method = METHOD_PATCH, .path = "/errors/{id}", .need = NEED_EDITOR, .action = "error.change",
	  .doc = "Resolve, archive, reopen or assign an error.",
	  .body = triage_change, .check = triage_check, .missing = triage_missing, .uses = triage_uses,
	  .statement = Q_ERROR_CHANGE, .reply = error_in_full },
	{ .method = METHOD_DELETE, .path = "/errors/{id}", .need = NEED_ADMIN, .action = "error.delete",
	  .doc = "Delete an error and its events.",
	  .statement = Q_ERROR_DELETE },
	{ .method = METHOD_GET, .path = "/errors/{id}/events", .need = NEED_VIEWER, .member = Q_ERROR_ROLE,
	  .doc = "List the stored events of an error.",
	  .sort = "-received_at", .statement = Q_EVENT_LIST, .reply = event, .list = true },
	{ .method = METHOD_GET, .path = "/errors/{id}/events/{event_id}", .need = NEED_VIEWER,
	  .doc = "Read an event.",
	  .query = event_query, .statement = Q_EVENT_GET, .instead = "sent",
	  .values = event_values, .after = show_event, .reply = event_in_full },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "error_group_assignee", .status = E_VALIDATION, .field = "assignee" }, /* left just now */
	{ .name = "error_comment_author", .status = E_TOKEN_INVALID },
	{ .name = "project_release_pkey", .never = "the jobs process alone writes this table" },
	{ .name = "project_release_project", .never = "inserted while the project is locked" },
	{ .name = "error_*",
	  .never = "the jobs process alone writes these tables, except the inbox, whose key is a "
		   "fresh UUID" },
	{ 0 }
};

static const struct fault_kind *const faults[] = { &error_range_too_wide, &triage_needs_status,
						   &triage_not_member, &triage_unknown, NULL };

const struct module errors_module = {
	.name = "errors",
	.doc = "The error center: the errors that applications report.",
	.routes = routes,
	.constraints = constraints,
	.faults = faults,
	.jobs = digest_jobs,
	.counters = digest_counters,
};
/* clang-format on */
