#include "check/check.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "check/check_field.h"
#include "check/check_statement.h"
#include "check/checker.h"
#include "table/endpoint.h"

/* A member that a row leaves out is zero. Zero must neither make a route public nor choose a method, so
 * it is refused. */
static void check_required_members(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	checker_require(checker, route->method != METHOD_NOT_SAID,
			".method is missing: write METHOD_GET for a route that only reads, "
			"METHOD_POST for one that creates, or another");
	checker_require(checker, route->need != NEED_NOT_SAID,
			".need is missing: NEED_NOBODY makes the route public, NEED_USER "
			"admits every signed-in user, NEED_VIEWER and others demand a role");
	checker_require(checker, route->doc, ".doc is missing: write one English sentence");
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (islower((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

/* Whether the text is an action, such as "member.add" or "club.member.add". */
static bool is_action(const char *action)
{
	size_t words = 0, length;

	while ((length = name_length(action)) > 0) {
		words++;
		action += length;
		if (!*action)
			return words > 1;
		if (*action++ != '.')
			return false;
	}
	return false;
}

static void check_answer_members(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	checker_require(checker, !route->action || is_action(route->action),
			"the action %s is malformed: write noun.verb in lower case, such as member.add",
			route->action);
	checker_require(
		checker, !route->cache || route->need <= NEED_ANYBODY,
		"the answer depends on the caller, so that no cache may keep it: leave out .cache = \"%s\"",
		route->cache);
	checker_require(checker, !route->cache || route->care == CARE_NONE,
			"an answer that needs .care is not one that caches keep: leave out .care or .cache");
	checker_require(checker, !route->location || route->method == METHOD_POST,
			"only a POST creates a resource: leave out .location");
}

/* Members that describe a reply or a body require that the route has one. */
static void check_shape(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;
	bool several = route->list || route->whole;

	checker_require(checker, !several || (route->reply && route->statement != Q_NONE),
			".list and .whole need .reply and .statement: give the route both");
	checker_require(checker, !route->list || !route->whole,
			".list and .whole exclude each other: leave out one of them");
	checker_require(checker, route->list || !route->sort,
			"only a route with .list has a sort: leave out .sort");
	checker_require(checker, route->body || (!route->batch && !route->body_optional),
			".batch and .body_optional need a body: give the route .body");
}

/* Whoever guesses passwords or tokens is slowed down, and no answer to a secret is compressed. */
static void check_care(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	FIELDS_EACH (field, route->body)
		checker_require(checker, field->type != F_SECRET || route->care != CARE_NONE,
				"the body has the secret %s: write CARE_HASH in .care if the route hashes a "
				"password, else CARE_SECRET",
				field->name);
	checker_require(checker, route->cookie == COOKIE_NONE || route->care != CARE_NONE,
			"nginx passes cookies on only to a route with .care: write CARE_SECRET");
}

/* A hook that reads the body itself replaces validation, so that fields would be ignored. */
static void check_stream(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	checker_require(
		checker, (route->stream && route->method != METHOD_GET) == (route->takes != NULL),
		".stream and .takes need each other: write both or neither (GET has no body to take)");
	checker_require(checker, !route->stream || (!route->body && !route->query),
			"the hook .stream reads body and query itself: leave out .body and .query");
}

static void check_unique(struct checker *checker)
{
	const struct route *mine = checker->endpoint->route;

	for (size_t i = checker->endpoint->number + 1; i < endpoint_count(); i++) {
		const struct route *other = endpoint_get(i)->route;

		checker_require(checker,
				other->method != mine->method || strcmp(other->path, mine->path) != 0,
				"the route is defined twice: delete one of the rows");
	}
}

/* endpoint.c drops the segments and variables that it has no room for. */
static void check_path(struct checker *checker)
{
	size_t segments = 0, opened = 0, closed = 0;

	for (const char *c = checker->endpoint->route->path; *c; c++) {
		segments += *c == '/';
		opened += *c == '{';
		closed += *c == '}';
	}
	checker_require(checker, segments == checker->endpoint->segments,
			"too many or empty segments: write /noun/{id}, of %d segments at the most",
			ENDPOINT_SEGMENTS);
	checker_require(checker, opened == checker->endpoint->variables && opened == closed,
			"malformed variables: write each as {name}, %d at the most", ROUTE_VARIABLES);
}

bool check_endpoint(const struct endpoint *endpoint, struct buffer *faults)
{
	struct checker checker = {
		.endpoint = endpoint, .arena = arena_new(), .faults = faults, .fine = true
	};

	check_required_members(&checker);
	check_answer_members(&checker);
	check_path(&checker);
	check_unique(&checker);
	check_shape(&checker);
	check_care(&checker);
	check_stream(&checker);
	check_fields(&checker);
	check_statements(&checker);
	arena_free(checker.arena);
	return checker.fine;
}
