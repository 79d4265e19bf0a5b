/* Setting a password by a link, without the old password. */
#include <stddef.h>

#include "accounts/accounts.h"
#include "accounts/hashing.h"
#include "accounts/password.h"
#include "accounts/secret_link.h"
#include "base/arena.h"
#include "call/call.h"
#include "call/query.h"
#include "db/literal.h"
#include "table/job.h"

/* clang-format off */
static const struct field body[] = {
	{ .name = "token", .type = F_SECRET, .required = true, .max = SECRET_LINK_TYPED_MAX,
	  .format = &secret_link_format,
	  .doc = "What stands behind #token= in the link; or the whole link." },
	{ .name = "new_password", .type = F_SECRET, .required = true, .min = PASSWORD_MIN,
	  .max = PASSWORD_MAX,
	  .format = &password_format,
	  .doc = "8 to 128 characters; not a common password, the username or the e-mail address." },
	{ 0 }
};
/* clang-format on */

static enum status link_gone(struct call *call)
{
	call_blame(call, "token", &account_token_invalid);
	return E_VALIDATION;
}

/* Finds the account of the link; blames the link if it is no good, and the password if it is a name of the
 * account. */
static enum status find_account(struct call *call, struct rows *user)
{
	const char *password = call_value(call, "new_password");
	enum status status;

	call_set(call, "token_hash", literal_digest(call->arena, call_value(call, "token")));
	status = query_run(call, Q_PASSWORD_LINK_FIND, user);
	if (status != OK)
		return status == E_NOT_FOUND ? link_gone(call) : status;
	if (!password || !password_is_a_name(password, rows_text(user, 0, "username"),
					     rows_text(user, 0, "email"), rows_text(user, 0, "email_key")))
		return OK;
	call_blame(call, "new_password", &password_is_identity);
	return E_VALIDATION;
}

/* A bad link is named beside other faults. */
static enum status reset_check(struct call *call)
{
	struct rows user;
	enum status status = call_value(call, "token") ? find_account(call, &user) : OK;

	return status == E_VALIDATION ? OK : status;
}

/* Blames the password if it is the old one. */
static enum status check_new(struct call *call, const char *password, const struct rows *user)
{
	bool same;
	enum status status = hashing_compare(call, password, rows_text(user, 0, "password_hash"), &same);

	if (status != OK || !same)
		return status;
	call_blame(call, "new_password", &password_same);
	return E_VALIDATION;
}

static enum status reset_before(struct call *call)
{
	const char *password = call_value(call, "new_password"), *hash;
	struct rows found;
	enum status status = find_account(call, &found);

	if (status != OK)
		return status;
	status = check_new(call, password, &found);
	if (status != OK)
		return status;
	status = hashing_make(call, password, &hash);
	call_set(call, "user_id", rows_text(&found, 0, "user_id"));
	call_set(call, "new_hash", hash);
	return status;
}

static const char *const values[] = { "token_hash", "user_id", "new_hash", NULL };
static const enum query_id uses[] = { Q_PASSWORD_LINK_FIND, Q_NONE };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/password/reset", .need = NEED_NOBODY, .care = CARE_HASH,
	  .action = "account.reset",
	  .doc = "Set a new password with a link. All your sessions end.",
	  .body = body, .check = reset_check, .before = reset_before,
	  .missing = link_gone, .uses = uses, .values = values,
	  .first = Q_PASSWORD_LINK_LOCK, .statement = Q_PASSWORD_LINK_USE, .then = Q_PASSWORD_LINK_SIGN_OUT },
	{ 0 }
};
/* clang-format on */

static const struct constraint constraints[] = {
	{ .name = "password_link_pkey", .never = "the digest of random bytes" },
	{ .name = "password_link_user", .never = "only commands make links" },
	{ 0 }
};

static const struct job jobs[] = { { .name = "password_link_expire",
				     .queue = "password_link_expiry",
				     .statement = Q_PASSWORD_LINK_EXPIRE },
				   { 0 } };

const struct module recovery_module = {
	.name = "accounts",
	.routes = routes,
	.constraints = constraints,
	.jobs = jobs,
};
