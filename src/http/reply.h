/* The reply to a request. Only reply_send sends bytes. */
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

/* A worker keeps one reply for all requests. reply_clear empties it and keeps the memory of a body of
 * ordinary size. */
struct reply {
	enum answer answer;
	const char *content_type;
	int http;              /* the status number; 0 until reply_problem or reply_send sets it */
	struct buffer headers; /* complete lines, each with its CRLF */
	struct buffer body;
};

/* Empties the reply for the next request; frees its memory at the end. */
void reply_clear(struct reply *reply);
void reply_release(struct reply *reply);

/* Adds a header line. A value that contains CR or LF is dropped. */
void reply_header(struct reply *reply, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

/* Replaces the body by the document of `problem`, in the language that the request prefers. Headers that
 * were added before stay. */
void reply_problem(struct reply *reply, const struct request *request, const struct problem *problem,
		   const struct faults *faults);

/* As reply_problem, but in the form that Relay answers to SDKs (relay-server, utils/api.rs): {"detail":
 * `cause`}, or the problem's English detail if `cause` is NULL. A 400 has the problem's detail and
 * "causes": [`cause`], or [] if `cause` is NULL. */
void reply_problem_brief(struct reply *reply, const struct problem *problem, const char *cause);

/* Sends the reply. The answer to a HEAD has no body. False: the client (nginx) has closed the
 * connection. */
bool reply_send(struct reply *reply, const struct request *request, FCGX_Request *fcgi);

/* The status number of an answer, for the OpenAPI document. */
int reply_status_number(enum answer answer);

#endif
