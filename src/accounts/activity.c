/* The log of activity: who did what, when and from which address. */
#include <stddef.h>

#include "accounts/accounts.h"
#include "call/call.h"
#include "table/job.h"

/* clang-format off */
#define NOTE                                                                                        \
	{ .name = "id", .type = F_ID, .doc = "The entry's id." },                                   \
	{ .name = "at", .type = F_TIME, .doc = "When it was done." }, \
	{ .name = "action", .type = F_TEXT, .doc = "What was done, such as member.change." },          \
	{ .name = "object", .type = F_ID, .nullable = true, \
	  .doc = "The id of the object that was changed." }, \
	{ .name = "organization", .type = F_ID, .nullable = true,                                   \
	  .doc = "The organization or reading club; null if the action concerns only the actor, "            \
		 "or if the organization or club was deleted." },                                           \
	{ .name = "actor", .type = F_ID, .doc = "The id of the user who did it." },                          \
	{ .name = "actor_username", .type = F_TEXT, .nullable = true, \
	  .doc = "The actor's username; null if the account was deleted." }

#define REQUEST { .name = "request_id", .type = F_TEXT, .doc = "The request's id, as in the service's log." }

static const struct field note[] = {
	NOTE,
	{ .name = "address", .type = F_TEXT, .doc = "The IP address that the request came from." },
	REQUEST,
	{ 0 }
};

/* Whoever did something to the caller may have an address that is none of the caller's business. */
static const struct field own_note[] = {
	NOTE,
	{ .name = "address", .type = F_TEXT, .nullable = true,
	  .doc = "The IP address that your request came from; null if somebody else did it." },
	REQUEST,
	{ 0 }
};

/* Anybody can create a club and so become its moderator. To protect the members' privacy, the log of a club
 * does not show their addresses. */
static const struct field club_note[] = {
	NOTE,
	{ .name = "address", .type = F_TEXT, .hidden = true },
	REQUEST,
	{ 0 }
};

#define FILTERS                                                                                     \
	{ .name = "action", .type = F_TEXT, .min = 1, .max = 50, .doc = "Only entries with this action." }, \
	{ .name = "since", .type = F_TIME, .doc = "Only entries from this moment on." },                    \
	{ .name = "until", .type = F_TIME, .doc = "Only entries before this moment." }

static const struct field own_filters[] = { FILTERS, { 0 } };

static const struct field filters[] = {
	{ .name = "actor", .type = F_ID, .doc = "Only what this user did." },
	FILTERS,
	{ 0 }
};

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/users/me/activity", .need = NEED_USER,
	  .doc = "List your own activity, and what others did to you.",
	  .query = own_filters, .sort = "-at", .statement = Q_ACTIVITY_OWN, .reply = own_note, .list = true },
	{ .method = METHOD_GET, .path = "/organizations/{id}/activity", .need = NEED_ADMIN,
	  .member = Q_ORGANIZATION_ROLE,
	  .doc = "List the activity in an organization.",
	  .query = filters, .sort = "-at", .statement = Q_ACTIVITY_OF_ORGANIZATION, .reply = note,
	  .list = true },
	{ .method = METHOD_GET, .path = "/clubs/{id}/activity", .need = NEED_MODERATOR, .member = Q_CLUB_ROLE,
	  .doc = "List the activity in a reading club.",
	  .query = filters, .sort = "-at", .statement = Q_ACTIVITY_OF_ORGANIZATION, .reply = club_note,
	  .list = true },
	{ 0 }
};

static const struct job jobs[] = {
	{ .name = "activity_expire", .queue = "activity_expiry", .statement = Q_ACTIVITY_EXPIRE },
	{ 0 }
};

const struct module activity_module = {
	.name = "activity",
	.doc = "The log of activity.",
	.routes = routes,
	.jobs = jobs,
};
/* clang-format on */
