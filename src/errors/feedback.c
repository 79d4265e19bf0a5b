/* What people wrote about errors (errors/feedback and errors/dialog take it in). */
#include <stddef.h>

#include "errors/errors.h"
#include "table/job.h"

/* clang-format off */
static const struct field feedback[] = {
	{ .name = "id", .type = F_ID, .doc = "The feedback's id." },
	{ .name = "project", .type = F_ID, .doc = "The project's id." },
	{ .name = "error", .type = F_ID, .nullable = true,
	  .doc = "The error's id; null if the feedback names no event, or none that is known." },
	{ .name = "event", .type = F_ID, .nullable = true,
	  .doc = "The id that the SDK gave the event." },
	{ .name = "name", .type = F_TEXT, .nullable = true, .doc = "The name that the person gave." },
	{ .name = "email", .type = F_TEXT, .nullable = true, .doc = "The e-mail that the person gave." },
	{ .name = "text", .type = F_TEXT, .doc = "What the person wrote." },
	{ .name = "url", .type = F_TEXT, .nullable = true,
	  .doc = "The address of the page where it was written, if the SDK sent it." },
	{ .name = "source", .type = F_TEXT, .nullable = true,
	  .doc = "How it was sent: dialog, user_report, or what the SDK said." },
	{ .name = "received_at", .type = F_TIME, .doc = "When it was received." },
	{ 0 }
};

static const struct field query[] = {
	{ .name = "event", .type = F_ID, .doc = "Only about this event, by either of its ids." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/errors/{id}/feedback", .need = NEED_VIEWER, .member = Q_ERROR_ROLE,
	  .doc = "List what people wrote about an error.",
	  .query = query, .sort = "-received_at", .statement = Q_ERROR_FEEDBACK_LIST, .reply = feedback,
	  .list = true },
	{ .method = METHOD_GET, .path = "/projects/{id}/feedback", .need = NEED_VIEWER,
	  .member = Q_PROJECT_ROLE,
	  .doc = "List what people wrote about a project's errors, and what names no error.",
	  .sort = "-received_at", .statement = Q_PROJECT_FEEDBACK_LIST, .reply = feedback, .list = true },
	{ .method = METHOD_DELETE, .path = "/projects/{id}/feedback/{feedback_id}", .need = NEED_ADMIN,
	  .member = Q_PROJECT_ROLE, .action = "feedback.delete",
	  .doc = "Delete feedback.",
	  .statement = Q_FEEDBACK_DELETE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "error_feedback_mark", .never = "the statement leaves out what is there" },
	{ .name = "error_feedback_project", .never = "the statement locks the project first" },
	{ .name = "error_feedback_*", .never = "the texts are cut before, and the other rows are the job's" },
	{ 0 }
};

enum { SECOND_MS = 1000 };

static const struct job jobs[] = {
	{ .name = "feedback_match", .queue = "feedback", .every_ms = SECOND_MS,
	  .statement = Q_FEEDBACK_MATCH },
	{ .name = "feedback_expire", .queue = "error_expiry", .statement = Q_FEEDBACK_EXPIRE },
	{ 0 }
};

const struct module feedback_module = {
	.name = "errors",
	.routes = routes,
	.constraints = constraints,
	.jobs = jobs,
};
/* clang-format on */
