/* The vocabulary of routes. A room is an array of these; routing, authorisation,
 * validation, binding, the reply and the OpenAPI paths come from the rows. */
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

/* Values that statements and hooks of a route may name, and variables of its path. */
enum { ROUTE_VALUES = 96, ROUTE_VARIABLES = 4 };

/* Where a path lies. */
enum place {
	UNDER_API,    /* /api/v1 */
	API_AND_ROOT, /* also without /api/v1: the task challenge's own paths */
	AT_ROOT,
};

/* How carefully nginx treats a route (conf/nginx). */
enum care {
	CARE_NONE,
	CARE_SECRET, /* the answer holds a secret: it is not compressed (BREACH) */
	CARE_HASH,   /* the same, and each request costs a password's hash: it is limited as logins are */
	CARE__MAX
};

typedef enum status hook(struct call *call);

struct route {
	enum method method;
	const char *path; /* "/tasks/{id}": variables whose name ends in "id" are UUIDs */
	enum place place;
	enum need need;
	enum query_id member;     /* gives the role that `need` is about; Q_NONE: it is the token's */
	const char *doc;          /* one English sentence: what it does */
	const struct field *body; /* NULL: no body is read */
	bool body_optional;       /* an empty body counts as {} */
	size_t batch;             /* the body is such an object, or an array of up to so many: core/batch.h */
	const struct field *query; /* filters; lists add limit, cursor, sort and count themselves */
	const char *action;        /* what the log of activity calls it: "member.add" */
	const char *sort;          /* lists: the default, such as "-created_at" */
	enum query_id statement;   /* its parameters are bound by name, see table/endpoint.h */
	enum query_id first; /* :exec, runs before the statement in its transaction and round trip: locks */
	enum query_id then;  /* the same, after it */
	const enum query_id *uses; /* what hooks run besides, ended by Q_NONE */
	const char *const *values; /* names of values that hooks set, NULL-terminated */
	const struct field *reply; /* NULL: 204 */
	bool list;                 /* the reply is a page of them */
	bool whole;                /* the reply is all of them, as "items" */
	bool accepted;             /* 202: the rest is done later */
	const char *location;      /* 201, with this Location; {new} is the first column */
	const char *content_type;  /* a hook writes the body itself, of this type */
	hook *stream;              /* reads body and query itself, instead of validation: http/request.h */
	const char *takes;         /* … the body's media type, for the documents */
	const struct cors *cors;   /* any page may ask; NULL: those of the configured origins */
	bool brief;                /* problems are told as reply_problem_brief does */
	const char *cache; /* Cache-Control of an answer to nobody in particular; NULL: "private, no-store" */
	enum care care;
	hook *admit;    /* of a batch, once call->items is known and before they are read */
	hook *identify; /* tells who asks, where that is not an access token's user */
	hook *check;    /* within validation: adds the faults that take several fields to see */
	hook *before;   /* after validation, before the statement */
	hook *missing;  /* the statement gave no row: why not */
	hook *after;    /* after the statement, before the reply */
	const struct problem *const
		*fails; /* what hooks and statement may answer besides the usual; NULL ends them */
};

/* A room. */
struct module {
	const char *name;                       /* the noun: "tasks" */
	const char *doc;                        /* NULL: goes on with the room before, of the same name */
	const struct route *routes;             /* ended by a row without a path */
	const struct constraint *constraints;   /* ended by a row without a name */
	const struct problem *const *problems;  /* its own, NULL ends them */
	const struct fault_kind *const *faults; /* its own, NULL ends them */
	const struct job *jobs;                 /* ended by a row without a name */
	const struct metrics_counter
		*counters; /* what it counts for /metrics, ended by a row without a family */
};

#endif
