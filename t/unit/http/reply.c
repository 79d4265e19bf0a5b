#include "http/reply.h"

#include <criterion/criterion.h>
#include <string.h>

#include "http/fault.h"
#include "http/problem.h"
#include "http/request.h"

static const struct faults no_faults;
static const struct request plain = { .accept_language = "", .id = "id-1" };

/* clang-format off */
static const struct {
	enum answer answer;
	int number;
} answers[ANSWER__MAX] = {
	{ ANSWER_OK, 200 }, { ANSWER_CREATED, 201 }, { ANSWER_ACCEPTED, 202 }, { ANSWER_NO_CONTENT, 204 },
	{ ANSWER_NOT_MODIFIED, 304 },
};
/* clang-format on */

Test(http_reply, numbers)
{
	for (size_t i = 0; i < COUNT(answers); i++)
		cr_expect_eq(reply_status_number(answers[i].answer), answers[i].number, "%zu", i);
}

static const struct {
	const char *value, *line;
} headers[] = {
	{ "plain", "A: 1\r\nX: plain\r\nB: 2\r\n" },
	{ "", "A: 1\r\nX: \r\nB: 2\r\n" },
	{ "%s%n", "A: 1\r\nX: %s%n\r\nB: 2\r\n" },
	{ "a\r\nSet-Cookie: b", "A: 1\r\nB: 2\r\n" },
	{ "a\rb", "A: 1\r\nB: 2\r\n" },
	{ "a\nb", "A: 1\r\nB: 2\r\n" },
	{ "\n", "A: 1\r\nB: 2\r\n" },
	{ "b\r", "A: 1\r\nB: 2\r\n" },
};

Test(http_reply, headers)
{
	for (size_t i = 0; i < COUNT(headers); i++) {
		struct reply reply = { 0 };

		reply_header(&reply, "A", "%d", 1);
		reply_header(&reply, "X", "%s", headers[i].value);
		reply_header(&reply, "B", "%s", "2");
		cr_expect_str_eq(reply.headers.data, headers[i].line, "%zu", i);
		cr_expect_eq(reply.headers.length, strlen(headers[i].line), "%zu", i);
		reply_release(&reply);
	}
}

Test(http_reply, first_header_dropped)
{
	struct reply reply = { 0 };

	reply_header(&reply, "X", "%s", "a\nb");
	cr_expect_eq(reply.headers.length, 0);
	cr_expect_str_empty(reply.headers.data);
	reply_release(&reply);
}

/* clang-format off */
static const struct problem wrong_name = { E_UNAUTHENTICATED, "wrong_name", { "A", "B" }, { "A.", "B." } };
static const struct problem not_now = { E_UNAVAILABLE, "not_now", { "A", "B" }, { "A.", "B." },
	.retry_after = 30 };
static const struct problem not_you = { E_FORBIDDEN, "not_you", { "A", "B" }, { "A.", "B." } };

static const struct {
	const struct problem *problem;
	const char *language, *header; /* NULL: no such header */
	const char *name;
} refusals[] = {
	{ &problems[E_NOT_FOUND], "pt", "Content-Language: pt-BR\r\n", NULL },
	{ &problems[E_NOT_FOUND], "", "Content-Language: en\r\n", NULL },
	{ &problems[E_NOT_FOUND], "", "Vary: Accept-Language\r\n", NULL },
	{ &problems[E_NOT_FOUND], "", NULL, "WWW-Authenticate" },
	{ &problems[E_NOT_FOUND], "", NULL, "Retry-After" },
	{ &problems[E_UNAUTHENTICATED], "", "WWW-Authenticate: Bearer realm=\"balcao\"\r\n", NULL },
	{ &wrong_name, "", "WWW-Authenticate: Bearer realm=\"balcao\"\r\n", NULL },
	{ &problems[E_TOKEN_INVALID], "",
	  "WWW-Authenticate: Bearer realm=\"balcao\", error=\"invalid_token\"\r\n",
	  NULL },
	{ &problems[E_TOKEN_EXPIRED], "",
	  "WWW-Authenticate: Bearer realm=\"balcao\", error=\"invalid_token\"\r\n",
	  NULL },
	{ &not_you, "", NULL, "WWW-Authenticate" },
	{ &problems[E_FORBIDDEN], "", NULL, "WWW-Authenticate" },
	{ &problems[E_TOO_MANY_REQUESTS], "", "Retry-After: 1\r\n", NULL },
	{ &problems[E_UNAVAILABLE], "", "Retry-After: 2\r\n", NULL },
	{ &not_now, "", "Retry-After: 30\r\n", NULL },
};
/* clang-format on */

Test(http_reply, problems)
{
	for (size_t i = 0; i < COUNT(refusals); i++) {
		struct request request = plain;
		struct reply reply = { 0 };

		request.accept_language = refusals[i].language;
		reply_clear(&reply);
		buffer_put_text(&reply.body, "half of an answer");
		reply_problem(&reply, &request, refusals[i].problem, &no_faults);
		if (refusals[i].header)
			cr_expect_not_null(strstr(reply.headers.data, refusals[i].header), "%zu: %s", i,
					   reply.headers.data);
		else
			cr_expect_null(strstr(reply.headers.data, refusals[i].name), "%zu", i);
		cr_expect_str_eq(reply.content_type, "application/problem+json", "%zu", i);
		cr_expect_eq(reply.http, problem_number(refusals[i].problem), "%zu", i);
		cr_expect_eq(strncmp(reply.body.data, "{\"type\":", 8), 0, "%s", reply.body.data);
		reply_release(&reply);
	}
}

Test(http_reply, own_retry_after_stays_alone)
{
	struct reply reply = { 0 };

	reply_header(&reply, "Retry-After", "%d", 77);
	reply_problem(&reply, &plain, &problems[E_TOO_MANY_REQUESTS], &no_faults);
	cr_expect_not_null(strstr(reply.headers.data, "Retry-After: 77\r\n"));
	cr_expect_null(strstr(reply.headers.data, "Retry-After: 1\r\n"));
	reply_release(&reply);
}

Test(http_reply, clear_forgets_the_answer_before)
{
	struct reply reply = { 0 };

	reply_problem(&reply, &plain, &problems[E_UNAVAILABLE], &no_faults);
	reply.answer = ANSWER_CREATED;
	reply_clear(&reply);
	cr_expect_eq(reply.http, 0);
	cr_expect_eq(reply.answer, ANSWER_OK);
	cr_expect_eq(reply.headers.length, 0);
	cr_expect_eq(reply.body.length, 0);
	cr_expect_str_eq(reply.content_type, reply_json);
	reply_release(&reply);
}

/* A stream of libfcgi that writes to memory. After `capacity` bytes it behaves as if the client had
 * gone. */
static void gone(FCGX_Stream *stream, int closing)
{
	(void)closing;
	stream->isClosed = 1;
	stream->FCGI_errno = 32;
}

static bool send_into(char *bytes, size_t capacity, struct reply *reply, bool head)
{
	struct request request = plain;
	unsigned char *first = (unsigned char *)bytes;
	FCGX_Stream out = {
		.rdNext = first + capacity, .wrNext = first, .stop = first + capacity, .emptyBuffProc = gone
	};
	FCGX_Request fcgi = { .out = &out };
	bool sent;

	request.head = head;
	sent = reply_send(reply, &request, &fcgi);
	*out.wrNext = '\0';
	return sent;
}

#define BODY_HEAD "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n"

static const struct {
	enum answer answer;
	bool head;
	const char *sent;
} sent[] = {
	{ ANSWER_OK, false, "Status: 200 OK\r\n" BODY_HEAD "X: y\r\n\r\n{}" },
	{ ANSWER_OK, true, "Status: 200 OK\r\n" BODY_HEAD "X: y\r\n\r\n" },
	{ ANSWER_CREATED, false, "Status: 201 Created\r\n" BODY_HEAD "X: y\r\n\r\n{}" },
	{ ANSWER_ACCEPTED, false, "Status: 202 Accepted\r\n" BODY_HEAD "X: y\r\n\r\n{}" },
	{ ANSWER_NO_CONTENT, false, "Status: 204 No Content\r\nX: y\r\n\r\n" },
	{ ANSWER_NOT_MODIFIED, false, "Status: 304 Not Modified\r\nX: y\r\n\r\n" },
	{ ANSWER_NOT_MODIFIED, true, "Status: 304 Not Modified\r\nX: y\r\n\r\n" },
};

static struct reply prepared(enum answer answer)
{
	struct reply reply = { 0 };

	reply_clear(&reply);
	reply.answer = answer;
	reply_header(&reply, "X", "y");
	buffer_put_text(&reply.body, "{}");
	return reply;
}

Test(http_reply, send)
{
	for (size_t i = 0; i < COUNT(sent); i++) {
		struct reply reply = prepared(sent[i].answer);
		char bytes[512];

		cr_expect(send_into(bytes, sizeof(bytes) - 1, &reply, sent[i].head), "%zu", i);
		cr_expect_str_eq(bytes, sent[i].sent, "%zu", i);
		cr_expect_eq(reply.http, reply_status_number(sent[i].answer), "%zu", i);
		reply_release(&reply);
	}
}

Test(http_reply, send_without_headers_and_body)
{
	struct reply reply = { 0 };
	char bytes[512];

	reply_clear(&reply);
	cr_expect(send_into(bytes, sizeof(bytes) - 1, &reply, false));
	cr_expect_str_eq(bytes, "Status: 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
				"Content-Length: 0\r\n\r\n");
	reply_release(&reply);
}

Test(http_reply, send_a_problem)
{
	struct reply reply = { 0 };
	char bytes[1024];

	reply_clear(&reply);
	reply_problem(&reply, &plain, &problems[E_NOT_FOUND], &no_faults);
	cr_expect(send_into(bytes, sizeof(bytes) - 1, &reply, false));
	cr_expect_eq(
		strncmp(bytes, "Status: 404 Not Found\r\nContent-Type: application/problem+json\r\n", 62), 0,
		"%s", bytes);
	cr_expect_str_eq(strstr(bytes, "\r\n\r\n") + 4, reply.body.data);
	reply_release(&reply);
}

Test(http_reply, client_that_has_gone)
{
	const char *whole = sent[0].sent;

	for (size_t room = 0; room < strlen(whole); room++) {
		struct reply reply = prepared(ANSWER_OK);
		char bytes[512];

		cr_expect_not(send_into(bytes, room, &reply, false), "room for %zu bytes", room);
		reply_release(&reply);
	}
}

/* clang-format off */
static const struct {
	enum status status;
	const char *cause;
	int http;
	const char *body, *headers;
} briefs[] = {
	{ E_FORBIDDEN, "another's \"key\"", 403, "{\"detail\":\"another's \\\"key\\\"\"}", "A: 1\r\n" },
	{ E_CONTENT_TOO_LARGE, NULL, 413,
	  "{\"detail\":\"The body is larger than 1 MiB, or takes more memory than a request may use.\"}",
	  	"A: 1\r\n" },
	{ E_UNAUTHENTICATED, "no key", 401, "{\"detail\":\"no key\"}", "A: 1\r\n" },
	{ E_BAD_REQUEST, "no \"JSON\"", 400,
	  "{\"detail\":\"The request can't be read.\",\"causes\":[\"no \\\"JSON\\\"\"]}", "A: 1\r\n" },
	{ E_BAD_REQUEST, NULL, 400, "{\"detail\":\"The request can't be read.\",\"causes\":[]}", "A: 1\r\n" },
	{ E_UNAVAILABLE, "x", 503, "{\"detail\":\"x\"}", "A: 1\r\nRetry-After: 2\r\n" },
};
/* clang-format on */

Test(http_reply, brief_problems)
{
	for (size_t i = 0; i < COUNT(briefs); i++) {
		struct reply reply = { 0 };

		reply_header(&reply, "A", "1");
		buffer_put_text(&reply.body, "begun");
		reply_problem_brief(&reply, &problems[briefs[i].status], briefs[i].cause);
		cr_expect_eq(reply.http, briefs[i].http, "%zu", i);
		cr_expect_str_eq(reply.content_type, reply_json);
		cr_expect_str_eq(reply.body.data, briefs[i].body);
		cr_expect_str_eq(reply.headers.data, briefs[i].headers, "%zu", i);
		reply_release(&reply);
	}
}
