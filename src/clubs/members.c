/* Members of a club, and the ways to become one: joining and invitations. */
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypto.h"
#include "call/call.h"
#include "call/query.h"
#include "clubs/clubs.h"
#include "core/authorise.h"
#include "db/literal.h"
#include "table/job.h"

/* clang-format off */
static const struct problem already_member = { E_CONFLICT, "already_member",
	{ "Already a member", "Já é membro" },
	{ "You are already a member of this club.",
	  "Você já é membro deste clube." } };
static const struct problem last_owner = { E_CONFLICT, "last_owner",
	{ "Last owner", "Último dono" },
	{ "A club must have an owner. Make another member the owner first.",
	  "Um clube precisa ter um dono. Primeiro, torne outro membro dono." } };
static const struct problem banned = { E_FORBIDDEN, "banned",
	{ "Banned", "Banido" },
	{ "The moderators of this club have banned you. Only they can let you in again.",
	  "A moderação deste clube baniu você. Somente ela pode permitir a sua volta." } };
static const struct problem own_ban = { E_CONFLICT, "own_ban",
	{ "Own ban", "Banimento próprio" },
	{ "You can't ban yourself. To go, leave the club.",
	  "Você não pode banir a si mesmo. Para sair, deixe o clube." } };
/* clang-format on */

enum { TOKEN_BYTES = 32 };
static const int64_t INVITATION_LIFE_MS = INT64_C(7) * 24 * 60 * 60 * 1000;

static const char *const roles[] = { "member", "moderator", "owner", NULL };

static const struct field member[] = {
	{ .name = "id", .type = F_ID, .doc = "The user's id." },
	{ .name = "username", .type = F_TEXT, .doc = "The user's username." },
	{ .name = "display_name",
	  .type = F_TEXT,
	  .nullable = true,
	  .doc = "The name that is shown to other users." },
	{ .name = "role", .type = F_ENUM, .values = roles, .doc = "The member's role." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the user became a member." },
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true },
	{ 0 }
};

/* clang-format off */
static const struct field ban[] = {
	{ .name = "id", .type = F_ID, .doc = "The user's id." },
	{ .name = "username", .type = F_TEXT, .doc = "The user's username." },
	{ .name = "display_name", .type = F_TEXT, .nullable = true,
	  .doc = "The name that is shown to other users." },
	{ .name = "banned_by", .type = F_ID, .nullable = true,
	  .doc = "The id of the moderator who banned the user; null if that account was deleted." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the user was banned." },
	{ 0 }
};

static const struct field new_role[] = {
	{ .name = "role", .type = F_ENUM, .required = true, .values = roles,
	  .doc = "The member's role. You can't give a role above your own. If you make another member the "
		 "owner, you become a moderator." },
	{ 0 }
};

static const struct field invitation_body[] = {
	{ .name = "expires_at", .type = F_TIME, .nullable = true,
	  .doc = "When the invitation expires; by default in 7 days." },
	{ .name = "max_uses", .type = F_INTEGER, .nullable = true, .min = 1, .max = 1000,
	  .doc = "How many people may use the invitation; by default any number." },
	{ 0 }
};

#define INVITATION \
	{ .name = "id", .type = F_ID, .doc = "The invitation's id." }, \
	{ .name = "expires_at", .type = F_TIME, .doc = "When the invitation expires." }, \
	{ .name = "max_uses", .type = F_INTEGER, .nullable = true, \
	  .doc = "How many people may use it; null means any number." }, \
	{ .name = "uses", .type = F_INTEGER, .doc = "How many people have used it." }, \
	{ .name = "created_at", .type = F_TIME, .doc = "When the invitation was created." }, \
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true }

static const struct field invitation[] = { INVITATION, { 0 } };

static const struct field new_invitation[] = {
	INVITATION,
	{ .name = "token", .type = F_TEXT, .sent = "token",
	  .doc = "The secret for POST /invitations/{token}/accept. It is shown only now." },
	{ 0 }
};
/* clang-format on */

/* Either there is no such member, or the member's role is above the caller's, or the member is the owner,
 * whom a club can't be without. */
static enum status member_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_CLUB_MEMBER_GET, &rows);
	enum need role;

	if (status != OK)
		return status;
	role = need_of_role(rows_text(&rows, 0, "role"));
	if (authorise_is_above(call, rows_text(&rows, 0, "role"), NEED_MODERATOR))
		return authorise_refuse(call, role > NEED_MODERATOR ? role : NEED_MODERATOR);
	if (call->route->method == METHOD_PATCH && (status = authorise_grant(call)) != OK)
		return status;
	return role == NEED_OWNER ? call_refuse(call, &last_owner) : E_CONFLICT;
}

static enum status ban_missing(struct call *call)
{
	return strcmp(call_value(call, "user_id"), call->caller.user) == 0 ? call_refuse(call, &own_ban)
									   : member_missing(call);
}

/* Runs a statement that returns a row if the caller is banned from the club. */
static enum status banned_or_absent(struct call *call, enum query_id id)
{
	struct rows rows;
	enum status status = query_run(call, id, &rows);

	return status == OK ? call_refuse(call, &banned) : status;
}

static enum status join_missing(struct call *call)
{
	return banned_or_absent(call, Q_CLUB_BANNED);
}

static enum status accept_missing(struct call *call)
{
	return banned_or_absent(call, Q_INVITATION_BANNED);
}

static enum status invitation_check(struct call *call)
{
	const char *expires = call_value(call, "expires_at");
	int64_t ms;

	if (expires && clock_parse(expires, strlen(expires), &ms) && ms <= call->now_ms)
		call_blame(call, "expires_at", &fault_time_past);
	return OK;
}

static enum status invite_before(struct call *call)
{
	uint8_t bytes[TOKEN_BYTES];
	char *token = arena_alloc(call->arena, crypto_base64url_length(sizeof(bytes)) + 1);
	char *expires = arena_alloc(call->arena, CLOCK_TEXT_SIZE);

	crypto_random(bytes, sizeof(bytes));
	crypto_base64url(bytes, sizeof(bytes), token);
	call_set(call, "token", token);
	call_set(call, "token_hash", literal_digest(call->arena, token));
	clock_format(call->now_ms + INVITATION_LIFE_MS, expires);
	if (!call_value(call, "expires_at"))
		call_set(call, "expires_at", expires);
	return OK;
}

static enum status accept_before(struct call *call)
{
	call_set(call, "token_hash", literal_digest(call->arena, call_value(call, "token")));
	return OK;
}

static const char *const invite_values[] = { "token", "token_hash", NULL };
static const char *const accept_values[] = { "token_hash", NULL };
static const enum query_id member_uses[] = { Q_CLUB_MEMBER_GET, Q_NONE };
static const enum query_id join_uses[] = { Q_CLUB_BANNED, Q_NONE };
static const enum query_id accept_uses[] = { Q_INVITATION_BANNED, Q_NONE };
static const struct problem *const join_fails[] = { &already_member, &banned, NULL };
static const struct problem *const owner_fails[] = { &last_owner, NULL };
static const struct problem *const ban_fails[] = { &last_owner, &own_ban, &problems[E_CONFLICT], NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/clubs/{id}/members", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .doc = "List the members of a club.",
	  .sort = "created_at", .statement = Q_CLUB_MEMBER_LIST, .reply = member, .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/join", .need = NEED_USER, .member = Q_CLUB_ROLE,
	  .action = "club.join",
	  .doc = "Join a public club.",
	  .missing = join_missing, .uses = join_uses,
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_JOIN, .reply = member,
	  .location = "/clubs/{id}/members/{new}",
	  .fails = join_fails },
	{ .method = METHOD_GET, .path = "/clubs/{id}/members/{user_id}", .need = NEED_USER,
	  .member = Q_CLUB_ROLE,
	  .doc = "Read a member of a club.",
	  .statement = Q_CLUB_MEMBER_GET, .reply = member },
	{ .method = METHOD_PATCH, .path = "/clubs/{id}/members/{user_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .action = "club.member.change",
	  .doc = "Change a member's role, or make the member the owner.",
	  .body = new_role, .before = authorise_grant, .missing = member_missing, .uses = member_uses,
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_MEMBER_CHANGE, .reply = member, .fails = owner_fails },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}/members/{user_id}", .need = NEED_MEMBER,
	  .member = Q_CLUB_ROLE,
	  .action = "club.member.remove",
	  .doc = "Remove a member, or leave the club yourself.",
	  .missing = member_missing, .uses = member_uses,
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_MEMBER_REMOVE, .fails = owner_fails },
	{ .method = METHOD_POST, .path = "/clubs/{id}/members/{user_id}/ban", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.member.ban",
	  .doc = "Ban a user, who then can't become a member, and is none any more.",
	  .missing = ban_missing, .uses = member_uses,
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_BAN, .fails = ban_fails },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}/members/{user_id}/ban", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.member.unban",
	  .doc = "Lift a ban. The user may join the club again.",
	  .first = Q_CLUB_LOCK, .statement = Q_CLUB_UNBAN },
	{ .method = METHOD_GET, .path = "/clubs/{id}/bans", .need = NEED_MODERATOR, .member = Q_CLUB_ROLE,
	  .doc = "List the users who are banned from a club.",
	  .sort = "-created_at", .statement = Q_CLUB_BAN_LIST, .reply = ban, .list = true },
	{ .method = METHOD_GET, .path = "/clubs/{id}/invitations", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .doc = "List the invitations of a club.",
	  .sort = "-created_at", .statement = Q_INVITATION_LIST, .reply = invitation, .list = true },
	{ .method = METHOD_POST, .path = "/clubs/{id}/invitations", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .action = "club.invite",
	  .doc = "Create an invitation, with which people can join the club.",
	  .body = invitation_body, .body_optional = true, .check = invitation_check, .before = invite_before,
	  .values = invite_values, .first = Q_CLUB_LOCK, .statement = Q_INVITATION_CREATE,
	  .reply = new_invitation,
	  .location = "/clubs/{id}/invitations/{new}" },
	{ .method = METHOD_GET, .path = "/clubs/{id}/invitations/{invitation_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE,
	  .doc = "Read an invitation.",
	  .statement = Q_INVITATION_GET, .reply = invitation },
	{ .method = METHOD_DELETE, .path = "/clubs/{id}/invitations/{invitation_id}", .need = NEED_MODERATOR,
	  .member = Q_CLUB_ROLE, .action = "club.uninvite",
	  .doc = "Withdraw an invitation.",
	  .first = Q_CLUB_LOCK, .statement = Q_INVITATION_DELETE },
	{ .method = METHOD_POST, .path = "/invitations/{token}/accept", .need = NEED_USER,
	  .action = "club.join",
	  .doc = "Join the club that you were invited to.",
	  .before = accept_before, .values = accept_values, .missing = accept_missing, .uses = accept_uses,
	  .first = Q_INVITATION_LOCK, .statement = Q_INVITATION_ACCEPT, .reply = club_fields,
	  .location = "/clubs/{new}",
	  .fails = join_fails },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "club_member_pkey", .problem = &already_member },
	{ .name = "club_owner", .problem = &last_owner },
	{ .name = "club_member_club", .status = E_NOT_FOUND },
	{ .name = "club_member_user", .status = E_TOKEN_INVALID },
	{ .name = "club_pkey", .never = "a fresh UUID" },
	{ .name = "club_ban_pkey", .never = "inserted with ON CONFLICT" },
	{ .name = "club_ban_club", .status = E_NOT_FOUND },
	{ .name = "club_ban_user", .status = E_NOT_FOUND },
	{ .name = "club_ban_by", .status = E_TOKEN_INVALID },
	{ .name = "invitation_club", .status = E_NOT_FOUND },
	{ .name = "invitation_pkey", .never = "the digest of random bytes" },
	{ 0 }
};

static const struct problem *const refusals[] = { &already_member, &last_owner, &banned, &own_ban, NULL };

static const struct job jobs[] = {
	{ .name = "invitation_expire", .queue = "invitation_expiry", .statement = Q_INVITATION_EXPIRE },
	{ 0 }
};

const struct module members_module = {
	.name = "clubs",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
	.jobs = jobs,
};
/* clang-format on */
