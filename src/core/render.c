#include "core/render.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "core/endpoint.h"
#include "core/list.h"
#include "core/value.h"
#include "http/etag.h"

/* "2026-11-21 10:34:56.5+00", as PostgreSQL prints it in ISO style at UTC, becomes
 * "2026-11-21T10:34:56.500Z". */
static void put_time(struct buffer *out, const char *text, size_t length)
{
	enum { ROOM = 64 };
	char *to = buffer_reserve(out, ROOM), *start = to;
	size_t fraction;

	length -= strlen("+00");
	fraction = length > 20 ? length - 20 : 0;
	*to++ = '"';
	to = mempcpy(to, text, length);
	start[1 + 10] = 'T';
	for (; fraction > 0 && fraction < 3; fraction++)
		*to++ = '0';
	*to++ = 'Z';
	*to++ = '"';
	*to = '\0';
	out->length += (size_t)(to - start);
}

static void put_array(struct buffer *out, const char *text)
{
	struct buffer element = { 0 };
	bool first = true;

	if (text[1] == '}') {
		buffer_put(out, "[]", 2);
		return;
	}
	buffer_put_char(out, '[');
	for (text++; *text && *text != '}'; first = false) {
		text = value_element(text, &element);
		if (!first)
			buffer_put_char(out, ',');
		json_put_string(out, element.data ? element.data : "", element.length);
	}
	buffer_put_char(out, ']');
	buffer_release(&element);
}

static void put_value(struct buffer *out, enum field_type type, const char *text, size_t length)
{
	switch (type) {
	case F_INTEGER:
		buffer_put(out, text, length);
		break;
	case F_BOOLEAN:
		buffer_put_text(out, *text == 't' ? "true" : "false");
		break;
	case F_TIME:
		put_time(out, text, length);
		break;
	case F_MAP:
	case F_JSON:
		buffer_put(out, text, length);
		break;
	case F_TEXTS:
		put_array(out, text);
		break;
	default:
		json_put_string(out, text, length);
	}
}

struct cursor_row {
	struct call *call;
	size_t row, column;
};

static void put_object(struct cursor_row *at, const struct field *fields);

static void put_member(struct cursor_row *at, const struct field *field)
{
	const struct rows *rows = &at->call->rows;
	struct buffer *out = &at->call->reply.body;
	const char *text;
	size_t length;

	if (field->type == F_OBJECT) {
		put_object(at, field->fields);
		return;
	}
	if (field->sent) {
		text = call_value(at->call, field->sent);
		if (text)
			put_value(out, field->type, text, strlen(text));
		else
			buffer_put(out, "null", 4);
		return;
	}
	text = rows_value(rows, at->row, at->column, &length);
	if (!text)
		buffer_put(out, "null", 4);
	else
		put_value(out, field->type, text, length);
	at->column++;
}

/* `before` and "name": with room made once: a page has hundreds of them. */
static void put_name(struct buffer *out, char before, const char *name)
{
	size_t length = strlen(name);
	char *to = buffer_reserve(out, length + 4);

	*to++ = before;
	*to++ = '"';
	to = mempcpy(to, name, length);
	*to++ = '"';
	*to++ = ':';
	*to = '\0';
	out->length += length + 4;
}

static void put_object(struct cursor_row *at, const struct field *fields)
{
	struct buffer *out = &at->call->reply.body;
	char before = '{';

	for FIELDS(field, fields) {
		if (field->etag)
			at->call->version = rows_text(&at->call->rows, at->row, at->column);
		if (field->hidden) {
			at->column++;
			continue;
		}
		put_name(out, before, field->name);
		put_member(at, field);
		before = ',';
	}
	buffer_put_char(out, '}');
}

void render_row(struct call *call, size_t row)
{
	struct cursor_row at = { .call = call, .row = row };

	put_object(&at, call->route->reply);
}

/* RFC 9110, 13.2.2: If-Match before If-None-Match. */
static enum status check_preconditions(struct call *call)
{
	const char *versions;
	enum precondition match = etag_parse(call->arena, call->request.if_match, &versions);

	if (match == PRECONDITION_LIST && !etag_in(versions, call->version))
		return E_PRECONDITION_FAILED;
	match = etag_parse(call->arena, call->request.if_none_match, &versions);
	if (match == PRECONDITION_ANY || (match == PRECONDITION_LIST && etag_in(versions, call->version)))
		call->reply.answer = ANSWER_NOT_MODIFIED;
	return OK;
}

/* Location: {new} is the new row's id, its first column; any other variable a value by name. */
static void put_location(struct call *call)
{
	struct buffer path = { 0 };
	const char *at = call->route->location, *variable;

	while ((variable = strchr(at, '{'))) {
		const char *end = strchr(variable, '}');
		const char *name = arena_strndup(call->arena, variable + 1, (size_t)(end - variable - 1));

		buffer_put(&path, at, (size_t)(variable - at));
		buffer_put_text(&path, strcmp(name, "new") == 0 ? rows_text(&call->rows, 0, 0)
								: call_value(call, name));
		at = end + 1;
	}
	buffer_put_text(&path, at);
	reply_header(&call->reply, "Location", API_PREFIX "%s", path.data);
	buffer_release(&path);
}

static enum status render_one(struct call *call)
{
	render_row(call, 0);
	if (call->version) {
		reply_header(&call->reply, "ETag", "\"%s\"", call->version);
		if (call->route->method == METHOD_GET)
			return check_preconditions(call);
	}
	if (call->route->accepted)
		call->reply.answer = ANSWER_ACCEPTED;
	if (call->route->location) {
		call->reply.answer = ANSWER_CREATED;
		put_location(call);
	}
	return OK;
}

enum status render_reply(struct call *call)
{
	if (call->route->content_type) {
		call->reply.content_type = call->route->content_type;
	} else if (call->route->list) {
		list_write(call);
	} else if (call->route->whole) {
		list_write_whole(call);
	} else if (call->route->reply) {
		return render_one(call);
	} else {
		call->reply.answer = ANSWER_NO_CONTENT;
	}
	return OK;
}
