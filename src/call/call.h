/* One request on its way through the stages. Each stage writes its own group of
 * members and reads those above it. */
#ifndef BALCAO_CALL_CALL_H
#define BALCAO_CALL_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/status.h"
#include "base/uuid.h"
#include "db/rows.h"
#include "http/fault.h"
#include "http/reply.h"
#include "http/request.h"
#include "table/route.h"

struct arena;
struct config;
struct db;
struct endpoint;
struct slot;

struct value {
	const char *text; /* as PostgreSQL reads it; NULL: null */
	bool present;     /* the request brings it, or a default does */
};

/* Who asks, out of a verified access token. */
struct caller {
	char user[UUID_TEXT_SIZE], session[UUID_TEXT_SIZE], organization[UUID_TEXT_SIZE];
	char role[8];
	char project[UUID_TEXT_SIZE], key[UUID_TEXT_SIZE]; /* of routes that a project's key opens */
	int64_t expires;                                   /* seconds since 1970 */
	int64_t issued_ms; /* by the database's clock, out of the token's own id */
};

struct call {
	/* the worker's, for all requests */
	const struct config *config;
	struct arena *arena;
	struct db *db;
	struct slot *slot; /* of this process */
	struct reply reply;

	/* as it came: call_begin clears everything from here on */
	struct request request;
	int64_t now_ms;

	/* route */
	const struct endpoint *endpoint; /* NULL: no such path */
	const struct route *route;
	const char *path_value[ROUTE_VARIABLES];
	const struct route *beside; /* of another method on the path, where there is none for this one */
	bool finished;              /* a stage has the whole answer: the rest is skipped */

	/* authorise */
	struct caller caller;
	enum need role; /* in what the path names, where the route asks for it */
	bool absent;    /* the caller has no role in what the path names: 404, once all else is judged */

	/* validate */
	struct value value[ROUTE_VALUES];
	const char *at;     /* where in the body: "", or "3/" for the fourth of a batch */
	size_t items;       /* of a batch */
	size_t limit, sort; /* of a list; sort is an index of the statement's sorts */
	bool descending, count;

	/* query */
	struct rows rows;
	int64_t total; /* of a list with count */

	/* reply */
	const char *version; /* of the resource shown, for its ETag */
	char now[CLOCK_TEXT_SIZE], new_id[UUID_TEXT_SIZE], note_id[UUID_TEXT_SIZE];

	const char *cause;             /* any stage: of a problem, for routes that are `brief` */
	const struct problem *refusal; /* any stage: what E_REFUSED stands for */

	/* any stage; last, because only its count needs to be cleared */
	struct faults faults;
};

/* Makes `call` ready for the next request: all is cleared but the worker's group. */
void call_begin(struct call *call);

/* For hooks. */

/* The text of the value `name` (a field, a path variable, a built-in or one of the
 * route's `values`), or NULL. `name` must exist. */
const char *call_value(const struct call *call, const char *name);
/* Whether the request brought it. */
bool call_has(const struct call *call, const char *name);
/* Sets one. The text must live as long as the request. */
void call_set(struct call *call, const char *name, const char *text);
/* Notes a fault of a member of the body. */
void call_blame(struct call *call, const char *field, const struct fault_kind *kind);
/* E_REFUSED, by `problem`: `return call_refuse(call, &username_taken);`. */
MUST_CHECK enum status call_refuse(struct call *call, const struct problem *problem);

/* The problem of a status that is not OK. */
const struct problem *call_problem(const struct call *call, enum status status);

#endif
