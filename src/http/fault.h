/* What is wrong with a member of the body or a parameter of the query, said in both languages. */
#ifndef BALCAO_HTTP_FAULT_H
#define BALCAO_HTTP_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "http/language.h"

enum fault_code {
	FAULT_REQUIRED,
	FAULT_UNKNOWN_FIELD,
	FAULT_UNKNOWN_PARAMETER,
	FAULT_REPEATED_PARAMETER,
	FAULT_WRONG_TYPE, /* text: what is expected */
	FAULT_TOO_SHORT,  /* number: the least */
	FAULT_TOO_LONG,   /* number: the most */
	FAULT_TOO_SMALL,
	FAULT_TOO_LARGE,
	FAULT_TOO_MANY_ITEMS,
	FAULT_DUPLICATE_ITEM,
	FAULT_NOT_ALLOWED, /* text: the allowed values */
	FAULT_CONTROL_CHARACTER,
	FAULT_TIME_INVALID,
	FAULT_TIME_PAST,
	FAULT_DATE_INVALID,
	FAULT_URL_INVALID,
	FAULT_INCONSISTENT,
	FAULT_ID_INVALID,
	FAULT_CURSOR_INVALID,
	FAULT_USERNAME_INVALID,
	FAULT_EMAIL_INVALID,
	FAULT_EMAIL_SMTPUTF8,
	FAULT_PASSWORD_TOO_SHORT,
	FAULT_PASSWORD_TOO_LONG,
	FAULT_PASSWORD_TOO_COMMON,
	FAULT_PASSWORD_IS_IDENTITY,
	FAULT_TAKEN,      /* at a 409: this value is another's */
	FAULT_LAST_OWNER, /* text: the organization */
	FAULT_CPF_INVALID,
	FAULT_PHONE_INVALID,
	FAULT_PHONE_NOT_GEOGRAPHIC,
	FAULT_PHONE_LENGTH,
	FAULT_PHONE_DDD,
	FAULT_PHONE_PREFIX,
	FAULT_CEP_INVALID,
	FAULT_CEP_NOT_FOUND,
	FAULT_RANGE_TOO_WIDE, /* number: the most buckets */
	FAULT_ONE_REQUIRED,   /* text: which */
	FAULT_ISBN_INVALID,
	FAULT_ISBN_TAKEN, /* text: the address of the book that has it */
	FAULT__MAX
};

struct fault_text {
	const char *code;
	const char *detail[LANGUAGE__MAX]; /* {n} and {s} stand for the fault's number and text */
};
const struct fault_text *fault_text(enum fault_code code);

/* One fault of a request. Texts live as long as the request. */
struct fault {
	enum fault_code code;
	bool in_query;
	const char *name; /* a parameter's name, or a JSON pointer (RFC 6901) */
	long number;
	const char *text;
};

enum { FAULTS_MAX = 100 };

/* All faults of a request; those over FAULTS_MAX are dropped. */
struct faults {
	size_t count;
	struct fault fault[FAULTS_MAX];
};
void faults_add(struct faults *faults, struct fault fault);

#endif
