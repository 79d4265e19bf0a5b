/* Routes as compiled at start-up: paths split, names of values resolved to places, so
 * that a request looks nothing up by name. */
#ifndef BALCAO_TABLE_ENDPOINT_H
#define BALCAO_TABLE_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>

#include "db/statement.h"
#include "table/route.h"

struct buffer;

/* Values that every call has, before those of its own fields. */
enum builtin {
	VALUE_CALLER, /* the user's id */
	VALUE_ORG,    /* the current organization's id */
	VALUE_SESSION,
	VALUE_CALLER_ROLE, /* in the current organization */
	VALUE_VIA_PROJECT, /* the project whose key opened the route */
	VALUE_VIA_KEY,
	VALUE_NEW_ID,  /* a fresh UUIDv7 */
	VALUE_NOTE_ID, /* another, for the log of activity */
	VALUE_NOW,     /* the time of the request */
	VALUE_DOING,   /* the route's action, for the log of activity */
	VALUE_ADDRESS, /* of the client */
	VALUE_REQUEST_ID,
	VALUE_IF_MATCH, /* versions, as an array */
	VALUE_IF_NONE_MATCH,
	VALUE_LIMIT,     /* rows of a page, and one more */
	VALUE_AFTER_KEY, /* where the page before ended */
	VALUE_AFTER_ID,
	VALUE__BUILTINS
};
extern const char *const endpoint_builtins[VALUE__BUILTINS];

enum { ENDPOINT_SEGMENTS = 8 };

struct endpoint {
	const struct module *module;
	const struct route *route;
	const struct endpoint *reader; /* GET on the same path: tells 412 from 404 */
	size_t number;                 /* index among all endpoints */
	const char *path; /* as clients write it, variables by name: the label of logs and metrics */
	size_t segments, variables;
	const char *segment[ENDPOINT_SEGMENTS]; /* NULL: a variable */
	const char *variable[ROUTE_VARIABLES];
	const struct statement *statement;     /* NULL: none */
	unsigned char place[STATEMENT_PARAMS]; /* statement parameter -> index in call.value */
	size_t names;
	const char *name[ROUTE_VALUES];              /* of each value */
	size_t first_query, first_body, first_value; /* where the fields' values begin, and those of hooks */
	char allow[64];                              /* for the header Allow of this path */
};

/* Compiles every route of `modules` (ended by NULL; they live as long as the process); for check/tables.c,
 * which checks them. */
void endpoints_init(const struct module *const *modules);

/* The modules that endpoints_init was given. */
const struct module *const *endpoint_modules(void);

#define API_PREFIX "/api/v1"

size_t endpoint_count(void);
const struct endpoint *endpoint_get(size_t number);

/* The index of the value `name`, or -1. */
int endpoint_value(const struct endpoint *endpoint, const char *name);

/* The fields that every list has besides its own: limit, cursor, sort, count. */
extern const struct field endpoint_list_fields[];
enum list_field { LIST_LIMIT, LIST_CURSOR, LIST_SORT, LIST_COUNT, LIST__FIELDS };
enum { LIMIT_DEFAULT = 20, LIMIT_MAX = 100 };

#endif
