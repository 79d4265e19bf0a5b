/* Organizations and their members. */
#include <stddef.h>
#include <string.h>

#include "accounts/accounts.h"
#include "base/arena.h"
#include "call/call.h"
#include "call/query.h"
#include "core/authorise.h"

/* clang-format off */
const struct problem organization_last_owner = { E_CONFLICT, "last_owner",
	{ "Last owner", "Último dono" },
	{ "An organization must have an active owner. Make another member an owner first, or delete the "
	  "organization.",
	  "Uma organização precisa ter um dono ativo. Primeiro, torne outro membro dono, ou exclua a "
	  "organização." } };
const struct problem organization_already_member = { E_CONFLICT, "already_member",
	{ "Already a member", "Já é membro" },
	{ "This user is already a member of the organization.",
	  "Este usuário já é membro da organização." } };
/* clang-format on */

const char *const organization_roles[] = { "viewer", "editor", "admin", "owner", NULL };

/* clang-format off */
static const struct field organization_body[] = {
	{ .name = "name", .type = F_TEXT, .required = true, .min = 1, .max = 200,
	  .doc = "The organization's name.", .example = "\"Padaria da Praça\"" },
	{ 0 }
};

const struct field organization_fields[] = {
	{ .name = "id", .type = F_ID, .doc = "The organization's id." },
	{ .name = "name", .type = F_TEXT, .doc = "The organization's name." },
	{ .name = "role", .type = F_ENUM, .values = organization_roles,
	  .doc = "Your role in the organization." },
	{ .name = "created_at", .type = F_TIME, .doc = "When it was created." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When it last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field new_role[] = {
	{ .name = "role", .type = F_ENUM, .required = true, .values = organization_roles,
	  .doc = "The member's role. You can't give a role above your own." },
	{ 0 }
};

static const struct field member[] = {
	{ .name = "id", .type = F_ID, .doc = "The user's id." },
	{ .name = "username", .type = F_TEXT, .doc = "The user's username." },
	{ .name = "display_name", .type = F_TEXT, .nullable = true,
	  .doc = "The name that is shown to other users." },
	{ .name = "role", .type = F_ENUM, .values = organization_roles, .doc = "The member's role." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the user became a member." },
	{ .name = "version", .type = F_INTEGER, .hidden = true, .etag = true },
	{ 0 }
};
/* clang-format on */

void organization_set_home(struct call *call)
{
	char *home = arena_alloc(call->arena, UUID_TEXT_SIZE);

	uuid_new(call->now_ms, home);
	call_set(call, "home", home);
}

/* Either there is no such member, or the member's role is above the caller's, or the version is not the one
 * that the client asked for. */
static enum status member_missing(struct call *call)
{
	struct rows rows;
	enum status status = query_run(call, Q_MEMBER_GET, &rows);
	enum need need;

	if (status != OK)
		return status;
	need = need_of_role(rows_text(&rows, 0, "role"));
	need = need > NEED_ADMIN ? need : NEED_ADMIN;
	if (authorise_is_above(call, rows_text(&rows, 0, "role"), NEED_ADMIN))
		return authorise_refuse(call, need);
	if (!call_has(call, "if_match") && !call_has(call, "if_none_match"))
		return authorise_refuse(call, need); /* it was above the caller's when the statement ran */
	status = call->route->method == METHOD_PATCH ? authorise_grant(call) : OK;
	return status == OK ? E_NOT_FOUND : status;
}

static const enum query_id member_uses[] = { Q_MEMBER_GET, Q_NONE };
static const struct problem *const owner_fails[] = { &problems[E_FORBIDDEN], &organization_last_owner, NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/organizations", .need = NEED_USER,
	  .doc = "List the organizations that you belong to.",
	  .sort = "name", .statement = Q_ORGANIZATION_LIST, .reply = organization_fields, .list = true },
	{ .method = METHOD_POST, .path = "/organizations", .need = NEED_USER, .action = "organization.create",
	  .doc = "Create an organization. You become its owner.",
	  .body = organization_body, .statement = Q_ORGANIZATION_CREATE, .reply = organization_fields,
	  .location = "/organizations/{new}" },
	{ .method = METHOD_GET, .path = "/organizations/{id}", .need = NEED_VIEWER,
	  .member = Q_ORGANIZATION_ROLE,
	  .doc = "Read an organization.",
	  .statement = Q_ORGANIZATION_GET, .reply = organization_fields },
	{ .method = METHOD_PATCH, .path = "/organizations/{id}", .need = NEED_OWNER,
	  .member = Q_ORGANIZATION_ROLE, .action = "organization.change",
	  .doc = "Change an organization.",
	  .body = organization_body, .first = Q_ORGANIZATION_LOCK, .statement = Q_ORGANIZATION_CHANGE,
	  .reply = organization_fields },
	{ .method = METHOD_DELETE, .path = "/organizations/{id}", .need = NEED_OWNER,
	  .member = Q_ORGANIZATION_ROLE, .action = "organization.delete",
	  .doc = "Delete an organization with everything in it.",
	  .first = Q_ORGANIZATION_LOCK, .statement = Q_ORGANIZATION_DELETE },
	{ .method = METHOD_GET, .path = "/organizations/{id}/members", .need = NEED_VIEWER,
	  .member = Q_ORGANIZATION_ROLE,
	  .doc = "List the members of an organization.",
	  .sort = "username", .statement = Q_MEMBER_LIST, .reply = member, .list = true },
	{ .method = METHOD_GET, .path = "/organizations/{id}/members/{user_id}", .need = NEED_VIEWER,
	  .member = Q_ORGANIZATION_ROLE,
	  .doc = "Read a member of an organization.",
	  .statement = Q_MEMBER_GET, .reply = member },
	{ .method = METHOD_PATCH, .path = "/organizations/{id}/members/{user_id}", .need = NEED_ADMIN,
	  .member = Q_ORGANIZATION_ROLE, .action = "member.change",
	  .doc = "Change a member's role. The member's access tokens for this organization become invalid.",
	  .body = new_role, .before = authorise_grant, .missing = member_missing, .uses = member_uses,
	  .first = Q_ORGANIZATION_LOCK, .statement = Q_MEMBER_CHANGE,
	  .reply = member, .fails = owner_fails },
	{ .method = METHOD_DELETE, .path = "/organizations/{id}/members/{user_id}", .need = NEED_VIEWER,
	  .member = Q_ORGANIZATION_ROLE, .action = "member.remove",
	  .doc = "Remove a member, or leave the organization yourself.",
	  .missing = member_missing, .uses = member_uses,
	  .first = Q_ORGANIZATION_LOCK, .statement = Q_MEMBER_REMOVE, .fails = owner_fails },
	{ 0 }
};
/* clang-format on */

static const struct constraint constraints[] = {
	{ .name = "membership_pkey", .problem = &organization_already_member },
	{ .name = "organization_owner", .problem = &organization_last_owner },
	{ .name = "membership_org_id_fkey", .status = E_NOT_FOUND },  /* the organization was deleted */
	{ .name = "membership_user_id_fkey", .status = E_NOT_FOUND }, /* the user was deleted */
	{ .name = "organization_pkey", .never = "a fresh UUID" },
	{ 0 }
};

static const struct problem *const refusals[] = { &organization_already_member, &organization_last_owner,
						  NULL };

const struct module organizations_module = {
	.name = "organizations",
	.doc = "Organizations, their members and roles.",
	.routes = routes,
	.constraints = constraints,
	.problems = refusals,
};
