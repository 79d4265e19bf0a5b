/* Routes as they are compiled at start-up: paths are split, and the names of values are resolved to
 * indexes, so that no request looks up a name. */
#ifndef BALCAO_TABLE_ENDPOINT_H
#define BALCAO_TABLE_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "db/statement.h"
#include "table/route.h"

struct buffer;

/* The values that every call has. They precede the values of its own fields. */
enum builtin {
	VALUE_CALLER, /* the user's id */
	VALUE_ORG,    /* the id of the organization in the access token */
	VALUE_SESSION,
	VALUE_CALLER_ROLE, /* the name of the role in that organization */
	VALUE_VIA_PROJECT, /* the id of the project whose key identified the caller */
	VALUE_VIA_KEY,
	VALUE_NEW_ID,       /* a new UUIDv7 */
	VALUE_ACTIVITY_ID,  /* another new UUIDv7, for the entry in the activity log */
	VALUE_NOW,          /* the time of the request */
	VALUE_DOING,        /* the route's action, for the activity log */
	VALUE_DEFAULT_ZONE, /* the time zone of the setting */
	VALUE_ADDRESS,      /* the IP address of the client */
	VALUE_REQUEST_ID,
	VALUE_IF_MATCH, /* the versions in the header, as a PostgreSQL array */
	VALUE_IF_NONE_MATCH,
	VALUE_LIMIT,     /* the page size plus 1: the extra row shows whether another page follows */
	VALUE_AFTER_KEY, /* the sort key and the id of the last row of the page before */
	VALUE_AFTER_ID,
	VALUE__BUILTINS
};
extern const char *const endpoint_builtins[VALUE__BUILTINS];

enum { ENDPOINT_SEGMENTS = 8 };

struct endpoint {
	const struct module *module;
	const struct route *route;
	const struct endpoint *reader; /* the GET on this path, to distinguish 412 from 404; or NULL */
	size_t number;                 /* the index among all endpoints */
	const char *path;              /* the full path with the names of its variables: a label */
	size_t segments, variables;
	const char *segment[ENDPOINT_SEGMENTS]; /* NULL where the path has a variable */
	const char *variable[ROUTE_VARIABLES];
	const struct statement *statement;     /* the main statement, or NULL */
	unsigned char place[STATEMENT_PARAMS]; /* parameter of the statement -> index in call->value */
	size_t names;
	const char *name[ROUTE_VALUES];              /* the name of each value in call->value */
	size_t first_query, first_body, first_value; /* where those of query, body and hooks begin */
	char allow[64];                              /* the header Allow of this path */
};

/* Compiles every route of `modules` (ended by NULL; they live as long as the process). check/tables.c
 * calls it and then checks the routes. Ends the process if memory is exhausted. */
void endpoints_init(const struct module *const *modules);

/* The modules that endpoints_init was called with; NULL before. */
const struct module *const *endpoint_modules(void);

#define API_PREFIX "/api/v1"

/* The number of endpoints, and the one with the index `number` < that. */
size_t endpoint_count(void);
const struct endpoint *endpoint_get(size_t number);

/* The index of the value `name` in call->value, or -1. */
int endpoint_value(const struct endpoint *endpoint, const char *name);

/* The query parameters that every list has besides its own, by enum list_field; ended by a row without a
 * name. */
extern const struct field endpoint_list_fields[];
enum list_field { LIST_LIMIT, LIST_CURSOR, LIST_SORT, LIST_COUNT, LIST__FIELDS };
enum { LIMIT_DEFAULT = 20, LIMIT_MAX = 100 };

#endif
