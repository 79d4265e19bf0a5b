#include "clubs/clubs.h"

#include <stddef.h>
#include <string.h>

#include "call/call.h"

static const char *const visibilities[] = { "public", "private", NULL };
static const char *const roles[] = { "member", "moderator", "owner", NULL };

/* clang-format off */
static const struct field body[] = {
	{ .name = "name", .type = F_TEXT, .required = true, .min = 1, .max = 100,
	  .doc = "What it is called.", .example = "\"Clube da Praça\"" },
	{ .name = "description", .type = F_TEXT, .nullable = true, .min = 1, .max = 2000,
	  .doc = "What it is about." },
	{ .name = "visibility", .type = F_ENUM, .values = visibilities, .value = "private",
	  .doc = "Public clubs everybody sees and may join; private ones only their members see." },
	{ 0 }
};

const struct field club_fields[] = {
	{ .name = "id", .type = F_ID, .doc = "The club's id." },
	{ .name = "name", .type = F_TEXT, .doc = "What it is called." },
	{ .name = "description", .type = F_TEXT, .nullable = true, .doc = "What it is about." },
	{ .name = "visibility", .type = F_ENUM, .values = visibilities, .doc = "Who sees it." },
	{ .name = "role", .type = F_ENUM, .nullable = true, .values = roles,
	  .doc = "One's role there; null if one doesn't belong to it." },
	{ .name = "members", .type = F_INTEGER, .doc = "How many belong to it." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was made." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When its owner last changed it." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "Counts the changes of it and of its members; its ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only names with this in them, whatever its case and accents." },
	{ .name = "mine", .type = F_BOOLEAN, .doc = "true: only those that one belongs to." },
	{ 0 }
};
/* clang-format on */

/* Nobody in particular has none. */
static enum status list_check(struct call *call)
{
	const char *mine = call_value(call, "mine");

	return mine && strcmp(mine, "true") == 0 && !*call->caller.user ? E_UNAUTHENTICATED : OK;
}

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "List the public clubs, and the private ones that one belongs to.",
	  .query = filters, .check = list_check, .sort = "-created_at", .statement = Q_CLUB_LIST,
	  .reply = club_fields,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs", .need = NEED_USER, .action = "club.create",
	  .doc = "Make a club; one is its owner.",
	  .body = body, .statement = Q_CLUB_CREATE, .reply = club_fields, .location = "/clubs/{new}" },
	{ .method = METHOD_GET, .path = "/clubs/{id}", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "Read a club.",
	  .statement = Q_CLUB_GET, .reply = club_fields },
	{ .method = METHOD_PUT, .path = "/clubs/{id}", .need = NEED_OWNER, .member = Q_CLUB_ROLE,
	  .action = "club.change",
	  .doc = "Replace a club: what the body leaves out goes back to its default.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_CLUB_CHANGE, .reply = club_fields },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}", .need = NEED_OWNER, .member = Q_CLUB_ROLE,
	  .action = "club.change",
	  .doc = "Change some fields of a club: absent keeps, null clears.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_CLUB_CHANGE, .reply = club_fields },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}", .need = NEED_OWNER, .member = Q_CLUB_ROLE,
	  .action = "club.delete",
	  .doc = "Delete a club with everything in it.",
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_DELETE },
	{ 0 }
};
/* clang-format on */

const struct module clubs_module = {
	.name = "clubs",
	.doc = "Reading clubs: members, reading lists, meetings, discussions, statistics.",
	.routes = routes,
};
