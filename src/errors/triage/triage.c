#include "errors/triage/triage.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "call/call.h"
#include "call/query.h"

enum { EVENTS_MAX = 1000000000 };

static const char *const states[] = { "unresolved", "resolved", "archived", NULL };
static const char *const releases[] = { "next", NULL };

/* clang-format off */
const struct fault_kind triage_needs_status = { "needs_status",
		{ "Goes only with the status archived or resolved; a release only with resolved.",
		  "Só acompanha o status archived ou resolved; uma release, só resolved." } };
const struct fault_kind triage_not_member = { "not_a_member",
		{ "Must be a member of the organization.", "Deve ser membro da organização." } };
const struct fault_kind triage_unknown = { "not_found",
		{ "There is nothing with this id.", "Não há nada com este id." } };

static const struct field until[] = {
	{ .name = "events", .type = F_INTEGER, .min = 1, .max = EVENTS_MAX,
	  .doc = "After so many more events: the last of them reopens the error." },
	{ .name = "at", .type = F_TIME, .doc = "At this time, by itself." },
	{ .name = "release", .type = F_ENUM, .values = releases,
	  .doc = "With the first event of a newer release than the error had when it was resolved." },
	{ 0 }
};

const struct field triage_change[] = {
	{ .name = "status", .type = F_ENUM, .required = true, .values = states,
	  .doc = "The new status of the error." },
	{ .name = "until", .type = F_OBJECT, .nullable = true, .one = true, .fields = until,
	  .example = "{\"events\":100}",
	  .doc = "What makes the error unresolved again; null: only what always does." },
	{ .name = "assignee", .type = F_ID, .nullable = true,
	  .doc = "The id of the member of the organization who takes care of the error." },
	{ 0 }
};
/* clang-format on */

const enum query_id triage_uses[] = { Q_ERROR_ASSIGNABLE, Q_NONE };
const enum query_id triage_bulk_uses[] = { Q_ERRORS_UNKNOWN, Q_NONE };

static bool begins(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* Notes what is wrong with an `until`, whose text is a JSON object with exactly one member. */
static void check_until(struct call *call, const char *end, const char *status)
{
	bool release = begins(end, "{\"release\":"), at = begins(end, "{\"at\":");
	const char *time = end + strlen("{\"at\":\"");
	int64_t ms;

	if (!status || (strcmp(status, "resolved") != 0 && (release || strcmp(status, "archived") != 0)))
		call_blame(call, "until", &triage_needs_status);
	if (at && clock_parse(time, strcspn(time, "\""), &ms) && ms <= call->now_ms)
		call_blame(call, "until/at", &fault_time_past);
}

enum status triage_check(struct call *call)
{
	const char *end = call_value(call, "until");

	if (end)
		check_until(call, end, call_value(call, "status"));
	if (call_has(call, "status") && !end)
		call_set(call, "until", NULL); /* a new status ends what the old one waited for */
	return OK;
}

enum status triage_missing(struct call *call)
{
	struct rows rows;
	enum status status;

	if (!call_value(call, "assignee"))
		return E_NOT_FOUND;
	status = query_run(call, Q_ERROR_ASSIGNABLE, &rows);
	if (status != OK || rows_true(&rows, 0, "member"))
		return status == OK ? E_NOT_FOUND : status;
	call_blame(call, "assignee", &triage_not_member);
	return E_VALIDATION;
}

enum status triage_bulk_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_ERRORS_UNKNOWN, &rows);

	if (status != OK)
		return status;
	for (size_t i = 0; i < rows.count; i++)
		call_blame(call, arena_printf(call->arena, "ids/%s", rows_text(&rows, i, "place")),
			   &triage_unknown);
	return E_NOT_FOUND;
}
