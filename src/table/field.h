/* The vocabulary of values. A room describes each member of a body, each query parameter and each member of a
 * reply as one row. Validation, binding of parameters, JSON and the OpenAPI schemas follow from the rows. */
#ifndef BALCAO_TABLE_FIELD_H
#define BALCAO_TABLE_FIELD_H

#include <stdbool.h>
#include <stddef.h>

#include "http/fault.h"

struct arena;

enum field_type {
	F_NOT_SAID, /* zero, so that start-up notices a row without a type */
	F_TEXT,     /* trimmed, in Unicode normalization form C; min and max count code points */
	F_SECRET,   /* never shown; Unicode normalization form C; not trimmed, unless by its format */
	F_INTEGER,  /* min and max bound the value */
	F_BOOLEAN,
	F_ENUM,   /* one of `values` */
	F_TIME,   /* an RFC 3339 date-time */
	F_DATE,   /* an RFC 3339 full-date: "2026-11-21" */
	F_ID,     /* a UUID */
	F_HALVES, /* a multiple of 0.5; PostgreSQL gets the number of halves, which min and max bound */
	F_TEXTS,  /* an array of texts, all different unless it `repeats`; min and max as for F_TEXT. In a
		   * query the parameter is repeated, once for each text */
	F_MAP,    /* an object of texts, numbers, booleans, nulls; max bounds the names and the texts */
	/* An object whose members are `fields`. In a body, the statement gets it as jsonb that holds the
	 * members that were sent, so that a PATCH merges it as RFC 7396 says:
	 * jsonb_strip_nulls(column || :name::jsonb). In a reply, each member is a column. */
	F_OBJECT,
	F_OBJECTS, /* an array of such objects: jsonb for the statement, and json that it returns */
	/* Only replies may have the types below. */
	F_NUMBER,   /* PostgreSQL's numeric */
	F_INTEGERS, /* an array of integers */
	F_JSON,     /* a JSON object, passed on unchanged */
	F__MAX
};

/* A rule for texts beyond their length, and the canonical form of such a text. */
struct format {
	const char *name;    /* for the OpenAPI document: "email", "username" */
	const char *pattern; /* an ECMA-262 regular expression for the OpenAPI document, or NULL */
	/* Checks `text` (`length` bytes of valid UTF-8: trimmed, or a secret in normalization form C). The
	 * function checks the length too; the field's min and max then only appear in documents. True:
	 * `*canonical` is the text to store and `*key` the text that must be unique; both live in the arena,
	 * and a format without a unique form leaves `*key` alone. False: `*fault` says what is wrong, and
	 * `*number` is the number in its text, if it has one. */
	bool (*read)(struct arena *arena, const char *text, size_t length, const char **canonical,
		     const char **key, const struct fault_kind **fault, long *number);
};

/* A row. An array of fields ends with a row without a name. */
struct field {
	const char *name;
	enum field_type type;
	bool required; /* bodies: the member must be present and not null */
	bool nullable; /* the value may be null */
	bool hidden;   /* replies: the column is not shown, for example the version behind an ETag */
	bool etag;     /* replies: the column is the version, which becomes the ETag */
	bool raw;      /* F_TEXT: kept byte for byte, whatever it contains; max counts bytes */
	bool bare;     /* F_ID: may be written without its hyphens */
	bool lines;    /* F_TEXT, F_TEXTS: newlines and tabs are allowed; without this, a text is one line */
	/* Replies, F_BOOLEAN: where the column is true, the reply shows only this field and the fields marked
	 * `locked`. */
	bool locks;
	bool locked;               /* replies: shown although a field that `locks` is true */
	bool one;                  /* F_OBJECT, F_OBJECTS: exactly one of the members that are not required */
	bool any_case;             /* F_ENUM: the letters of a value may be in any case */
	bool repeats;              /* F_TEXTS: the same text may occur more than once */
	long min, max;             /* the bounds, both inclusive; the type says of what */
	long min_public;           /* queries of NEED_ANYBODY, F_TEXT: of a word, without an access token */
	long items;                /* F_TEXTS, F_MAP, F_OBJECTS: the greatest number of elements or members */
	const char *const *values; /* F_ENUM: the allowed values, ended by NULL */
	const char *value;         /* the default, in PostgreSQL's text form; NULL: SQL's null */
	const char *sent; /* replies: shows the value of this name, which a hook set, and no column */
	bool if_set;      /* replies, with `sent`: without that value the member is left out */
	/* Replies: the member is there only if the request has this parameter of the query. The line of the
	 * statement with its column ends in "--? name". */
	const char *with;
	const char *key; /* bodies: the name of the parameter that gets the format's unique form */
	const struct format *format; /* F_TEXT, F_SECRET */
	const struct field *fields;  /* F_OBJECT, F_OBJECTS: the members */
	const char *doc;             /* one English sentence */
	const char *example;         /* JSON, or NULL */
};

/* Loops over an array of fields, which may be NULL. */
#define FIELDS_EACH(row, array) for (const struct field *row = (array); row && row->name; row++)

/* The number of fields; 0 for NULL. */
size_t field_count(const struct field *fields);

/* The JSON type of a field, for messages: "string", "integer", "array of strings" … */
const char *field_type_name(enum field_type type);

/* The values of an enum as one text, "pending, done"; in the arena. */
const char *field_choices(struct arena *arena, const char *const *values);

/* The field called `name`, or NULL. */
const struct field *field_find(const struct field *fields, const char *name);

#endif
