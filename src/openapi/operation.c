#include "openapi/operation.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "http/reply.h"
#include "openapi/conditional.h"
#include "openapi/failures.h"
#include "openapi/reference.h"
#include "openapi/schema.h"
#include "table/endpoint.h"

/* Returns the outcome with which render_reply answers. */
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

/* Parameters. */

static void put_parameter_head(struct buffer *out, const char *in, const struct field *field)
{
	buffer_put_char(out, '{');
	json_member_text(out, "name", field->name);
	json_member_text(out, "in", in);
	schema_put_description(out, field);
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
		.name = name, .type = id ? F_ID : F_TEXT, .min = 1, .doc = "Identifies the resource."
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
	reference_put(out, kind, name);
}

static void put_list_parameters(struct buffer *out, const struct endpoint *endpoint)
{
	FIELDS_EACH (field, endpoint_list_fields) {
		json_item(out);
		if (field == &endpoint_list_fields[LIST_SORT])
			put_sort_parameter(out, endpoint);
		else
			reference_put(out, "parameters", field->name);
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

/* No table describes a body that a hook reads itself. */
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
	static const char *const types[2] = { "application/json", "application/merge-patch+json" };
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
			    "'description':'Send it as cursor to get the next page; null on the last page.'},"
			    "'total':{'type':'integer','minimum':0,"
			    "'description':'The number of items on all pages; only with count=true.'}}}");
}

static void put_whole(struct buffer *out, const struct schemas *schemas, const struct field *item)
{
	json_put_plain(out,
		       "{'type':'object','additionalProperties':false,'required':['items'],'properties':{"
		       "'items':{'type':'array','items':");
	schema_put(out, schemas, item, SCHEMA_REPLY);
	buffer_put_text(out, "}}}");
}

static void put_row(struct buffer *out, const struct schemas *schemas, const struct route *route)
{
	buffer_put_text(out, route->instead ? "{\"anyOf\":[" : "");
	schema_put(out, schemas, route->reply, SCHEMA_REPLY);
	buffer_put_text(out, route->instead ? ",{}]}" : "");
}

/* No table describes a reply that a hook writes itself. */
static void put_content(struct buffer *out, const struct schemas *schemas, const struct route *route)
{
	const char *type = route->content_type ? route->content_type : reply_json;
	char bare[64]; /* without parameters such as charset */
	bool json;

	snprintf(bare, sizeof(bare), "%.*s", (int)strcspn(type, ";"), type);
	json = strcmp(bare, "application/json") == 0;
	json_member_open(out, "content", '{');
	json_member_open(out, bare, '{');
	json_member(out, "schema");
	if (route->list)
		put_page(out, schemas, route->reply);
	else if (route->whole)
		put_whole(out, schemas, route->reply);
	else if (route->reply)
		put_row(out, schemas, route);
	else
		json_put_plain(out, json ? "{'type':'object'}" : "{'type':'string'}");
	buffer_put_text(out, "}}");
}

/* Responses. */

static void put_headers(struct buffer *out, const struct route *route)
{
	json_member_open(out, "headers", '{');
	if (conditional_shows(route))
		reference_member(out, "ETag", "headers", "ETag");
	if (answer_of(route) == ANSWER_CREATED)
		reference_member(out, "Location", "headers", "Location");
	if (route->list)
		reference_member(out, "Link", "headers", "Link");
	if (route->cookie != COOKIE_NONE)
		reference_member(out, "Set-Cookie", "headers", "SetCookie");
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
		[ANSWER_CREATED] = "Created. The body is the new resource.",
		[ANSWER_ACCEPTED] = "Accepted and stored. The service does the rest of the work later.",
		[ANSWER_NO_CONTENT] = "Done.",
	};
	enum answer answer = answer_of(route);

	open_response(out, answer, route->list ? "A page of the list." : docs[answer]);
	if (route->list || conditional_shows(route) || answer == ANSWER_CREATED ||
	    route->cookie != COOKIE_NONE)
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
		open_response(out, ANSWER_NOT_MODIFIED,
			      "Not modified: `If-None-Match` has the current ETag.");
		put_headers(out, endpoint->route);
		buffer_put_char(out, '}');
	}
	failures_put(out, endpoint);
	buffer_put_char(out, '}');
}

/* Operations. */

/* "get_tasks_id": the method and the path in small letters, with one _ in place of every run of characters
 * that an identifier can't have. */
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
	static const char *const ways[NEED_USER + 1] = {
		[NEED_NOBODY] = "[]", [NEED_ANYBODY] = "[{},{'bearer':[]}]", [NEED_USER] = "[{'bearer':[]}]"
	};
	static const char *const with_cookie[NEED_USER + 1] = { [NEED_NOBODY] = "[{},{'cookie':[]}]",
								[NEED_ANYBODY] =
									"[{},{'bearer':[]},{'cookie':[]}]",
								[NEED_USER] =
									"[{'bearer':[]},{'cookie':[]}]" };
	size_t way = route->need < NEED_USER ? (size_t)route->need : NEED_USER;

	json_member_plain(out, "security",
			  route->cookie == COOKIE_TAKEN ? with_cookie[way]
			  : route->stream               ? "[{'sentry':[]},{'sentry_header':[]}]"
			  : route->identify             ? "[{'key':[]}]"
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
	if (route->takes)
		put_stream(out, route);
	put_responses(out, schemas, endpoint);
	buffer_put_char(out, '}');
}
