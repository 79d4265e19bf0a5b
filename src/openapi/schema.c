#include "openapi/schema.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/memory.h"
#include "table/endpoint.h"

struct use {
	const struct field *fields;
	enum schema_kind kind;
	const struct module *module; /* the first to use it */
	bool repeated;               /* the fields are used more than once, as this kind or another */
};

struct schemas {
	size_t count;
	struct use *use;
	const char *password; /* the example of a new password, or NULL */
};

/* The kind of the object in `field`: those of a body are judged alike, in a PATCH, too. A reply shows the one
 * member that was chosen, as it was sent, and not the others. */
static enum schema_kind kind_within(const struct field *field, enum schema_kind kind)
{
	return kind == SCHEMA_PATCH || field->one ? SCHEMA_BODY : kind;
}

/* Notes a use of `fields`. The fields of objects within are noted at the first use only: later uses refer to
 * the component, which contains them. */
static void collect(struct schemas *schemas, const struct module *module, const struct field *fields,
		    enum schema_kind kind)
{
	bool used = false, noted = false;

	if (!fields)
		return;
	for (size_t i = 0; i < schemas->count; i++) {
		struct use *use = &schemas->use[i];

		if (use->fields != fields)
			continue;
		used = use->repeated = true;
		noted |= use->kind == kind;
	}
	if (noted)
		return;
	schemas->use = memory_resize(schemas->use, schemas->count + 1, sizeof(*schemas->use));
	schemas->use[schemas->count++] = (struct use){ fields, kind, module, used };
	FIELDS_EACH (field, used ? NULL : fields)
		collect(schemas, module, field->fields, kind_within(field, kind));
}

struct schemas *schemas_new(const char *password)
{
	struct schemas *schemas = memory_new(sizeof(*schemas));

	schemas->password = password;
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		const struct route *route = endpoint->route;

		collect(schemas, endpoint->module, route->body,
			route->method == METHOD_PATCH ? SCHEMA_PATCH : SCHEMA_BODY);
		collect(schemas, endpoint->module, route->reply, SCHEMA_REPLY);
	}
	return schemas;
}

void schemas_free(struct schemas *schemas)
{
	free(schemas->use);
	free(schemas);
}

static const struct use *find_component(const struct schemas *schemas, const struct field *fields,
					enum schema_kind kind)
{
	for (size_t i = 0; i < schemas->count; i++) {
		const struct use *use = &schemas->use[i];

		if (use->fields == fields && use->kind == kind)
			return use->repeated ? use : NULL;
	}
	return NULL;
}

static void put_name(struct buffer *out, const struct schemas *schemas, const struct use *use)
{
	static const char *const kinds[SCHEMA__MAX] = {
		[SCHEMA_REPLY] = "Reply",
		[SCHEMA_BODY] = "Body",
		[SCHEMA_PATCH] = "Patch",
	};
	const char *module = use->module->name;
	size_t number = 1;

	for (const struct use *other = schemas->use; other < use; other++)
		number += other->repeated && strcmp(other->module->name, use->module->name) == 0 &&
			  other->kind == use->kind;
	buffer_printf(out, "%c%s%s", toupper((unsigned char)*module), module + 1, kinds[use->kind]);
	if (number > 1)
		buffer_printf(out, "%zu", number);
}

/* Writes $ref as a member of an object that the caller has opened. */
static void put_reference(struct buffer *out, const struct schemas *schemas, const struct use *use)
{
	json_member_plain(out, "$ref", "'#/components/schemas/");
	put_name(out, schemas, use);
	buffer_put_char(out, '"');
}

static bool is_required(const struct field *field, enum schema_kind kind)
{
	return (kind == SCHEMA_REPLY && !field->with && !field->if_set) ||
	       (kind == SCHEMA_BODY && field->required);
}

static bool may_be_null(const struct field *field, enum schema_kind kind)
{
	switch (kind) {
	case SCHEMA_REPLY:
		return field->nullable;
	case SCHEMA_BODY:
		return field->nullable && !field->required;
	case SCHEMA_PATCH:
		return !field->required;
	default:
		return false;
	}
}

static void put_type(struct buffer *out, const char *type, bool null)
{
	json_member(out, "type");
	if (null)
		buffer_printf(out, "[\"%s\",\"null\"]", type);
	else
		json_put_text(out, type);
}

/* A maximum below the minimum means that there is no maximum. If both are 0, there are no bounds. */
static void put_bounds(struct buffer *out, const struct field *field, const char *least, const char *most)
{
	if (field->min == 0 && field->max == 0)
		return;
	if (field->min != 0 || field->type == F_INTEGER)
		json_member_integer(out, least, field->min);
	if (field->max >= field->min)
		json_member_integer(out, most, field->max);
}

static void put_text_rules(struct buffer *out, const struct field *field)
{
	if (field->type == F_SECRET)
		json_member_text(out, "format", "password");
	else if (field->format)
		json_member_text(out, "format", field->format->name);
	if (field->format && field->format->pattern)
		json_member_text(out, "pattern", field->format->pattern);
	put_bounds(out, field, "minLength", "maxLength");
}

static void put_array_rules(struct buffer *out, const struct field *field)
{
	json_member_plain(out, "items", "{'type':'string'");
	put_text_rules(out, field);
	buffer_put_char(out, '}');
	if (field->items > 0)
		json_member_integer(out, "maxItems", field->items);
	if (!field->repeats)
		json_member_plain(out, "uniqueItems", "true");
}

static void put_values(struct buffer *out, const struct field *field, bool null)
{
	json_member_open(out, "enum", '[');
	for (const char *const *value = field->values; *value; value++)
		json_item_text(out, *value);
	buffer_put_text(out, null ? ",null]" : "]");
}

static void put_rules(struct buffer *out, const struct field *field, bool null)
{
	switch (field->type) {
	case F_TEXT:
	case F_SECRET:
		put_text_rules(out, field);
		break;
	case F_INTEGER:
		put_bounds(out, field, "minimum", "maximum");
		break;
	case F_ENUM:
		put_values(out, field, null);
		break;
	case F_TIME:
		json_member_text(out, "format", "date-time");
		break;
	case F_DATE:
		json_member_text(out, "format", "date");
		break;
	case F_ID:
		json_member_text(out, "format", "uuid");
		break;
	case F_MAP:
		json_put_plain(out, ",'additionalProperties':{'type':['string','number','boolean','null']}");
		break;
	case F_HALVES:
		json_member_plain(out, "multipleOf", "0.5");
		json_member(out, "minimum");
		buffer_printf(out, "%g", (double)field->min / 2);
		json_member(out, "maximum");
		buffer_printf(out, "%g", (double)field->max / 2);
		break;
	case F_TEXTS:
		put_array_rules(out, field);
		break;
	case F_INTEGERS:
		json_member_plain(out, "items", "{'type':'integer'}");
		break;
	default:
		break;
	}
}

/* field->value is the default in PostgreSQL's text form. */
static void put_default(struct buffer *out, const struct field *field)
{
	switch (field->type) {
	case F_INTEGER:
		json_member_plain(out, "default", field->value);
		break;
	case F_BOOLEAN:
		json_member_plain(out, "default", *field->value == 't' ? "true" : "false");
		break;
	case F_TEXTS:
		assert(strcmp(field->value, "{}") == 0); /* no table has another default */
		json_member_plain(out, "default", "[]");
		break;
	case F_MAP:
	case F_OBJECT:
	case F_OBJECTS:
		json_member_plain(out, "default", field->value);
		break;
	default:
		json_member_text(out, "default", field->value);
	}
}

void schema_put_description(struct buffer *out, const struct field *field)
{
	struct buffer text = { 0 };

	buffer_put_text(&text, field->doc);
	if (field->lines)
		buffer_put_text(&text, " It may have several lines.");
	if (field->min_public > 0)
		buffer_printf(&text,
			      " Without an access token one of its words must have at least %ld characters.",
			      field->min_public);
	json_member_text(out, "description", text.data);
	buffer_release(&text);
}

static bool is_new_password(const struct field *field)
{
	return field->type == F_SECRET && field->format && strcmp(field->format->name, "password") == 0;
}

/* Writes the keywords that don't depend on the type. The schema of a PATCH has no defaults: a member that the
 * body leaves out keeps its value, and a client that sent the default instead would change it. */
static void put_notes(struct buffer *out, const struct schemas *schemas, const struct field *field,
		      enum schema_kind kind)
{
	const char *password = schemas && is_new_password(field) ? schemas->password : NULL;

	if (field->value && (kind == SCHEMA_BODY || kind == SCHEMA_PARAMETER))
		put_default(out, field);
	if (field->type == F_SECRET && kind != SCHEMA_REPLY)
		json_member_plain(out, "writeOnly", "true");
	if (kind != SCHEMA_PARAMETER) /* a parameter has its own description */
		schema_put_description(out, field);
	if (!field->example && !password)
		return;
	json_member_open(out, "examples", '[');
	if (password)
		json_item_text(out, password);
	else
		buffer_put_text(out, field->example);
	buffer_put_char(out, ']');
}

static void put_members(struct buffer *out, const struct schemas *schemas, const struct field *fields,
			enum schema_kind kind);

/* Where the row demands one of the members that aren't required. */
static void put_choice(struct buffer *out, const struct field *field)
{
	if (!field->one)
		return;
	json_member_open(out, "oneOf", '[');
	FIELDS_EACH (member, field->fields) {
		if (member->required)
			continue;
		json_item_open(out, '{');
		json_member_open(out, "required", '[');
		json_item_text(out, member->name);
		buffer_put_text(out, "]}");
	}
	buffer_put_char(out, ']');
}

static void put_object_field(struct buffer *out, const struct schemas *schemas, const struct field *field,
			     enum schema_kind kind)
{
	const struct use *component = find_component(schemas, field->fields, kind_within(field, kind));
	bool null = may_be_null(field, kind);

	if (!component) {
		put_type(out, "object", null);
		put_members(out, schemas, field->fields, kind_within(field, kind));
		put_choice(out, field);
		return;
	}
	if (null)
		json_put_plain(out, "'anyOf':[{'type':'null'},{");
	put_reference(out, schemas, component);
	put_choice(out, field);
	if (null)
		json_put_plain(out, "}]");
}

static void put_objects_field(struct buffer *out, const struct schemas *schemas, const struct field *field,
			      enum schema_kind kind)
{
	const struct use *component = find_component(schemas, field->fields, kind_within(field, kind));

	put_type(out, "array", may_be_null(field, kind));
	if (field->items > 0)
		json_member_integer(out, "maxItems", field->items);
	json_member_open(out, "items", '{');
	if (component) {
		put_reference(out, schemas, component);
	} else {
		put_type(out, "object", false);
		put_members(out, schemas, field->fields, kind_within(field, kind));
	}
	put_choice(out, field);
	buffer_put_char(out, '}');
}

static void put_field(struct buffer *out, const struct schemas *schemas, const struct field *field,
		      enum schema_kind kind)
{
	static const char *const types[F__MAX] = {
		[F_TEXT] = "string",     [F_SECRET] = "string",  [F_ENUM] = "string",
		[F_TIME] = "string",     [F_ID] = "string",      [F_INTEGER] = "integer",
		[F_BOOLEAN] = "boolean", [F_TEXTS] = "array",    [F_MAP] = "object",
		[F_JSON] = "object",     [F_DATE] = "string",    [F_HALVES] = "number",
		[F_NUMBER] = "number",   [F_INTEGERS] = "array",
	};
	bool null = may_be_null(field, kind);

	buffer_put_char(out, '{');
	if (field->type == F_OBJECT) {
		put_object_field(out, schemas, field, kind);
	} else if (field->type == F_OBJECTS) {
		put_objects_field(out, schemas, field, kind);
	} else {
		put_type(out, types[field->type], null);
		put_rules(out, field, null);
	}
	put_notes(out, schemas, field, kind);
	buffer_put_char(out, '}');
}

/* Returns whether rows may be locked. The reply of a locked row has only some of the members, so only those
 * are required. */
static bool may_be_locked(const struct field *fields)
{
	FIELDS_EACH (field, fields)
		if (field->locks)
			return true;
	return false;
}

static void put_required(struct buffer *out, const struct field *fields, enum schema_kind kind)
{
	bool any = false, lockable = may_be_locked(fields);

	FIELDS_EACH (field, fields) {
		if (field->hidden || !is_required(field, kind) ||
		    (lockable && !field->locks && !field->locked))
			continue;
		if (!any)
			json_member_open(out, "required", '[');
		json_item_text(out, field->name);
		any = true;
	}
	if (any)
		buffer_put_char(out, ']');
}

static void put_members(struct buffer *out, const struct schemas *schemas, const struct field *fields,
			enum schema_kind kind)
{
	json_member_plain(out, "additionalProperties", "false");
	put_required(out, fields, kind);
	json_member_open(out, "properties", '{');
	FIELDS_EACH (field, fields) {
		if (field->hidden)
			continue;
		json_member(out, field->name);
		put_field(out, schemas, field, kind);
	}
	buffer_put_char(out, '}');
}

static void put_object(struct buffer *out, const struct schemas *schemas, const struct field *fields,
		       enum schema_kind kind)
{
	buffer_put_char(out, '{');
	put_type(out, "object", false);
	put_members(out, schemas, fields, kind);
	buffer_put_char(out, '}');
}

void schemas_put_components(struct buffer *out, const struct schemas *schemas)
{
	for (size_t i = 0; i < schemas->count; i++) {
		const struct use *use = &schemas->use[i];
		struct buffer name = { 0 };

		if (!use->repeated)
			continue;
		put_name(&name, schemas, use);
		json_member(out, name.data);
		put_object(out, schemas, use->fields, use->kind);
		buffer_release(&name);
	}
}

void schema_put(struct buffer *out, const struct schemas *schemas, const struct field *fields,
		enum schema_kind kind)
{
	const struct use *component = find_component(schemas, fields, kind);

	if (!component) {
		put_object(out, schemas, fields, kind);
		return;
	}
	buffer_put_char(out, '{');
	put_reference(out, schemas, component);
	buffer_put_char(out, '}');
}

void schema_put_parameter(struct buffer *out, const struct field *field)
{
	put_field(out, NULL, field, SCHEMA_PARAMETER);
}
