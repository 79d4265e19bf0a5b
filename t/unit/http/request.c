#include "http/request.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

/* A stream of libfcgi that reads from memory. At the end it behaves as if the connection were gone. */
static void at_end(FCGX_Stream *stream)
{
	stream->isClosed = 1;
}

static FCGX_Stream stream_of(const char *bytes, size_t length)
{
	unsigned char *first = (unsigned char *)(uintptr_t)bytes;

	return (FCGX_Stream){ .rdNext = first,
			      .stop = first + length,
			      .wrNext = first + length,
			      .stopUnget = first,
			      .isReader = 1,
			      .fillBuffProc = at_end };
}

static enum status read_it(struct arena *arena, char **environment, const char *body, size_t length,
			   struct request *request)
{
	FCGX_Stream in = stream_of(body, length);
	FCGX_Request fcgi = { .in = &in, .envp = environment };

	enum status status = request_read(arena, &fcgi, request);

	return status == OK ? request_read_body(arena, request) : status;
}

Test(http_request, nothing_at_all)
{
	struct arena *arena = arena_new();
	char *environment[] = { NULL };
	struct request request;

	cr_expect_eq(read_it(arena, environment, "", 0, &request), OK);
	for (const char *const *text = &request.method_name; text <= &request.body; text++)
		cr_expect_str_empty(*text, "%td", text - &request.method_name);
	cr_expect_eq(request.method, METHOD_UNKNOWN);
	cr_expect_eq(request.body_length, 0);
	arena_free(arena);
}

static const struct {
	const char *variable, *value;
	size_t offset;
} parameters[] = {
	{ "CONTENT_TYPE", "application/json", offsetof(struct request, content_type) },
	{ "DOCUMENT_URI", "/api/v1/tasks", offsetof(struct request, path) },
	{ "HTTP_ACCEPT_LANGUAGE", "pt-BR", offsetof(struct request, accept_language) },
	{ "HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "x", offsetof(struct request, preflight_headers) },
	{ "HTTP_ACCESS_CONTROL_REQUEST_METHOD", "PUT", offsetof(struct request, preflight_method) },
	{ "HTTP_AUTHORIZATION", "Bearer a=b=", offsetof(struct request, authorization) },
	{ "HTTP_CONTENT_ENCODING", "gzip", offsetof(struct request, content_encoding) },
	{ "HTTP_IF_MATCH", "\"7\"", offsetof(struct request, if_match) },
	{ "HTTP_IF_NONE_MATCH", "*", offsetof(struct request, if_none_match) },
	{ "HTTP_ORIGIN", "https://a.example", offsetof(struct request, origin) },
	{ "HTTP_USER_AGENT", "curl", offsetof(struct request, user_agent) },
	{ "HTTP_X_SENTRY_AUTH", "Sentry sentry_key=1", offsetof(struct request, sentry_auth) },
	{ "QUERY_STRING", "a=b&c=%20", offsetof(struct request, query) },
	{ "REMOTE_ADDR", "::1", offsetof(struct request, address) },
	{ "REQUEST_ID", "0123", offsetof(struct request, id) },
	{ "REQUEST_METHOD", "PATCH", offsetof(struct request, method_name) },
};

static const char *text_at(const struct request *request, size_t offset)
{
	return *(const char *const *)((const char *)request + offset);
}

/* CONTENT_TYPE comes from nginx, HTTP_CONTENT_TYPE from each header. */
Test(http_request, several_content_types)
{
	static const struct {
		const char *first, *second, *third, *seen;
	} cases[] = {
		{ "CONTENT_TYPE=a/b", "HTTP_CONTENT_TYPE=a/b", "HTTP_CONTENT_TYPE=a/b", "a/b" },
		{ "CONTENT_TYPE=a/b", "HTTP_CONTENT_TYPE=a/b", "HTTP_CONTENT_TYPE=c/d", "," },
		{ "CONTENT_TYPE=a/b", "HTTP_CONTENT_TYPE=c/d", "HTTP_CONTENT_TYPE=a/b", "," },
		{ "HTTP_CONTENT_TYPE=a/b", "HTTP_CONTENT_TYPE=c/d", "CONTENT_TYPE=c/d", "," },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		char *environment[] = { (char *)cases[i].first, (char *)cases[i].second,
					(char *)cases[i].third, NULL };
		struct arena *arena = arena_new();
		struct request request;

		cr_expect_eq(read_it(arena, environment, "", 0, &request), OK);
		cr_expect_str_eq(request.content_type, cases[i].seen, "%zu", i);
		arena_free(arena);
	}
}

/* Each parameter alone, among names that resemble it. */
Test(http_request, parameters)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(parameters); i++) {
		const char *name = parameters[i].variable;
		char *environment[] = { arena_printf(arena, "%sX=longer", name),
					arena_printf(arena, "%.*s=shorter", (int)strlen(name) - 1, name),
					arena_printf(arena, "%s=%s", name, parameters[i].value),
					arena_printf(arena, "X%s=before", name),
					arena_printf(arena, "A=1"),
					arena_printf(arena, "=2"),
					arena_printf(arena, "ZZZ"),
					NULL };
		struct request request;

		cr_expect_eq(read_it(arena, environment, "", 0, &request), OK, "%s", name);
		for (size_t j = 0; j < COUNT(parameters); j++)
			cr_expect_str_eq(text_at(&request, parameters[j].offset),
					 i == j ? parameters[i].value : "", "%s for %s",
					 parameters[j].variable, name);
	}
	arena_free(arena);
}

static const struct {
	const char *name;
	enum method method;
	bool head;
} methods[] = {
	{ "GET", METHOD_GET, false },         { "HEAD", METHOD_GET, true },
	{ "POST", METHOD_POST, false },       { "PUT", METHOD_PUT, false },
	{ "PATCH", METHOD_PATCH, false },     { "DELETE", METHOD_DELETE, false },
	{ "OPTIONS", METHOD_OPTIONS, false }, { "TRACE", METHOD_UNKNOWN, false },
	{ "get", METHOD_UNKNOWN, false },     { "GETS", METHOD_UNKNOWN, false },
	{ "GE", METHOD_UNKNOWN, false },      { "head", METHOD_UNKNOWN, false },
	{ "", METHOD_UNKNOWN, false },        { "PROPFIND", METHOD_UNKNOWN, false },
};

Test(http_request, methods)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(methods); i++) {
		char *environment[] = { arena_printf(arena, "REQUEST_METHOD=%s", methods[i].name), NULL };
		struct request request;

		cr_expect_eq(read_it(arena, environment, "", 0, &request), OK);
		cr_expect_eq(request.method, methods[i].method, "%s", methods[i].name);
		cr_expect_eq(request.head, methods[i].head, "%s", methods[i].name);
		cr_expect_str_eq(request.method_name, methods[i].name);
	}
	arena_free(arena);
}

static const struct {
	const char *announced, *body;
	enum status status;
	size_t length;
} bodies[] = {
	{ "", "", OK, 0 },
	{ "0", "", OK, 0 },
	{ "", "there, but not announced", OK, 0 },
	{ "2", "{}", OK, 2 },
	{ "2", "{} more", OK, 2 },
	{ "5", "{}", E_BAD_REQUEST, 0 },
	{ "1", "", E_BAD_REQUEST, 0 },
	{ "-1", "{}", E_BAD_REQUEST, 0 },
	{ "x", "{}", E_BAD_REQUEST, 0 },
	{ "2x", "{}", E_BAD_REQUEST, 0 },
	{ "2,2", "{}", E_BAD_REQUEST, 0 },
	{ "1048576", "short", E_BAD_REQUEST, 0 },
	{ "1048577", "short", E_CONTENT_TOO_LARGE, 0 },
	{ "9223372036854775807", "short", E_CONTENT_TOO_LARGE, 0 },
	{ "99999999999999999999999999", "short", E_CONTENT_TOO_LARGE, 0 },
};

Test(http_request, bodies)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(bodies); i++) {
		char *environment[] = { arena_printf(arena, "REQUEST_METHOD=POST"),
					arena_printf(arena, "CONTENT_LENGTH=%s", bodies[i].announced), NULL };
		struct request request;

		cr_expect_eq(read_it(arena, environment, bodies[i].body, strlen(bodies[i].body), &request),
			     bodies[i].status, "%s of %s", bodies[i].announced, bodies[i].body);
		cr_expect_eq(request.body_length, bodies[i].length, "%s", bodies[i].announced);
		cr_expect_eq(strncmp(request.body, bodies[i].body, bodies[i].length), 0, "%s",
			     bodies[i].body);
		cr_expect_eq(request.body[bodies[i].length], '\0', "a NUL behind %s", bodies[i].body);
		cr_expect_eq(request.method, METHOD_POST, "the parameters are there in any case");
	}
	arena_free(arena);
}

Test(http_request, largest_body)
{
	static char body[REQUEST_BODY_MAX];
	struct arena *arena = arena_new();
	char *environment[] = { arena_printf(arena, "CONTENT_LENGTH=%d", REQUEST_BODY_MAX), NULL };
	struct request request;

	memset(body, 'x', sizeof(body));
	cr_expect_eq(read_it(arena, environment, body, sizeof(body), &request), OK);
	cr_expect_eq(request.body_length, REQUEST_BODY_MAX);
	cr_expect_eq(memcmp(request.body, body, sizeof(body)), 0);
	arena_free(arena);
}

/* clang-format off */
static const struct {
	const char *announced, *body, *pieces; /* pieces of at most 3 bytes, each followed by | */
	enum status status;                    /* of the last piece */
} streams[] = {
	{ "", "unannounced", "|", OK },        { "0", "", "|", OK },
	{ "2", "{}", "{}||", OK },             { "3", "abc", "abc||", OK },
	{ "7", "abcdefg and more", "abc|def|g||", OK },
	{ "9", "abcd", "abc||", E_BAD_REQUEST }, { "9", "", "|", E_BAD_REQUEST },
};
/* clang-format on */

Test(http_request, piece_by_piece)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT(streams); i++) {
		char *environment[] = { arena_printf(arena, "CONTENT_LENGTH=%s", streams[i].announced),
					NULL };
		FCGX_Stream in = stream_of(streams[i].body, strlen(streams[i].body));
		FCGX_Request fcgi = { .in = &in, .envp = environment };
		const char *pieces = "";
		char piece[3];
		enum status status;
		struct request request;
		size_t length;

		cr_expect_eq(request_read(arena, &fcgi, &request), OK);
		do {
			status = request_read_piece(&request, piece, sizeof(piece), &length);
			pieces = arena_printf(arena, "%s%.*s|", pieces, (int)length, piece);
		} while (status == OK && length > 0);
		cr_expect_str_eq(pieces, streams[i].pieces, "%s of %s", streams[i].announced,
				 streams[i].body);
		cr_expect_eq(status, streams[i].status, "%s of %s", streams[i].announced, streams[i].body);
		cr_expect_eq(request.unread, 0);
	}
	arena_free(arena);
}

Test(http_request, drained)
{
	static char body[10000];
	struct arena *arena = arena_new();
	char *environment[] = { arena_printf(arena, "CONTENT_LENGTH=9000"), NULL };
	FCGX_Stream in = stream_of(body, sizeof(body));
	FCGX_Request fcgi = { .in = &in, .envp = environment };
	struct request request;

	cr_expect_eq(request_read(arena, &fcgi, &request), OK);
	cr_expect_eq(request.unread, 9000);
	request_drain(&request);
	cr_expect_eq(request.unread, 0);
	cr_expect_eq(in.stop - in.rdNext, 1000, "no more than was announced");
	arena_free(arena);
}

/* The log line is written after libfcgi has freed its parameters. */
Test(http_request, what_the_log_needs_is_copied)
{
	char id[] = "REQUEST_ID=1", address[] = "REMOTE_ADDR=2", method[] = "REQUEST_METHOD=3";
	char *environment[] = { id, address, method, NULL };
	struct arena *arena = arena_new();
	struct request request;

	cr_expect_eq(read_it(arena, environment, "", 0, &request), OK);
	for (size_t i = 0; environment[i]; i++)
		memset(environment[i], 'x', strlen(environment[i]));
	cr_expect_str_eq(request.id, "1");
	cr_expect_str_eq(request.address, "2");
	cr_expect_str_eq(request.method_name, "3");
	arena_free(arena);
}
