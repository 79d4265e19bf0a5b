/* The vocabulary of values: a room describes each member of a body, each query
 * parameter and each member of a reply as a row. Validation, binding, JSON and the
 * OpenAPI schemas come from the rows. */
#ifndef BALCAO_TABLE_FIELD_H
#define BALCAO_TABLE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "http/fault.h"

struct arena;

enum field_type {
	F_NOT_SAID, /* a row that forgot it */
	F_TEXT,     /* trimmed; min and max count code points */
	F_SECRET,   /* a password: taken as it is, never trimmed, never shown */
	F_INTEGER,  /* min and max bound the value */
	F_BOOLEAN,
	F_ENUM,   /* one of `values` */
	F_TIME,   /* RFC 3339 */
	F_DATE,   /* RFC 3339's full-date: "2026-11-21" */
	F_ID,     /* a UUID */
	F_HALVES, /* a number in steps of 0.5; PostgreSQL sees how many halves, which min and max bound */
	F_TEXTS,  /* an array of texts, no two equal unless it `repeats`; min and max as of F_TEXT */
	F_MAP, /* an object of texts, numbers, booleans and nulls; max bounds the bytes of a name or text */
	F_NUMBER,  /* from here on replies only: PostgreSQL's numeric */
	F_JSON,    /* a JSON object, as it is */
	F_OBJECT,  /* `fields` are its members */
	F_OBJECTS, /* an array of such, which the statement gives as json */
	F__MAX
};

/* What a text must look like beyond its length, and its canonical form. */
struct format {
	const char *name;    /* for OpenAPI: "email", "username" */
	const char *pattern; /* ECMA-262 regular expression for OpenAPI, or NULL */
	/* Reads `text` (trimmed, or a secret in normalization form C), its length included; a
	 * field's min and max are then for the documents only. True: `*canonical` is what is stored and
	 * `*key` what must be unique (both in the arena; `*key` may be left alone). False:
	 * `*fault` says why, `*number` its number if it has one. */
	bool (*read)(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, const struct fault_kind **fault, long *number);
};

/* A row; an array of them ends with a row without a name. */
struct field {
	const char *name;
	enum field_type type;
	bool required; /* in a body: must be there and not null */
	bool nullable; /* may be null */
	bool hidden;   /* replies: a column that is not shown, such as the version of an ETag */
	bool etag;     /* replies: the version */
	bool raw;      /* F_TEXT: taken as it is, control characters and outer blanks too; max counts bytes */
	bool locks;    /* replies, F_BOOLEAN: where it is true only it and the fields `locked` are shown */
	bool locked;
	bool repeats; /* F_TEXTS: may hold a text twice */
	long min, max;
	long items;                  /* F_TEXTS, F_MAP: how many there may be */
	const char *const *values;   /* F_ENUM: NULL-terminated */
	const char *value;           /* default, as PostgreSQL reads it; NULL: null */
	const char *sent;            /* replies: the value of this name that a hook set, not a column */
	const char *key;             /* bodies: the format's key is bound under this name */
	const struct format *format; /* F_TEXT, F_SECRET */
	const struct field *fields;  /* F_OBJECT */
	const char *doc;             /* one English sentence */
	const char *example;         /* JSON, or NULL */
};

/* Loops over an array of fields that may be NULL. */
#define FIELDS_EACH(row, array) for (const struct field *row = (array); row && row->name; row++)

size_t field_count(const struct field *fields);

/* The field called `name`, or NULL. */
const struct field *field_find(const struct field *fields, const char *name);

#endif
