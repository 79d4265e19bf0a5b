/* What goes wrong, in HTTP's words: the only table of status numbers for errors, and the texts of every code
 * of the engine in both languages (RFC 9457). */
#ifndef BALCAO_HTTP_PROBLEM_H
#define BALCAO_HTTP_PROBLEM_H

#include "base/status.h"
#include "http/language.h"

struct buffer;
struct faults;

/* A kind of problem. Those of a room (username_taken) stand in the room, and in its module's `problems`. */
struct problem {
	enum status like; /* the outcome that it is a case of: its status number is the same */
	const char *code; /* stable, English */
	const char *title[LANGUAGE__MAX], *detail[LANGUAGE__MAX];
	int retry_after; /* seconds, 0: no such header */
};

/* The engine's own, by outcome; OK has none. */
extern const struct problem problems[E__MAX];

/* Status numbers of problems lie between these, both included. */
enum { PROBLEM_FIRST = 400, PROBLEM_LAST = 599, PROBLEM_BAD_REQUEST = 400, PROBLEM_UNAUTHORIZED = 401 };

/* Its status number. */
int problem_number(const struct problem *problem);

/* Writes the problem document. `faults` may be empty. */
void problem_write(struct buffer *out, const struct problem *problem, const struct faults *faults,
		   enum language language, const char *request_id);

#endif
