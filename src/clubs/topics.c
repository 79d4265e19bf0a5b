/* Discussions of a club. */
#include <stddef.h>

#include "call/call.h"
#include "clubs/clubs.h"

/* clang-format off */
static const struct field topic_body[] = {
	{ .name = "title", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "What it is about; everybody who sees the club sees it." },
	{ .name = "book_id", .type = F_ID, .nullable = true, .doc = "The book that it is about." },
	{ .name = "spoiler_until_percent", .type = F_INTEGER, .nullable = true, .min = 1, .max = 100,
	  .doc = "How far a reader must have come in the book to read the posts." },
	{ 0 }
};

static const struct field topic[] = {
	{ .name = "id", .type = F_ID, .doc = "The topic's id." },
	{ .name = "club_id", .type = F_ID, .doc = "The club." },
	{ .name = "title", .type = F_TEXT, .doc = "What it is about." },
	{ .name = "book_id", .type = F_ID, .nullable = true, .doc = "The book that it is about." },
	{ .name = "spoiler_until_percent", .type = F_INTEGER, .nullable = true,
	  .doc = "How far a reader must have come in the book to read the posts." },
	{ .name = "author", .type = F_ID, .nullable = true, .doc = "Who began it; null once they are gone." },
	{ .name = "author_username", .type = F_TEXT, .nullable = true, .doc = "Their name." },
	{ .name = "locked", .type = F_BOOLEAN, .doc = "Whether one has not come that far." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was begun." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "Counts the changes by two; odd while it is not locked; its ETag." },
	{ 0 }
};

static const struct field topic_filters[] = {
	{ .name = "book_id", .type = F_ID, .doc = "Only topics about this book." },
	{ 0 }
};

static const struct field post_body[] = {
	{ .name = "text", .type = F_TEXT, .required = true, .min = 1, .max = 10000,
	  .doc = "What one has to say." },
	{ 0 }
};

static const struct field post[] = {
	{ .name = "id", .type = F_ID, .doc = "The post's id." },
	{ .name = "locked", .type = F_BOOLEAN, .locks = true,
	  .doc = "Whether one has not come so far in the book: then the post is this and unlock_at_percent "
		 "only." },
	{ .name = "unlock_at_percent", .type = F_INTEGER, .nullable = true, .locked = true,
	  .doc = "How far one must have come; null where it is not locked." },
	{ .name = "topic_id", .type = F_ID, .doc = "The topic." },
	{ .name = "author", .type = F_ID, .nullable = true, .doc = "Who wrote it; null once they are gone." },
	{ .name = "author_username", .type = F_TEXT, .nullable = true, .doc = "Their name." },
	{ .name = "text", .type = F_TEXT, .doc = "What they had to say." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was written." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "Counts the changes; its ETag." },
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/topics", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "List what a club discusses.",
	  .query = topic_filters, .sort = "-created_at", .statement = Q_TOPIC_LIST, .reply = topic,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/topics", .need = NEED_MEMBER, .member = Q_CLUB_ROLE,
	  .action = "club.topic.create",
	  .doc = "Begin a topic.",
	  .body = topic_body, .statement = Q_TOPIC_CREATE, .reply = topic, .location = "/topics/{new}" },
	{ .method = METHOD_GET, .path = "/topics/{id}", .need = NEED_USER, .member = Q_TOPIC_ROLE,
	  .doc = "Read a topic.",
	  .statement = Q_TOPIC_GET, .reply = topic },
	{ .method = METHOD_PATCH, .path = "/topics/{id}", .need = NEED_AUTHOR, .member = Q_TOPIC_AUTHOR,
	  .action = "club.topic.change",
	  .doc = "Change one's own topic.",
	  .body = topic_body, .statement = Q_TOPIC_CHANGE, .reply = topic },
	{ .method = METHOD_DELETE, .path = "/topics/{id}", .need = NEED_AUTHOR, .member = Q_TOPIC_KEEPER,
	  .action = "club.topic.delete",
	  .doc = "Delete one's own topic with its posts; moderators delete any.",
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
	  .doc = "Change one's own post.",
	  .body = post_body, .statement = Q_POST_CHANGE, .reply = post },
	{ .method = METHOD_DELETE, .path = "/posts/{id}", .need = NEED_AUTHOR, .member = Q_POST_KEEPER,
	  .action = "club.post.delete",
	  .doc = "Delete one's own post; moderators delete any.",
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
