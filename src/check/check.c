#include "check/check.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "check/check_field.h"
#include "check/check_statement.h"
#include "check/checker.h"
#include "table/endpoint.h"

/* What a row leaves out is zero, which must neither open nor choose anything. */
static void check_said(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	checker_require(
		checker, route->method != METHOD_NOT_SAID,
		".method is not said: write METHOD_GET for what only reads, METHOD_POST for what creates, "
		"or another");
	checker_require(
		checker, route->need != NEED_NOT_SAID,
		".need is not said: NEED_NOBODY makes it public, NEED_USER is for whoever is signed in, "
		"NEED_VIEWER and others are roles");
	checker_require(checker, route->doc, "no .doc: write one English sentence");
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (islower((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

/* "member.add", "club.member.add" */
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

static void check_promises(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	checker_require(checker, !route->action || is_action(route->action),
			"the action %s is malformed: write noun.verb in small letters, such as member.add",
			route->action);
	checker_require(checker, !route->cache || route->need <= NEED_ANYBODY,
			"what is for one caller can't be kept for others: leave out .cache = \"%s\"",
			route->cache);
	checker_require(checker, !route->location || route->method == METHOD_POST,
			"only a POST creates: leave out .location");
}

/* What says how a reply or a body looks needs one. */
static void check_shape(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;
	bool several = route->list || route->whole;

	checker_require(checker, !several || (route->reply && route->statement != Q_NONE),
			"several rows need .reply and .statement: give the route both");
	checker_require(checker, !route->list || !route->whole,
			"a list is paged or whole: leave out .list or .whole");
	checker_require(checker, route->list || !route->sort, "only a list has an order: leave out .sort");
	checker_require(checker, route->body || (!route->batch && !route->body_optional),
			".batch and .body_optional are about a body: give the route .body");
}

/* What reads the body itself is not validated. */
static void check_stream(struct checker *checker)
{
	const struct route *route = checker->endpoint->route;

	checker_require(checker, !route->stream == !route->takes,
			".stream and .takes need each other: say both or neither");
	checker_require(checker, !route->stream || (!route->body && !route->query),
			"the hook .stream reads the body itself: leave out .body and .query");
}

static void check_unique(struct checker *checker)
{
	const struct route *mine = checker->endpoint->route;

	for (size_t i = checker->endpoint->number + 1; i < endpoint_count(); i++) {
		const struct route *other = endpoint_get(i)->route;

		checker_require(checker,
				other->method != mine->method || strcmp(other->path, mine->path) != 0,
				"the route stands twice: leave out one of them");
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

	check_said(&checker);
	check_promises(&checker);
	check_path(&checker);
	check_unique(&checker);
	check_shape(&checker);
	check_stream(&checker);
	check_fields(&checker);
	check_statements(&checker);
	arena_free(checker.arena);
	return checker.fine;
}
