#include "accounts/accounts.h"

#include <stddef.h>
#include <string.h>

#include "accounts/hashing.h"
#include "accounts/password.h"
#include "accounts/secret_link.h"
#include "accounts/user.h"
#include "base/arena.h"
#include "base/log.h"
#include "call/call.h"
#include "call/query.h"
#include "config/config.h"
#include "db/literal.h"

/* clang-format off */
const struct fault_kind account_last_owner_of = { "last_owner",
		{ "{s} has other members and no other active owner. Make one of them an owner, or delete it.",
		  "{s} tem outros membros e nenhum outro dono ativo. Torne um deles dono ou exclua a "
		  "organização." } };
const struct problem account_username_taken = { E_CONFLICT, "username_taken",
	{ "Username taken", "Nome de usuário já em uso" },
	{ "Another account has this username. Choose a different one.",
	  "Outra conta já usa este nome de usuário. Escolha outro." } };
const struct problem account_email_taken = { E_CONFLICT, "email_taken",
	{ "E-mail taken", "E-mail já em uso" },
	{ "Another account has this e-mail address. Enter a different one.",
	  "Outra conta já usa este endereço de e-mail. Informe outro." } };
const struct fault_kind account_token_invalid = { "token_invalid",
		{ "This link or token was used, was replaced by a newer one, or has expired. Ask for a new "
		  "one.",
		  "Este link ou token já foi usado, foi substituído por outro ou expirou. Peça um novo." } };
static const struct problem registration_closed = { E_FORBIDDEN, "registration_closed",
	{ "Registration closed", "Cadastro fechado" },
	{ "New accounts are made by the administrators of this service only.",
	  "Só os administradores deste serviço criam contas novas." } };
static const struct problem wrong_password = { E_FORBIDDEN, "invalid_credentials",
	{ "Wrong password", "Senha incorreta" },
	{ "The password is not the current one of your account. Check it and try again.",
	  "A senha não é a atual da sua conta. Confira e tente de novo." } };
/* clang-format on */

/* clang-format off */
static const struct field registration[] = {
	BODY_USERNAME,
	BODY_EMAIL,
	{ .name = "password", .type = F_SECRET, .required = true, .min = PASSWORD_MIN, .max = PASSWORD_MAX,
	  .format = &password_format,
	  .doc = "8 to 128 characters; not a common password, the username or the e-mail address." },
	{ .name = "invitation", .type = F_SECRET, .nullable = true, .max = SECRET_LINK_TYPED_MAX,
	  .format = &secret_link_format, .example = "null",
	  .doc = "The token of an invitation to an organization, of which you become a member; or its whole "
		 "link." },
	{ 0 }
};

static const struct field profile[] = {
	BODY_USERNAME,
	BODY_EMAIL,
	{ .name = "display_name", .type = F_TEXT, .nullable = true, .min = 1, .max = 100,
	  .doc = "The name that is shown to other users." },
	{ 0 }
};

static const struct field confirmation[] = {
	{ .name = "password", .type = F_SECRET, .required = true, .max = 1000,
	  .doc = "Your current password, to confirm." },
	{ 0 }
};

static const struct field new_password[] = {
	{ .name = "current_password", .type = F_SECRET, .required = true, .max = 1000,
	  .doc = "Your current password." },
	{ .name = "new_password", .type = F_SECRET, .required = true, .min = PASSWORD_MIN,
	  .max = PASSWORD_MAX,
	  .format = &password_format,
	  .doc = "8 to 128 characters; not a common password, the username, the e-mail address or the "
		 "current password." },
	{ 0 }
};

static const struct field user[] = { USER_NAMES, USER_TIMES, USER_VERSION, { 0 } };
/* clang-format on */

static enum status register_offered(struct call *call)
{
	return call->config->registration == REGISTRATION_CLOSED ? call_refuse(call, &registration_closed)
								 : OK;
}

static enum status invitation_gone(struct call *call)
{
	call_blame(call, "invitation", &account_token_invalid);
	return E_VALIDATION;
}

/* Blames the invitation if it is no good. `*mine` receives whether it is for the new account. */
static enum status judge_invitation(struct call *call, bool *mine)
{
	const char *token = call_value(call, "invitation");
	struct rows rows;
	enum status status;

	*mine = false;
	call_set(call, "token_hash", token ? literal_digest(call->arena, token) : NULL);
	if (!token)
		return OK;
	status = query_run(call, Q_INVITATION_FOR_NEW, &rows);
	if (status != OK)
		return status == E_NOT_FOUND ? invitation_gone(call) : status;
	*mine = rows_true(&rows, 0, "is_mine");
	return OK;
}

/* An invitation that is for somebody else is told from other faults: 403 if it is all that is wrong. */
static enum status register_invitation(struct call *call)
{
	bool demanded = call->config->registration == REGISTRATION_INVITED, mine;
	enum status status = judge_invitation(call, &mine);

	if (status != OK && status != E_VALIDATION)
		return status;
	if (demanded && call_has(call, "invitation") &&
	    !call_value(call, "invitation")) /* null or left out; a faulty one is blamed already */
		call_blame(call, "invitation", &fault_required);
	call->discreet = demanded && !mine;
	if (mine || !call_value(call, "invitation") || call->faults.count > 0)
		return OK;
	call_blame(call, "invitation", &invitation_of_another);
	return E_FORBIDDEN;
}

static enum status register_check(struct call *call)
{
	const char *password = call_value(call, "password"), *username = call_value(call, "username");

	if (password &&
	    password_is_a_name(password, username, call_value(call, "email"), call_value(call, "email_key")))
		call_blame(call, "password", &password_is_identity);
	if (username && username_is_reserved(username))
		call_blame(call, "username", &username_reserved);
	return register_invitation(call);
}

static enum status register_before(struct call *call)
{
	const char *hash;
	enum status status = hashing_make(call, call_value(call, "password"), &hash);

	call_set(call, "password_hash", hash);
	organization_set_home(call);
	return status;
}

/* A username of authority is for those only who have it. */
static enum status profile_check(struct call *call)
{
	const char *username = call_value(call, "username");
	struct rows rows;
	enum status status;

	if (!username || !username_is_reserved(username))
		return OK;
	status = query_run(call, Q_ACCOUNT_GET, &rows);
	if (status != OK)
		return status == E_NOT_FOUND ? E_TOKEN_INVALID : status;
	if (strcmp(username, rows_text(&rows, 0, "username")) != 0)
		call_blame(call, "username", &username_reserved);
	return OK;
}

/* Counts a signed-in caller's wrong password, so that a stolen token doesn't allow endless guesses. */
static enum status count_wrong_password(struct call *call)
{
	struct rows none;
	enum status status;

	/* This count is separate from that of logins: a stranger's failed logins must not lock the user
	 * out. */
	call_set(call, "subject", arena_printf(call->arena, "confirm %s", call->caller.user));
	status = query_run(call, Q_LOGIN_FAILED, &none);
	log_message(LOG_LEVEL_WARNING, "wrong password to confirm: account %s, address %s", call->caller.user,
		    call->request.address);
	return status == OK ? call_refuse(call, &wrong_password) : status;
}

/* Compares `password` with the caller's password; `found` receives the row of Q_ACCOUNT_PASSWORD. */
static enum status confirm_password(struct call *call, const char *password, struct rows *found)
{
	enum status status;
	bool right;

	call_set(call, "tries", arena_printf(call->arena, "%ld", call->config->login_tries));
	status = query_run(call, Q_ACCOUNT_PASSWORD, found);
	if (status != OK)
		return status == E_NOT_FOUND ? E_TOKEN_INVALID : status;
	status = session_refuse_too_soon(call, rows_integer(found, 0, "delay_ms"));
	if (status != OK)
		return status;
	status = hashing_compare(call, password, rows_text(found, 0, "password_hash"), &right);
	return status == OK && !right ? count_wrong_password(call) : status;
}

static enum status password_missing(struct call *call)
{
	return call_refuse(call, &wrong_password); /* another request has just changed it */
}

/* Without looking at the stored password, so that a guess with a stolen token tells nothing. */
static enum status password_check(struct call *call)
{
	const char *current = call_value(call, "current_password");
	const char *wanted = call_value(call, "new_password");

	if (current && wanted && password_is_same(current, wanted))
		call_blame(call, "new_password", &password_same);
	return OK;
}

static enum status password_before(struct call *call)
{
	const char *password = call_value(call, "new_password"), *hash;
	struct rows found;
	enum status status = confirm_password(call, call_value(call, "current_password"), &found);

	if (status != OK)
		return status;
	if (password_is_a_name(password, rows_text(&found, 0, "username"), rows_text(&found, 0, "email"),
			       rows_text(&found, 0, "email_key"))) {
		call_blame(call, "new_password", &password_is_identity);
		return E_VALIDATION;
	}
	status = hashing_make(call, password, &hash);
	call_set(call, "password_version", rows_text(&found, 0, "password_version"));
	call_set(call, "new_hash", hash);
	return status;
}

static enum status account_missing(struct call *call)
{
	enum status status = account_owner_missing(call, Q_USER_SOLE_OWNER);

	return status == E_NOT_FOUND ? E_TOKEN_INVALID : status; /* another request has just deleted it */
}

static enum status delete_before(struct call *call)
{
	struct rows rows;
	enum status status = confirm_password(call, call_value(call, "password"), &rows);

	if (status != OK)
		return status;
	call_set(call, "id", call->caller.user);
	return OK;
}

enum status account_owner_missing(struct call *call, enum query_id query)
{
	struct rows rows;
	enum status status = query_run(call, query, &rows);

	for (size_t i = 0; status == OK && i < rows.count; i++)
		faults_add(&call->faults, (struct fault){ .kind = &account_last_owner_of,
							  .name = "",
							  .text = rows_text(&rows, i, "name") });
	if (status == OK)
		return rows.count > 0 ? call_refuse(call, &organization_last_owner) : E_NOT_FOUND;
	return status;
}

static const char *const register_values[] = { "password_hash", "home", "token_hash", NULL };
static const char *const password_values[] = { "password_version", "new_hash", "tries", "subject", NULL };
/* "force" is never set: only operators may insist. */
static const char *const delete_values[] = { "id", "tries", "subject", "force", NULL };
static const enum query_id register_uses[] = { Q_INVITATION_FOR_NEW, Q_NONE };
static const enum query_id profile_uses[] = { Q_ACCOUNT_GET, Q_NONE };
static const enum query_id password_uses[] = { Q_ACCOUNT_PASSWORD, Q_LOGIN_FAILED, Q_NONE };
static const enum query_id delete_uses[] = { Q_ACCOUNT_PASSWORD, Q_LOGIN_FAILED, Q_USER_SOLE_OWNER, Q_NONE };
static const struct problem *const identity_fails[] = { &account_username_taken, &account_email_taken, NULL };
static const struct problem *const register_fails[] = { &registration_closed, &problems[E_FORBIDDEN],
							&account_username_taken, &account_email_taken, NULL };
static const struct problem *const password_fails[] = { &wrong_password, NULL };
static const struct problem *const delete_fails[] = { &wrong_password, &organization_last_owner, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/register", .place = API_AND_ROOT, .need = NEED_NOBODY,
	  .care = CARE_HASH,
	  .action = "account.register",
	  .doc = "Create an account, with its personal organization.",
	  .body = registration, .offered = register_offered, .check = register_check,
	  .before = register_before, .missing = invitation_gone, .uses = register_uses,
	  .values = register_values, .first = Q_INVITATION_TOKEN_LOCK, .statement = Q_ACCOUNT_REGISTER,
	  .reply = user, .taken = Q_ACCOUNT_TAKEN, .location = "/users/me", .fails = register_fails },
	{ .method = METHOD_GET, .path = "/users/me", .need = NEED_USER,
	  .doc = "Read your account.",
	  .statement = Q_ACCOUNT_GET, .reply = user },
	{ .method = METHOD_PUT, .path = "/users/me", .need = NEED_USER, .action = "account.change",
	  .doc = "Replace your account: fields that the body omits go back to their defaults.",
	  .body = profile, .check = profile_check, .uses = profile_uses,
	  .statement = Q_ACCOUNT_CHANGE, .reply = user, .taken = Q_ACCOUNT_TAKEN, .fails = identity_fails },
	{ .method = METHOD_PATCH, .path = "/users/me", .need = NEED_USER, .action = "account.change",
	  .doc = "Change some fields of your account: omitted fields stay as they are, null clears a field.",
	  .body = profile, .check = profile_check, .uses = profile_uses,
	  .statement = Q_ACCOUNT_CHANGE, .reply = user, .taken = Q_ACCOUNT_TAKEN, .fails = identity_fails },
	{ .method = METHOD_POST, .path = "/users/me/password", .care = CARE_HASH, .need = NEED_USER,
	  .action = "account.password",
	  .doc = "Change your password. All your other sessions end.",
	  .body = new_password, .check = password_check, .before = password_before, .uses = password_uses,
	  .values = password_values,
	  .statement = Q_ACCOUNT_NEW_PASSWORD, .then = Q_ACCOUNT_SIGN_OUT, .missing = password_missing,
	  .fails = password_fails },
	{ .method = METHOD_POST, .path = "/users/me/delete", .care = CARE_HASH, .need = NEED_USER,
	  .action = "account.delete",
	  .doc = "Delete your account and everything that only you own.",
	  .body = confirmation, .before = delete_before, .missing = account_missing, .uses = delete_uses,
	  .values = delete_values, .first = Q_USER_LOCK, .statement = Q_USER_DELETE, .fails = delete_fails },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "account_username_key", .problem = &account_username_taken, .field = "username" },
	{ .name = "account_email_key", .problem = &account_email_taken, .field = "email" },
	{ .name = "account_status", .never = "the field accepts the same values only" },
	{ .name = "login_failure_pkey", .never = "inserted with ON CONFLICT" },
	{ 0 }
};

static const struct problem *const refusals[] = { &account_username_taken, &account_email_taken,
	&registration_closed, &wrong_password, NULL };

static const struct fault_kind *const faults[] = { &account_last_owner_of, &account_token_invalid,
	&username_invalid, &username_reserved,
	&password_too_short, &password_too_long, &password_too_common, &password_same,
	&password_is_identity, NULL };

const struct module accounts_module = {
	.name = "accounts",
	.doc = "Accounts: registration, and your own account.",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
	.faults = faults,
};
/* clang-format on */
