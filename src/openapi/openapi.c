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
	"**Roles.** In an organization one is viewer, editor, admin or owner; each role includes "
	"those before it; in a reading club member, moderator or owner. An operation that needs one "
	"names it in `x-role`.\n\n"
	"**Errors** are `application/problem+json` (RFC 9457) with a stable `code`; `errors` lists "
	"every fault at once. `title` and `detail` follow `Accept-Language`: English or Brazilian "
	"Portuguese. Unknown members and unknown query parameters are refused.\n\n"
	"**Lists** come in pages: pass `next_cursor` on as `cursor`, with the same filters and "
	"sort, or follow the header `Link`.\n\n"
	"**Conditional requests.** What has an `ETag` answers 304 to `If-None-Match`; a write with "
	"`If-Match` answers 412 if the resource has changed meanwhile.\n\n"
	"Every answer has an `X-Request-Id`. HEAD works where GET does; a final slash makes no "
	"difference.";

/* The path of endpoint `first` with all its methods, unless an endpoint before has it too. */
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
	/* The host that the document came from first: /docs/ may be opened by any of its names. */
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

/* A fault lies in the body or in the query. */
#define FAULT(place, rules)                                                                       \
	"{'type':'object','additionalProperties':false,'required':['" place "','code','detail']," \
	"'properties':{'" place "':{'type':'string'," rules "},"                                  \
	"'code':{'type':'string','description':'The kind of fault, for programs.'},"              \
	"'detail':{'type':'string','description':'The fault, for people.'}}}"

static const char problem_schema[] =
	"{'type':'object','description':'What went wrong (RFC 9457).',"
	"'additionalProperties':false,"
	"'required':['type','title','status','code','detail','instance'],'properties':{"
	"'type':{'type':'string','format':'uri-reference',"
	"'description':'Where it is explained.','examples':['/docs/problems#validation']},"
	"'title':{'type':'string','description':'The kind of problem, for people.'},"
	"'status':{'type':'integer','minimum':400,'maximum':599,"
	"'description':'The HTTP status.'},"
	"'code':{'type':'string','description':'The kind of problem, for programs.',"
	"'examples':['validation']},"
	"'detail':{'type':'string','description':'What to know about it, for people.'},"
	"'instance':{'type':'string','description':'The id of the request.'},"
	"'errors':{'type':'array','minItems':1,'description':'Every fault of the request.',"
	"'items':{'oneOf':[" FAULT(
		"pointer",
		"'format':'json-pointer','examples':['/email'],"
		"'description':'The member of the body (RFC 6901).'") "," FAULT("parameter",
										"'description':'The query "
										"parameter.'") "]}}}}";

static const char headers[] =
	"{'ETag':{'description':'The version of the resource.','schema':{'type':'string'}},"
	"'Location':{'description':'Where the new resource is.',"
	"'schema':{'type':'string','format':'uri-reference'}},"
	"'Link':{'description':'The next page (RFC 8288, rel=next); none on the last.',"
	"'schema':{'type':'string'}},"
	"'RetryAfter':{'description':'Seconds to wait.','schema':{'type':'integer','minimum':0}},"
	"'WWWAuthenticate':{'description':'The Bearer challenge (RFC 6750).',"
	"'schema':{'type':'string'}}}";

static const char if_match[] =
	"{'name':'If-Match','in':'header','schema':{'type':'string'},"
	"'description':'ETags: go on only if the resource is in one of these versions.'}";
static const char if_none_match[] =
	"{'name':'If-None-Match','in':'header','schema':{'type':'string'},"
	"'description':'ETags: go on only if the resource is in none of these versions.'}";

static const char security[] =
	"{'bearer':{'type':'http','scheme':'bearer','bearerFormat':'JWT',"
	"'description':'The access_token that logging in gives.'},"
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
			continue; /* each list has its own */
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

/* Every code that a client may meet, the engine's and the rooms'. */
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

void openapi_write(struct buffer *out, const char *public_url)
{
	struct schemas *schemas = schemas_new();

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

	openapi_write(&out, config->public_url);
	buffer_put_char(&out, '\n');
	written = fwrite(out.data, 1, out.length, stdout) == out.length && fflush(stdout) == 0;
	buffer_release(&out);
	if (written)
		return EXIT_SUCCESS;
	perror("balcao: standard output");
	return EXIT_FAILURE;
}
