#include "errors/errors.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "core/authorise.h"
#include "errors/digest.h"
#include "errors/finding/finding.h"
#include "errors/report.h"
#include "errors/reporting/key.h"
#include "errors/reporting/level.h"
#include "errors/reporting/quota.h"
#include "errors/sentry/show.h"
#include "errors/triage/triage.h"
#include "table/formats.h"

enum { BULK_MAX = 1000, BATCH_MAX = 1000 };

static const char *const actions[] = { "archive", "resolve", "reopen", "delete", NULL };

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
	{ .name = "status", .type = F_ENUM, .values = finding_states, \
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

static const struct field error[] = {
	ERROR,
	{ .name = "spark", .type = F_INTEGERS, .with = "spark",
	  .doc = "The number of events in each hour or day, the oldest first; the last one is the current "
		 "one." },
	{ 0 }
};

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

static const struct field environments[] = {
	{ .name = "name", .type = F_TEXT, .doc = "The environment." },
	{ .name = "events", .type = F_INTEGER,
	  .doc = "The number of its events, as far as the hours are kept in which they occurred." },
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
	{ .name = "environments", .type = F_OBJECTS, .fields = environments,
	  .doc = "The environments in which the error occurred, by name." },
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

static const struct field words[] = {
	{ .name = "id", .type = F_ID, .doc = "The feedback's id." },
	{ .name = "name", .type = F_TEXT, .nullable = true, .doc = "The name that the person gave." },
	{ .name = "email", .type = F_TEXT, .nullable = true, .doc = "The e-mail that the person gave." },
	{ .name = "text", .type = F_TEXT, .doc = "What the person wrote." },
	{ .name = "received_at", .type = F_TIME, .doc = "When it was received." },
	{ 0 }
};

static const struct field event_in_full[] = {
	{ .name = "raw", .type = F_TEXT, .hidden = true },
	{ .name = "reported", .type = F_TEXT, .nullable = true, .hidden = true },
	EVENT,
	{ .name = "fingerprint", .type = F_TEXTS,
	  .doc = "The fingerprint by which the sender grouped the event; empty if it sent none." },
	{ .name = "details", .type = F_TEXT, .nullable = true, .doc = "The log." },
	{ .name = "feedback", .type = F_OBJECTS, .fields = words,
	  .doc = "What people wrote about the event, the newest first, at most a hundred." },
	/* An event never changes, but feedback arrives later. */
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true },
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

/* clang-format on */

static enum status bulk_before(struct call *call)
{
	return strcmp(call_value(call, "action"), "delete") == 0 && call->role < NEED_ADMIN
		       ? authorise_refuse(call, NEED_ADMIN)
		       : OK;
}

static const char *const event_values[] = { "event", "sent", NULL };
static const struct problem *const report_fails[] = { &quota_exceeded, NULL };

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
	  .query = finding_query, .sort = "-last_seen", .check = finding_check, .values = finding_values,
	  .statement = Q_ERROR_LIST,
	  .reply = error, .list = true },
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
	{ .method = METHOD_GET, .path = "/errors/{id}/events/{event_id}", .bare_id = "event_id",
	  .need = NEED_VIEWER,
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

static const struct problem *const refusals[] = { &quota_exceeded, NULL };
static const struct fault_kind *const faults[] = { &finding_tag_invalid, &triage_needs_status,
						   &triage_not_member, &triage_unknown, NULL };

const struct module errors_module = {
	.name = "errors",
	.doc = "The error center: the errors that applications report.",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
	.faults = faults,
	.jobs = digest_jobs,
	.counters = digest_counters,
};
/* clang-format on */
