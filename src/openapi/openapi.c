#include "openapi/openapi.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "config/config.h"
#include "openapi/failures.h"
#include "openapi/operation.h"
#include "openapi/schema.h"
#include "table/endpoint.h"

static const char about[] =
	"A REST API: JSON in, JSON out.\n\n"
	"**Token.** Log in, then send the `access_token` as `Authorization: Bearer <token>`.\n\n"
	"**Roles.** In an organization a user is viewer, editor, admin or owner; in a reading club "
	"member, moderator or owner. Each role includes the rights of the roles before it. An operation "
	"that needs a role names it in `x-role`.\n\n"
	"**Errors** are `application/problem+json` (RFC 9457) with a stable `code`; `errors` lists "
	"every fault at once. `title` and `detail` follow `Accept-Language`: English or Brazilian "
	"Portuguese. Unknown members and unknown query parameters are refused.\n\n"
	"**Texts** are trimmed and kept in Unicode's normalization form C. A text is a single line unless "
	"the description of its field says otherwise. Control characters are refused, and so is a text "
	"without a character that can be seen.\n\n"
	"**Lists** come in pages. To get the next page, send `next_cursor` as `cursor`, with the same "
	"filters and sort, or follow the header `Link`.\n\n"
	"**Conditional requests.** A GET whose answer has an `ETag` answers 304 if `If-None-Match` has "
	"the current ETag. A write with `If-Match` answers 412 if the resource has another ETag by now.\n\n"
	"Every answer has an `X-Request-Id`. HEAD works wherever GET does. A slash at the end of a path "
	"makes no difference.";

/* Writes the path of endpoint `first` with all its methods, unless an earlier endpoint has the same path. */
static void put_path(struct buffer *out, const struct schemas *schemas, size_t first)
{
	const char *path = endpoint_get(first)->path;

	for (size_t i = 0; i < first; i++)
		if (strcmp(endpoint_get(i)->path, path) == 0)
			return;
	json_member_open(out, path, '{');
	for (size_t i = first; i < endpoint_count(); i++)
		if (strcmp(endpoint_get(i)->path, path) == 0)
			operation_put(out, schemas, endpoint_get(i));
	buffer_put_char(out, '}');
}

static void put_info(struct buffer *out, const char *public_url)
{
	json_member_text(out, "openapi", "3.1.0");
	json_member_open(out, "info", '{');
	json_member_text(out, "title", "balcao");
	json_member_text(out, "version", PACKAGE_VERSION);
	json_member_plain(out, "license", "{'name':'MIT','identifier':'MIT'}");
	json_member_text(out, "description", about);
	buffer_put_char(out, '}');
	/* The first server is the host that the document came from, whichever of its names /docs/ was opened
	 * under. */
	json_member_plain(out, "servers", "[{'url':'/'},{");
	json_member_text(out, "url", public_url);
	buffer_put_text(out, "}]");
}

static void put_tags(struct buffer *out)
{
	json_member_open(out, "tags", '[');
	for (const struct module *const *module = endpoint_modules(); *module; module++) {
		if (!(*module)->doc)
			continue;
		json_item_open(out, '{');
		json_member_text(out, "name", (*module)->name);
		json_member_text(out, "description", (*module)->doc);
		buffer_put_char(out, '}');
	}
	buffer_put_char(out, ']');
}

/* The schema of a fault; `place` says where it is: in the body (pointer) or in the query (parameter). */
#define FAULT(place, rules)                                                                       \
	"{'type':'object','additionalProperties':false,'required':['" place "','code','detail']," \
	"'properties':{'" place "':{'type':'string'," rules "},"                                  \
	"'code':{'type':'string','description':'The kind of fault; programs can compare it.'},"   \
	"'detail':{'type':'string','description':'What is wrong, in words.'}}}"

#define POINTER_FAULT                                                     \
	FAULT("pointer", "'format':'json-pointer','examples':['/email']," \
			 "'description':'The faulty member of the body, as a JSON Pointer (RFC 6901).'")
#define PARAMETER_FAULT FAULT("parameter", "'description':'The name of the faulty query parameter.'")

static const char problem_schema[] =
	"{'type':'object','description':'What went wrong (RFC 9457).',"
	"'additionalProperties':false,"
	"'required':['type','title','status','code','detail','instance'],'properties':{"
	"'type':{'type':'string','format':'uri-reference',"
	"'description':'The address of a page that explains this kind of problem.',"
	"'examples':['/docs/problems#validation']},"
	"'title':{'type':'string','description':'The kind of problem, in words.'},"
	"'status':{'type':'integer','minimum':400,'maximum':599,"
	"'description':'The HTTP status.'},"
	"'code':{'type':'string','description':'The kind of problem; programs can compare it.',"
	"'examples':['validation']},"
	"'detail':{'type':'string','description':'What happened and what to do about it, in words.'},"
	"'instance':{'type':'string','description':'The id of the request, as in X-Request-Id.'},"
	"'needs':{'type':'string','examples':['editor'],"
	"'description':'Only with 403: the role that would suffice.'},"
	"'errors':{'type':'array','minItems':1,'description':'All faults of the request.',"
	"'items':{'oneOf':[" POINTER_FAULT "," PARAMETER_FAULT "]}}}}";

static const char headers[] =
	"{'ETag':{'description':'The version of the resource; of a list, a digest of what it shows.',"
	"'schema':{'type':'string'}},"
	"'Location':{'description':'The address of the new resource.',"
	"'schema':{'type':'string','format':'uri-reference'}},"
	"'Link':{'description':'The address of the next page (RFC 8288, rel=next); absent on the last page.',"
	"'schema':{'type':'string'}},"
	"'RetryAfter':{'description':'How many seconds to wait before you try again.',"
	"'schema':{'type':'integer','minimum':0}},"
	"'SetCookie':{'description':'The cookie __Host-balcao with the refresh token, which scripts do not "
	"see; or its removal. Only where the request asks for it or carries it.','schema':{'type':'string'}},"
	"'WWWAuthenticate':{'description':'Asks for a Bearer token (RFC 6750).',"
	"'schema':{'type':'string'}}}";

static const char if_match[] =
	"{'name':'If-Match','in':'header','schema':{'type':'string'},"
	"'description':'ETags. The request is carried out only if the resource has one of them.'}";
static const char if_none_match[] =
	"{'name':'If-None-Match','in':'header','schema':{'type':'string'},"
	"'description':'ETags. The request is carried out only if the resource has none of them.'}";

static const char security[] =
	"{'bearer':{'type':'http','scheme':'bearer','bearerFormat':'JWT',"
	"'description':'The access_token that a login returns.'},"
	"'cookie':{'type':'apiKey','in':'cookie','name':'__Host-balcao',"
	"'description':'The refresh token of a page of this service: log in with cookie: true. The request "
	"needs Content-Type: application/json, and a browser must send it from this origin.'},"
	"'key':{'type':'http','scheme':'bearer','description':'The public_key of a project.'},"
	"'sentry':{'type':'apiKey','in':'query','name':'sentry_key',"
	"'description':'The public_key of the project.'},"
	"'sentry_header':{'type':'apiKey','in':'header','name':'X-Sentry-Auth',"
	"'description':'Sentry sentry_key=<public_key>.'}}";

static void put_parameters(struct buffer *out)
{
	json_member_open(out, "parameters", '{');
	FIELDS_EACH (field, endpoint_list_fields) {
		if (field == &endpoint_list_fields[LIST_SORT])
			continue; /* each list has different values for it */
		json_member(out, field->name);
		operation_put_parameter(out, field);
	}
	json_member_plain(out, "IfMatch", if_match);
	json_member_plain(out, "IfNoneMatch", if_none_match);
	buffer_put_char(out, '}');
}

static void put_components(struct buffer *out, const struct schemas *schemas)
{
	json_member_open(out, "components", '{');
	json_member_plain(out, "securitySchemes", security);
	json_member_plain(out, "headers", headers);
	put_parameters(out);
	json_member_open(out, "responses", '{');
	failures_put_components(out);
	buffer_put_char(out, '}');
	json_member_open(out, "schemas", '{');
	json_member_plain(out, "Problem", problem_schema);
	schemas_put_components(out, schemas);
	buffer_put_text(out, "}}");
}

static void put_problem_code(struct buffer *out, const struct problem *problem)
{
	json_item_open(out, '{');
	json_member_text(out, "code", problem->code);
	json_member_integer(out, "status", problem_number(problem));
	buffer_put_char(out, '}');
}

static void put_fault_codes(struct buffer *out, const struct fault_kind *const *kinds)
{
	for (; kinds && *kinds; kinds++)
		json_item_text(out, (*kinds)->code);
}

/* Writes the codes that a client may get: those of the engine and those of the rooms. */
static void put_codes(struct buffer *out)
{
	json_member_open(out, "x-problem-codes", '[');
	for (int status = OK + 1; status < E__MAX; status++)
		put_problem_code(out, &problems[status]);
	for (const struct module *const *module = endpoint_modules(); *module; module++)
		for (const struct problem *const *own = (*module)->problems; own && *own; own++)
			put_problem_code(out, *own);
	buffer_put_char(out, ']');
	json_member_open(out, "x-fault-codes", '[');
	put_fault_codes(out, fault_kinds);
	for (const struct module *const *module = endpoint_modules(); *module; module++)
		put_fault_codes(out, (*module)->faults);
	buffer_put_char(out, ']');
}

void openapi_write(struct buffer *out, const char *public_url, const char *password)
{
	struct schemas *schemas = schemas_new(password);

	buffer_put_char(out, '{');
	put_info(out, public_url);
	put_tags(out);
	json_member_open(out, "paths", '{');
	for (size_t i = 0; i < endpoint_count(); i++)
		put_path(out, schemas, i);
	buffer_put_char(out, '}');
	put_components(out, schemas);
	put_codes(out);
	buffer_put_char(out, '}');
	schemas_free(schemas);
}

int openapi_command(const struct config *config)
{
	struct buffer out = { 0 };
	bool written;

	openapi_write(&out, config->public_url, NULL);
	buffer_put_char(&out, '\n');
	written = fwrite(out.data, 1, out.length, stdout) == out.length && fflush(stdout) == 0;
	buffer_release(&out);
	if (written)
		return EXIT_SUCCESS;
	perror("balcao: standard output");
	return EXIT_FAILURE;
}
