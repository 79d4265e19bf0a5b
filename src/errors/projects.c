/* Projects, and the keys with which applications report. */
#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "call/call.h"
#include "config/config.h"
#include "errors/errors.h"
#include "errors/grouping/rule.h"
#include "errors/reporting/key.h"
#include "errors/rules.h"

static const char *const scrubs[] = { "default", "off", NULL };

/* clang-format off */
static const struct field project_body[] = {
	{ .name = "name", .type = F_TEXT, .required = true, .min = 1, .max = 200, .example = "\"loja\"",
	  .doc = "The name of the project." },
	{ .name = "platform", .type = F_TEXT, .nullable = true, .min = 1, .max = 64, .example = "\"node\"",
	  .doc = "The platform or language of the application." },
	{ .name = "retention_days", .type = F_INTEGER, .min = 1, .max = 3650, .value = "90",
	  .doc = "For how many days events are stored." },
	{ .name = "scrub", .type = F_ENUM, .values = scrubs, .value = "default",
	  .doc = "Whether secrets in events become [filtered] before they are stored: default, or off." },
	{ .name = "scrub_names", .type = F_TEXTS, .min = 1, .max = 100, .items = 100, .value = "{}",
	  .example = "[\"placa\"]",
	  .doc = "Further names whose values are secret, besides password, token, cpf and the like." },
	{ .name = "fingerprint_rules", .type = F_OBJECTS, .items = RULE_MAX, .one = true,
	  .fields = rules_fields, .value = "[]",
	  .example = "[{\"type\":\"Timeout*\",\"parts\":[\"timeout\",\"{{ default }}\"]}]",
	  .doc = "Rules that give events a fingerprint in place of their own; the first that matches counts." },
	{ 0 }
};

static const struct field project[] = {
	{ .name = "id", .type = F_ID, .doc = "The project's id." },
	{ .name = "number", .type = F_INTEGER, .min = 1, .max = 0,
	  .doc = "The number of the project in DSNs." },
	{ .name = "name", .type = F_TEXT, .doc = "The name of the project." },
	{ .name = "platform", .type = F_TEXT, .nullable = true,
	  .doc = "The platform or language of the application." },
	{ .name = "retention_days", .type = F_INTEGER, .doc = "For how many days events are stored." },
	{ .name = "scrub", .type = F_ENUM, .values = scrubs,
	  .doc = "Whether secrets in events become [filtered] before they are stored." },
	{ .name = "scrub_names", .type = F_TEXTS, .doc = "Further names whose values are secret." },
	{ .name = "fingerprint_rules", .type = F_OBJECTS, .one = true, .fields = rules_fields,
	  .doc = "The rules that give events a fingerprint." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the project was created." },
	{ .name = "updated_at", .type = F_TIME, .doc = "When the project last changed." },
	{ .name = "version", .type = F_INTEGER, .min = 1, .max = 0, .etag = true,
	  .doc = "A number that grows with each change; also the ETag." },
	{ 0 }
};

static const struct field key_body[] = {
	{ .name = "name", .type = F_TEXT, .required = true, .min = 1, .max = 200, .example = "\"produção\"",
	  .doc = "A name that says what the key is for." },
	{ 0 }
};

static const struct field key[] = {
	{ .name = "id", .type = F_ID, .doc = "The key's id." },
	{ .name = "name", .type = F_TEXT, .doc = "A name that says what the key is for." },
	{ .name = "public_key", .type = F_TEXT,
	  .doc = "The bearer token of POST /errors, 32 hexadecimal digits." },
	{ .name = "dsn", .type = F_TEXT, .doc = "The DSN with which to configure a Sentry SDK." },
	{ .name = "created_by", .type = F_TEXT, .nullable = true,
	  .doc = "The username of the person who created the key; null if the account was deleted." },
	{ .name = "created_at", .type = F_TIME, .doc = "When the key was created." },
	{ .name = "last_used_at", .type = F_TIME, .nullable = true,
	  .doc = "When an event was last reported with the key." },
	{ 0 }
};
/* clang-format on */

/* Sets the parts of a DSN, "https://<key>@<host>/<number>", before the key and between the key and the
 * number. */
static enum status set_dsn(struct call *call)
{
	const char *url = call->config->public_url, *host = strstr(url, "://") + 3;

	call_set(call, "dsn_scheme", arena_strndup(call->arena, url, (size_t)(host - url)));
	call_set(call, "dsn_rest", arena_printf(call->arena, "@%s/", host));
	return OK;
}

static enum status key_before(struct call *call)
{
	uint8_t bytes[KEY_DIGITS / 2];
	char *digits = arena_alloc(call->arena, KEY_DIGITS + 1);

	crypto_random(bytes, sizeof(bytes));
	crypto_hex(bytes, sizeof(bytes), digits);
	call_set(call, "public_key", digits);
	return set_dsn(call);
}

static const char *const list_values[] = { "dsn_scheme", "dsn_rest", NULL };
static const char *const create_values[] = { "dsn_scheme", "dsn_rest", "public_key", NULL };

/* clang-format off */
static const struct route routes[] = {
	{ .method = METHOD_GET, .path = "/projects", .need = NEED_VIEWER,
	  .doc = "List the organization's projects.",
	  .sort = "name", .statement = Q_PROJECT_LIST, .reply = project, .list = true },
	{ .method = METHOD_POST, .path = "/projects", .need = NEED_ADMIN, .action = "project.create",
	  .doc = "Create a project.",
	  .body = project_body, .check = rules_check, .statement = Q_PROJECT_CREATE, .reply = project,
	  .location = "/projects/{new}" },
	{ .method = METHOD_GET, .path = "/projects/{id}", .need = NEED_VIEWER,
	  .doc = "Read a project.",
	  .statement = Q_PROJECT_GET, .reply = project },
	{ .method = METHOD_PATCH, .path = "/projects/{id}", .need = NEED_ADMIN, .action = "project.change",
	  .doc = "Change some fields of a project: omitted fields stay as they are, null clears a field.",
	  .body = project_body, .check = rules_check, .statement = Q_PROJECT_CHANGE, .reply = project },
	{ .method = METHOD_DELETE, .path = "/projects/{id}", .need = NEED_ADMIN, .action = "project.delete",
	  .doc = "Delete a project and its keys, errors and events.",
	  .statement = Q_PROJECT_DELETE },
	{ .method = METHOD_GET, .path = "/projects/{id}/keys", .need = NEED_VIEWER, .member = Q_PROJECT_ROLE,
	  .doc = "List the keys of a project.",
	  .sort = "created_at", .before = set_dsn, .values = list_values, .statement = Q_KEY_LIST,
	  .reply = key,
	  .list = true },
	{ .method = METHOD_POST, .path = "/projects/{id}/keys", .need = NEED_ADMIN, .member = Q_PROJECT_ROLE,
	  .action = "key.create",
	  .doc = "Create a key for a project.",
	  .body = key_body, .before = key_before, .values = create_values, .statement = Q_KEY_CREATE,
	  .reply = key,
	  .location = "/projects/{id}/keys/{new}" },
	{ .method = METHOD_DELETE, .path = "/projects/{id}/keys/{key_id}", .need = NEED_ADMIN,
	  .member = Q_PROJECT_ROLE, .action = "key.delete",
	  .doc = "Delete a key. Events that are reported with it are refused from now on.",
	  .statement = Q_KEY_DELETE },
	{ 0 }
};

static const struct constraint constraints[] = {
	{ .name = "project_key_project", .status = E_NOT_FOUND }, /* the project was deleted */
	{ .name = "project_org_id_fkey", .status = E_TOKEN_INVALID }, /* the organization was deleted */
	{ .name = "project_number_pkey", .never = "the database generates the number" },
	{ .name = "project_number_org_id_project_id_fkey", .never = "inserted together with the project" },
	{ .name = "public_key_pkey", .never = "random digits don't repeat" },
	{ .name = "public_key_org_id_key_id_fkey", .never = "inserted together with the key" },
	{ 0 }
};

static const struct fault_kind *const faults[] = { &rules_parts_missing, NULL };

const struct module projects_module = {
	.name = "projects",
	.doc = "Projects whose errors are collected, and the keys with which they report.",
	.routes = routes,
	.constraints = constraints,
	.faults = faults,
};
/* clang-format on */
