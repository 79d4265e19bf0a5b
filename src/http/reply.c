#include "http/reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "http/language.h"
#include "http/problem.h"
#include "http/reason.h"
#include "http/request.h"

const char *const reply_json = "application/json; charset=utf-8";

enum { KEPT_BYTES = 128 * 1024 }; /* the memory of a body that is kept for the next one */

/* clang-format off */
static const int numbers[ANSWER__MAX] = {
	[ANSWER_OK] = 200, [ANSWER_CREATED] = 201, [ANSWER_ACCEPTED] = 202,
	[ANSWER_NO_CONTENT] = 204, [ANSWER_NOT_MODIFIED] = 304,
};
/* clang-format on */

int reply_status_number(enum answer answer)
{
	return numbers[answer];
}

void reply_clear(struct reply *reply)
{
	if (reply->body.capacity > KEPT_BYTES)
		buffer_release(&reply->body);
	reply->answer = ANSWER_OK;
	reply->content_type = reply_json;
	reply->http = 0;
	buffer_clear(&reply->headers);
	buffer_clear(&reply->body);
}

void reply_release(struct reply *reply)
{
	buffer_release(&reply->headers);
	buffer_release(&reply->body);
}

/* Appends the formatted text. Nearly all texts are short and are formatted once. */
static void put_formatted(struct buffer *out, const char *format, va_list arguments)
{
	enum { SHORT = 256 };
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(buffer_reserve(out, SHORT), SHORT, format, arguments);
	if (length >= SHORT)
		vsnprintf(buffer_reserve(out, (size_t)length + 1), (size_t)length + 1, format, again);
	va_end(again);
	out->length += (size_t)length;
}

void reply_header(struct reply *reply, const char *name, const char *format, ...)
{
	struct buffer *headers = &reply->headers;
	size_t start = headers->length, value;
	va_list arguments;

	buffer_put_text(headers, name);
	buffer_put(headers, ": ", 2);
	value = headers->length;
	va_start(arguments, format);
	put_formatted(headers, format, arguments);
	va_end(arguments);
	if (strpbrk(headers->data + value, "\r\n")) {
		headers->length = start;
		headers->data[start] = '\0';
		return;
	}
	buffer_put(headers, "\r\n", 2);
}

/* Adds WWW-Authenticate. It contains error="invalid_token" only if a token was sent (RFC 6750, 3). */
static void challenge(struct reply *reply, enum status status)
{
	bool token = status == E_TOKEN_INVALID || status == E_TOKEN_EXPIRED;

	reply_header(reply, "WWW-Authenticate", "Bearer realm=\"balcao\"%s",
		     token ? ", error=\"invalid_token\"" : "");
}

static void put_retry_after(struct reply *reply, const struct problem *problem)
{
	if (problem->retry_after > 0 && (!reply->headers.data || !strstr(reply->headers.data, "Retry-After")))
		reply_header(reply, "Retry-After", "%d", problem->retry_after);
}

void reply_problem(struct reply *reply, const struct request *request, const struct problem *problem,
		   const struct faults *faults)
{
	enum language language = language_choose(request->accept_language);

	buffer_clear(&reply->body);
	reply->http = problem_number(problem);
	reply->content_type = "application/problem+json";
	reply_header(reply, "Content-Language", "%s", language_tag(language));
	reply_header(reply, "Vary", "Accept-Language");
	if (reply->http == PROBLEM_UNAUTHORIZED)
		challenge(reply, problem->like);
	put_retry_after(reply, problem);
	problem_write(&reply->body, problem, faults, language, request->id);
}

void reply_problem_brief(struct reply *reply, const struct problem *problem, const char *cause)
{
	bool unreadable = problem_number(problem) == PROBLEM_BAD_REQUEST;
	struct buffer *body = &reply->body;

	buffer_clear(body);
	reply->http = problem_number(problem);
	reply->content_type = reply_json;
	put_retry_after(reply, problem);
	buffer_put_char(body, '{');
	json_member_text(body, "detail", cause && !unreadable ? cause : problem->detail[LANGUAGE_EN]);
	if (unreadable) {
		json_member_open(body, "causes", '[');
		if (cause)
			json_item_text(body, cause);
		buffer_put_char(body, ']');
	}
	buffer_put_char(body, '}');
}

static bool put(FCGX_Request *fcgi, const struct buffer *buffer)
{
	return buffer->length == 0 || FCGX_PutStr(buffer->data, (int)buffer->length, fcgi->out) >= 0;
}

bool reply_send(struct reply *reply, const struct request *request, FCGX_Request *fcgi)
{
	const char *reason;
	char head[192];
	int length;

	if (reply->http == 0)
		reply->http = numbers[reply->answer];
	reason = reason_phrase(reply->http);
	if (reply->http == 204 || reply->http == 304)
		length = snprintf(head, sizeof(head), "Status: %d %s\r\n", reply->http, reason);
	else
		length = snprintf(head, sizeof(head),
				  "Status: %d %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n", reply->http,
				  reason, reply->content_type, reply->body.length);
	if (FCGX_PutStr(head, length, fcgi->out) < 0 || !put(fcgi, &reply->headers) ||
	    FCGX_PutStr("\r\n", 2, fcgi->out) < 0)
		return false;
	if (request->head || reply->http == 204 || reply->http == 304)
		return true;
	return put(fcgi, &reply->body);
}
