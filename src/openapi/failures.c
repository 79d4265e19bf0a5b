#include "openapi/failures.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/json.h"
#include "http/problem.h"
#include "openapi/conditional.h"
#include "openapi/reference.h"
#include "table/endpoint.h"

/* A set of the engine's problems has a bit for each outcome. */
_Static_assert(E__MAX <= 64, "a set of outcomes has 64 bits");
#define SET(status) (UINT64_C(1) << (status))

/* The problems that operations of any room may answer. Those with the same status number are a component. */
static const uint64_t usual = SET(E_MALFORMED_JSON) | SET(E_BAD_REQUEST) | SET(E_UNAUTHENTICATED) |
			      SET(E_TOKEN_EXPIRED) | SET(E_TOKEN_INVALID) | SET(E_FORBIDDEN) |
			      SET(E_NOT_FOUND) | SET(E_PRECONDITION_FAILED) | SET(E_CONTENT_TOO_LARGE) |
			      SET(E_UNSUPPORTED_MEDIA_TYPE) | SET(E_VALIDATION) | SET(E_TOO_MANY_REQUESTS) |
			      SET(E_INTERNAL) | SET(E_UNAVAILABLE);

/* The problems of one status number. */
struct failures {
	size_t count;
	bool only_usual;
	const struct problem *list[E__MAX];
};

/* Returns whether the engine may answer 403. A caller without a role in the organization or club that the
 * path names gets 404, so a route for its viewers never answers 403. What hooks answer is in `fails`. */
static bool forbids(const struct route *route)
{
	return route->need > NEED_USER && (route->need != NEED_VIEWER || route->member == Q_NONE);
}

static uint64_t of_body(const struct route *route)
{
	if (route->stream)
		return SET(E_CONTENT_TOO_LARGE) | SET(E_FORBIDDEN);
	if (route->body || route->method == METHOD_POST)
		return SET(E_VALIDATION) | SET(E_MALFORMED_JSON) | SET(E_CONTENT_TOO_LARGE) |
		       SET(E_UNSUPPORTED_MEDIA_TYPE);
	return SET(E_VALIDATION); /* a query that the operation does not know */
}

/* Returns the engine's problems that an operation may answer. */
static uint64_t outcomes_of(const struct endpoint *endpoint)
{
	const struct route *route = endpoint->route;
	uint64_t set = SET(E_BAD_REQUEST) | SET(E_TOO_MANY_REQUESTS) | SET(E_INTERNAL) | SET(E_UNAVAILABLE) |
		       of_body(route);

	if (route->care == CARE_HASH)
		set |= SET(E_BUSY);
	if (route->identify)
		set |= SET(E_UNAUTHENTICATED) | SET(E_TOKEN_INVALID);
	if (route->need != NEED_NOBODY)
		set |= SET(E_UNAUTHENTICATED) | SET(E_TOKEN_EXPIRED) | SET(E_TOKEN_INVALID);
	if (forbids(route))
		set |= SET(E_FORBIDDEN);
	if (endpoint->variables > 0 || (endpoint->statement && endpoint->statement->kind == QUERY_OPT))
		set |= SET(E_NOT_FOUND);
	if (conditional_takes(endpoint, VALUE_IF_MATCH))
		set |= SET(E_PRECONDITION_FAILED);
	for (const struct problem *const *fail = route->fails; fail && *fail; fail++)
		if (*fail == &problems[(*fail)->like])
			set |= SET((*fail)->like);
	return set;
}

static void add(struct failures *failures, const struct problem *problem, bool is_usual)
{
	if (failures->count == COUNT(failures->list))
		return;
	failures->list[failures->count++] = problem;
	failures->only_usual &= is_usual;
}

/* Returns the problems with this status number: those of `set` and, unless `route` is NULL, those of the room
 * that the route lists in `fails`. */
static struct failures failures_of(uint64_t set, const struct route *route, int number)
{
	struct failures failures = { .only_usual = true };

	for (int status = OK + 1; status < E__MAX; status++)
		if (set & SET(status) && problem_number(&problems[status]) == number)
			add(&failures, &problems[status], usual & SET(status));
	for (const struct problem *const *fail = route ? route->fails : NULL; fail && *fail; fail++)
		if (*fail != &problems[(*fail)->like] && problem_number(*fail) == number)
			add(&failures, *fail, false);
	return failures;
}

/* Writes the codes as a Markdown list, or a single code as a sentence. */
static void put_codes(struct buffer *out, const struct failures *failures)
{
	struct buffer text = { 0 };

	for (size_t i = 0; i < failures->count; i++)
		buffer_printf(&text, "%s%s`%s`: %s", i > 0 ? "\n" : "", failures->count > 1 ? "- " : "",
			      failures->list[i]->code, failures->list[i]->detail[LANGUAGE_EN]);
	json_member_text(out, "description", text.data);
	buffer_release(&text);
}

static void put_headers(struct buffer *out, const struct failures *failures, int number)
{
	bool retry = false;

	for (size_t i = 0; i < failures->count; i++)
		retry |= failures->list[i]->retry_after > 0;
	if (!retry && number != PROBLEM_UNAUTHORIZED)
		return;
	json_member_open(out, "headers", '{');
	if (retry)
		reference_member(out, "Retry-After", "headers", "RetryAfter");
	if (number == PROBLEM_UNAUTHORIZED)
		reference_member(out, "WWW-Authenticate", "headers", "WWWAuthenticate");
	buffer_put_char(out, '}');
}

static const char content[] =
	"{'application/problem+json':{'schema':{'$ref':'#/components/schemas/Problem'}}}";

/* The form that reply_problem_brief writes. nginx's own errors are problems on these routes, too. */
static const char brief_content[] =
	"{'application/json':{'schema':{'type':'object','additionalProperties':false,'required':['detail'],"
	"'properties':{'detail':{'type':'string'},'causes':{'type':'array','items':{'type':'string'}}}}},"
	"'application/problem+json':{'schema':{'$ref':'#/components/schemas/Problem'}}}";

static void put_answer(struct buffer *out, const struct failures *failures, int number, bool brief)
{
	buffer_put_char(out, '{');
	put_codes(out, failures);
	put_headers(out, failures, number);
	json_member_plain(out, "content", brief ? brief_content : content);
	buffer_put_char(out, '}');
}

void failures_put(struct buffer *out, const struct endpoint *endpoint)
{
	for (int number = PROBLEM_FIRST; number <= PROBLEM_LAST; number++) {
		struct failures failures = failures_of(outcomes_of(endpoint), endpoint->route, number);
		char name[24], digits[12];

		if (failures.count == 0)
			continue;
		snprintf(digits, sizeof(digits), "%d", number);
		snprintf(name, sizeof(name), "Problem%d", number);
		json_member(out, digits);
		if (failures.only_usual && !endpoint->route->brief)
			reference_put(out, "responses", name);
		else
			put_answer(out, &failures, number, endpoint->route->brief);
	}
}

/* Returns whether an operation refers to the component of a status number. */
static bool is_used(int number)
{
	for (size_t i = 0; i < endpoint_count(); i++) {
		const struct endpoint *endpoint = endpoint_get(i);
		struct failures failures = failures_of(outcomes_of(endpoint), endpoint->route, number);

		if (failures.count > 0 && failures.only_usual && !endpoint->route->brief)
			return true;
	}
	return false;
}

void failures_put_components(struct buffer *out)
{
	for (int number = PROBLEM_FIRST; number <= PROBLEM_LAST; number++) {
		struct failures failures = failures_of(usual, NULL, number);
		char name[24];

		if (failures.count == 0 || !is_used(number))
			continue;
		snprintf(name, sizeof(name), "Problem%d", number);
		json_member(out, name);
		put_answer(out, &failures, number, false);
	}
}
