/* Discussions of a club. */
#include <stddef.h>

#include "call/call.h"
#include "clubs/clubs.h"

/* clang-format off */
static const struct field topic_body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "The subject; everybody who sees the club can read it." },
	{ .name = "book_id", .type = F_ID, .nullable = true,
	  .doc = "The id of the book that the topic is about." },
	{ .name = "spoiler_until_percent", .type = F_INTEGER, .nullable = true, .min = 1, .max = 100,
	  .doc = "The percentage of the book that a reader must have read to see the posts." },
	{ 0 }
};

static const struct field topic[] = {
	{ .name = "id", .type = F_ID, .doc = "The topic's id." },
	{ .name = "club_id", .type = F_ID, .doc = "The club's id." },
	{ .name = "title", .type = F_TEXT, .doc = "The subject." },
	{ .name = "book_id", .type = F_ID, .nullable = true,
	  .doc = "The id of the book that the topic is about." },
	{ .name = "spoiler_until_percent", .type = F_INTEGER, .nullable = true,
	  .doc = "The percentage of the book that a reader must have read to see the posts." },
	{ .name = "author", .type = F_ID, .nullable = true,
	  .doc = "The id of the user who started the topic; null if the account was deleted." },
	{ .name = "author_username", .type = F_TEXT, .nullable = true,
	  .doc = "The author's username; null if the account was deleted." },
	{ .name = "locked", .type = F_BOOLEAN,
	  .doc = "Whether the posts are hidden from you because you have not read that much of the book." },
	{ .name = "posts", .type = F_INTEGER, .doc = "The number of posts." },
	{ .name = "last_post_at", .type = F_TIME, .nullable = true,
	  .doc = "When the newest post was written; null if there is none." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the topic was started." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows by two with each change and each post, and is odd if locked is "
		 "false; also the ETag." },
	{ 0 }
};

static const struct field topic_filters[] = {
	{ .name = "book_id", .type = F_ID, .doc = "Only topics about this book." },
	{ 0 }
};

static const struct field post_body[] = {
	{ .name = "text", .type = F_TEXT, .required = true, .lines = true, .min = 1, .max = 10000,
	  .doc = "The text of the post." },
	{ 0 }
};

static const struct field post[] = {
	{ .name = "id", .type = F_ID, .doc = "The post's id." },
	{ .name = "locked", .type = F_BOOLEAN, .locks = true,
	  .doc = "Whether the post is hidden from you because you have not read that much of the book. A "
		 "locked post has only this field and unlock_at_percent." },
	{ .name = "unlock_at_percent", .type = F_INTEGER, .nullable = true, .locked = true,
	  .doc = "The percentage of the book that you must have read; null if the post is not locked." },
	{ .name = "topic_id", .type = F_ID, .doc = "The topic's id." },
	{ .name = "author", .type = F_ID, .nullable = true,
	  .doc = "The id of the user who wrote it; null if the account was deleted." },
	{ .name = "author_username", .type = F_TEXT, .nullable = true,
	  .doc = "The author's username; null if the account was deleted." },
	{ .name = "text", .type = F_TEXT, .doc = "The text of the post." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the post was written." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/topics", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "List the topics of a club.",
	  .query = topic_filters, .sort = "-created_at", .statement = Q_TOPIC_LIST, .reply = topic,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/topics", .need = NEED_MEMBER, .member = Q_CLUB_ROLE,
	  .action = "club.topic.create",
	  .doc = "Start a topic.",
	  .body = topic_body, .statement = Q_TOPIC_CREATE, .reply = topic, .location = "/topics/{new}" },
	{ .method = METHOD_GET, .path = "/topics/{id}", .need = NEED_USER, .member = Q_TOPIC_ROLE,
	  .doc = "Read a topic.",
	  .statement = Q_TOPIC_GET, .reply = topic },
	{ .method = METHOD_PATCH, .path = "/topics/{id}", .need = NEED_AUTHOR, .member = Q_TOPIC_AUTHOR,
	  .action = "club.topic.change",
	  .doc = "Change your own topic.",
	  .body = topic_body, .statement = Q_TOPIC_CHANGE, .reply = topic },
	{ .method = METHOD_DELETE, .path = "/topics/{id}", .need = NEED_AUTHOR, .member = Q_TOPIC_KEEPER,
	  .action = "club.topic.delete",
	  .doc = "Delete your own topic with all its posts. Moderators can delete any topic.",
	  .statement = Q_TOPIC_DELETE },
	{ .method = METHOD_GET, .path = "/topics/{id}/posts", .need = NEED_USER, .member = Q_TOPIC_ROLE,
	  .doc = "List the posts of a topic.",
	  .sort = "created_at", .statement = Q_POST_LIST, .reply = post, .list = true },
	{ .method = METHOD_POST, .path = "/topics/{id}/posts", .need = NEED_MEMBER, .member = Q_TOPIC_ROLE,
	  .action = "club.post.create",
	  .doc = "Write a post.",
	  .body = post_body, .statement = Q_POST_CREATE, .reply = post, .location = "/posts/{new}" },
	{ .method = METHOD_GET, .path = "/posts/{id}", .need = NEED_USER, .member = Q_POST_ROLE,
	  .doc = "Read a post.",
	  .statement = Q_POST_GET, .reply = post },
	{ .method = METHOD_PATCH, .path = "/posts/{id}", .need = NEED_AUTHOR, .member = Q_POST_AUTHOR,
	  .action = "club.post.change",
	  .doc = "Change your own post.",
	  .body = post_body, .statement = Q_POST_CHANGE, .reply = post },
	{ .method = METHOD_DELETE, .path = "/posts/{id}", .need = NEED_AUTHOR, .member = Q_POST_KEEPER,
	  .action = "club.post.delete",
	  .doc = "Delete your own post. Moderators can delete any post.",
	  .statement = Q_POST_DELETE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "topic_club", .status = E_NOT_FOUND },
	{ .name = "topic_book", .status = E_NOT_FOUND },
	{ .name = "topic_author", .status = E_TOKEN_INVALID },
	{ .name = "topic_spoiler", .status = E_VALIDATION, .field = "spoiler_until_percent" },
	{ .name = "post_topic", .status = E_NOT_FOUND },
	{ .name = "post_author", .status = E_TOKEN_INVALID },
	{ 0 }
};

const struct module topics_module = {
	.name = "clubs",
	.routes = routes,
	.constraints = constraints,
};
/* clang-format on */
