#include "check/check_field.h"

#include <json-c/json.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "check/checker.h"
#include "table/endpoint.h"
#include "table/value.h"

static bool is_text(const struct field *field)
{
	return field->type == F_TEXT || field->type == F_TEXTS || field->type == F_SECRET;
}

static bool is_number(const struct field *field)
{
	return field->type == F_INTEGER || field->type == F_HALVES;
}

/* The checks for the fields of bodies, queries and replies alike. */
static void check_row(struct checker *checker, const struct field *field)
{
	bool object = field->type == F_OBJECT || field->type == F_OBJECTS;

	checker_require(checker, field->type != F_NOT_SAID,
			"the field %s has no .type: write one, such as F_TEXT or F_INTEGER", field->name);
	checker_require(checker, field->doc || field->hidden,
			"the field %s has no .doc: write one English sentence", field->name);
	checker_require(checker, (field->type == F_ENUM) == (field->values && *field->values),
			"the field %s: F_ENUM and .values need each other", field->name);
	checker_require(checker, object == (field->fields != NULL),
			"the field %s: F_OBJECT or F_OBJECTS and .fields need each other", field->name);
	FIELDS_EACH (other, field + 1)
		checker_require(checker, strcmp(field->name, other->name) != 0,
				"the field %s is defined twice: rename one of them", field->name);
}

/* --- bounds ---------------------------------------------------------------------- */

static void check_bounds(struct checker *checker, const struct field *field)
{
	bool several = field->type == F_TEXTS || field->type == F_MAP || field->type == F_OBJECTS;

	checker_require(checker, !is_text(field) || field->max > 0,
			"the text %s has no upper bound: give it .max, in characters", field->name);
	checker_require(checker, field->type != F_MAP || field->max > 0,
			"the object %s has no upper bound for its names and texts: give it .max, in "
			"characters",
			field->name);
	checker_require(checker, !several || field->items > 0,
			"the field %s has no upper bound for how many items it holds: give it .items",
			field->name);
	checker_require(checker, !is_number(field) || field->min || field->max,
			"the number %s has no bounds: give it .min and .max", field->name);
	checker_require(checker, field->min <= field->max,
			"the field %s has a .min greater than its .max: exchange them, or raise .max",
			field->name);
}

/* --- defaults and examples ----------------------------------------------------------- */

/* Whether the field accepts the JSON text: value.c reads it as it would read a client's. null is for
 * nullable fields. */
static bool takes_json(struct checker *checker, const struct field *field, const char *text)
{
	struct faults faults = { 0 };
	struct source source = { .arena = checker->arena, .faults = &faults, .name = field->name };
	struct json_object *json;
	struct checked checked = { 0 };

	if (json_parse(checker->arena, text, strlen(text), &json) != OK)
		return false;
	return json ? value_from_json(&source, field, json, &checked) : field->nullable;
}

/* Whether the field accepts the default as a client's text, in the form in which it would be stored. */
static bool takes_text(struct checker *checker, const struct field *field, const char *text)
{
	struct faults faults = { 0 };
	struct source source = { .arena = checker->arena, .faults = &faults, .name = field->name };
	struct checked checked = { 0 };

	return value_from_text(&source, field, text, strlen(text), &checked) &&
	       strcmp(checked.text, text) == 0;
}

/* Whether the default, which is in PostgreSQL's text form, is a value that a client could send. */
static bool takes_default(struct checker *checker, const struct field *field)
{
	char *end;
	long halves;

	switch (field->type) {
	case F_SECRET:
		return false;
	case F_TEXTS:
		return strcmp(field->value, "{}") == 0;
	case F_MAP:
	case F_OBJECT:
	case F_OBJECTS:
		return takes_json(checker, field, field->value);
	case F_HALVES:
		halves = strtol(field->value, &end, 10);
		return *field->value && !*end && halves >= field->min && halves <= field->max;
	default:
		return takes_text(checker, field, field->value);
	}
}

static void check_default(struct checker *checker, const struct field *field)
{
	checker_require(checker, !field->value || takes_default(checker, field),
			"the field %s would refuse its own default %s: write one that a client could send, "
			"as PostgreSQL reads it",
			field->name, field->value);
	checker_require(checker, !field->value || !field->required,
			"the field %s is required, but has a default: leave out one of them", field->name);
	checker_require(
		checker, !field->value || !field->key,
		"the field %s has a default, but the key %s would be null then: leave out one of them",
		field->name, field->key);
}

static void check_example(struct checker *checker, const struct field *field)
{
	checker_require(
		checker, !field->example || takes_json(checker, field, field->example),
		"the field %s would refuse its own example %s: write what a client could send, as JSON",
		field->name, field->example);
}

/* The bounds and the format of a field in a reply are not checked, so its example only has to be of the
 * right type. */
static void check_shown_example(struct checker *checker, const struct field *field)
{
	struct field any = *field;
	struct json_object *json;

	if (field->type >= F_OBJECT) {
		checker_require(checker,
				!field->example || json_parse(checker->arena, field->example,
							      strlen(field->example), &json) == OK,
				"the example of the field %s is not JSON: write it as JSON", field->name);
		return;
	}
	any.min = LONG_MIN;
	any.max = any.items = LONG_MAX;
	any.format = NULL;
	any.lines = true;
	check_example(checker, &any);
}

/* --- the three kinds of fields -------------------------------------------------------- */

static void check_reply(struct checker *checker, const struct field *fields)
{
	FIELDS_EACH (field, fields) {
		check_row(checker, field);
		check_shown_example(checker, field);
		checker_require(checker,
				!field->with || field_find(checker->endpoint->route->query, field->with),
				"the field %s is shown only with the parameter %s, which is not in .query: "
				"add it there",
				field->name, field->with);
		checker_require(checker, !field->if_set || field->sent,
				"the field %s has .if_set, which asks for the value of .sent: name it",
				field->name);
		checker_require(checker, !field->sent || endpoint_value(checker->endpoint, field->sent) >= 0,
				"the field %s shows the value %s, which no hook sets: name it in .values",
				field->name, field->sent);
		check_reply(checker, field->fields);
	}
}

/* Whether value.c can read the field: it knows the types of requests only, and needs the values of an
 * enum. */
static bool is_readable(const struct field *field)
{
	return field->type != F_NOT_SAID && field->type < F_NUMBER &&
	       (field->type != F_ENUM || field->values);
}

/* The statement gets the object as JSON that holds what was sent. So a member has no default and no second
 * form, and no type that PostgreSQL would read differently from JSON. */
static void check_member(struct checker *checker, const struct field *field)
{
	checker_require(checker, !field->value && !field->key,
			"the member %s has a default or a key: leave it out, and let the statement say it",
			field->name);
	checker_require(checker, field->type != F_HALVES && field->type != F_SECRET,
			"the member %s is of a type that no member of an object can have: choose another",
			field->name);
}

static void check_input(struct checker *checker, const struct field *fields)
{
	FIELDS_EACH (field, fields) {
		check_row(checker, field);
		checker_require(checker, field->type < F_NUMBER,
				"the field %s is of a type that only a reply can have: choose another",
				field->name);
		check_bounds(checker, field);
		if (!is_readable(field))
			continue;
		check_default(checker, field);
		check_example(checker, field);
		check_input(checker, field->fields);
		FIELDS_EACH (member, field->fields)
			check_member(checker, member);
	}
}

static void check_body(struct checker *checker)
{
	const struct field *body = checker->endpoint->route->body;

	check_input(checker, body);
	FIELDS_EACH (field, body) {
		checker_require(checker, field->required || field->nullable || field->value,
				"the field %s is neither required nor nullable nor has a default: choose "
				"what a missing member means",
				field->name);
		checker_require(checker, !field->key || field->format,
				"the field %s has a key, but no format that makes one: give it .format",
				field->name);
	}
}

/* A list that anybody may read must not search for a single letter, which no index finds. */
static void check_public_search(struct checker *checker, const struct field *field)
{
	const struct route *route = checker->endpoint->route;
	bool searches = route->list && route->need == NEED_ANYBODY && field->type == F_TEXT && !field->format;

	checker_require(checker, !field->min_public || route->need == NEED_ANYBODY,
			"the parameter %s has .min_public, but the route is not for NEED_ANYBODY: leave it "
			"out",
			field->name);
	checker_require(checker, !searches || field->min_public > 0,
			"anybody may search for a single letter in %s: give it .min_public, in characters",
			field->name);
}

static void check_query(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	check_input(checker, route->query);
	FIELDS_EACH (field, route->query) {
		checker_require(checker, !route->list || !field_find(endpoint_list_fields, field->name),
				"the parameter %s is one that every list has already: rename it",
				field->name);
		check_public_search(checker, field);
		checker_require(checker, field->type != F_OBJECT && field->type != F_OBJECTS,
				"the parameter %s is of a type that no address can hold: choose another",
				field->name);
		checker_require(checker, !field->key,
				"the parameter %s has a key, which only fields of a body can have: "
				"leave out .key",
				field->name);
	}
}

/* --- names ------------------------------------------------------------------------------ */

/* Where the value with this index comes from, for messages. */
static const char *kind_of(const struct endpoint *endpoint, size_t value)
{
	if (value < VALUE__BUILTINS)
		return "a value that every call has";
	if (value < endpoint->first_query)
		return "a variable of the path";
	if (value < endpoint->first_body)
		return "a parameter of the query";
	if (value < endpoint->first_body + field_count(endpoint->route->body))
		return "a field of the body";
	return value < endpoint->first_value ? "the key of a field" : "one of .values";
}

/* Statements and hooks find the first value that has a name, and would never see a second one. */
static void check_names(struct checker *checker)
{
	const struct endpoint *endpoint = checker->endpoint;

	for (size_t i = VALUE__BUILTINS; i < endpoint->names; i++) {
		size_t first = (size_t)endpoint_value(endpoint, endpoint->name[i]);

		checker_require(checker, first == i, "the name %s is %s and %s as well: rename one of them",
				endpoint->name[i], kind_of(endpoint, first), kind_of(endpoint, i));
	}
}

void check_fields(struct checker *checker)
{
	checker_require(checker, checker->endpoint->names < ROUTE_VALUES,
			"too many values: fields, variables and .values must be fewer, or ROUTE_VALUES more");
	check_body(checker);
	check_query(checker);
	check_reply(checker, checker->endpoint->route->reply);
	check_names(checker);
}
