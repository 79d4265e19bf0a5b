/* The vocabulary of routes. A room is an array of rows of this type; routing, authorisation, validation,
 * binding of parameters, the reply and the OpenAPI paths all follow from the rows. */
#ifndef BALCAO_TABLE_ROUTE_H
#define BALCAO_TABLE_ROUTE_H

#include <stdbool.h>

#include "base/status.h"
#include "db/statement.h"
#include "http/problem.h"
#include "http/request.h"
#include "table/constraint.h"
#include "table/field.h"
#include "table/need.h"

struct call;
struct cors;
struct job;
struct metrics_counter;

/* How many values the statements and hooks of a route may name, and how many variables its path may have. */
enum { ROUTE_VALUES = 96, ROUTE_VARIABLES = 4 };

/* The prefix under which a path is served. */
enum place {
	UNDER_API,    /* /api/v1 */
	API_AND_ROOT, /* /api/v1, and the root as well: paths that the task challenge prescribes */
	AT_ROOT,      /* the root only */
};

/* The usual .cache of a route that anybody may read: a reader sees a change after 30 seconds at the most. */
#define PUBLIC_CACHE "public, max-age=30"

/* Special treatment of a route's answers and requests by nginx (conf/nginx). */
enum care {
	CARE_NONE,   /* start-up refuses it for a route whose body has an F_SECRET */
	CARE_SECRET, /* the answer holds a secret and is not compressed (BREACH attack) */
	CARE_HASH,   /* as CARE_SECRET; nginx also limits requests as for logins: each hashes a password */
	CARE__MAX
};

/* Whether a route has to do with the cookie of a session. nginx passes the request's cookies on for such a
 * route alone. */
enum cookie {
	COOKIE_NONE,
	COOKIE_GIVEN, /* the answer may set the cookie */
	COOKIE_TAKEN, /* the cookie stands in for a token, too */
};

/* A function of the room that runs at a fixed stage of the request. Any status but OK ends the request with
 * that problem. */
typedef enum status hook(struct call *call);

struct route {
	enum method method;
	const char *path; /* "/tasks/{id}"; a variable whose name ends in "id" must be a UUID */
	const char *
		bare_id; /* the variable of the path whose UUID may be written without its hyphens; or NULL */
	enum place place;
	enum need need; /* the role that a caller must have at least */
	/* The statement whose column `role` gives the caller's role in the object that the path names; `need`
	 * is compared with that role. Q_NONE: `need` is compared with the role in the access token. */
	enum query_id member;
	bool common;               /* without `member`: the object is nobody's, and every user reaches it */
	const char *doc;           /* one English sentence that says what the route does */
	const struct field *body;  /* the members of the JSON body; NULL: no body is read */
	bool body_optional;        /* an empty body counts as {} */
	size_t batch;              /* > 0: the body is one such object, or an array of 1 to `batch` */
	const struct field *query; /* query parameters, besides those that every list has */
	const char *action;        /* the name of the action in the activity log: "member.add" */
	const char *sort;          /* lists: the default sort, such as "-created_at" */
	enum query_id statement;   /* the main statement; parameters are bound by name (table/endpoint.h) */
	enum query_id first;       /* :exec, runs before `statement` in its transaction, e.g. to lock rows */
	enum query_id then;        /* :exec, runs after `statement` in its transaction */
	/* :one, runs if a unique constraint refused the statement or validation the request: a boolean column
	 * for each member of the body that must be unique tells whether another row has its value
	 * (call/conflict.h). */
	enum query_id taken;
	const enum query_id *uses; /* the statements that hooks run with query_run; ended by Q_NONE */
	const char *const *values; /* the names of values that hooks set with call_set; ended by NULL */
	const struct field *reply; /* the members of the answer; NULL: 204 without a body */
	bool list;                 /* the answer is a page of rows, with "items" and "next_cursor" */
	bool whole;                /* the answer is all rows, as "items" */
	bool accepted;             /* the answer is 202, because the work is done later */
	/* The answer is 201 with this Location, relative to /api/v1. {new} stands for the first column of the
	 * row, {name} for the value of that name. */
	const char *location;
	/* One of .values: once a hook has set it, this JSON is the answer in place of the row. */
	const char *instead;
	const char *content_type; /* a hook writes the answer's body, which has this media type */
	hook *stream;             /* reads body and query itself, instead of validation (http/request.h) */
	/* The media type of the body that `stream` reads, for OpenAPI; NULL for a GET, which has only a
	 * query. */
	const char *takes;
	const struct cors *cors; /* any origin may use the route; NULL: only the configured ones */
	bool brief;              /* problems are written by reply_problem_brief */
	/* The Cache-Control of successful answers to requests without a caller. NULL: "private, no-store". */
	const char *cache;
	enum care care;
	enum cookie cookie; /* needs .care */
	/* The hooks, in the order in which they run; NULL: none. */
	hook *identify; /* sets call->caller where callers do not send an access token */
	hook *offered;  /* judges settings that close the route; runs before role and body are judged */
	hook *admit;    /* batch: runs when call->items is known, before the objects are checked */
	hook *check;    /* part of validation: adds the faults that concern several fields at once */
	hook *before;   /* runs after validation and before `statement` */
	hook *missing;  /* runs if `statement` returned no row, and returns the status that explains why */
	hook *after;    /* runs after `statement` and before the reply is written */
	/* The problems that the hooks and the statement may answer with, for the OpenAPI document. Those that
	 * the engine itself produces are left out. Ended by NULL. */
	const struct problem *const *fails;
};

/* A room. */
struct module {
	const char *name;           /* the noun: "tasks" */
	const char *doc;            /* NULL: the module continues the one before, which has the same name */
	const struct route *routes; /* ended by a row without a path */
	const struct constraint *constraints;   /* ended by a row without a name */
	const struct problem *const *problems;  /* the problems that the room defines; ended by NULL */
	const struct fault_kind *const *faults; /* the fault kinds that the room defines; ended by NULL */
	const struct job *jobs;                 /* ended by a row without a name */
	/* The room's counters in /metrics; ended by a row without a family. */
	const struct metrics_counter *counters;
};

#endif
