#include "errors/errors.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "errors/digest.h"
#include "errors/reporting/key.h"
#include "errors/sentry/show.h"
#include "table/formats.h"

/* clang-format off */
const struct fault_kind error_range_too_wide = { "range_too_wide",
		{ "From since to until must be at most {n} intervals.",
		  "De since até until deve haver no máximo {n} intervalos." } };
/* clang-format on */

enum { BUCKETS_MAX = 2000, HOUR_MS = 3600000, BULK_MAX = 1000, BATCH_MAX = 1000 };

const char *const error_levels[] = { "fatal", "error", "warning", "info", "debug", NULL };
static const char *const states[] = { "unresolved", "resolved", "archived", NULL };
static const char *const shown_states[] = { "unresolved", "resolved", "archived", "all", NULL };
static const char *const search_fields[] = { "title", "details", "origin", "level", NULL };
static const char *const actions[] = { "archive", "resolve", "reopen", "delete", NULL };
static const char *const intervals[] = { "hour", "day", NULL };

/* clang-format off */
#define ERROR                                                                                              \
	{ .name = "id", .type = F_ID, .doc = "The error's id." },                                          \
	{ .name = "project", .type = F_ID, .doc = "The project's id." },                                   \
	{ .name = "title", .type = F_TEXT, .doc = "The newest event's title." },                           \
	{ .name = "culprit", .type = F_TEXT, .nullable = true, \
	  .doc = "Where it was thrown, if an SDK told." }, \
	{ .name = "level", .type = F_ENUM, .values = error_levels, .doc = "How bad it is." }, \
	{ .name = "environment", .type = F_TEXT, .doc = "Where the newest event happened." },              \
	{ .name = "origin", .type = F_TEXT, .doc = "The host or address it came from." },                  \
	{ .name = "status", .type = F_ENUM, .values = states, .doc = "What people decided about it." },    \
	{ .name = "regressed", .type = F_BOOLEAN, .doc = "Whether it came back after it was resolved." },  \
	{ .name = "events", .type = F_INTEGER, .doc = "How often it happened." },                          \
	{ .name = "users", .type = F_INTEGER, .doc = "How many users were affected, as far as told." },    \
	{ .name = "first_seen", .type = F_TIME, .doc = "When it first happened." },                        \
	{ .name = "last_seen", .type = F_TIME, .doc = "When it last happened." },                          \
	{ .name = "release", .type = F_TEXT, .nullable = true, .doc = "The newest event's release." },     \
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,                          \
	  .doc = "Counts the changes, new events among them; its ETag." }

static const struct field error[] = { ERROR, { 0 } };

static const struct field collector[] = {
	{ .name = "key", .type = F_TEXT, .nullable = true,
	  .doc = "The name of the key, while there is one." },
	{ .name = "user", .type = F_TEXT, .nullable = true, .doc = "The username of who made the key." },
	{ 0 }
};

static const struct field error_in_full[] = {
	ERROR,
	{ .name = "details", .type = F_TEXT, .nullable = true, .doc = "The newest event's log." },
	{ .name = "collected_by", .type = F_OBJECT, .fields = collector,
	  .doc = "What brought the newest event." },
	{ .name = "tags", .type = F_MAP, .nullable = true, .doc = "The newest event's tags." },
	{ .name = "environments", .type = F_TEXTS, .doc = "Everywhere it happened." },
	{ .name = "latest_event", .type = F_ID, .doc = "The newest event's id." },
	{ .name = "why", .type = F_TEXTS,
	  .doc = "What its events have in common: the texts they are grouped by." },
	{ 0 }
};

#define EVENT                                                                                              \
	{ .name = "id", .type = F_ID, .doc = "The event's id." },                                          \
	{ .name = "client_id", .type = F_ID, .nullable = true, .doc = "The id that an SDK gave it." },     \
	{ .name = "received_at", .type = F_TIME, .doc = "When it came in." },                              \
	{ .name = "occurred_at", .type = F_TIME, .doc = "When it happened." },                             \
	{ .name = "title", .type = F_TEXT, .doc = "What happened." },                                      \
	{ .name = "level", .type = F_ENUM, .values = error_levels, .doc = "How bad it is." }, \
	{ .name = "environment", .type = F_TEXT, .doc = "Where it happened." },                            \
	{ .name = "origin", .type = F_TEXT, .doc = "The host or address it came from." },                  \
	{ .name = "release", .type = F_TEXT, .nullable = true, .doc = "The application's release." },      \
	{ .name = "tags", .type = F_MAP, .doc = "What else was told, by name." }

static const struct field event[] = { EVENT, { 0 } };

static const struct field event_in_full[] = {
	{ .name = "raw", .type = F_TEXT, .hidden = true },
	EVENT,
	{ .name = "fingerprint", .type = F_TEXTS, .doc = "What was to make events equal, if it was told." },
	{ .name = "details", .type = F_TEXT, .nullable = true, .doc = "The log." },
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true }, /* it never changes */
	{ .name = "event", .type = F_JSON, .nullable = true, .sent = "event",
	  .doc = "The whole event, where an SDK sent it: exceptions, breadcrumbs, request and so on." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "project", .type = F_ID, .doc = "Only of this project." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .doc = "Only what happened there." },
	{ .name = "level", .type = F_ENUM, .values = error_levels, .doc = "Only of this level." },
	{ .name = "status", .type = F_ENUM, .values = shown_states, .value = "unresolved",
	  .doc = "Only in this state." },
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only with this in title or origin, whatever its case and accents." },
	{ .name = "field", .type = F_ENUM, .values = search_fields, .doc = "Where q looks instead." },
	{ .name = "since", .type = F_TIME, .doc = "Only what happened again from this moment on." },
	{ .name = "until", .type = F_TIME, .doc = "Only what happened before this moment." },
	{ 0 }
};

static const struct field change[] = {
	{ .name = "status", .type = F_ENUM, .required = true, .values = states,
	  .doc = "What is decided about it." },
	{ 0 }
};

static const struct field bulk_body[] = {
	{ .name = "ids", .type = F_TEXTS, .required = true, .min = 36, .max = 36, .items = BULK_MAX,
	  .format = &format_id,
	  .doc = "The errors' ids." },
	{ .name = "action", .type = F_ENUM, .required = true, .values = actions,
	  .doc = "What becomes of them; deleting takes an admin." },
	{ 0 }
};

static const struct field bulk_reply[] = {
	{ .name = "changed", .type = F_INTEGER, .doc = "How many." },
	{ 0 }
};

static const struct field stats_query[] = {
	{ .name = "project", .type = F_ID, .doc = "Only of this project." },
	{ .name = "environment", .type = F_TEXT, .min = 1, .max = 64, .doc = "Only what happened there." },
	{ .name = "interval", .type = F_ENUM, .values = intervals, .value = "hour",
	  .doc = "How long a bucket is, in UTC." },
	{ .name = "since", .type = F_TIME,
	  .doc = "The first bucket; 24 hours or 30 days before until, unless told." },
	{ .name = "until", .type = F_TIME, .doc = "The end, exclusive; now, unless told." },
	{ 0 }
};

static const struct field bucket[] = {
	{ .name = "at", .type = F_TIME, .doc = "When the bucket begins." },
	{ .name = "fatal", .type = F_INTEGER, .doc = "Events of this level in it." },
	{ .name = "error", .type = F_INTEGER, .doc = "Events of this level in it." },
	{ .name = "warning", .type = F_INTEGER, .doc = "Events of this level in it." },
	{ .name = "info", .type = F_INTEGER, .doc = "Events of this level in it." },
	{ .name = "debug", .type = F_INTEGER, .doc = "Events of this level in it." },
	{ 0 }
};
/* clang-format on */

/* Filters that stand for one line of the statement each. */
static enum status list_check(struct call *call)
{
	const char *status = call_value(call, "status"), *q = call_value(call, "q");
	const char *field = call_value(call, "field");

	if (status && strcmp(status, "all") != 0)
		call_set(call, "one_status", status);
	if (q && *q)
		call_set(call, field ? arena_printf(call->arena, "in_%s", field) : "in_any", q);
	return OK;
}

/* A time that a parameter tells, or another. */
static int64_t moment(const struct call *call, const char *name, int64_t otherwise)
{
	const char *text = call_value(call, name);
	int64_t ms;

	return text && clock_parse(text, strlen(text), &ms) ? ms : otherwise;
}

static void set_moment(struct call *call, const char *name, int64_t ms)
{
	char *text = arena_alloc(call->arena, CLOCK_TEXT_SIZE);

	clock_format(ms, text);
	call_set(call, name, text);
}

static enum status stats_check(struct call *call)
{
	const char *interval = call_value(call, "interval");
	bool days = interval && strcmp(interval, "day") == 0;
	int64_t length = days ? 24 * HOUR_MS : HOUR_MS;
	int64_t to = moment(call, "until", call->now_ms);
	int64_t from = moment(call, "since", to - (days ? 30 : 24) * length);

	if (from < CLOCK_FIRST_MS)
		from = CLOCK_FIRST_MS;
	if (to - from > BUCKETS_MAX * length)
		faults_add(&call->faults, (struct fault){ .kind = &error_range_too_wide,
							  .in_query = true,
							  .name = "since",
							  .number = BUCKETS_MAX,
							  .text = "" });
	set_moment(call, "from", from);
	set_moment(call, "to", to);
	return OK;
}

static enum status bulk_before(struct call *call)
{
	return strcmp(call_value(call, "action"), "delete") == 0 && call->role < NEED_ADMIN ? E_FORBIDDEN
											    : OK;
}

static const char *const list_values[] = { "one_status", "in_any",   "in_title", "in_details",
					   "in_origin",  "in_level", NULL };
static const char *const event_values[] = { "event", NULL };
static const char *const stats_values[] = { "from", "to", NULL };
static const struct problem *const report_fails[] = { &problems[E_TOO_MANY_REQUESTS], NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/errors", .need = NEED_NOBODY,
	  .identify = key_identify, .accepted = true,
	  .doc = "Report events, with a project's key. They are kept when the answer comes, and counted "
		 "within two seconds.",
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
	  .doc = "Count events by hour or day.",
	  .query = stats_query, .check = stats_check, .values = stats_values, .statement = Q_ERROR_STATS,
	  .reply = bucket, .whole = true },
	{ .method = METHOD_POST, .path = "/errors/bulk", .need = NEED_EDITOR, .action = "error.bulk",
	  .doc = "Archive, resolve, reopen or delete errors: all of them or none.",
	  .body = bulk_body, .before = bulk_before, .statement = Q_ERROR_BULK, .reply = bulk_reply },
	{ .method = METHOD_GET, .path = "/errors/{id}", .need = NEED_VIEWER,
	  .doc = "Read an error.",
	  .statement = Q_ERROR_GET, .reply = error_in_full },
	{ .method = METHOD_PATCH, .path = "/errors/{id}", .need = NEED_EDITOR, .action = "error.change",
	  .doc = "Resolve, archive or reopen an error.",
	  .body = change, .statement = Q_ERROR_CHANGE, .reply = error_in_full },
	{ .method = METHOD_DELETE, .path = "/errors/{id}", .need = NEED_ADMIN, .action = "error.delete",
	  .doc = "Delete an error with its events.",
	  .statement = Q_ERROR_DELETE },
	{ .method = METHOD_GET, .path = "/errors/{id}/events", .need = NEED_VIEWER, .member = Q_ERROR_ROLE,
	  .doc = "List the events of an error that are kept.",
	  .sort = "-received_at", .statement = Q_EVENT_LIST, .reply = event, .list = true },
	{ .method = METHOD_GET, .path = "/errors/{id}/events/{event_id}", .need = NEED_VIEWER,
	  .doc = "Read an event.",
	  .statement = Q_EVENT_GET, .values = event_values, .after = show_event, .reply = event_in_full },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "error_*",
	  .never = "only the jobs process writes these tables, but for the inbox, whose key is a fresh "
		   "UUID" },
	{ 0 }
};

static const struct fault_kind *const faults[] = { &error_range_too_wide, NULL };

const struct module errors_module = {
	.name = "errors",
	.doc = "The error center: what applications report.",
	.routes = routes,
	.constraints = constraints,
	.faults = faults,
	.jobs = digest_jobs,
	.counters = digest_counters,
};
/* clang-format on */
