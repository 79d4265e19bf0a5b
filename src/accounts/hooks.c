#include "accounts/hooks.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "accounts/password.h"
#include "accounts/username.h"
#include "base/arena.h"
#include "base/config.h"
#include "base/crypto.h"
#include "base/email.h"
#include "base/text.h"
#include "core/call.h"
#include "core/token.h"

enum { REFRESH_TOKEN_SIZE = 32, USER_AGENT_MAX = 256 };

static bool is_identity(const char *password, const char *identity)
{
	return identity && strcasecmp(password, identity) == 0;
}

enum status register_check(struct call *call)
{
	const char *password = call_value(call, "password");

	if (password && (is_identity(password, call_value(call, "username")) ||
			 is_identity(password, call_value(call, "email")) ||
			 is_identity(password, call_value(call, "email_key"))))
		call_blame(call, "password", FAULT_PASSWORD_IS_IDENTITY);
	return OK;
}

enum status register_before(struct call *call)
{
	const char *hash = password_hash(call->arena, call_value(call, "password"), call->config->password_cost);
	char *org = arena_alloc(call->arena, UUID_TEXT_SIZE);

	if (!hash)
		return E_INTERNAL;
	uuid_new(call->now_ms, org);
	call_set(call, "password_hash", hash);
	call_set(call, "home", org);
	return OK;
}

/* Finds the account by username or e-mail and compares the password, in the same time
 * whether there is such an account or not. `*found`: id, hash, organization, role. */
static enum status check_login(struct call *call, struct rows *found)
{
	const char *name = call_value(call, "username"), *password = call_value(call, "password");
	const char *email_key = NULL;
	enum status status;
	bool right;

	if (email_read(call->arena, name, strlen(name), &email_key) != EMAIL_OK)
		email_key = NULL;
	call_set(call, "username_key", username_fold(call->arena, name, strlen(name)));
	call_set(call, "email_key", email_key);
	status = call_query(call, Q_ACCOUNT_FOR_LOGIN, found);
	if (status != OK && status != E_NOT_FOUND)
		return status;
	if (status == OK)
		right = password_matches(password, rows_text(found, 0, 1));
	else
		right = password_matches_nobody(call->arena, password, call->config->password_cost);
	return right ? OK : E_INVALID_CREDENTIALS;
}

/* 256 random bits for the client; the database keeps their SHA-256 only. */
static void make_refresh_token(struct call *call)
{
	uint8_t bytes[REFRESH_TOKEN_SIZE], digest[SHA256_SIZE];
	char *token = arena_alloc(call->arena, crypto_base64url_length(sizeof(bytes)) + 1);
	char hex[2 * SHA256_SIZE + 1];
	char *expires = arena_alloc(call->arena, CLOCK_TEXT_SIZE);

	crypto_random(bytes, sizeof(bytes));
	crypto_base64url(bytes, sizeof(bytes), token);
	crypto_sha256(token, strlen(token), digest);
	crypto_hex(digest, sizeof(digest), hex);
	clock_format(call->now_ms + call->config->refresh_token_days * INT64_C(86400000), expires);
	call_set(call, "refresh_token", token);
	call_set(call, "refresh_hash", arena_printf(call->arena, "\\x%s", hex));
	call_set(call, "refresh_expires_at", expires);
}

static enum status make_access_token(struct call *call, const struct rows *found)
{
	struct caller caller = { .expires = call->now_ms / 1000 + call->config->access_token_seconds };
	const char *token;

	memcpy(caller.user, rows_text(found, 0, 0), UUID_TEXT_SIZE);
	memcpy(caller.organization, rows_text(found, 0, 2), UUID_TEXT_SIZE);
	memcpy(caller.session, call->new_id, UUID_TEXT_SIZE);
	snprintf(caller.role, sizeof(caller.role), "%s", rows_text(found, 0, 3));
	token = token_make(call->arena, &caller, call->now_ms / 1000);
	call_set(call, "access_token", token);
	call_set(call, "token_type", "Bearer");
	call_set(call, "expires_in", arena_printf(call->arena, "%ld", call->config->access_token_seconds));
	return token ? OK : E_INTERNAL;
}

/* A header may hold any bytes; what is no text is not kept. */
static const char *user_agent(struct call *call)
{
	const char *text = call->request.user_agent;
	size_t length = strnlen(text, USER_AGENT_MAX);

	while (length > 0 && !text_is_utf8(text, length) && strlen(text) > length)
		length--; /* the cut went through a character */
	if (length == 0 || !text_is_utf8(text, length) || text_has_control(text, length))
		return NULL;
	return arena_strndup(call->arena, text, length);
}

enum status login_before(struct call *call)
{
	struct rows found;
	enum status status = check_login(call, &found);

	if (status != OK)
		return status;
	if (!rows_text(&found, 0, 2))
		return E_NOT_FOUND; /* not a member of the organization asked for */
	call_set(call, "user_id", rows_text(&found, 0, 0));
	call_set(call, "password_hash", rows_text(&found, 0, 1));
	call_set(call, "org_id", rows_text(&found, 0, 2));
	call_set(call, "user_agent", user_agent(call));
	make_refresh_token(call);
	return make_access_token(call, &found);
}

enum status delete_before(struct call *call)
{
	struct rows rows;
	enum status status = call_query(call, Q_ACCOUNT_PASSWORD, &rows);

	if (status != OK)
		return status == E_NOT_FOUND ? E_TOKEN_INVALID : status;
	if (!password_matches(call_value(call, "password"), rows_text(&rows, 0, 0)))
		return E_WRONG_PASSWORD;
	status = call_query(call, Q_ACCOUNT_SOLE_OWNER, &rows);
	for (size_t i = 0; i < rows.count; i++)
		faults_add(&call->faults, (struct fault){ .code = FAULT_LAST_OWNER, .name = "",
							  .text = rows_text(&rows, i, 1) });
	return status == OK && rows.count > 0 ? E_LAST_OWNER : status;
}
