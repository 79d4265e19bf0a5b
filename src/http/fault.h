/* Faults: what is wrong with a member of the body or a parameter of the query, in both languages. */
#ifndef BALCAO_HTTP_FAULT_H
#define BALCAO_HTTP_FAULT_H

#include <stdbool.h>
#include <stddef.h>

#include "http/language.h"

/* A kind of fault. The kinds of a room (cpf_invalid) are defined in the room and listed in its module's
 * `faults`. */
struct fault_kind {
	const char *code;                  /* a stable English identifier */
	const char *detail[LANGUAGE__MAX]; /* {n} and {s}: its number and text; {one|many}: a word for {n} */
};

extern const struct fault_kind fault_required;
extern const struct fault_kind fault_unknown_field;
extern const struct fault_kind fault_unknown_parameter;
extern const struct fault_kind fault_repeated_parameter;
extern const struct fault_kind fault_wrong_type; /* {s}: the expected type */
extern const struct fault_kind fault_too_short;  /* {n}: the minimum */
extern const struct fault_kind fault_too_long;   /* {n}: the maximum */
extern const struct fault_kind fault_too_small;
extern const struct fault_kind fault_too_large;
extern const struct fault_kind fault_too_many_items;
extern const struct fault_kind fault_duplicate_item;
extern const struct fault_kind fault_not_allowed; /* {s}: the allowed values */
extern const struct fault_kind fault_control_character;
extern const struct fault_kind fault_line_break;
extern const struct fault_kind fault_blank; /* a text that shows nothing */
extern const struct fault_kind fault_time_invalid;
extern const struct fault_kind fault_time_past;
extern const struct fault_kind fault_date_invalid;
extern const struct fault_kind fault_time_zone_invalid;
extern const struct fault_kind fault_url_invalid;
extern const struct fault_kind fault_inconsistent;
extern const struct fault_kind fault_id_invalid;
extern const struct fault_kind fault_cursor_invalid;
extern const struct fault_kind fault_email_invalid;
extern const struct fault_kind fault_email_smtputf8;
extern const struct fault_kind fault_one_required;   /* {s}: the members */
extern const struct fault_kind fault_exactly_one;    /* {s}: the members */
extern const struct fault_kind fault_token_required; /* for a parameter of a route for anybody */

/* All of the kinds above, ended by NULL. */
extern const struct fault_kind *const fault_kinds[];

/* One fault of a request. Its texts live as long as the request. */
struct fault {
	const struct fault_kind *kind;
	bool in_query;
	const char *name; /* the name of a parameter, or a JSON pointer (RFC 6901) */
	long number;
	const char *text;
};

enum { FAULTS_MAX = 100 };

/* The faults of a request. faults_add drops those beyond FAULTS_MAX. */
struct faults {
	size_t count;
	const char *needs; /* of a 403: the role that would suffice; NULL: no role would, or it is not said */
	struct fault fault[FAULTS_MAX];
};
void faults_add(struct faults *faults, struct fault fault);

#endif
