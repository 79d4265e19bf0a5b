/* Problems (RFC 9457): the only table of status numbers for errors, and the engine's own problems in
 * both languages. */
#ifndef BALCAO_HTTP_PROBLEM_H
#define BALCAO_HTTP_PROBLEM_H

#include "base/status.h"
#include "http/language.h"

struct buffer;
struct faults;

/* A kind of problem. The problems of a room (username_taken) are defined in the room and listed in its
 * module's `problems`. */
struct problem {
	enum status like; /* the outcome of which it is a case; it has the same status number */
	const char *code; /* a stable English identifier */
	const char *title[LANGUAGE__MAX], *detail[LANGUAGE__MAX];
	int retry_after; /* the header Retry-After in seconds; 0: no such header */
};

/* The problems of the engine, by outcome; OK has none. */
extern const struct problem problems[E__MAX];

/* The first and the last status number that a problem may have, and two single ones. */
enum { PROBLEM_FIRST = 400, PROBLEM_LAST = 599, PROBLEM_BAD_REQUEST = 400, PROBLEM_UNAUTHORIZED = 401 };

/* The status number of a problem. */
int problem_number(const struct problem *problem);

/* Appends the problem document (application/problem+json) with the texts in `language`. `faults` may be
 * empty; its `needs` is shown with a 403; `request_id` becomes the member "instance". */
void problem_write(struct buffer *out, const struct problem *problem, const struct faults *faults,
		   enum language language, const char *request_id);

#endif
