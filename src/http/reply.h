/* An answer on its way out. reply_send is the only place where bytes leave. */
#ifndef BALCAO_HTTP_REPLY_H
#define BALCAO_HTTP_REPLY_H

#include <stdbool.h>

#include <fcgiapp.h>

#include "base/buffer.h"
#include "base/status.h"

struct faults;
struct problem;
struct request;

enum answer {
	ANSWER_OK,
	ANSWER_CREATED,
	ANSWER_ACCEPTED,
	ANSWER_NO_CONTENT,
	ANSWER_NOT_MODIFIED,
	ANSWER__MAX
};

extern const char *const reply_json; /* application/json; charset=utf-8 */

/* Kept by a worker over its life: reply_clear empties it for the next request, and keeps the memory of a body
 * of ordinary size. */
struct reply {
	enum answer answer;
	const char *content_type;
	int http;              /* set by reply_send */
	struct buffer headers; /* whole lines, each with its CRLF */
	struct buffer body;
};

void reply_clear(struct reply *reply);
void reply_release(struct reply *reply);

/* Adds a header line. The value must not hold CR or LF; a value that does is dropped. */
void reply_header(struct reply *reply, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

/* Replaces what was prepared by the document of `problem`; headers stay. */
void reply_problem(struct reply *reply, const struct request *request, const struct problem *problem,
		   const struct faults *faults);

/* The same for clients of other protocols than ours: {"detail": `cause`}, or the problem's own detail in
 * English if that is NULL. A 400 has always that, and "causes": [`cause`], or none: what Relay answers
 * (relay-server, utils/api.rs). */
void reply_problem_brief(struct reply *reply, const struct problem *problem, const char *cause);

/* Sends the reply; a HEAD gets everything but the body. False: the client (nginx) has
 * gone. */
bool reply_send(struct reply *reply, const struct request *request, FCGX_Request *fcgi);

/* The status number of an answer, for the OpenAPI document. */
int reply_status_number(enum answer answer);

#endif
