#include "core/validate.h"

#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/json.h"
#include "core/batch.h"
#include "core/endpoint.h"
#include "core/list.h"
#include "core/value.h"
#include "http/etag.h"
#include "http/url.h"

static void set(struct call *call, size_t place, const char *text)
{
	call->value[place] = (struct value){ .text = text, .present = true };
}

/* If-Match and If-None-Match of a write become conditions of its statement. "*" matches
 * whatever is there: If-Match then asks nothing, and If-None-Match lets nothing pass,
 * which is what comparing with SQL's null does. */
static void set_preconditions(struct call *call)
{
	const char *versions;
	enum precondition none;

	if (etag_parse(call->arena, call->request.if_match, &versions) == PRECONDITION_LIST)
		set(call, VALUE_IF_MATCH, versions);
	none = etag_parse(call->arena, call->request.if_none_match, &versions);
	if (none != PRECONDITION_NONE)
		set(call, VALUE_IF_NONE_MATCH, versions);
}

enum status set_builtins(struct call *call)
{
	const struct caller *caller = &call->caller;

	set(call, VALUE_CALLER, *caller->user ? caller->user : NULL);
	set(call, VALUE_ORG, *caller->organization ? caller->organization : NULL);
	set(call, VALUE_SESSION, *caller->session ? caller->session : NULL);
	set(call, VALUE_CALLER_ROLE, call->caller.role);
	set(call, VALUE_VIA_PROJECT, call->caller.project);
	set(call, VALUE_VIA_KEY, call->caller.key);
	set(call, VALUE_ADDRESS, call->request.address);
	set(call, VALUE_REQUEST_ID, call->request.id);
	for (size_t i = 0; i < call->endpoint->variables; i++)
		set(call, VALUE__BUILTINS + i, call->path_value[i]);
	clock_format(call->now_ms, call->now);
	set(call, VALUE_NOW, call->now);
	if (call->route->method == METHOD_GET && !call->route->action)
		return OK;
	/* created_at is the time within the id. */
	uuid_new(call->now_ms, call->new_id);
	set(call, VALUE_NEW_ID, call->new_id);
	uuid_new(call->now_ms, call->note_id);
	set(call, VALUE_NOTE_ID, call->note_id);
	set(call, VALUE_DOING, call->route->action);
	if (call->route->method != METHOD_POST)
		set_preconditions(call);
	return OK;
}

/* Whether `header` is the media type `type`, in UTF-8 if it names a charset. */
static bool is_media_type(const char *header, const char *type)
{
	size_t length = strlen(type);
	const char *charset;

	if (strncasecmp(header, type, length) != 0)
		return false;
	header += length + strspn(header + length, " \t");
	if (*header != '\0' && *header != ';')
		return false;
	charset = strcasestr(header, "charset=");
	if (!charset)
		return true;
	charset += strlen("charset=");
	charset += *charset == '"';
	return strncasecmp(charset, "utf-8", 5) == 0 && (charset[5] == '\0' || strchr("; \t\"", charset[5]));
}

static bool right_media_type(const struct call *call)
{
	const char *header = call->request.content_type;

	return is_media_type(header, "application/json") ||
	       (call->route->method == METHOD_PATCH && is_media_type(header, "application/merge-patch+json"));
}

static enum status parse_body(struct call *call, struct json_object **body)
{
	const struct request *request = &call->request;

	*body = NULL;
	if (request->body_length == 0 && call->route->body_optional)
		return json_parse(call->arena, "{}", 2, body);
	if (request->body_length > 0 && !right_media_type(call))
		return E_UNSUPPORTED_MEDIA_TYPE;
	return json_parse(call->arena, request->body, request->body_length, body);
}

/* A member's name as a JSON pointer. */
static const char *pointer(const struct call *call, const char *name)
{
	return value_pointer(call->arena, arena_printf(call->arena, "/%s", call->at), name);
}

static void blame(struct call *call, enum fault_code code, const char *at, const char *text)
{
	faults_add(&call->faults, (struct fault){ .code = code, .name = at, .text = text });
}

/* Where the key of a field's format goes: after all fields, in the order of those with keys. */
static size_t key_place(const struct call *call, const struct field *field)
{
	return (size_t)endpoint_value(call->endpoint, field->key);
}

static void set_default(struct call *call, const struct field *field, size_t place)
{
	set(call, place, field->value);
	if (field->key)
		set(call, key_place(call, field), NULL);
}

/* RFC 7396: in a PATCH an absent member stays, and null takes away what was sent before,
 * so that the default comes back. A list takes members as filters: who sends none, or null, doesn't filter. */
static void read_member(struct call *call, const struct field *field, size_t place, struct json_object *body)
{
	struct json_object *json = NULL;
	bool there = json_object_object_get_ex(body, field->name, &json);
	bool patch = call->route->method == METHOD_PATCH;
	struct source source = { .arena = call->arena, .faults = &call->faults,
				 .name = arena_printf(call->arena, "%s%s", call->at, field->name) };
	struct checked checked = { 0 };

	if ((patch || call->route->list) && !there)
		return;
	if (!json) {
		if (field->required)
			blame(call, FAULT_REQUIRED, pointer(call, field->name), "");
		else if (there && !field->nullable && !patch)
			blame(call, FAULT_WRONG_TYPE, pointer(call, field->name),
			      value_type_name(field->type));
		else if (!call->route->list)
			set_default(call, field, place);
		return;
	}
	if (!value_from_json(&source, field, json, &checked))
		return;
	set(call, place, checked.text);
	if (field->key)
		set(call, key_place(call, field), checked.key);
}

static bool has_field(const struct field *fields, const char *name)
{
	for FIELDS(field, fields)
		if (strcmp(field->name, name) == 0)
			return true;
	return false;
}

void validate_object(struct call *call, struct json_object *body)
{
	size_t place = call->endpoint->first_body;

	if (!json_object_is_type(body, json_type_object)) {
		blame(call, FAULT_WRONG_TYPE, arena_printf(call->arena, "%s%.*s", *call->at ? "/" : "",
							   (int)strcspn(call->at, "/"), call->at),
		      value_type_name(F_OBJECT));
		return;
	}
	for FIELDS(field, call->route->body)
		read_member(call, field, place++, body);
	json_object_object_foreach(body, name, unused) {
		(void)unused;
		if (!has_field(call->route->body, name))
			blame(call, FAULT_UNKNOWN_FIELD, pointer(call, name), "");
	}
}

static enum status read_body(struct call *call)
{
	struct json_object *body;
	enum status status;

	if (!call->route->body)
		return OK;
	status = parse_body(call, &body);
	if (status != OK)
		return status;
	if (call->route->batch)
		return batch_read(call, body);
	validate_object(call, body);
	return OK;
}

static void blame_parameter(struct call *call, enum fault_code code, const char *name)
{
	faults_add(&call->faults, (struct fault){ .code = code, .in_query = true, .name = name, .text = "" });
}

/* The value of a parameter, and whether it stands there once. */
static const struct url_pair *find_pair(struct call *call, const char *name, const struct url_pair *pairs,
					size_t count)
{
	const struct url_pair *found = NULL;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(pairs[i].name, name) != 0)
			continue;
		if (found) {
			blame_parameter(call, FAULT_REPEATED_PARAMETER, name);
			return NULL;
		}
		found = &pairs[i];
	}
	return found;
}

bool read_parameter(struct call *call, const struct field *field, const struct url_pair *pairs, size_t count,
		    const char **text)
{
	const struct url_pair *pair = find_pair(call, field->name, pairs, count);
	struct source source = { .arena = call->arena, .faults = &call->faults, .in_query = true,
				 .name = field->name };
	struct checked checked = { 0 };

	if (!pair) {
		*text = field->value;
		return field->value != NULL;
	}
	if (!value_from_text(&source, field, pair->value, pair->value_length, &checked))
		return false;
	*text = checked.text;
	return true;
}

static enum status read_query(struct call *call)
{
	struct url_pair pairs[URL_PAIRS];
	size_t count, place = call->endpoint->first_query;
	enum status status = url_query(call->arena, call->request.query, pairs, &count);
	const char *text;

	if (status != OK)
		return status;
	for FIELDS(field, call->route->query) {
		if (read_parameter(call, field, pairs, count, &text))
			set(call, place, text);
		place++;
	}
	for (size_t i = 0; i < count; i++)
		if (!has_field(call->route->query, pairs[i].name) &&
		    !(call->route->list && has_field(list_fields, pairs[i].name)))
			blame_parameter(call, FAULT_UNKNOWN_PARAMETER, pairs[i].name);
	if (call->route->list)
		list_read(call, pairs, count);
	return OK;
}

enum status validate(struct call *call)
{
	enum status status;

	if (call->route->stream)
		return call->route->stream(call);
	status = read_body(call);
	if (status != OK)
		return status;
	status = *call->request.query || call->route->query || call->route->list ? read_query(call) : OK;
	if (status == OK && call->route->check && !call->route->batch)
		status = call->route->check(call);
	if (status != OK)
		return status;
	return call->faults.count > 0 ? E_VALIDATION : OK;
}
