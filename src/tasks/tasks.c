#include "tasks/tasks.h"

#include <stddef.h>

static const char *const task_status[] = { "pending", "done", NULL };

/* clang-format off */
static const struct field body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "What to do.", .example = "\"Reunião com o contador\"" },
	{ .name = "description", .type = F_TEXT, .nullable = true, .max = 10000,
	  .doc = "Anything worth knowing about it." },
	{ .name = "status", .type = F_ENUM, .values = task_status, .value = "pending",
	  .doc = "Where it stands." },
	{ .name = "priority", .type = F_INTEGER, .min = 0, .max = 4, .value = "0",
	  .doc = "How urgent it is: 0 not at all, 4 most." },
	{ .name = "due_at", .type = F_TIME, .nullable = true,
	  .doc = "When it must be done." },
	{ .name = "labels", .type = F_TEXTS, .min = 1, .max = 50, .items = 20, .value = "{}",
	  .doc = "Words to find it by.", .example = "[\"casa\",\"urgente\"]" },
	{ 0 }
};

static const struct field task[] = {
	{ .name = "id", .type = F_ID, .doc = "The task's id." },
	{ .name = "title", .type = F_TEXT, .min = 1, .max = 200, .doc = "What to do." },
	{ .name = "description", .type = F_TEXT, .nullable = true, .max = 10000,
	  .doc = "Anything worth knowing about it." },
	{ .name = "status", .type = F_ENUM, .values = task_status, .doc = "Where it stands." },
	{ .name = "priority", .type = F_INTEGER, .min = 0, .max = 4, .doc = "How urgent it is." },
	{ .name = "due_at", .type = F_TIME, .nullable = true, .doc = "When it must be done." },
	{ .name = "labels", .type = F_TEXTS, .min = 1, .max = 50, .items = 20,
	  .doc = "Words to find it by." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was made." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "completed_at", .type = F_TIME, .nullable = true, .doc = "When it became done." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "status", .type = F_ENUM, .values = task_status, .doc = "Only tasks that stand there." },
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only tasks with this in their title, whatever its case and accents." },
	{ .name = "label", .type = F_TEXT, .min = 1, .max = 50, .doc = "Only tasks with this label." },
	{ .name = "priority_min", .type = F_INTEGER, .min = 0, .max = 4,
	  .doc = "Only tasks of this priority and above." },
	{ .name = "due_before", .type = F_TIME, .doc = "Only tasks due before this moment." },
	{ .name = "due_after", .type = F_TIME, .doc = "Only tasks due after this moment." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/tasks", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "List one's own tasks.",
	  .query = filters, .sort = "-created_at", .statement = Q_TASK_LIST, .reply = task, .list = true },
	{ .method = METHOD_POST, .path = "/tasks", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Create a task.",
	  .body = body, .statement = Q_TASK_CREATE, .reply = task, .location = "/tasks/{new}" },
	{ .method = METHOD_GET, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Read a task.",
	  .statement = Q_TASK_GET, .reply = task },
	{ .method = METHOD_PUT, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Replace a task: what the body leaves out goes back to its default.",
	  .body = body, .statement = Q_TASK_CHANGE, .reply = task },
	{ .method = METHOD_PATCH, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Change some fields of a task: absent keeps, null clears.",
	  .body = body, .statement = Q_TASK_CHANGE, .reply = task },
	{ .method = METHOD_DELETE, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Delete a task.",
	  .statement = Q_TASK_DELETE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "task_owner_fkey", .status = E_TOKEN_INVALID }, /* the account has gone */
	{ 0 }
};

const struct module tasks_module = {
	.name = "tasks",
	.doc = "Tasks: one's own list of things to do.",
	.routes = routes,
	.constraints = constraints,
};
/* clang-format on */
