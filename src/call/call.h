/* The state of one request. Each stage of the pipeline (core/pipeline.h) writes its own group of members
 * and reads those of earlier stages. */
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
	const char *text; /* in PostgreSQL's text form; NULL: SQL's null */
	bool present;     /* the request contains it, or it has a default or was set */
};

/* The user behind a verified access token, or what a hook `identify` found out. Texts are "" where
 * unknown. */
struct caller {
	char user[UUID_TEXT_SIZE], session[UUID_TEXT_SIZE], organization[UUID_TEXT_SIZE];
	char role[8];
	/* the project and its key, where a project's key identifies the caller instead of a token */
	char project[UUID_TEXT_SIZE], key[UUID_TEXT_SIZE];
	int64_t expires;   /* when the token expires, in seconds since 1970 */
	int64_t issued_ms; /* when the token was issued, by the database's clock (its claim jti) */
};

struct call {
	/* of the worker, kept for all requests */
	const struct config *config;
	struct arena *arena;
	struct db *db;
	struct slot *slot; /* the entry of this process in the scoreboard, or NULL */
	struct reply reply;

	/* the request as nginx passed it on; call_begin clears everything from here on */
	struct request request;
	int64_t now_ms;

	/* stage "route" */
	const struct endpoint *endpoint; /* NULL: no route matches */
	const struct route *route;
	const char *path_value[ROUTE_VARIABLES];
	const struct route *beside; /* if no route has this method: a route of the same path */
	bool finished;              /* the answer is complete; the remaining stages are skipped */

	/* stages "authenticate" and "authorise" */
	struct caller caller;
	enum need role; /* the caller's role in the token's organization, or from route->member */
	bool absent;    /* route->member found no role: 404 after validation */

	/* stages "builtins" and "validate" */
	struct value value[ROUTE_VALUES];
	const char *at;     /* the position in the body: "", or "3/" in the fourth object of a batch */
	size_t items;       /* the number of objects in a batch */
	bool discreet;      /* set by the hook `check`: the caller must not learn which values are taken */
	size_t limit, sort; /* lists: rows of a page; index in statement->sort */
	bool descending, count;

	/* stage "execute" */
	struct rows rows;
	int64_t total; /* lists with `count`: the rows of all pages */

	/* stage "reply", and texts of built-in values */
	const char *version; /* of the resource in the reply, for its ETag; or NULL */
	char now[CLOCK_TEXT_SIZE], new_id[UUID_TEXT_SIZE], activity_id[UUID_TEXT_SIZE];

	const char *cause; /* set by any stage: the reason that a `brief` problem states; or NULL */
	const struct problem *refusal; /* set by call_refuse: the problem behind E_REFUSED */

	/* set by any stage; the last member, so that clearing its count is enough */
	struct faults faults;
};

/* Clears `call` for the next request, except for the members of the worker, and notes the time. */
void call_begin(struct call *call);

/* The functions for hooks. A name is that of a field, a variable of the path, a built-in value, or one
 * of the route's `values`; a name that the route does not have is a defect (assert). */

/* The text of the value `name`, or NULL for SQL's null. It lives as long as the request. */
const char *call_value(const struct call *call, const char *name);
/* Whether the request contains the value, or it has a default or was set. */
bool call_has(const struct call *call, const char *name);
/* Sets the value `name`. `text` must live as long as the request; NULL is SQL's null. */
void call_set(struct call *call, const char *name, const char *text);
/* Notes a fault in the member `field` of the body (of the current object in a batch). Afterwards the
 * hook `check` returns OK; other hooks return a status whose answer shows faults, such as E_VALIDATION. */
void call_blame(struct call *call, const char *field, const struct fault_kind *kind);
/* Sets the problem that answers the request and returns E_REFUSED: `return call_refuse(call,
 * &username_taken);`. `problem` must live as long as the process. */
MUST_CHECK enum status call_refuse(struct call *call, const struct problem *problem);

/* The problem of a status that is not OK; for E_REFUSED the one that call_refuse set. */
const struct problem *call_problem(const struct call *call, enum status status);

#endif
