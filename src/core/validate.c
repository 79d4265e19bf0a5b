#include "core/validate.h"

#include <json-c/json.h>

#include "base/json.h"
#include "call/call.h"
#include "core/batch.h"
#include "core/list.h"
#include "core/object.h"
#include "core/parameter.h"
#include "http/media.h"
#include "http/url.h"
#include "table/endpoint.h"

static void set(struct call *call, size_t place, const char *text)
{
	call->value[place] = (struct value){ .text = text, .present = true };
}

static bool right_media_type(const struct call *call)
{
	const char *header = call->request.content_type;

	return media_is_utf8(header, "application/json") ||
	       (call->route->method == METHOD_PATCH && media_is_utf8(header, "application/merge-patch+json"));
}

static enum status parse_body(struct call *call, struct json_object **body)
{
	const struct request *request = &call->request;

	*body = NULL;
	if (request->body_length == 0 && (call->route->body_optional || !call->route->body))
		return json_parse(call->arena, "{}", 2, body);
	if (request->body_length > 0 && !right_media_type(call))
		return E_UNSUPPORTED_MEDIA_TYPE;
	return json_parse(call->arena, request->body, request->body_length, body);
}

/* Where a POST takes no members, a body that was sent is judged all the same: it may be {}. */
static enum status read_body(struct call *call)
{
	struct json_object *body;
	enum status status;

	if (!call->route->body && (call->route->method != METHOD_POST || call->request.body_length == 0))
		return OK;
	status = parse_body(call, &body);
	if (status != OK)
		return status;
	if (call->route->batch)
		return batch_read(call, body);
	object_read(call, body);
	return OK;
}

static enum status read_query(struct call *call)
{
	struct url_pair pairs[URL_PAIRS];
	size_t count, place = call->endpoint->first_query;
	enum status status = url_query(call->arena, call->request.query, pairs, &count);
	const char *text;

	if (status != OK)
		return status;
	FIELDS_EACH (field, call->route->query) {
		if (parameter_read(call, field, pairs, count, &text))
			set(call, place, text);
		place++;
	}
	for (size_t i = 0; i < count; i++)
		if (!field_find(call->route->query, pairs[i].name) &&
		    !(call->route->list && field_find(endpoint_list_fields, pairs[i].name)))
			parameter_blame(call, &fault_unknown_parameter, pairs[i].name);
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
