/* What goes wrong, in HTTP's words: the only table of status numbers for errors, and
 * the texts of every code in both languages (RFC 9457). */
#ifndef BALCAO_HTTP_PROBLEM_H
#define BALCAO_HTTP_PROBLEM_H

#include "base/status.h"
#include "http/language.h"

struct buffer;
struct faults;

struct problem {
	int http;         /* status number */
	const char *code; /* stable, English */
	const char *title[LANGUAGE__MAX], *detail[LANGUAGE__MAX];
	int retry_after; /* seconds, 0: no such header */
};

/* Status numbers of problems lie between these, both included. */
enum { PROBLEM_FIRST = 400, PROBLEM_LAST = 599, PROBLEM_BAD_REQUEST = 400, PROBLEM_UNAUTHORIZED = 401 };

/* The problem of an outcome that is not OK. */
const struct problem *problem_get(enum status status);

/* Writes the problem document. `faults` may be empty. */
void problem_write(struct buffer *out, enum status status, const struct faults *faults,
		   enum language language, const char *request_id);

#endif
