#include "openapi/operation.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "http/problem.h"
#include "http/reply.h"
#include "openapi/conditional.h"
#include "openapi/schema.h"
#include "table/endpoint.h"

/* Problems as a set of outcomes. */
_Static_assert(E__MAX <= 64, "a set of outcomes has 64 bits");
#define SET(status) (UINT64_C(1) << (status))

/* What an operation answers whatever its room does. Those of one HTTP status are a component. */
static const uint64_t usual = SET(E_MALFORMED_JSON) | SET(E_BAD_REQUEST) | SET(E_UNAUTHENTICATED) |
			      SET(E_TOKEN_EXPIRED) | SET(E_TOKEN_INVALID) | SET(E_FORBIDDEN) |
			      SET(E_NOT_FOUND) | SET(E_PRECONDITION_FAILED) | SET(E_CONTENT_TOO_LARGE) |
			      SET(E_UNSUPPORTED_MEDIA_TYPE) | SET(E_VALIDATION) | SET(E_TOO_MANY_REQUESTS) |
			      SET(E_INTERNAL) | SET(E_UNAVAILABLE);

/* As render_reply answers. */
static enum answer answer_of(const struct route *route)
{
	if (route->content_type || route->list)
		return ANSWER_OK;
	if (!route->reply)
		return ANSWER_NO_CONTENT;
	if (route->accepted)
		return ANSWER_ACCEPTED;
	return route->location ? ANSWER_CREATED : ANSWER_OK;
}

/* Who has a role in what the path names is at least a viewer, and for others it isn't there. What
 * hooks forbid besides is in `fails`. */
static bool forbids(const struct route *route)
{
	return route->need > NEED_USER && (route->need != NEED_VIEWER || route->member == Q_NONE);
}

/* Any operation refuses a query that it can't read or does not know, but those that read it themselves. */
static uint64_t problems_of(const struct endpoint *endpoint)
{
	const struct route *route = endpoint->route;
	uint64_t set = SET(E_BAD_REQUEST) | SET(E_VALIDATION) | SET(E_TOO_MANY_REQUESTS) | SET(E_INTERNAL) |
		       SET(E_UNAVAILABLE);

	if (route->stream)
		set &= ~SET(E_VALIDATION);
	if (route->body)
		set |= SET(E_MALFORMED_JSON) | SET(E_CONTENT_TOO_LARGE) | SET(E_UNSUPPORTED_MEDIA_TYPE);
	if (route->stream)
		set |= SET(E_CONTENT_TOO_LARGE) | SET(E_FORBIDDEN);
	if (route->identify)
		set |= SET(E_UNAUTHENTICATED) | SET(E_TOKEN_INVALID);
	if (route->need != NEED_NOBODY)
		set |= SET(E_UNAUTHENTICATED) | SET(E_TOKEN_EXPIRED) | SET(E_TOKEN_INVALID);
	if (forbids(route))
		set |= SET(E_FORBIDDEN);
	if (endpoint->variables > 0 || (endpoint->statement && endpoint->statement->kind == QUERY_OPT))
		set |= SET(E_NOT_FOUND);
	if (conditional_takes(endpoint, VALUE_IF_MATCH) || conditional_takes(endpoint, VALUE_IF_NONE_MATCH))
		set |= SET(E_PRECONDITION_FAILED);
	for (const enum status *status = route->fails; status && *status != OK; status++)
		set |= SET(*status);
	return set;
}

static uint64_t of_http(uint64_t set, int http)
{
	uint64_t some = 0;

	for (int status = OK + 1; status < E__MAX; status++)
		if (problem_get(status)->http == http)
			some |= set & SET(status);
	return some;
}

static void put_reference(struct buffer *out, const char *kind, const char *name)
{
	json_put_plain(out, "{'$ref':'#/components/");
	buffer_printf(out, "%s/%s\"}", kind, name);
}

static void member_reference(struct buffer *out, const char *member, const char *kind, const char *name)
{
	json_member(out, member);
	put_reference(out, kind, name);
}

/* Problems. */

/* The codes as a Markdown list; one alone is a sentence. */
static void put_codes(struct buffer *out, uint64_t set)
{
	struct buffer text = { 0 };
	const char *before = set & (set - 1) ? "- " : "";

	for (int status = OK + 1; status < E__MAX; status++) {
		const struct problem *problem = problem_get(status);

		if (set & SET(status))
			buffer_printf(&text, "%s%s`%s`: %s", text.length > 0 ? "\n" : "", before,
				      problem->code, problem->detail[LANGUAGE_EN]);
	}
	json_member_text(out, "description", text.data);
	buffer_release(&text);
}

static void put_problem_headers(struct buffer *out, uint64_t set, int http)
{
	bool retry = false;

	for (int status = OK + 1; status < E__MAX; status++)
		retry |= set & SET(status) && problem_get(status)->retry_after > 0;
	if (!retry && http != PROBLEM_UNAUTHORIZED)
		return;
	json_member_open(out, "headers", '{');
	if (retry)
		member_reference(out, "Retry-After", "headers", "RetryAfter");
	if (http == PROBLEM_UNAUTHORIZED)
		member_reference(out, "WWW-Authenticate", "headers", "WWWAuthenticate");
	buffer_put_char(out, '}');
}

/* As reply_problem_brief writes them; nginx, which answers the same for all, writes problems here too. */
static void put_brief(struct buffer *out, uint64_t set, int http)
{
	buffer_put_char(out, '{');
	put_codes(out, set);
	put_problem_headers(out, set, http);
	json_member_plain(out, "content",
			  "{'application/json':{'schema':{'type':'object',"
			  "'additionalProperties':false,'required':['detail'],'properties':{"
			  "'detail':{'type':'string'},'causes':{'type':'array','items':{'type':'string'}}}}},"
			  "'application/problem+json':{'schema':{'$ref':'#/components/schemas/Problem'}}}}");
}

/* `set`: problems of one HTTP status. */
static void put_problem(struct buffer *out, uint64_t set, int http)
{
	buffer_put_char(out, '{');
	put_codes(out, set);
	put_problem_headers(out, set, http);
	json_member_plain(out, "content",
			  "{'application/problem+json':"
			  "{'schema':{'$ref':'#/components/schemas/Problem'}}}}");
}

static void put_problems(struct buffer *out, uint64_t set, bool brief)
{
	for (int http = PROBLEM_FIRST; http <= PROBLEM_LAST; http++) {
		uint64_t some = of_http(set, http);
		char number[12], name[24];

		if (!some)
			continue;
		snprintf(number, sizeof(number), "%d", http);
		snprintf(name, sizeof(name), "Problem%d", http);
		json_member(out, number);
		if (brief)
			put_brief(out, some, http);
		else if (some & ~usual)
			put_problem(out, some, http);
		else
			put_reference(out, "responses", name);
	}
}

/* The components that operations refer to. */
void operation_put_problems(struct buffer *out)
{
	uint64_t used = 0;

	for (size_t i = 0; i < endpoint_count(); i++)
		for (int http = PROBLEM_FIRST; http <= PROBLEM_LAST; http++) {
			uint64_t some = of_http(problems_of(endpoint_get(i)), http);

			if (!(some & ~usual) && !endpoint_get(i)->route->brief)
				used |= some;
		}
	for (int http = PROBLEM_FIRST; http <= PROBLEM_LAST; http++) {
		char name[24];

		if (!of_http(used, http))
			continue;
		snprintf(name, sizeof(name), "Problem%d", http);
		json_member(out, name);
		put_problem(out, of_http(usual, http), http);
	}
}

/* Parameters. */

static void put_parameter_head(struct buffer *out, const char *in, const struct field *field)
{
	buffer_put_char(out, '{');
	json_member_text(out, "name", field->name);
	json_member_text(out, "in", in);
	json_member_text(out, "description", field->doc);
}

void operation_put_parameter(struct buffer *out, const struct field *field)
{
	put_parameter_head(out, "query", field);
	json_member(out, "schema");
	schema_put_parameter(out, field);
	buffer_put_char(out, '}');
}

static void put_path_parameter(struct buffer *out, const char *name)
{
	size_t length = strlen(name);
	bool id = length >= 2 && strcmp(name + length - 2, "id") == 0;
	struct field field = {
		.name = name, .type = id ? F_ID : F_TEXT, .min = 1, .doc = "Which one is meant."
	};

	put_parameter_head(out, "path", &field);
	json_member_plain(out, "required", "true");
	json_member(out, "schema");
	schema_put_parameter(out, &field);
	buffer_put_char(out, '}');
}

static void put_sort_parameter(struct buffer *out, const struct endpoint *endpoint)
{
	const struct statement *statement = endpoint->statement;

	put_parameter_head(out, "query", &endpoint_list_fields[LIST_SORT]);
	json_member_plain(out, "schema", "{'type':'string','enum':[");
	for (size_t i = 0; i < statement->sorts; i++) {
		const char *name = statement->sort[i].name;

		buffer_printf(out, "%s\"%s\",\"-%s\"", i > 0 ? "," : "", name, name);
	}
	buffer_put_char(out, ']');
	json_member_text(out, "default", endpoint->route->sort);
	buffer_put_text(out, "}}");
}

static void item_reference(struct buffer *out, const char *kind, const char *name)
{
	json_item(out);
	put_reference(out, kind, name);
}

static void put_list_parameters(struct buffer *out, const struct endpoint *endpoint)
{
	FIELDS_EACH (field, endpoint_list_fields) {
		json_item(out);
		if (field == &endpoint_list_fields[LIST_SORT])
			put_sort_parameter(out, endpoint);
		else
			put_reference(out, "parameters", field->name);
	}
}

static void put_parameters(struct buffer *out, const struct endpoint *endpoint)
{
	const struct route *route = endpoint->route;

	json_member_open(out, "parameters", '[');
	for (size_t i = 0; i < endpoint->variables; i++) {
		json_item(out);
		put_path_parameter(out, endpoint->variable[i]);
	}
	FIELDS_EACH (field, route->query) {
		json_item(out);
		operation_put_parameter(out, field);
	}
	if (route->list)
		put_list_parameters(out, endpoint);
	if (conditional_takes(endpoint, VALUE_IF_MATCH))
		item_reference(out, "parameters", "IfMatch");
	if (conditional_takes(endpoint, VALUE_IF_NONE_MATCH))
		item_reference(out, "parameters", "IfNoneMatch");
	buffer_put_char(out, ']');
}

/* Bodies. */

static void put_body_schema(struct buffer *out, const struct schemas *schemas, const struct route *route)
{
	if (!route->batch) {
		schema_put(out, schemas, route->body,
			   route->method == METHOD_PATCH ? SCHEMA_PATCH : SCHEMA_BODY);
		return;
	}
	json_put_plain(out, "{'oneOf':[");
	schema_put(out, schemas, route->body, SCHEMA_BODY);
	json_put_plain(out, ",{'type':'array','minItems':1,'items':");
	schema_put(out, schemas, route->body, SCHEMA_BODY);
	json_member_integer(out, "maxItems", (long)route->batch);
	buffer_put_text(out, "}]}");
}

/* What a hook reads itself has no table. */
static void put_stream(struct buffer *out, const struct route *route)
{
	json_member_open(out, "requestBody", '{');
	json_member_plain(out, "required", "true");
	json_member_open(out, "content", '{');
	json_member_plain(out, route->takes, "{'schema':{}}");
	buffer_put_text(out, "}}");
}

static void put_body(struct buffer *out, const struct schemas *schemas, const struct route *route)
{
	static const char *const types[] = { "application/json", "application/merge-patch+json" };
	bool patch = route->method == METHOD_PATCH;

	json_member_open(out, "requestBody", '{');
	json_member_plain(out, "required", route->body_optional ? "false" : "true");
	json_member_open(out, "content", '{');
	for (size_t i = 0; i < (patch ? 2 : 1); i++) {
		json_member_open(out, types[i], '{');
		json_member(out, "schema");
		put_body_schema(out, schemas, route);
		buffer_put_char(out, '}');
	}
	buffer_put_text(out, "}}");
}

static void put_page(struct buffer *out, const struct schemas *schemas, const struct field *item)
{
	json_put_plain(out, "{'type':'object','additionalProperties':false,"
			    "'required':['items','next_cursor'],'properties':{"
			    "'items':{'type':'array','items':");
	schema_put(out, schemas, item, SCHEMA_REPLY);
	json_member_integer(out, "maxItems", LIMIT_MAX);
	json_put_plain(out, "},'next_cursor':{'type':['string','null'],"
			    "'description':'Gives the next page; null on the last.'},"
			    "'total':{'type':'integer','minimum':0,"
			    "'description':'Items on all pages; only with count=true.'}}}");
}

static void put_whole(struct buffer *out, const struct schemas *schemas, const struct field *item)
{
	json_put_plain(out,
		       "{'type':'object','additionalProperties':false,'required':['items'],'properties':{"
		       "'items':{'type':'array','items':");
	schema_put(out, schemas, item, SCHEMA_REPLY);
	buffer_put_text(out, "}}}");
}

/* What a hook writes itself has no table. */
static void put_content(struct buffer *out, const struct schemas *schemas, const struct route *route)
{
	const char *type = route->content_type ? route->content_type : reply_json;
	size_t length = strcspn(type, ";"); /* without parameters such as charset */
	bool json = strncmp(type, "application/json", length) == 0;

	json_member_open(out, "content", '{');
	buffer_printf(out, "\"%.*s\":{\"schema\":", (int)length, type);
	if (route->list)
		put_page(out, schemas, route->reply);
	else if (route->whole)
		put_whole(out, schemas, route->reply);
	else if (route->reply)
		schema_put(out, schemas, route->reply, SCHEMA_REPLY);
	else
		json_put_plain(out, json ? "{'type':'object'}" : "{'type':'string'}");
	buffer_put_text(out, "}}");
}

/* Responses. */

static void put_headers(struct buffer *out, const struct route *route)
{
	json_member_open(out, "headers", '{');
	if (conditional_shows(route))
		member_reference(out, "ETag", "headers", "ETag");
	if (answer_of(route) == ANSWER_CREATED)
		member_reference(out, "Location", "headers", "Location");
	if (route->list)
		member_reference(out, "Link", "headers", "Link");
	buffer_put_char(out, '}');
}

static void open_response(struct buffer *out, enum answer answer, const char *doc)
{
	char number[12];

	snprintf(number, sizeof(number), "%d", reply_status_number(answer));
	json_member_open(out, number, '{');
	json_member_text(out, "description", doc);
}

static void put_success(struct buffer *out, const struct schemas *schemas, const struct route *route)
{
	static const char *const docs[ANSWER__MAX] = {
		[ANSWER_OK] = "OK.",
		[ANSWER_CREATED] = "Created: the resource as it is now.",
		[ANSWER_ACCEPTED] = "Accepted: it is kept; the rest follows.",
		[ANSWER_NO_CONTENT] = "Done.",
	};
	enum answer answer = answer_of(route);

	open_response(out, answer, route->list ? "A page." : docs[answer]);
	if (route->list || conditional_shows(route) || answer == ANSWER_CREATED)
		put_headers(out, route);
	if (answer != ANSWER_NO_CONTENT)
		put_content(out, schemas, route);
	buffer_put_char(out, '}');
}

static void put_responses(struct buffer *out, const struct schemas *schemas, const struct endpoint *endpoint)
{
	json_member_open(out, "responses", '{');
	put_success(out, schemas, endpoint->route);
	if (conditional_reads(endpoint->route)) {
		open_response(out, ANSWER_NOT_MODIFIED, "`If-None-Match` names this version.");
		put_headers(out, endpoint->route);
		buffer_put_char(out, '}');
	}
	put_problems(out, problems_of(endpoint), endpoint->route->brief);
	buffer_put_char(out, '}');
}

/* Operations. */

/* "get_tasks_id": method and path, with one _ for whatever no identifier can have. */
static void put_operation_id(struct buffer *out, const struct route *route)
{
	struct buffer id = { 0 };

	buffer_put_text(&id, request_methods[route->method]);
	for (const char *c = route->path; *c; c++) {
		if (isalnum((unsigned char)*c))
			buffer_put_char(&id, *c);
		else if (id.data[id.length - 1] != '_' && c[1])
			buffer_put_char(&id, '_');
	}
	for (char *c = id.data; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	json_member_text(out, "operationId", id.data);
	buffer_release(&id);
}

static void put_need(struct buffer *out, const struct route *route)
{
	static const char *const ways[] = { "[]", "[{},{'bearer':[]}]", "[{'bearer':[]}]" };
	size_t way = route->need < NEED_USER ? (size_t)route->need : NEED_USER;

	json_member_plain(out, "security",
			  route->stream     ? "[{'sentry':[]},{'sentry_header':[]}]"
			  : route->identify ? "[{'key':[]}]"
					    : ways[way]);
	if (need_names[route->need])
		json_member_text(out, "x-role", need_names[route->need]);
}

void operation_put(struct buffer *out, const struct schemas *schemas, const struct endpoint *endpoint)
{
	const struct route *route = endpoint->route;
	struct buffer method = { 0 };

	for (const char *c = request_methods[route->method]; *c; c++)
		buffer_put_char(&method, (char)tolower((unsigned char)*c));
	json_member_open(out, method.data, '{');
	buffer_release(&method);
	put_operation_id(out, route);
	json_member_text(out, "summary", route->doc);
	if (route->place == API_AND_ROOT) {
		json_member(out, "description");
		buffer_printf(out, "\"Also served at `%s`.\"", route->path);
	}
	json_member_open(out, "tags", '[');
	json_item_text(out, endpoint->module->name);
	buffer_put_char(out, ']');
	put_need(out, route);
	put_parameters(out, endpoint);
	if (route->body)
		put_body(out, schemas, route);
	if (route->stream)
		put_stream(out, route);
	put_responses(out, schemas, endpoint);
	buffer_put_char(out, '}');
}
