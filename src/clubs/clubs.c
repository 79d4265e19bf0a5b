#include "clubs/clubs.h"

#include <stddef.h>
#include <string.h>

#include "call/call.h"

static const char *const visibilities[] = { "public", "private", NULL };
static const char *const roles[] = { "member", "moderator", "owner", NULL };

/* clang-format off */
static const struct field body[] = {
	{ .name = "name", .type = F_TEXT, .required = true, .min = 1, .max = 100,
	  .doc = "The club's name.", .example = "\"Clube da Praça\"" },
	{ .name = "description", .type = F_TEXT, .nullable = true, .lines = true, .min = 1, .max = 2000,
	  .doc = "A description of the club." },
	{ .name = "visibility", .type = F_ENUM, .values = visibilities, .value = "private",
	  .doc = "Everybody sees public clubs and may join them. Only members see a private club." },
	{ 0 }
};

const struct field club_fields[] = {
	{ .name = "id", .type = F_ID, .doc = "The club's id." },
	{ .name = "name", .type = F_TEXT, .doc = "The club's name." },
	{ .name = "description", .type = F_TEXT, .nullable = true, .doc = "A description of the club." },
	{ .name = "visibility", .type = F_ENUM, .values = visibilities,
	  .doc = "public: everybody sees the club; private: only its members do." },
	{ .name = "role", .type = F_ENUM, .nullable = true, .values = roles,
	  .doc = "Your role in the club; null if you are not a member." },
	{ .name = "members", .type = F_INTEGER, .doc = "The number of members." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the club was created." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the owner last changed the club." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change of the club or of its members; also the ETag." },
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "q", .type = F_TEXT, .max = 200, .min_public = 3,
	  .doc = "Only clubs with all of these words in the name, in any order; case and accents are "
		 "ignored." },
	{ .name = "mine", .type = F_BOOLEAN, .doc = "true: only clubs that you belong to." },
	{ 0 }
};
/* clang-format on */

/* ?mine=true makes sense only for a caller who is signed in. */
static enum status list_check(struct call *call)
{
	const char *mine = call_value(call, "mine");

	return mine && strcmp(mine, "true") == 0 && !*call->caller.user ? E_UNAUTHENTICATED : OK;
}

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "List the public clubs, and the private clubs that you belong to.",
	  .query = filters, .check = list_check, .sort = "-created_at", .statement = Q_CLUB_LIST,
	  .reply = club_fields,
	  .list = true },
	{ .method = METHOD_POST, .path = "/clubs", .need = NEED_USER, .action = "club.create",
	  .doc = "Create a club. You become its owner.",
	  .body = body, .statement = Q_CLUB_CREATE, .reply = club_fields, .location = "/clubs/{new}" },
	{ .method = METHOD_GET, .path = "/clubs/{id}", .need = NEED_ANYBODY, .cache = PUBLIC_CACHE,
	  .doc = "Read a club.",
	  .statement = Q_CLUB_GET, .reply = club_fields },
	{ .method = METHOD_PUT, .path = "/clubs/{id}", .need = NEED_OWNER, .member = Q_CLUB_ROLE,
	  .action = "club.change",
	  .doc = "Replace a club: fields that the body omits go back to their defaults.",
	  .body = body, .first = Q_CLUB_LOCK, .statement = Q_CLUB_CHANGE, .reply = club_fields },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}", .need = NEED_OWNER, .member = Q_CLUB_ROLE,
	  .action = "club.change",
	  .doc = "Change some fields of a club: omitted fields stay as they are, null clears a field.",
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
