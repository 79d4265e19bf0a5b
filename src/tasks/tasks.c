#include "tasks/tasks.h"

#include <stddef.h>

static const char *const task_status[] = { "pending", "done", NULL };

/* clang-format off */
static const struct field body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "The title: what is to be done.", .example = "\"Reunião com o contador\"" },
	{ .name = "description", .type = F_TEXT, .nullable = true, .lines = true, .max = 10000,
	  .doc = "A longer description." },
	{ .name = "status", .type = F_ENUM, .values = task_status, .value = "pending",
	  .doc = "Whether the task is pending or done." },
	{ .name = "priority", .type = F_INTEGER, .min = 0, .max = 4, .value = "0",
	  .doc = "The priority, from 0 (lowest) to 4 (highest)." },
	{ .name = "due_at", .type = F_TIME, .nullable = true,
	  .doc = "When the task is due." },
	{ .name = "labels", .type = F_TEXTS, .min = 1, .max = 50, .items = 20, .value = "{}",
	  .doc = "Labels, by which tasks can be filtered.", .example = "[\"casa\",\"urgente\"]" },
	{ 0 }
};

static const struct field task[] = {
	{ .name = "id", .type = F_ID, .doc = "The task's id." },
	{ .name = "title", .type = F_TEXT, .min = 1, .max = 200, .doc = "The title: what is to be done." },
	{ .name = "description", .type = F_TEXT, .nullable = true, .max = 10000,
	  .doc = "A longer description." },
	{ .name = "status", .type = F_ENUM, .values = task_status,
	  .doc = "Whether the task is pending or done." },
	{ .name = "priority", .type = F_INTEGER, .min = 0, .max = 4,
	  .doc = "The priority, from 0 (lowest) to 4 (highest)." },
	{ .name = "due_at", .type = F_TIME, .nullable = true, .doc = "When the task is due." },
	{ .name = "labels", .type = F_TEXTS, .min = 1, .max = 50, .items = 20,
	  .doc = "Labels, by which tasks can be filtered." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the task was created." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the task last changed." },
	{ .name = "completed_at", .type = F_TIME, .nullable = true, .doc = "When the status became done." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "status", .type = F_ENUM, .values = task_status, .doc = "Only tasks with this status." },
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only tasks with all of these words in the title, in any order; case and accents are "
		 "ignored." },
	{ .name = "label", .type = F_TEXT, .min = 1, .max = 50, .doc = "Only tasks with this label." },
	{ .name = "priority_min", .type = F_INTEGER, .min = 0, .max = 4,
	  .doc = "Only tasks with this priority or a higher one." },
	{ .name = "due_before", .type = F_TIME, .doc = "Only tasks due before this moment." },
	{ .name = "due_after", .type = F_TIME, .doc = "Only tasks due after this moment." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/tasks", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "List your tasks.",
	  .query = filters, .sort = "-created_at", .statement = Q_TASK_LIST, .reply = task, .list = true },
	{ .method = METHOD_POST, .path = "/tasks", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Create a task.",
	  .body = body, .statement = Q_TASK_CREATE, .reply = task, .location = "/tasks/{new}" },
	{ .method = METHOD_GET, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Read a task.",
	  .statement = Q_TASK_GET, .reply = task },
	{ .method = METHOD_PUT, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Replace a task: fields that the body omits go back to their defaults.",
	  .body = body, .statement = Q_TASK_CHANGE, .reply = task },
	{ .method = METHOD_PATCH, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Change some fields of a task: omitted fields stay as they are, null clears a field.",
	  .body = body, .statement = Q_TASK_CHANGE, .reply = task },
	{ .method = METHOD_DELETE, .path = "/tasks/{id}", .place = API_AND_ROOT, .need = NEED_USER,
	  .doc = "Delete a task.",
	  .statement = Q_TASK_DELETE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "task_owner_fkey", .status = E_TOKEN_INVALID }, /* the account was deleted */
	{ 0 }
};

const struct module tasks_module = {
	.name = "tasks",
	.doc = "Tasks: your own to-do list.",
	.routes = routes,
	.constraints = constraints,
};
/* clang-format on */
