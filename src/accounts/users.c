/* Administration of all users by operators. */
#include <stddef.h>

#include "accounts/accounts.h"
#include "accounts/user.h"
#include "call/call.h"

static const char *const user_status[] = { "active", "disabled", NULL };

static enum status change_missing(struct call *call)
{
	return account_owner_missing(call, Q_USER_ONLY_OWNER);
}

static enum status delete_missing(struct call *call)
{
	return account_owner_missing(call, Q_USER_SOLE_OWNER);
}

/* clang-format off */
/* A PATCH has no defaults: there force is absent, which is the same as false. */
#define FORCE                                                                                       \
	{ .name = "force", .type = F_BOOLEAN, .value = "false",                                     \
	  .doc = "true: even if an organization with other members is left without an active owner." }

static const struct field change[] = {
	{ .name = "status", .type = F_ENUM, .required = true, .values = user_status,
	  .doc = "Whether the user may sign in. Disabling a user ends all of the user's sessions." },
	FORCE,
	{ 0 }
};

static const struct field removal[] = { FORCE, { 0 } };

static const struct field user[] = {
	USER_NAMES,
	{ .name = "status", .type = F_ENUM, .values = user_status, .doc = "Whether the user may sign in." },
	USER_TIMES,
	USER_VERSION,
	{ 0 }
};

static const struct field listed_user[] = {
	USER_NAMES,
	{ .name = "status", .type = F_ENUM, .values = user_status, .doc = "Whether the user may sign in." },
	USER_TIMES,
	{ 0 }
};

static const struct field filters[] = {
	{ .name = "q", .type = F_TEXT, .max = 200,
	  .doc = "Only users with all of these words in the username, e-mail or display name, in any "
		 "order; case and accents are ignored." },
	{ .name = "status", .type = F_ENUM, .values = user_status, .doc = "Only users with this status." },
	{ 0 }
};

static const enum query_id change_uses[] = { Q_USER_ONLY_OWNER, Q_NONE };
static const enum query_id delete_uses[] = { Q_USER_SOLE_OWNER, Q_NONE };
static const struct problem *const owner_fails[] = { &organization_last_owner, NULL };

static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/users", .need = NEED_OPERATOR, .member = Q_OPERATOR_ROLE,
	  .doc = "List all users (operators).",
	  .query = filters, .sort = "-created_at", .statement = Q_USER_LIST, .reply = listed_user,
	  .list = true },
	{ .method = METHOD_GET, .path = "/users/{id}", .need = NEED_OPERATOR, .member = Q_OPERATOR_ROLE,
	  .doc = "Read a user (operators).",
	  .statement = Q_USER_GET, .reply = user },
	{ .method = METHOD_PATCH, .path = "/users/{id}", .need = NEED_OPERATOR, .member = Q_OPERATOR_ROLE,
	  .action = "user.change",
	  .doc = "Disable or enable a user (operators).",
	  .body = change, .missing = change_missing, .uses = change_uses, .first = Q_OPERATOR_LOCK,
	  .statement = Q_USER_CHANGE, .then = Q_USER_SIGN_OUT, .reply = user, .fails = owner_fails },
	{ .method = METHOD_DELETE, .path = "/users/{id}", .need = NEED_OPERATOR, .member = Q_OPERATOR_ROLE,
	  .action = "user.delete",
	  .doc = "Delete a user and everything that only this user owns (operators).",
	  .body = removal, .body_optional = true, .missing = delete_missing, .uses = delete_uses,
	  .first = Q_USER_LOCK, .statement = Q_USER_DELETE, .fails = owner_fails },
	{ 0 }
};

const struct module users_module = {
	.name = "users",
	.doc = "Users: administration by operators.",
	.routes = routes,
};
/* clang-format on */
