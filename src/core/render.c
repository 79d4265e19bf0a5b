#include "core/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypto.h"
#include "base/json.h"
#include "core/endpoint.h"
#include "core/list.h"
#include "core/literal.h"
#include "http/etag.h"

enum { TAG_BYTES = 8 };

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
		text = literal_element(text, &element);
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
	case F_NUMBER:
	case F_OBJECTS:
		buffer_put(out, text, length);
		break;
	case F_HALVES:
		buffer_printf(out, "%g", strtod(text, NULL) / 2);
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

/* The column of the field `locks` is true; it is among the first, before any object. */
static bool is_locked(const struct cursor_row *at, const struct field *fields)
{
	size_t column = at->column;

	for FIELDS(field, fields) {
		if (field->locks)
			return *rows_text(&at->call->rows, at->row, column) == 't';
		column += !field->sent;
	}
	return false;
}

static void put_object(struct cursor_row *at, const struct field *fields)
{
	struct buffer *out = &at->call->reply.body;
	bool locked = is_locked(at, fields);
	char before = '{';

	for FIELDS(field, fields) {
		if (field->etag && !locked) /* the lock may go while the version stays */
			at->call->version = rows_text(&at->call->rows, at->row, at->column);
		if (field->hidden || (locked && !field->locks && !field->locked)) {
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

/* Whether If-None-Match names the tag, which is in quotes. */
static bool names_tag(const char *header, const char *tag)
{
	header += strspn(header, " \t");
	return strcmp(header, "*") == 0 || strstr(header, tag);
}

/* Whether the version tells this answer from others of the same address. That of a list's row does not; nor does one that
 * both nobody and somebody are shown, where the statement asks who they are. */
static bool has_version(const struct call *call)
{
	bool nobody = call->route->need == NEED_ANYBODY && !*call->caller.user;

	return call->version && !call->route->list && !(nobody && call->endpoint->statement->scoped);
}

/* What is the same for everyone and has no version is tagged with its digest, for caches on the way. */
static void tag_public(struct call *call)
{
	uint8_t digest[SHA256_SIZE];
	char hex[2 * TAG_BYTES + 1];
	const char *tag;

	if (call->route->need != NEED_ANYBODY || !call->route->cache || *call->caller.user || has_version(call))
		return;
	crypto_sha256(call->reply.body.data, call->reply.body.length, digest);
	crypto_hex(digest, TAG_BYTES, hex);
	tag = arena_printf(call->arena, "\"%s\"", hex);
	reply_header(&call->reply, "ETag", "%s", tag);
	if (names_tag(call->request.if_none_match, tag))
		call->reply.answer = ANSWER_NOT_MODIFIED;
}

static enum status render_one(struct call *call)
{
	render_row(call, 0);
	if (has_version(call)) {
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
	enum status status = OK;

	if (call->route->content_type)
		call->reply.content_type = call->route->content_type;
	else if (call->route->list)
		list_write(call);
	else if (call->route->whole)
		list_write_whole(call);
	else if (call->route->reply)
		status = render_one(call);
	else
		call->reply.answer = ANSWER_NO_CONTENT;
	if (status == OK)
		tag_public(call);
	return status;
}
