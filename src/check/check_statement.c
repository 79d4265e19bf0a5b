#include "check/check_statement.h"

#include <string.h>

#include "check/checker.h"
#include "table/endpoint.h"

static bool is_condition(const struct statement *statement, const char *name)
{
	int param = statement_param(statement, name);

	return param >= 0 && (statement->conditions >> param & 1) && !(statement->constant >> param & 1);
}

static bool is_constant(const struct statement *statement, const char *name)
{
	int param = statement_param(statement, name);

	return param >= 0 && (statement->constant >> param & 1);
}

/* --- whatever the route runs --------------------------------------------------------- */

/* Each parameter of a statement must be a value of the call. */
static void check_parameters(struct checker *checker, const struct statement *statement)
{
	for (size_t i = 0; i < statement->params; i++)
		checker_require(
			checker, endpoint_value(checker->endpoint, statement->param[i]) >= 0,
			"the parameter %s of %s has no source: name it in the body, the query or .values",
			statement->param[i], statement->name);
}

/* A statement that logs :doing would otherwise write an entry without an action. */
static void check_doing(struct checker *checker, const struct statement *statement)
{
	checker_require(checker,
			checker->endpoint->route->action ||
				statement_param(statement, endpoint_builtins[VALUE_DOING]) < 0,
			"the statement %s logs the action, but the route has none: give it .action",
			statement->name);
}

/* Whether each variant of the statement uses the path variable, or a value that a hook derives from it:
 * :token_hash from {token}. */
static bool is_limited(const struct statement *statement, const char *variable)
{
	for (size_t i = 0; i < statement->params; i++)
		if (strncmp(statement->param[i], variable, strlen(variable)) == 0 &&
		    (statement->constant >> i & 1))
			return true;
	return false;
}

/* Without the path variables, a statement would read or change all rows of the caller. The statement
 * `member` returns the role in the object that the path names: if another statement of such a route left
 * a variable out of one of its variants, the role would give access to rows of other objects. */
static void check_variables(struct checker *checker, const struct statement *statement)
{
	const struct endpoint *endpoint = checker->endpoint;
	bool own = statement == endpoint->statement;

	if (!own && endpoint->route->member == Q_NONE)
		return;
	for (size_t i = 0; i < endpoint->variables; i++) {
		const char *name = endpoint->variable[i];
		bool may_lack = !own && statement_param(statement, name) < 0;

		checker_require(
			checker, may_lack || is_limited(statement, name),
			"the path's {%s} does not restrict each variant of %s: use :%s on a line without --?",
			name, statement->name, name);
	}
}

static void check_use(struct checker *checker, const struct statement *statement)
{
	checker_require(checker, statement->kind != QUERY_PART,
			"%s is a :part, which cannot run by itself: name a statement", statement->name);
	check_parameters(checker, statement);
	check_doing(checker, statement);
	check_variables(checker, statement);
}

/* Checks .first or .then. A list has neither: it only reads, and its total already runs beside its
 * statement. */
static void check_beside(struct checker *checker, enum query_id id)
{
	if (id == Q_NONE)
		return;
	check_use(checker, statement_get(id));
	checker_require(checker, statement_get(id)->kind == QUERY_EXEC,
			"%s returns rows, which the route ignores: make it :exec", statement_get(id)->name);
	checker_require(checker, !checker->endpoint->route->list,
			"a list has neither .first nor .then: leave out %s", statement_get(id)->name);
}

/* Checks .taken, whose columns t/db/queries.c compares with the constraints. */
static void check_taken(struct checker *checker)
{
	enum query_id id = checker->endpoint->route->taken;

	if (id == Q_NONE)
		return;
	check_use(checker, statement_get(id));
	checker_require(checker, statement_get(id)->kind == QUERY_ONE,
			"%s in .taken answers in one row: make it :one", statement_get(id)->name);
}

static bool is_noted(enum query_id id)
{
	return id != Q_NONE && statement_get(id)->noted;
}

/* Checks each statement of the route. */
static void check_uses(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;
	bool noted = is_noted(route->statement) || is_noted(route->member) || is_noted(route->first) ||
		     is_noted(route->then);

	if (checker->endpoint->statement)
		check_use(checker, checker->endpoint->statement);
	if (route->member != Q_NONE)
		check_use(checker, statement_get(route->member));
	check_beside(checker, route->first);
	check_beside(checker, route->then);
	check_taken(checker);
	for (const enum query_id *id = route->uses; id && *id != Q_NONE; id++) {
		check_use(checker, statement_get(*id));
		noted |= is_noted(*id);
	}
	checker_require(
		checker, !route->action || noted,
		"no statement logs the action %s: give one the line {activity_note}, or leave out .action",
		route->action);
}

/* --- what nothing reads ------------------------------------------------------------------ */

static bool has_parameter(enum query_id id, const char *name)
{
	return id != Q_NONE && statement_param(statement_get(id), name) >= 0;
}

static bool is_read(const struct route *route, const char *name)
{
	bool read = has_parameter(route->statement, name) || has_parameter(route->member, name) ||
		    has_parameter(route->first, name) || has_parameter(route->then, name) ||
		    has_parameter(route->taken, name);

	for (const enum query_id *id = route->uses; id && *id != Q_NONE; id++)
		read |= has_parameter(*id, name);
	FIELDS_EACH (field, route->reply)
		read |= field->sent && strcmp(field->sent, name) == 0;
	return read;
}

/* A value that no statement uses would be lost. Values that hooks use can't be seen here, so a route
 * with hooks is not checked. */
static void check_read(struct checker *checker)
{
	const struct endpoint *endpoint = checker->endpoint;
	const struct route *route = endpoint->route;

	if (route->identify || route->stream || route->admit || route->check || route->before ||
	    route->missing || route->after)
		return;
	for (size_t i = VALUE__BUILTINS; i < endpoint->names; i++)
		checker_require(checker, is_read(route, endpoint->name[i]),
				"no statement uses %s: use :%s in one, or leave it out of the route",
				endpoint->name[i], endpoint->name[i]);
}

/* --- the route's own statement ----------------------------------------------------------- */

/* A route with .member whose path begins as this one, up to the first variable; NULL if there is none. */
static const struct route *sibling_with_member(const struct route *route)
{
	size_t length = strcspn(route->path, "}");

	for (size_t i = 0; i < endpoint_count() && route->path[length]; i++) {
		const struct route *other = endpoint_get(i)->route;

		if (other->member != Q_NONE && strncmp(other->path, route->path, length + 1) == 0)
			return other;
	}
	return NULL;
}

/* Without .member, the only role is that in the token's organization, and it counts only for the rows of
 * that organization. */
static void check_role(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route;
	bool of_token = route->need >= NEED_VIEWER && route->need <= NEED_OWNER;

	checker_require(checker, of_token || route->need <= NEED_USER,
			".need is a role that no access token has: name in .member the statement that "
			"returns the caller's role");
	checker_require(checker, !of_token || !statement || statement->of_org,
			"the role in the access token gives access to rows that are not restricted to its "
			"organization: use :org in a condition of %s, on a line without --?, or give the "
			"route .member",
			statement ? statement->name : "");
}

/* A route of any user must restrict its rows to the caller, so that rows of others are not found; or say
 * that they are nobody's. */
static void check_rows(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route, *sibling = sibling_with_member(route);
	bool scoped = statement->of_caller || statement->of_org;

	checker_require(
		checker, scoped || route->common,
		"neither :caller nor :org restricts each variant of %s: use one in a condition, on a line "
		"without --?, or write .common if the rows are nobody's",
		statement->name);
	checker_require(
		checker, !sibling || route->common,
		"%s asks .member who reaches the object that the path names, but this route lets every "
		"user: give it the same .member, or write .common",
		sibling ? sibling->path : "");
	checker_require(checker, !route->common || !scoped || sibling,
			".common has no effect, because %s restricts its rows: leave it out",
			statement->name);
}

/* Who may reach the rows of the route's statement. */
static void check_scope(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;
	const struct statement *statement = checker->endpoint->statement;

	checker_require(checker, !route->common || (route->need == NEED_USER && route->member == Q_NONE),
			".common is for NEED_USER without .member: leave it out");
	if (route->member != Q_NONE) {
		statement = statement_get(route->member);
		checker_require(checker, statement->of_caller || statement->of_org,
				"neither :caller nor :org restricts each variant of %s: use one in a "
				"condition, on a line without --?",
				statement->name);
		return;
	}
	checker_require(
		checker, route->need != NEED_NOBODY || route->identify || !statement || !statement->personal,
		"%s names :caller or :org, which NEED_NOBODY leaves empty: write NEED_ANYBODY or more",
		statement ? statement->name : "");
	check_role(checker, statement);
	if (route->need == NEED_USER && statement)
		check_rows(checker, statement);
}

/* Counting the total leaves out the lines of the page, and the first page has no row to begin after. So
 * both parameters must be conditions of their lines. */
static void check_page(struct checker *checker, const struct statement *statement)
{
	const char *limit = endpoint_builtins[VALUE_LIMIT], *key = endpoint_builtins[VALUE_AFTER_KEY],
		   *id = endpoint_builtins[VALUE_AFTER_ID];
	bool has_key = statement_param(statement, key) >= 0;

	checker_require(checker, is_condition(statement, limit),
			"the list %s has no page size: it needs the line \"LIMIT :limit --? limit\"",
			statement->name);
	checker_require(checker, has_key && is_condition(statement, id) && !is_constant(statement, key),
			"the list %s cannot continue after a page: it needs the line "
			"\"AND ({sort}, id) {beyond} (:after_key, :after_id) --? after_id\"",
			statement->name);
}

static void check_filters(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route;

	FIELDS_EACH (field, route->query) {
		checker_require(checker, statement_param(statement, field->name) >= 0 || route->check,
				"%s does not use the filter %s: give it a line that ends in --? %s",
				statement->name, field->name, field->name);
		checker_require(checker, field->value || !is_constant(statement, field->name),
				"%s filters by %s even if no request asks for that: end the line in --? %s",
				statement->name, field->name, field->name);
	}
}

static void check_list(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route;
	bool known = false;

	checker_require(checker, statement->kind == QUERY_MANY,
			"a list needs a :many statement: %s is another kind", statement->name);
	check_page(checker, statement);
	for (size_t i = 0; i < statement->sorts && route->sort; i++)
		known |= strcmp(statement->sort[i].name, route->sort + (*route->sort == '-')) == 0;
	checker_require(checker, known,
			"the default sort is not one of %s: write in .sort a name from its \"-- sort\" lines",
			statement->name);
	check_filters(checker, statement);
}

/* --- preconditions -------------------------------------------------------------------- */

static bool is_writer(const struct route *route)
{
	return route->method == METHOD_PUT || route->method == METHOD_PATCH || route->method == METHOD_DELETE;
}

/* The statement of the GET runs with the values of the writing request. Only the values of the path and
 * those that every call has mean the same in both. */
static void check_reader(struct checker *checker, const struct route *reader)
{
	const struct endpoint *writer = checker->endpoint;
	const struct statement *statement;

	checker_require(
		checker, reader->statement != Q_NONE && !reader->list && !reader->whole,
		"the GET on this path returns no single row to compare If-Match with: use another path");
	if (reader->statement == Q_NONE)
		return;
	statement = statement_get(reader->statement);
	for (size_t i = 0; i < statement->params; i++) {
		int value = endpoint_value(writer, statement->param[i]);

		checker_require(
			checker, value >= 0 && (size_t)value < writer->first_query,
			"the GET on this path uses %s, which a write does not have when %s distinguishes 412 "
			"from 404: use only values of the path and the caller there",
			statement->param[i], statement->name);
	}
}

/* A resource that can be read must be changed under the preconditions that a client sends. A POST has no
 * preconditions, and may share its statement with a DELETE. */
static void check_preconditions(struct checker *checker, const struct statement *statement)
{
	const struct endpoint *reader = checker->endpoint->reader;
	bool takes = is_condition(statement, endpoint_builtins[VALUE_IF_MATCH]) &&
		     is_condition(statement, endpoint_builtins[VALUE_IF_NONE_MATCH]);
	bool has_version = false;

	if (!is_writer(checker->endpoint->route))
		return;
	checker_require(checker, !reader || takes,
			"%s ignores preconditions: it needs lines with :if_match and :if_none_match that end "
			"in --? if_match and --? if_none_match",
			statement->name);
	checker_require(checker, !takes || reader || checker->endpoint->route->missing,
			"%s has preconditions, but no GET on this path distinguishes 412 from 404: add one",
			statement->name);
	if (!reader)
		return;
	check_reader(checker, reader->route);
	FIELDS_EACH (field, reader->route->reply)
		has_version |= field->etag;
	checker_require(
		checker, has_version,
		"the GET on this path returns no version for %s: mark a field of its reply with .etag",
		statement->name);
}

/* A PATCH changes only the fields that it contains. */
static void check_patch(struct checker *checker, const struct statement *statement)
{
	FIELDS_EACH (field, checker->endpoint->route->body) {
		int param = statement_param(statement, field->name);

		checker_require(checker, param >= 0 && (statement->conditions >> param & 1),
				"%s always writes the field %s: end its line in --? %s", statement->name,
				field->name, field->name);
	}
}

static void check_kind(struct checker *checker, const struct statement *statement)
{
	const struct route *route = checker->endpoint->route;
	bool single = statement->kind == QUERY_ONE || statement->kind == QUERY_OPT;

	if (route->list)
		check_list(checker, statement);
	else if (route->whole)
		checker_require(checker, statement->kind == QUERY_MANY,
				".whole needs a :many statement: %s is another kind", statement->name);
	else
		checker_require(checker, !route->reply || single,
				"a single reply needs :one or :opt: %s is another kind", statement->name);
}

/* Whether a hook sets all that the reply shows, so that it needs no row. */
static bool is_sent(const struct field *reply)
{
	FIELDS_EACH (field, reply)
		if (!field->sent)
			return false;
	return true;
}

static void check_own(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;
	const struct statement *statement = checker->endpoint->statement;

	if (!statement) {
		checker_require(
			checker, route->content_type || (route->before && is_sent(route->reply)),
			"nothing writes the reply: give the route .statement, or a hook with .content_type");
		return;
	}
	check_kind(checker, statement);
	checker_require(checker, !route->instead || endpoint_value(checker->endpoint, route->instead) >= 0,
			".instead is the value %s, which no hook sets: name it in .values", route->instead);
	if (route->method == METHOD_PATCH)
		check_patch(checker, statement);
	check_preconditions(checker, statement);
}

void check_statements(struct checker *checker)
{
	check_scope(checker);
	check_own(checker);
	check_uses(checker);
	check_read(checker);
}
