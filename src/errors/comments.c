/* Comments on errors. */
#include <stddef.h>

#include "errors/errors.h"

/* clang-format off */
static const struct field comment_body[] = {
	{ .name = "text", .type = F_TEXT, .required = true, .lines = true, .min = 1, .max = 10000,
	  .example = "\"Corrigido em #412.\"",
	  .doc = "The text of the comment." },
	{ 0 }
};

static const struct field comment[] = {
	{ .name = "id", .type = F_ID, .doc = "The comment's id." },
	{ .name = "author", .type = F_ID, .nullable = true,
	  .doc = "The id of the user who wrote it; null if the account was deleted." },
	{ .name = "author_username", .type = F_TEXT, .nullable = true,
	  .doc = "The author's username; null if the account was deleted." },
	{ .name = "author_display_name", .type = F_TEXT, .nullable = true,
	  .doc = "The author's name, if there is one." },
	{ .name = "text", .type = F_TEXT, .doc = "The text." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the comment was written." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/errors/{id}/comments", .need = NEED_VIEWER, .member = Q_ERROR_ROLE,
	  .doc = "List the comments on an error.",
	  .sort = "created_at", .statement = Q_COMMENT_LIST, .reply = comment, .list = true },
	{ .method = METHOD_POST, .path = "/errors/{id}/comments", .need = NEED_EDITOR, .member = Q_ERROR_ROLE,
	  .action = "error.comment.create",
	  .doc = "Comment on an error.",
	  .body = comment_body, .statement = Q_COMMENT_CREATE, .reply = comment,
	  .location = "/errors/{id}/comments/{new}" },
	{ .method = METHOD_GET, .path = "/errors/{id}/comments/{comment_id}", .need = NEED_VIEWER,
	  .doc = "Read a comment.",
	  .statement = Q_COMMENT_GET, .reply = comment },
	{ .method = METHOD_PATCH, .path = "/errors/{id}/comments/{comment_id}", .need = NEED_AUTHOR,
	  .member = Q_COMMENT_AUTHOR, .action = "error.comment.change",
	  .doc = "Change your own comment.",
	  .body = comment_body, .statement = Q_COMMENT_CHANGE, .reply = comment },
	{ .method = METHOD_DELETE, .path = "/errors/{id}/comments/{comment_id}", .need = NEED_AUTHOR,
	  .member = Q_COMMENT_KEEPER, .action = "error.comment.delete",
	  .doc = "Delete your own comment. Admins can delete any comment.",
	  .statement = Q_COMMENT_DELETE },
	{ 0 }
};

const struct module comments_module = {
	.name = "errors",
	.routes = routes,
};
/* clang-format on */
