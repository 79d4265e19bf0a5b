/* What is wrong with a member of the body or a parameter of the query, said in both languages. */
#ifndef BALCAO_HTTP_FAULT_H
#define BALCAO_HTTP_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "http/language.h"

/* A kind of fault. Those of a room (cpf_invalid) stand in the room, and in its module's `faults`. */
struct fault_kind {
	const char *code;                  /* stable, English */
	const char *detail[LANGUAGE__MAX]; /* {n} and {s} stand for the fault's number and text */
};

extern const struct fault_kind fault_required;
extern const struct fault_kind fault_unknown_field;
extern const struct fault_kind fault_unknown_parameter;
extern const struct fault_kind fault_repeated_parameter;
extern const struct fault_kind fault_wrong_type; /* text: what is expected */
extern const struct fault_kind fault_too_short;  /* number: the least */
extern const struct fault_kind fault_too_long;   /* number: the most */
extern const struct fault_kind fault_too_small;
extern const struct fault_kind fault_too_large;
extern const struct fault_kind fault_too_many_items;
extern const struct fault_kind fault_duplicate_item;
extern const struct fault_kind fault_not_allowed; /* text: the allowed values */
extern const struct fault_kind fault_control_character;
extern const struct fault_kind fault_time_invalid;
extern const struct fault_kind fault_time_past;
extern const struct fault_kind fault_date_invalid;
extern const struct fault_kind fault_url_invalid;
extern const struct fault_kind fault_inconsistent;
extern const struct fault_kind fault_id_invalid;
extern const struct fault_kind fault_cursor_invalid;
extern const struct fault_kind fault_email_invalid;
extern const struct fault_kind fault_email_smtputf8;
extern const struct fault_kind fault_taken;        /* at a 409: this value is another's */
extern const struct fault_kind fault_one_required; /* text: which */

/* All of these; NULL ends them. */
extern const struct fault_kind *const fault_kinds[];

/* One fault of a request. Texts live as long as the request. */
struct fault {
	const struct fault_kind *kind;
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
