#include "core/batch.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "call/call.h"
#include "core/object.h"
#include "db/literal.h"
#include "table/endpoint.h"

/* The values of each object are read into the same places as those of a single body, from first_body on. */
static void clear_values(struct call *call)
{
	size_t first = call->endpoint->first_body;

	memset(&call->value[first], 0, (call->endpoint->names - first) * sizeof(call->value[0]));
}

static enum status read_one(struct call *call, struct json_object *object, struct buffer *columns)
{
	size_t first = call->endpoint->first_body;
	enum status status;

	clear_values(call);
	object_read(call, object);
	status = call->route->check ? call->route->check(call) : OK;
	for (size_t i = first; status == OK && call->faults.count == 0 && i < call->endpoint->names; i++)
		literal_put_element(&columns[i - first], call->value[i].text);
	return status;
}

static enum status admit(struct call *call)
{
	return call->route->admit ? call->route->admit(call) : OK;
}

static enum status read_all(struct call *call, struct json_object *body, struct buffer *columns)
{
	enum status status = OK;

	if (!json_object_is_type(body, json_type_array)) {
		call->items = 1;
		status = admit(call);
		return status == OK ? read_one(call, body, columns) : status;
	}
	call->items = json_object_array_length(body);
	if (call->items == 0 || call->items > call->route->batch) {
		faults_add(&call->faults,
			   (struct fault){ .kind = call->items ? &fault_too_many_items : &fault_required,
					   .name = "",
					   .text = "",
					   .number = (long)call->route->batch });
		return OK;
	}
	status = admit(call);
	for (size_t i = 0; status == OK && i < call->items; i++) {
		call->at = arena_printf(call->arena, "%zu/", i);
		status = read_one(call, json_object_array_get_idx(body, i), columns);
	}
	call->at = "";
	return status;
}

enum status batch_read(struct call *call, struct json_object *body)
{
	size_t first = call->endpoint->first_body, count = call->endpoint->names - first;
	struct buffer columns[ROUTE_VALUES];
	enum status status;

	for (size_t i = 0; i < count; i++) {
		columns[i] = (struct buffer){ .arena = call->arena };
		buffer_put_char(&columns[i], '{');
	}
	status = read_all(call, body, columns);
	for (size_t i = 0; i < count; i++) {
		buffer_put_char(&columns[i], '}');
		call->value[first + i] = (struct value){ .text = columns[i].data, .present = true };
	}
	return status;
}
