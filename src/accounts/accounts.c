#include "accounts/accounts.h"

#include <stddef.h>

#include "accounts/hooks.h"
#include "accounts/password.h"
#include "accounts/username.h"
#include "core/formats.h"

#define USERNAME                                                                                    \
	{ .name = "username", .type = F_TEXT, .required = true, .min = 3, .max = 32,                \
	  .format = &format_username, .example = "\"maria\"",                                       \
	  .doc = "3 to 32 of a-z, 0-9, dot, underscore and hyphen, starting with a letter; unique." }
#define EMAIL                                                                                       \
	{ .name = "email", .type = F_TEXT, .required = true, .min = 3, .max = 254,                  \
	  .format = &format_email, .key = "email_key", .example = "\"maria@example.com\"",          \
	  .doc = "E-mail address; unique." }

static const struct field registration[] = {
	USERNAME,
	EMAIL,
	{ .name = "password", .type = F_SECRET, .required = true, .min = PASSWORD_MIN, .max = PASSWORD_MAX,
	  .format = &format_password, .doc = "8 to 128 characters, not the username or the e-mail." },
	{ 0 }
};

static const struct field credentials[] = {
	{ .name = "username", .type = F_TEXT, .required = true, .max = 1000, .doc = "Username or e-mail." },
	{ .name = "password", .type = F_SECRET, .required = true, .max = 1000, .doc = "The password." },
	{ .name = "organization", .type = F_ID, .nullable = true,
	  .doc = "The organization to work in; one's own unless told." },
	{ 0 }
};

static const struct field profile[] = {
	USERNAME,
	EMAIL,
	{ .name = "display_name", .type = F_TEXT, .nullable = true, .min = 1, .max = 100,
	  .doc = "How others see one." },
	{ 0 }
};

static const struct field confirmation[] = {
	{ .name = "password", .type = F_SECRET, .required = true, .max = 1000, .doc = "One's password, once more." },
	{ 0 }
};

#define USER_FIELDS                                                                                 \
	{ .name = "id", .type = F_ID, .doc = "The account's id." },                                 \
	{ .name = "username", .type = F_TEXT, .doc = "The name to log in with." },                  \
	{ .name = "email", .type = F_TEXT, .doc = "E-mail address." },                              \
	{ .name = "display_name", .type = F_TEXT, .nullable = true, .doc = "How others see one." }, \
	{ .name = "operator", .type = F_BOOLEAN, .doc = "Whether the account manages all users." }, \
	{ .name = "created_at", .type = F_TIME, .doc = "When it was made." },                       \
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." }

static const struct field user[] = {
	USER_FIELDS,
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true },
	{ 0 }
};

static const struct field session_user[] = { USER_FIELDS, { 0 } };

static const struct field session_organization[] = {
	{ .name = "id", .type = F_ID, .doc = "The organization's id." },
	{ .name = "name", .type = F_TEXT, .doc = "Its name." },
	{ .name = "role", .type = F_TEXT, .doc = "One's role there." },
	{ 0 }
};

static const struct field tokens[] = {
	{ .name = "access_token", .type = F_TEXT, .sent = "access_token",
	  .doc = "Send it as Authorization: Bearer …" },
	{ .name = "token_type", .type = F_TEXT, .sent = "token_type", .doc = "Bearer." },
	{ .name = "expires_in", .type = F_INTEGER, .sent = "expires_in",
	  .doc = "Seconds until the access token expires." },
	{ .name = "refresh_token", .type = F_TEXT, .sent = "refresh_token",
	  .doc = "Gives new tokens, once." },
	{ .name = "user", .type = F_OBJECT, .fields = session_user, .doc = "Who is signed in." },
	{ .name = "organization", .type = F_OBJECT, .fields = session_organization,
	  .doc = "The current organization." },
	{ 0 }
};

static const char *const register_values[] = { "password_hash", "home", NULL };
static const char *const login_values[] = {
	"username_key", "email_key", "user_id", "password_hash", "org_id", "user_agent", "refresh_token",
	"refresh_hash", "refresh_expires_at", "access_token", "token_type", "expires_in", NULL
};
static const enum query_id login_uses[] = { Q_ACCOUNT_FOR_LOGIN, Q_NONE };
static const enum query_id delete_uses[] = { Q_ACCOUNT_PASSWORD, Q_ACCOUNT_SOLE_OWNER, Q_NONE };
static const enum status identity_fails[] = { E_USERNAME_TAKEN, E_EMAIL_TAKEN, OK };
static const enum status login_fails[] = { E_INVALID_CREDENTIALS, E_NOT_FOUND, OK };
static const enum status delete_fails[] = { E_WRONG_PASSWORD, E_LAST_OWNER, OK };

static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/register", .place = API_AND_ROOT,
	  .doc = "Make an account, with its personal organization.",
	  .body = registration, .check = register_check, .before = register_before,
	  .values = register_values, .statement = Q_ACCOUNT_REGISTER, .reply = user,
	  .location = "/users/me", .fails = identity_fails },
	{ .method = METHOD_POST, .path = "/login", .place = API_AND_ROOT,
	  .doc = "Sign in with username or e-mail.",
	  .body = credentials, .before = login_before, .uses = login_uses, .values = login_values,
	  .statement = Q_SESSION_CREATE, .reply = tokens, .fails = login_fails },
	{ .method = METHOD_GET, .path = "/users/me", .need = NEED_USER,
	  .doc = "Read one's own account.",
	  .statement = Q_ACCOUNT_GET, .reply = user },
	{ .method = METHOD_PUT, .path = "/users/me", .need = NEED_USER,
	  .doc = "Replace one's own account: what the body leaves out goes back to its default.",
	  .body = profile, .statement = Q_ACCOUNT_CHANGE, .reply = user, .fails = identity_fails },
	{ .method = METHOD_PATCH, .path = "/users/me", .need = NEED_USER,
	  .doc = "Change some fields of one's own account: absent keeps, null clears.",
	  .body = profile, .statement = Q_ACCOUNT_CHANGE, .reply = user, .fails = identity_fails },
	{ .method = METHOD_POST, .path = "/users/me/delete", .need = NEED_USER,
	  .doc = "Delete one's own account and what only it owns.",
	  .body = confirmation, .before = delete_before, .uses = delete_uses,
	  .statement = Q_ACCOUNT_DELETE, .fails = delete_fails },
	{ 0 }
};

const struct module accounts_module = { "accounts", "Accounts: registering, signing in, one's own account.", routes };
