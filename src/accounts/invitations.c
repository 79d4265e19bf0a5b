/* Invitations to organizations: nobody is a member without having accepted one. */
#include <stddef.h>
#include <string.h>

#include "accounts/accounts.h"
#include "accounts/secret_link.h"
#include "accounts/username.h"
#include "base/arena.h"
#include "base/clock.h"
#include "call/call.h"
#include "call/conflict.h"
#include "call/query.h"
#include "config/config.h"
#include "core/authorise.h"
#include "db/literal.h"
#include "table/formats.h"
#include "table/job.h"

/* clang-format off */
const struct fault_kind invitation_of_another = { "invitation_of_another",
		{ "This invitation is for another username or e-mail address. Use the account that was "
		  "invited.",
		  "Este convite é para outro nome de usuário ou endereço de e-mail. Use a conta "
		  "convidada." } };
/* clang-format on */

/* A username, or what has an @: an e-mail address, whose key goes to `*key`. */
static bool read_invitee(struct arena *arena, const char *text, size_t length, const char **canonical,
			 const char **key, const struct fault_kind **fault, long *number)
{
	const struct format *format = memchr(text, '@', length) ? &format_email : &username_format;

	return format->read(arena, text, length, canonical, key, fault, number);
}

static const struct format invitee_format = { .name = "username-or-email", .read = read_invitee };

/* clang-format off */
static const struct field body[] = {
	{ .name = "user", .type = F_TEXT, .required = true, .min = 3, .max = 254, .format = &invitee_format,
	  .key = "email_key", .example = "\"maria@example.com\"",
	  .doc = "The username or e-mail address of whom to invite, who need not have an account yet." },
	{ .name = "role", .type = F_ENUM, .required = true, .values = organization_roles,
	  .doc = "The role that is offered. You can't offer a role above your own." },
	{ 0 }
};

#define INVITATION \
	{ .name = "id", .type = F_ID, .doc = "The invitation's id." }, \
	{ .name = "user", .type = F_TEXT, .doc = "The username or e-mail address that is invited." }, \
	{ .name = "role", .type = F_ENUM, .values = organization_roles, \
	  .doc = "The role that is offered." }, \
	{ .name = "expires_at", .type = F_TIME, .doc = "When the invitation expires." }

#define INVITATION_VERSION { .name = "version", .type = F_INTEGER, .hidden = true, .etag = true }

static const struct field invitation[] = { INVITATION, INVITATION_VERSION, { 0 } };
static const struct field listed_invitation[] = { INVITATION, { 0 } };

static const struct field new_invitation[] = {
	INVITATION,
	{ .name = "url", .type = F_TEXT, .sent = "url",
	  .doc = "The link to give to whom you invited. It is shown only now." },
	INVITATION_VERSION,
	{ 0 }
};

static const struct field inviting_organization[] = {
	{ .name = "id", .type = F_ID, .doc = "The organization's id." },
	{ .name = "name", .type = F_TEXT, .doc = "The organization's name." },
	{ 0 }
};

static const struct field own_invitation[] = {
	{ .name = "id", .type = F_ID, .doc = "The invitation's id." },
	{ .name = "organization", .type = F_OBJECT, .fields = inviting_organization,
	  .doc = "The organization that invites you." },
	{ .name = "role", .type = F_ENUM, .values = organization_roles, .doc = "The role that is offered." },
	{ .name = "invited_by", .type = F_TEXT, .doc = "The username of who invites you." },
	{ .name = "created_at", .type = F_TIME, .doc = "When you were invited." },
	{ .name = "expires_at", .type = F_TIME, .doc = "When the invitation expires." },
	{ 0 }
};

static const struct field redemption[] = {
	{ .name = "token", .type = F_SECRET, .required = true, .max = SECRET_LINK_TYPED_MAX,
	  .format = &secret_link_format,
	  .doc = "What stands behind #token= in the invitation's link; or the whole link." },
	{ 0 }
};
/* clang-format on */

/* Where other faults refuse the invitation, names a member beside them. */
static enum status create_check(struct call *call)
{
	struct rows rows;
	enum status status;

	if (call->faults.count == 0 || call->absent || !call_value(call, "user"))
		return OK;
	status = query_run(call, Q_ORG_INVITATION_REFUSED, &rows);
	if (status == OK && rows_true(&rows, 0, "is_member"))
		conflict_blame(call, "user", &organization_already_member);
	return status;
}

static enum status create_before(struct call *call)
{
	char *expires = arena_alloc(call->arena, CLOCK_TEXT_SIZE);
	const char *hash;

	clock_format(call->now_ms + call->config->invitation_seconds * INT64_C(1000), expires);
	call_set(call, "expires_at", expires);
	call_set(call, "url", secret_link_new(call->arena, call->config->public_url, "invitation", &hash));
	call_set(call, "token_hash", hash);
	return authorise_grant(call);
}

/* Either the caller's role, which was read again, is no longer high enough; or a member has that name; or
 * somebody above the caller has invited with a higher role. */
static enum status create_missing(struct call *call)
{
	struct rows rows;
	enum status status = authorise_grant(call);

	if (status == OK)
		status = query_run(call, Q_ORG_INVITATION_REFUSED, &rows);
	if (status != OK)
		return status;
	if (!rows_true(&rows, 0, "is_member"))
		return authorise_refuse(call, NEED_OWNER);
	conflict_blame(call, "user", &organization_already_member);
	return call_refuse(call, &organization_already_member);
}

/* Either there is no such invitation, or its role is above the caller's, or the version is not the one that
 * the client asked for. */
static enum status end_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_ORG_INVITATION_GET, &rows);
	enum need need;

	if (status != OK)
		return status;
	need = need_of_role(rows_text(&rows, 0, "role"));
	return need > call->role ? authorise_refuse(call, need) : E_NOT_FOUND;
}

static enum status redeem_before(struct call *call)
{
	call_set(call, "token_hash", literal_digest(call->arena, call_value(call, "token")));
	return OK;
}

static enum status redeem_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_INVITATION_TOKEN_FIND, &rows);

	if (status != OK && status != E_NOT_FOUND)
		return status;
	call_blame(call, "token", status == OK ? &invitation_of_another : &account_token_invalid);
	return status == OK ? E_FORBIDDEN : E_VALIDATION;
}

static const char *const create_values[] = { "expires_at", "url", "token_hash", NULL };
static const char *const redeem_values[] = { "token_hash", NULL };
static const enum query_id create_uses[] = { Q_ORG_INVITATION_REFUSED, Q_NONE };
static const enum query_id end_uses[] = { Q_ORG_INVITATION_GET, Q_NONE };
static const enum query_id redeem_uses[] = { Q_INVITATION_TOKEN_FIND, Q_NONE };
static const struct problem *const join_fails[] = { &organization_already_member, NULL };
static const struct problem *const redeem_fails[] = { &problems[E_FORBIDDEN], &organization_already_member,
						      NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/organizations/{id}/invitations", .need = NEED_ADMIN,
	  .member = Q_ORGANIZATION_ROLE,
	  .doc = "List the open invitations to an organization.",
	  .sort = "-created_at", .statement = Q_ORG_INVITATION_LIST, .reply = listed_invitation,
	  .list = true },
	{ .method = METHOD_POST, .path = "/organizations/{id}/invitations", .need = NEED_ADMIN,
	  .member = Q_ORGANIZATION_ROLE, .care = CARE_SECRET, .action = "invitation.create",
	  .doc = "Invite somebody to an organization, with or without an account. An older invitation of the "
		 "same name ends.",
	  .body = body, .check = create_check, .before = create_before,
	  .missing = create_missing, .uses = create_uses,
	  .values = create_values, .first = Q_ORGANIZATION_LOCK, .statement = Q_ORG_INVITATION_CREATE,
	  .reply = new_invitation, .location = "/organizations/{id}/invitations/{new}", .fails = join_fails },
	{ .method = METHOD_GET, .path = "/organizations/{id}/invitations/{invitation_id}", .need = NEED_ADMIN,
	  .member = Q_ORGANIZATION_ROLE,
	  .doc = "Read an open invitation.",
	  .statement = Q_ORG_INVITATION_GET, .reply = invitation },
	{ .method = METHOD_DELETE, .path = "/organizations/{id}/invitations/{invitation_id}",
	  .need = NEED_ADMIN, .member = Q_ORGANIZATION_ROLE, .action = "invitation.end",
	  .doc = "Withdraw an invitation.",
	  .missing = end_missing, .uses = end_uses, .first = Q_ORGANIZATION_LOCK,
	  .statement = Q_ORG_INVITATION_END },
	{ .method = METHOD_GET, .path = "/users/me/invitations", .need = NEED_USER,
	  .doc = "List the invitations to your username or confirmed e-mail address.",
	  .sort = "-created_at", .statement = Q_OWN_INVITATION_LIST, .reply = own_invitation, .list = true },
	{ .method = METHOD_POST, .path = "/users/me/invitations/accept", .need = NEED_USER,
	  .care = CARE_SECRET, .action = "invitation.accept",
	  .doc = "Accept an invitation by the token of its link.",
	  .body = redemption, .before = redeem_before, .missing = redeem_missing, .uses = redeem_uses,
	  .values = redeem_values, .first = Q_INVITATION_TOKEN_LOCK, .statement = Q_OWN_INVITATION_REDEEM,
	  .reply = organization_fields, .fails = redeem_fails },
	{ .method = METHOD_POST, .path = "/users/me/invitations/{id}/accept", .need = NEED_USER,
	  .action = "invitation.accept",
	  .doc = "Accept an invitation of your list.",
	  .first = Q_OWN_INVITATION_LOCK, .statement = Q_OWN_INVITATION_ACCEPT, .reply = organization_fields,
	  .fails = join_fails },
	{ .method = METHOD_DELETE, .path = "/users/me/invitations/{id}", .need = NEED_USER,
	  .action = "invitation.decline",
	  .doc = "Decline an invitation of your list.",
	  .statement = Q_OWN_INVITATION_DECLINE },
	{ 0 }
};
/* clang-format on */

static const struct constraint constraints[] = {
	{ .name = "organization_invitation_key", .never = "inserted with ON CONFLICT" },
	{ .name = "organization_invitation_org", .status = E_NOT_FOUND }, /* the organization was deleted */
	{ 0 }
};

static const struct fault_kind *const faults[] = { &invitation_of_another, NULL };

static const struct job jobs[] = { { .name = "org_invitation_expire",
				     .queue = "org_invitation_expiry",
				     .statement = Q_ORG_INVITATION_EXPIRE },
				   { 0 } };

const struct module invitations_module = {
	.name = "organizations",
	.routes = routes,
	.constraints = constraints,
	.faults = faults,
	.jobs = jobs,
};
