#include "core/object.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "call/call.h"
#include "table/endpoint.h"
#include "table/value.h"

static void set(struct call *call, size_t place, const char *text)
{
	call->value[place] = (struct value){ .text = text, .present = true };
}

/* The JSON pointer to the member `name`. */
static const char *pointer(const struct call *call, const char *name)
{
	return value_pointer(call->arena, arena_printf(call->arena, "/%s", call->at), name);
}

static void blame(struct call *call, const struct fault_kind *code, const char *at, const char *text)
{
	faults_add(&call->faults, (struct fault){ .kind = code, .name = at, .text = text });
}

/* The index of the value for the key of a field's format. */
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

/* In a PATCH (RFC 7396) an absent member keeps its value, and null resets it to the default. A list that
 * takes its filters as a body does not filter by a member that is absent or null. */
static void read_member(struct call *call, const struct field *field, size_t place, struct json_object *body)
{
	struct json_object *json = NULL;
	bool there = json_object_object_get_ex(body, field->name, &json);
	bool patch = call->route->method == METHOD_PATCH;
	struct source source = { .arena = call->arena,
				 .faults = &call->faults,
				 .name = arena_printf(call->arena, "%s%s", call->at, field->name) };
	struct checked checked = { 0 };

	if ((patch || call->route->list) && !there)
		return;
	if (!json) {
		if (field->required)
			blame(call, &fault_required, pointer(call, field->name), "");
		else if (there && !field->nullable && !patch)
			blame(call, &fault_wrong_type, pointer(call, field->name),
			      field_type_name(field->type));
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

void object_read(struct call *call, struct json_object *body)
{
	size_t place = call->endpoint->first_body;

	if (!json_object_is_type(body, json_type_object)) {
		blame(call, &fault_wrong_type,
		      arena_printf(call->arena, "%s%.*s", *call->at ? "/" : "", (int)strcspn(call->at, "/"),
				   call->at),
		      field_type_name(F_OBJECT));
		return;
	}
	FIELDS_EACH (field, call->route->body)
		read_member(call, field, place++, body);
	json_object_object_foreach (body, name, unused) {
		(void)unused;
		if (!field_find(call->route->body, name))
			blame(call, &fault_unknown_field, pointer(call, name), "");
	}
}
