/* Sessions: signing in, getting new tokens, signing out. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "accounts/accounts.h"
#include "accounts/hashing.h"
#include "accounts/password.h"
#include "accounts/secret_link.h"
#include "accounts/user.h"
#include "base/arena.h"
#include "base/crypto.h"
#include "base/log.h"
#include "base/text.h"
#include "call/call.h"
#include "call/cookie.h"
#include "call/query.h"
#include "call/revocation.h"
#include "call/token.h"
#include "config/config.h"
#include "core/authenticate.h"
#include "db/literal.h"
#include "table/job.h"
#include "values/email.h"

/* clang-format off */
static const struct problem invalid_credentials = { E_UNAUTHENTICATED, "invalid_credentials",
	{ "Wrong credentials", "Credenciais incorretas" },
	{ "The username or the password is wrong.",
	  "Nome de usuário ou senha incorretos." } };
/* clang-format on */

enum {
	REFRESH_TOKEN_SIZE = 32,
	USER_AGENT_MAX = 256,
	REFRESHES_MAX = 30, /* per minute and session, so that a looping client can't fill the table */
	MINUTE_MS = 60000,
	DAY_MS = 86400000,
	TOKEN_SLACK = 60 /* seconds for which a revocation is published beyond the token's life */
};

/* clang-format off */
#define BODY_COOKIE                                                                                        \
	{ .name = "cookie", .type = F_BOOLEAN, .value = "false",                                           \
	  .doc = "true, for a page of this service: the refresh token comes as a cookie that scripts don't " \
		 "see, and not in the answer." }

static const struct field credentials[] = {
	{ .name = "username", .type = F_TEXT, .required = true, .max = 1000, .example = "\"maria\"",
	  .doc = "Your username or e-mail address." },
	{ .name = "password", .type = F_SECRET, .required = true, .max = 1000, .doc = "Your password." },
	{ .name = "organization", .type = F_ID, .nullable = true, .example = "null",
	  .doc = "The organization to work in; by default your personal organization." },
	BODY_COOKIE,
	{ 0 }
};

static const struct field refresh_body[] = {
	{ .name = "refresh_token", .type = F_SECRET, .nullable = true, .max = SECRET_LINK_TOKEN_MAX,
	  .format = &secret_link_token_format,
	  .doc = "The refresh token. It works once, and again as long as the one that you got for it is "
		 "unused. Without it, the cookie of a login is used." },
	{ .name = "organization", .type = F_ID, .nullable = true, .example = "null",
	  .doc = "The organization to work in; by default the same as before." },
	BODY_COOKIE,
	{ 0 }
};

static const struct field logout_body[] = {
	{ .name = "everywhere", .type = F_BOOLEAN, .value = "false",
	  .doc = "true: end all your sessions, not only this one." },
	{ 0 }
};

static const struct field session_user[] = { USER_NAMES, USER_TIMES, { 0 } };

static const struct field session_organization[] = {
	{ .name = "id", .type = F_ID, .doc = "The organization's id." },
	{ .name = "name", .type = F_TEXT, .doc = "The organization's name." },
	{ .name = "role", .type = F_TEXT, .doc = "Your role in the organization." },
	{ 0 }
};

static const struct field tokens[] = {
	{ .name = "access_token", .type = F_TEXT, .sent = "access_token",
	  .doc = "Send it as Authorization: Bearer …" },
	{ .name = "token_type", .type = F_TEXT, .sent = "token_type", .doc = "Always Bearer." },
	{ .name = "expires_in", .type = F_INTEGER, .sent = "expires_in",
	  .doc = "Seconds until the access token expires." },
	{ .name = "refresh_token", .type = F_TEXT, .sent = "shown_token", .if_set = true,
	  .doc = "Send it once to POST /token/refresh to get new tokens. Left out if it comes as a cookie." },
	{ .name = "user", .type = F_OBJECT, .fields = session_user, .doc = "The user who is signed in." },
	{ .name = "organization", .type = F_OBJECT, .fields = session_organization,
	  .doc = "The current organization." },
	{ .name = "session_id", .type = F_ID, .hidden = true },
	{ .name = "issued_ms", .type = F_INTEGER, .hidden = true },
	{ .name = "left_seconds", .type = F_INTEGER, .hidden = true },
	{ 0 }
};

static const struct field session[] = {
	{ .name = "id", .type = F_ID, .doc = "The session's id." },
	{ .name = "created_at", .type = F_TIME, .doc = "When you signed in." },
	{ .name = "last_used_at", .type = F_TIME, .doc = "When the session last got new tokens." },
	{ .name = "address", .type = F_TEXT, .nullable = true,
	  .doc = "The IP address that you signed in from." },
	{ .name = "user_agent", .type = F_TEXT, .nullable = true,
	  .doc = "The User-Agent of the client that you signed in with." },
	{ .name = "current", .type = F_BOOLEAN, .doc = "Whether this request belongs to this session." },
	{ 0 }
};
/* clang-format on */

static long at_most(long number, long most)
{
	return number < most ? number : most;
}

/* Sets the values with which the statements store a new refresh token: 256 random bits, of which the database
 * keeps only the SHA-256. It never outlives a session that begins now. "token_life" is how long a revocation
 * of the access token must be published. */
static void prepare_tokens(struct call *call)
{
	long days = at_most(call->config->refresh_token_days, call->config->session_days);
	uint8_t bytes[REFRESH_TOKEN_SIZE];
	char *token = arena_alloc(call->arena, crypto_base64url_length(sizeof(bytes)) + 1);
	char *expires = arena_alloc(call->arena, CLOCK_TEXT_SIZE);

	crypto_random(bytes, sizeof(bytes));
	crypto_base64url(bytes, sizeof(bytes), token);
	clock_format(call->now_ms + (int64_t)days * DAY_MS, expires);
	call_set(call, "fresh_token", token);
	call_set(call, "refresh_hash", literal_digest(call->arena, token));
	call_set(call, "refresh_expires_at", expires);
	call_set(call, "user_agent", request_user_agent(call->arena, &call->request, USER_AGENT_MAX));
	call_set(call, "token_life",
		 arena_printf(call->arena, "%ld seconds", call->config->access_token_seconds + TOKEN_SLACK));
}

void session_set_name_keys(struct call *call, const char *name)
{
	const char *email_key = NULL;

	if (email_read(call->arena, name, strlen(name), &email_key) != EMAIL_OK)
		email_key = NULL;
	call_set(call, "username_key", username_fold(call->arena, name, strlen(name)));
	call_set(call, "email_key", email_key);
}

enum status session_refuse_too_soon(struct call *call, int64_t delay_ms)
{
	if (delay_ms <= 0)
		return OK;
	reply_header(&call->reply, "Retry-After", "%ld", (long)(delay_ms + 999) / 1000);
	return E_TOO_MANY_REQUESTS;
}

/* Makes the client wait after failures of its own, or of so many strangers that a network where the account
 * was never seen has to wait. */
static enum status refuse_hasty(struct call *call, const struct rows *found)
{
	int64_t delay_ms = rows_integer(found, 0, "delay_ms"), wait_ms = rows_integer(found, 0, "wait_ms");
	struct rows none;
	enum status status = wait_ms > 0 ? query_run(call, Q_LOGIN_WAIT, &none) : OK;

	return status == OK ? session_refuse_too_soon(call, delay_ms > wait_ms ? delay_ms : wait_ms) : status;
}

/* Looks the account up. E_TOO_MANY_REQUESTS: this try comes too soon after others that failed. */
static enum status find_account(struct call *call, struct rows *found)
{
	enum status status;

	session_set_name_keys(call, call_value(call, "username"));
	/* Failures are counted for the name that was typed, whether or not an account has it, so that the
	 * count does not reveal which accounts exist. */
	call_set(call, "subject",
		 call_value(call, call_value(call, "email_key") ? "email_key" : "username_key"));
	call_set(call, "tries", arena_printf(call->arena, "%ld", call->config->login_tries));
	status = query_run(call, Q_ACCOUNT_FOR_LOGIN, found);
	return status == OK ? refuse_hasty(call, found) : status;
}

/* The typed name is in no log, because some people type their password there. */
static enum status count_failure(struct call *call, const struct rows *found)
{
	const char *account = rows_text(found, 0, "id");
	struct rows none;
	enum status status = query_run(call, Q_LOGIN_FAILED, &none);

	log_message(LOG_LEVEL_WARNING, "login failed: account %s, address %s", account ? account : "unknown",
		    call->request.address);
	return status == OK ? call_refuse(call, &invalid_credentials) : status;
}

/* Sets "org_id". E_NOT_FOUND: the user is not a member of the requested organization. */
static enum status choose_organization(struct call *call, const struct rows *found)
{
	struct rows home;
	enum status status;

	call_set(call, "org_id", rows_text(found, 0, "org_id"));
	if (rows_text(found, 0, "org_id"))
		return OK;
	if (call_value(call, "organization"))
		return E_NOT_FOUND;
	organization_set_home(call);
	status = query_run(call, Q_SESSION_HOME, &home);
	if (status == OK)
		call_set(call, "org_id", rows_text(&home, 0, "org_id"));
	return status;
}

static enum status login_before(struct call *call)
{
	const char *password = call_value(call, "password"), *hash, *fresh_hash = NULL;
	struct rows found;
	enum status status = find_account(call, &found);
	bool right;

	if (status != OK)
		return status;
	hash = rows_text(&found, 0, "password_hash");
	status = hashing_compare_alike(call, password, hash, rows_integer(&found, 0, "dearest_cost"), &right);
	if (status != OK)
		return status;
	if (!right || strcmp(rows_text(&found, 0, "status"), "active") != 0)
		return count_failure(call, &found);
	if (password_outdated(hash, call->config->password_cost) &&
	    hashing_make(call, password, &fresh_hash) != OK)
		fresh_hash = NULL; /* the next login tries again */
	call_set(call, "user_id", rows_text(&found, 0, "id"));
	call_set(call, "password_version", rows_text(&found, 0, "password_version"));
	call_set(call, "fresh_hash", fresh_hash);
	call_set(call, "as_cookie", call_value(call, "cookie"));
	prepare_tokens(call);
	return choose_organization(call, &found);
}

/* The account or its password has just changed, or the user's membership in the requested organization has
 * just ended. */
static enum status login_missing(struct call *call)
{
	return call_value(call, "organization") ? E_NOT_FOUND : call_refuse(call, &invalid_credentials);
}

/* Without a token in the body the cookie counts. A page that asks for a cookie and carries none is not signed
 * in. */
static enum status refresh_check(struct call *call)
{
	enum status status = cookie_check(call);

	if (status != OK || cookie_carried(call) || !call_has(call, "refresh_token") ||
	    call_value(call, "refresh_token"))
		return status;
	if (cookie_wanted(call))
		return E_UNAUTHENTICATED;
	call_blame(call, "refresh_token", &fault_required);
	return OK;
}

static enum status refresh_before(struct call *call)
{
	const char *token = call_value(call, "refresh_token");

	call_set(call, "as_cookie", token ? call_value(call, "cookie") : "true");
	call_set(call, "old_hash", literal_digest(call->arena, token ? token : cookie_carried(call)));
	call_set(call, "most", arena_printf(call->arena, "%d", REFRESHES_MAX));
	call_set(call, "session_life", arena_printf(call->arena, "%ld days", call->config->session_days));
	prepare_tokens(call);
	return OK;
}

/* The token is good, but its user belongs to no organization any more. Creates the personal organization, as
 * a login does, and runs the refresh again. This also covers another request that has just created it, or
 * that has just removed the user from the chosen organization. */
static enum status refresh_at_home(struct call *call, const struct rows *refused)
{
	struct rows home;
	enum status status;

	organization_set_home(call);
	call_set(call, "user_id", rows_text(refused, 0, "user_id"));
	status = query_run(call, Q_SESSION_HOME, &home);
	if (status == OK)
		status = query_route(call);
	return status == E_NOT_FOUND ? E_TOKEN_INVALID : status;
}

static enum status refuse_stolen(struct call *call, const struct rows *refused)
{
	log_message(
		LOG_LEVEL_WARNING, "session %s of account %s ended: a refresh token came back, address %s",
		rows_text(refused, 0, "session_id"), rows_text(refused, 0, "user_id"), call->request.address);
	return E_TOKEN_INVALID;
}

/* The statement refreshed nothing. Either a token came back that somebody else may have, which has ended its
 * session; or there were too many refreshes; or the token is good and its user is not a member of the
 * requested organization, or of any. */
static enum status explain_refusal(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_REFRESH_REFUSED, &rows);

	if (status != OK)
		return status == E_NOT_FOUND ? E_TOKEN_INVALID : status;
	if (rows_true(&rows, 0, "stolen"))
		return refuse_stolen(call, &rows);
	if (rows_true(&rows, 0, "too_often"))
		return session_refuse_too_soon(call, MINUTE_MS);
	if (call_value(call, "organization"))
		return E_NOT_FOUND;
	return refresh_at_home(call, &rows);
}

/* A refusal for now (too many refreshes, an organization of others) leaves the cookie in the browser. */
static enum status refresh_missing(struct call *call)
{
	enum status status = explain_refusal(call);

	if (status == E_TOKEN_INVALID && !call_value(call, "refresh_token"))
		cookie_remove(call);
	return status;
}

static void copy_id(char id[UUID_TEXT_SIZE], const struct rows *rows, const char *column)
{
	snprintf(id, UUID_TEXT_SIZE, "%s", rows_text(rows, 0, column));
}

/* Makes the access token from the row that the statement returned. It does not outlive its session. */
static enum status tokens_after(struct call *call)
{
	long life = at_most(call->config->access_token_seconds,
			    (long)rows_integer(&call->rows, 0, "left_seconds"));
	struct caller caller = { .expires = call->now_ms / 1000 + life };
	const char *token;

	copy_id(caller.user, &call->rows, "id");
	copy_id(caller.organization, &call->rows, "organization_id");
	copy_id(caller.session, &call->rows, "session_id");
	snprintf(caller.role, sizeof(caller.role), "%s", rows_text(&call->rows, 0, "organization_role"));
	caller.issued_ms = rows_integer(&call->rows, 0, "issued_ms");
	token = token_make(call->arena, &caller, call->now_ms);
	call_set(call, "access_token", token);
	call_set(call, "token_type", "Bearer");
	call_set(call, "expires_in", arena_printf(call->arena, "%ld", life));
	if (!token)
		return E_INTERNAL;
	if (*call_value(call, "as_cookie") == 't')
		cookie_give(call, call_value(call, "fresh_token"),
			    (long)rows_integer(&call->rows, 0, "left_seconds"));
	else
		call_set(call, "shown_token", call_value(call, "fresh_token"));
	return OK;
}

/* Signing out never fails for who carries the cookie: an access token that is no good is as if it were not
 * there. */
static enum status logout_identify(struct call *call)
{
	const char *cookie = cookie_carried(call), *token;
	size_t length;
	enum status status = E_UNAUTHENTICATED;

	call_set(call, "cookie_hash", cookie ? literal_digest(call->arena, cookie) : NULL);
	token = authenticate_bearer(call->request.authorization, &length);
	if (token)
		status = token_read(token, length, call->now_ms / 1000, &call->caller);
	if (status == OK)
		status = revocation_check(call);
	if (!cookie || status == OK || status == E_UNAVAILABLE)
		return status;
	call->caller = (struct caller){ 0 };
	return OK;
}

static enum status logout_after(struct call *call)
{
	if (cookie_carried(call))
		cookie_remove(call);
	return OK;
}

#define TOKEN_VALUES                                                                                     \
	"fresh_token", "refresh_hash", "refresh_expires_at", "user_agent", "access_token", "token_type", \
		"expires_in", "user_id", "home", "token_life", "as_cookie", "shown_token"

static const char *const login_values[] = { TOKEN_VALUES, "username_key", "email_key",
					    "tries",      "subject",      "password_version",
					    "fresh_hash", "org_id",       NULL };
static const char *const refresh_values[] = { TOKEN_VALUES, "old_hash", "most", "session_life", NULL };
static const enum query_id login_uses[] = { Q_ACCOUNT_FOR_LOGIN, Q_LOGIN_WAIT, Q_LOGIN_FAILED, Q_SESSION_HOME,
					    Q_NONE };
static const enum query_id refresh_uses[] = { Q_REFRESH_REFUSED, Q_SESSION_HOME, Q_NONE };
static const char *const logout_values[] = { "cookie_hash", NULL };
static const struct problem *const login_fails[] = { &invalid_credentials, &problems[E_NOT_FOUND],
						     &cookie_cross_origin, NULL };
static const struct problem *const refresh_fails[] = { &problems[E_UNAUTHENTICATED],
						       &problems[E_TOKEN_INVALID], &problems[E_NOT_FOUND],
						       &cookie_cross_origin, NULL };
static const struct problem *const logout_fails[] = { &cookie_cross_origin, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_POST, .path = "/login", .place = API_AND_ROOT, .need = NEED_NOBODY,
	  .care = CARE_HASH, .cookie = COOKIE_GIVEN,
	  .action = "session.login",
	  .doc = "Sign in with a username or an e-mail address.",
	  .body = credentials, .offered = cookie_offered, .check = cookie_check, .before = login_before,
	  .missing = login_missing, .after = tokens_after, .uses = login_uses,
	  .values = login_values, .statement = Q_SESSION_CREATE, .reply = tokens, .fails = login_fails },
	{ .method = METHOD_POST, .path = "/token/refresh", .need = NEED_NOBODY, .care = CARE_SECRET,
	  .cookie = COOKIE_TAKEN,
	  .action = "session.reused",
	  .doc = "Get new tokens. If the answer is lost, send the same token again. A token that comes back "
		 "after its successor was used ends the session.",
	  .body = refresh_body, .offered = cookie_offered, .check = refresh_check,
	  .first = Q_REFRESH_LOCK, .before = refresh_before, .missing = refresh_missing,
	  .after = tokens_after, .uses = refresh_uses, .values = refresh_values,
	  .statement = Q_SESSION_REFRESH, .reply = tokens, .fails = refresh_fails },
	{ .method = METHOD_POST, .path = "/logout", .need = NEED_USER, .care = CARE_SECRET,
	  .cookie = COOKIE_TAKEN, .action = "session.logout",
	  .doc = "End this session, or all your sessions. A page signs out by its cookie, without an access "
		 "token.",
	  .body = logout_body, .body_optional = true, .identify = logout_identify, .offered = cookie_offered,
	  .after = logout_after, .values = logout_values, .statement = Q_SESSION_LOGOUT,
	  .fails = logout_fails },
	{ .method = METHOD_GET, .path = "/users/me/sessions", .need = NEED_USER,
	  .doc = "List your sessions.",
	  .sort = "-created_at", .statement = Q_SESSION_LIST, .reply = session, .list = true },
	{ .method = METHOD_DELETE, .path = "/users/me/sessions/{id}", .need = NEED_USER,
	  .action = "session.end",
	  .doc = "End one of your sessions.",
	  .statement = Q_SESSION_END },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "session_user_id_fkey", .status = E_TOKEN_INVALID },
	{ .name = "refresh_token_session", .status = E_TOKEN_INVALID },
	{ .name = "refresh_token_pkey", .never = "the digest of random bytes" },
	{ .name = "seen_network_user", .status = E_TOKEN_INVALID },
	{ .name = "seen_network_pkey", .never = "inserted with ON CONFLICT, or for a new account" },
	{ 0 }
};

static const struct problem *const refusals[] = { &invalid_credentials, &cookie_cross_origin, NULL };

static const struct job jobs[] = {
	{ .name = "session_expire", .queue = "session_expiry", .statement = Q_SESSION_EXPIRE },
	{ .name = "refresh_token_expire", .queue = "refresh_token_expiry",
	  .statement = Q_REFRESH_TOKEN_EXPIRE },
	{ .name = "revocation_expire", .queue = "revocation_expiry", .statement = Q_REVOCATION_EXPIRE },
	{ .name = "login_failure_expire", .queue = "login_failure_expiry",
	  .statement = Q_LOGIN_FAILURE_EXPIRE },
	{ .name = "seen_network_expire", .queue = "seen_network_expiry", .statement = Q_SEEN_NETWORK_EXPIRE },
	{ 0 }
};

const struct module sessions_module = {
	.name = "sessions",
	.doc = "Sessions: signing in, getting new tokens, signing out.",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
	.jobs = jobs,
};
/* clang-format on */
