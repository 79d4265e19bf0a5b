#include "http/request.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

/* clang-format off */
const char *const request_methods[METHOD__MAX] = {
	[METHOD_GET] = "GET", [METHOD_POST] = "POST", [METHOD_PUT] = "PUT", [METHOD_PATCH] = "PATCH",
	[METHOD_DELETE] = "DELETE", [METHOD_OPTIONS] = "OPTIONS",
};
/* clang-format on */

/* The member for each parameter; sorted by name for bsearch. */
#define PARAMETER(name, member)                        \
	{                                              \
		name, offsetof(struct request, member) \
	}
static const struct parameter {
	const char *name;
	size_t offset;
} parameters[] = {
	PARAMETER("CONTENT_TYPE", content_type),
	PARAMETER("DOCUMENT_URI", path),
	PARAMETER("HTTP_ACCEPT_LANGUAGE", accept_language),
	PARAMETER("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", preflight_headers),
	PARAMETER("HTTP_ACCESS_CONTROL_REQUEST_METHOD", preflight_method),
	PARAMETER("HTTP_AUTHORIZATION", authorization),
	PARAMETER("HTTP_CONTENT_ENCODING", content_encoding),
	PARAMETER("HTTP_CONTENT_TYPE", content_type),
	PARAMETER("HTTP_COOKIE", cookie),
	PARAMETER("HTTP_IF_MATCH", if_match),
	PARAMETER("HTTP_IF_NONE_MATCH", if_none_match),
	PARAMETER("HTTP_ORIGIN", origin),
	PARAMETER("HTTP_SEC_FETCH_SITE", fetch_site),
	PARAMETER("HTTP_USER_AGENT", user_agent),
	PARAMETER("HTTP_X_SENTRY_AUTH", sentry_auth),
	PARAMETER("QUERY_STRING", query),
	PARAMETER("REMOTE_ADDR", address),
	PARAMETER("REQUEST_ID", id),
	PARAMETER("REQUEST_METHOD", method_name),
};

/* The value if a parameter occurs twice with different values. It is not a valid value of any parameter. */
static const char conflicting[] = ",";

struct name {
	const char *text;
	size_t length;
};

static int compare(const void *key, const void *row)
{
	const struct name *name = key;
	const char *other = ((const struct parameter *)row)->name;
	int order = strncmp(name->text, other, name->length);

	return order != 0 ? order : -(other[name->length] != '\0');
}

/* Sets a parameter. Content-Type arrives as CONTENT_TYPE and once for each header, and all must agree. */
static void note(const char **place, const char *value)
{
	*place = **place && strcmp(*place, value) != 0 ? conflicting : value;
}

static void read_parameters(char *const *environment, struct request *request)
{
	for (size_t i = 0; i < COUNT(parameters); i++)
		*(const char **)((char *)request + parameters[i].offset) = "";
	for (; *environment; environment++) {
		struct name name = { .text = *environment, .length = strcspn(*environment, "=") };
		const struct parameter *row =
			bsearch(&name, parameters, COUNT(parameters), sizeof(parameters[0]), compare);

		if (row && name.text[name.length])
			note((const char **)((char *)request + row->offset), name.text + name.length + 1);
	}
}

static void read_method(struct request *request)
{
	request->head = strcmp(request->method_name, "HEAD") == 0;
	request->method = request->head ? METHOD_GET : METHOD_UNKNOWN;
	for (int i = METHOD_GET; i < METHOD__MAX && request->method == METHOD_UNKNOWN; i++)
		if (strcmp(request->method_name, request_methods[i]) == 0)
			request->method = (enum method)i;
}

static enum status read_length(FCGX_Request *fcgi, struct request *request)
{
	const char *announced = FCGX_GetParam("CONTENT_LENGTH", fcgi->envp);
	char *end;
	long length;

	if (!announced || !*announced)
		return OK;
	length = strtol(announced, &end, 10);
	if (*end || length < 0)
		return E_BAD_REQUEST;
	request->unread = (size_t)length;
	request->stream = fcgi->in;
	return OK;
}

/* If the connection breaks, libfcgi returns fewer bytes than asked for, without an error, so the lengths
 * are compared. */
enum status request_read_piece(struct request *request, char *bytes, size_t size, size_t *length)
{
	size_t want = request->unread < size ? request->unread : size;

	*length = 0;
	if (want == 0)
		return OK;
	if (FCGX_GetStr(bytes, (int)want, request->stream) != (int)want ||
	    FCGX_GetError(request->stream) != 0) {
		request->unread = 0;
		return E_BAD_REQUEST;
	}
	request->unread -= want;
	*length = want;
	return OK;
}

enum status request_read_body(struct arena *arena, struct request *request)
{
	size_t length = request->unread;
	enum status status;
	char *body;

	if (length > REQUEST_BODY_MAX)
		return E_CONTENT_TOO_LARGE;
	if (length == 0)
		return OK;
	body = arena_alloc(arena, length + 1);
	status = request_read_piece(request, body, length, &length);
	if (status != OK)
		return status;
	request->body = body;
	request->body_length = length;
	return OK;
}

const char *request_user_agent(struct arena *arena, const struct request *request, size_t max)
{
	const char *text = request->user_agent;
	size_t length = strnlen(text, max);

	while (length > 0 && !text_is_utf8(text, length) && strlen(text) > length)
		length--; /* the cut split a character */
	if (length == 0 || !text_is_utf8(text, length) || text_has_control(text, length))
		return NULL;
	return arena_strndup(arena, text, length);
}

void request_drain(struct request *request)
{
	char bytes[4096];
	size_t length;

	while (request->unread > 0 && request_read_piece(request, bytes, sizeof(bytes), &length) == OK)
		;
}

enum status request_read(struct arena *arena, FCGX_Request *fcgi, struct request *request)
{
	*request = (struct request){ .body = "" };
	read_parameters(fcgi->envp, request);
	read_method(request);
	/* The log line is written after libfcgi has freed its parameters. */
	request->id = arena_strdup(arena, request->id);
	request->address = arena_strdup(arena, request->address);
	request->method_name = arena_strdup(arena, request->method_name);
	return read_length(fcgi, request);
}
