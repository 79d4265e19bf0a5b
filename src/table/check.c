#include "table/check.h"

#include <string.h>

#include "base/buffer.h"
#include "table/endpoint.h"

struct checker {
	const struct endpoint *endpoint;
	struct buffer *faults;
	bool fine, noted; /* some statement leaves a note in the log of activity */
};

static void complain(struct checker *checker, const char *what, const char *name)
{
	const struct route *route = checker->endpoint->route;

	buffer_printf(checker->faults, "route %s %s: %s %s\n", request_methods[route->method], route->path,
		      what, name ? name : "");
	checker->fine = false;
}

static void require(struct checker *checker, bool condition, const char *what, const char *name)
{
	if (!condition)
		complain(checker, what, name);
}

static void check_field(struct checker *checker, const struct field *field)
{
	require(checker, field->doc || field->hidden, "no doc for the field", field->name);
	require(checker, field->type != F_ENUM || field->values, "no values for the enum", field->name);
	require(checker, (field->type == F_OBJECT || field->type == F_OBJECTS) == (field->fields != NULL),
		"members of the object", field->name);
	FIELDS_EACH (other, field + 1)
		require(checker, strcmp(field->name, other->name) != 0, "twice the field", field->name);
}

static void check_reply(struct checker *checker, const struct field *fields)
{
	FIELDS_EACH (field, fields) {
		check_field(checker, field);
		check_reply(checker, field->fields);
	}
}

static void check_input(struct checker *checker, const struct field *fields)
{
	FIELDS_EACH (field, fields) {
		bool text = field->type == F_TEXT || field->type == F_TEXTS || field->type == F_SECRET;

		check_field(checker, field);
		require(checker, field->type < F_NUMBER, "a request can't hold the object", field->name);
		require(checker, !text || field->max > 0, "no bound for the text", field->name);
		require(checker, !field->required || !field->value,
			"required, yet with a default:", field->name);
	}
}

static void check_body(struct checker *checker)
{
	check_input(checker, checker->endpoint->route->body);
	FIELDS_EACH (field, checker->endpoint->route->body)
		require(checker, field->required || field->nullable || field->value,
			"neither required nor nullable nor with a default:", field->name);
}

/* Every parameter of a statement must come from somewhere. */
static void check_parameters(struct checker *checker, const struct statement *statement)
{
	for (size_t i = 0; i < statement->params; i++)
		require(checker, endpoint_value(checker->endpoint, statement->param[i]) >= 0,
			"nothing gives the parameter", statement->param[i]);
}

/* An empty name would go into the log of activity. */
static void check_doing(struct checker *checker, const struct statement *statement)
{
	checker->noted |= statement->noted;
	require(checker,
		checker->endpoint->route->action ||
			statement_param(statement, endpoint_builtins[VALUE_DOING]) < 0,
		"no action for the log of", statement->name);
}

/* The role that the caller has was asked for what the path names. If a statement could leave a
 * part of that out, the role would open rows of others, too. */
static void check_variables(struct checker *checker, const struct statement *statement)
{
	const struct endpoint *endpoint = checker->endpoint;

	for (size_t i = 0; endpoint->route->member != Q_NONE && i < endpoint->variables; i++) {
		int param = statement_param(statement, endpoint->variable[i]);
		bool may_lack = statement != endpoint->statement;

		require(checker, param < 0 ? may_lack : statement->constant >> param & 1,
			"a variable of the path does not always limit", statement->name);
	}
}

static void check_use(struct checker *checker, const struct statement *statement)
{
	check_parameters(checker, statement);
	check_doing(checker, statement);
	check_variables(checker, statement);
}

/* A list only reads, and its total is a step beside the statement already. */
static void check_beside(struct checker *checker, enum query_id id)
{
	if (id == Q_NONE)
		return;
	check_use(checker, statement_get(id));
	require(checker, statement_get(id)->kind == QUERY_EXEC, "not :exec:", statement_get(id)->name);
	require(checker, !checker->endpoint->route->list, "a list can't have", statement_get(id)->name);
}

/* All that the route runs. */
static void check_uses(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	if (checker->endpoint->statement)
		check_use(checker, checker->endpoint->statement);
	if (route->member != Q_NONE)
		check_use(checker, statement_get(route->member));
	check_beside(checker, route->first);
	check_beside(checker, route->then);
	for (const enum query_id *id = route->uses; id && *id != Q_NONE; id++)
		check_use(checker, statement_get(*id));
	require(checker, !route->action || checker->noted, "no statement notes the action", route->action);
}

/* A statement behind a login always asks who it is for, so that a foreign row isn't there. */
static void check_scope(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route;

	if (route->member != Q_NONE)
		statement = statement_get(route->member); /* decides who sees what the path names */
	require(checker, route->need <= NEED_ANYBODY || statement->scoped,
		"neither :caller nor :org always limits", statement->name);
}

static void check_list(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route;
	bool known = false;

	require(checker, statement->kind == QUERY_MANY, "a list needs a :many statement, not",
		statement->name);
	require(checker,
		statement_param(statement, "limit") >= 0 && statement_param(statement, "after_key") >= 0 &&
			statement_param(statement, "after_id") >= 0,
		"no paging in", statement->name);
	for (size_t i = 0; i < statement->sorts && route->sort; i++)
		known |= strcmp(statement->sort[i].name, route->sort + (*route->sort == '-')) == 0;
	require(checker, known, "the default sort is not one of", statement->name);
	FIELDS_EACH (field, route->query)
		require(checker, statement_param(statement, field->name) >= 0 || route->check,
			"the list does not use the filter", field->name);
}

/* What can be read is changed under the conditions that a client may set. A POST has none, and may share its
 * statement with a DELETE. */
static void check_preconditions(struct checker *checker, const struct statement *statement)
{
	const struct endpoint *reader = checker->endpoint->reader;
	enum method method = checker->endpoint->route->method;
	bool writes = method == METHOD_PUT || method == METHOD_PATCH || method == METHOD_DELETE;
	bool takes = statement_param(statement, endpoint_builtins[VALUE_IF_MATCH]) >= 0 &&
		     statement_param(statement, endpoint_builtins[VALUE_IF_NONE_MATCH]) >= 0;
	bool has_version = false;

	FIELDS_EACH (field, reader ? reader->route->reply : NULL)
		has_version |= field->etag;
	require(checker, !writes || !reader || takes, "no if_match and if_none_match in", statement->name);
	require(checker, !writes || !takes || reader, "no GET on this path to tell 412 from 404 for",
		statement->name);
	require(checker, !writes || !reader || has_version, "the GET on this path shows no version for",
		statement->name);
}

/* A PATCH must be able to leave each field alone. */
static void check_patch(struct checker *checker, const struct statement *statement)
{
	FIELDS_EACH (field, checker->endpoint->route->body) {
		int param = statement_param(statement, field->name);

		require(checker, param >= 0 && (statement->conditions >> param & 1),
			"the statement can't leave alone the field", field->name);
	}
}

static void check_statement(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;
	const struct statement *statement = checker->endpoint->statement;

	if (!statement) {
		require(checker, route->content_type || (route->before && !route->reply),
			"nothing makes the reply", NULL);
		return;
	}
	check_scope(checker, statement);
	if (route->list)
		check_list(checker, statement);
	else if (route->whole)
		require(checker, statement->kind == QUERY_MANY, "all rows need a :many statement, not",
			statement->name);
	else
		require(checker,
			!route->reply || statement->kind == QUERY_ONE || statement->kind == QUERY_OPT,
			"a single reply needs :one or :opt, not", statement->name);
	if (route->method == METHOD_PATCH)
		check_patch(checker, statement);
	check_preconditions(checker, statement);
}

/* What reads the body itself is not validated. */
static void check_stream(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	require(checker, !route->stream == !route->takes, "streamed or not, of the type", route->takes);
	require(checker, !route->stream || (!route->body && !route->query),
		"fields, yet it reads the body itself", NULL);
}

static void check_unique(struct checker *checker)
{
	const struct route *mine = checker->endpoint->route;

	for (size_t i = checker->endpoint->number + 1; i < endpoint_count(); i++) {
		const struct route *other = endpoint_get(i)->route;

		require(checker, other->method != mine->method || strcmp(other->path, mine->path) != 0,
			"stands twice", NULL);
	}
}

/* endpoint.c cuts off what it has no room for. */
static void check_path(struct checker *checker)
{
	size_t segments = 0, opened = 0, closed = 0;

	for (const char *c = checker->endpoint->route->path; *c; c++) {
		segments += *c == '/';
		opened += *c == '{';
		closed += *c == '}';
	}
	require(checker, segments == checker->endpoint->segments, "too many or empty segments", NULL);
	require(checker, opened == checker->endpoint->variables && opened == closed, "malformed variables",
		NULL);
}

bool check_endpoint(const struct endpoint *endpoint, struct buffer *faults)
{
	struct checker checker = { .endpoint = endpoint, .faults = faults, .fine = true };

	require(&checker, endpoint->route->doc, "no doc", NULL);
	require(&checker, endpoint->names < ROUTE_VALUES, "too many values", NULL);
	require(&checker, !endpoint->route->cache || endpoint->route->need <= NEED_ANYBODY,
		"what is for one caller can't be kept for others:", endpoint->route->cache);
	require(&checker, !endpoint->route->location || endpoint->route->method == METHOD_POST,
		"only a POST creates", NULL);
	check_path(&checker);
	check_unique(&checker);
	check_body(&checker);
	check_stream(&checker);
	check_input(&checker, endpoint->route->query);
	check_reply(&checker, endpoint->route->reply);
	check_statement(&checker);
	check_uses(&checker);
	return checker.fine;
}
