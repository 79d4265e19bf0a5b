/* One request on its way through the stages. Each stage writes its own group of
 * members and reads those above it. */
#ifndef BALCAO_CORE_CALL_H
#define BALCAO_CORE_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/status.h"
#include "base/uuid.h"
#include "core/route.h"
#include "db/rows.h"
#include "http/problem.h"
#include "http/reply.h"
#include "http/request.h"

struct arena;
struct config;
struct db;
struct endpoint;
struct slot;

/* Values that statements and hooks name; a request has few enough for one array. */
enum { CALL_VALUES = 96, CALL_PATH_VALUES = 4 };

struct value {
	const char *text; /* as PostgreSQL reads it; NULL: null */
	bool present;     /* the request brings it, or a default does */
};

/* Who asks, out of a verified access token. */
struct caller {
	char user[UUID_TEXT_SIZE], session[UUID_TEXT_SIZE], organization[UUID_TEXT_SIZE];
	char role[8];
	char project[UUID_TEXT_SIZE], key[UUID_TEXT_SIZE]; /* of routes that a project's key opens */
	int64_t expires;   /* seconds since 1970 */
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
	const char *path_value[CALL_PATH_VALUES];
	const struct route *beside; /* of another method on the path, where there is none for this one */
	bool finished; /* a stage has the whole answer: the rest is skipped */

	/* authorise */
	struct caller caller;
	enum need role; /* in what the path names, where the route asks for it */
	bool absent;    /* the caller has no role in what the path names: 404, once all else is judged */

	/* validate */
	struct value value[CALL_VALUES];
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

	const char *cause; /* any stage: of a problem, for routes that are `brief` */

	/* any stage; last, because only its count needs to be cleared */
	struct faults faults;
};

/* Makes `call` ready for the next request: all is cleared but the worker's group. */
void call_begin(struct call *call);

/* Takes the request through all stages; afterwards `reply` is ready to be sent. `status`:
 * how reading the request went; if not OK, that is the answer. After endpoints_init. */
void call_run(struct call *call, enum status status);

/* For hooks. */

/* The text of the value `name` (a field, a path variable, a built-in or one of the
 * route's `values`), or NULL. `name` must exist. */
const char *call_value(const struct call *call, const char *name);
/* Whether the request brought it. */
bool call_has(const struct call *call, const char *name);
/* Sets one. The text must live as long as the request. */
void call_set(struct call *call, const char *name, const char *text);
/* Runs one of the route's `uses` with the call's values. */
MUST_CHECK enum status call_query(struct call *call, enum query_id id, struct rows *rows);
/* Runs the route's statement once more, from `missing`, which has removed the reason why it gave no row. */
MUST_CHECK enum status call_repeat(struct call *call);
/* Notes a fault of a member of the body. */
void call_blame(struct call *call, const char *field, enum fault_code code);

#endif
