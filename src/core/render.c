#include "core/render.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "call/call.h"
#include "core/list.h"
#include "core/row.h"
#include "http/etag.h"
#include "table/endpoint.h"

enum { TAG_BYTES = 8 };

/* A read ignores If-Match, which protects a change (RFC 9110, 13.1.1, allows that). */
static void compare_versions(struct call *call)
{
	const char *versions;
	enum precondition match = etag_parse(call->arena, call->request.if_none_match, &versions);

	if (match == PRECONDITION_ANY || (match == PRECONDITION_LIST && etag_in(versions, call->version)))
		call->reply.answer = ANSWER_NOT_MODIFIED;
}

/* Adds the header Location. {new} stands for the reply's first field, which identifies the new row;
 * {name} stands for the value of that name. */
static void put_location(struct call *call)
{
	struct buffer path = { .arena = call->arena };
	const char *at = call->route->location, *variable;

	while ((variable = strchr(at, '{'))) {
		const char *end = strchr(variable, '}');
		const char *name = arena_strndup(call->arena, variable + 1, (size_t)(end - variable - 1));

		buffer_put(&path, at, (size_t)(variable - at));
		buffer_put_text(&path, strcmp(name, "new") == 0
					       ? rows_text(&call->rows, 0, call->route->reply->name)
					       : call_value(call, name));
		at = end + 1;
	}
	buffer_put_text(&path, at);
	reply_header(&call->reply, "Location", API_PREFIX "%s", path.data);
}

/* Whether the header If-None-Match contains the tag, which includes its quotes. */
static bool names_tag(const char *header, const char *tag)
{
	header += strspn(header, " \t");
	return strcmp(header, "*") == 0 || strstr(header, tag);
}

/* Whether the version identifies this answer among all answers of the same address. The version of a row
 * in a list does not. Nor does the version of a row that is shown differently to callers and to others,
 * because its statement uses the caller. */
static bool has_version(const struct call *call)
{
	bool nobody = call->route->need == NEED_ANYBODY && !*call->caller.user;

	return call->version && !call->route->list && !(nobody && call->endpoint->statement->personal);
}

/* Whether the answer is read, and what it shows has no version: a list, or numbers that are counted. */
static bool shows_no_version(const struct route *route)
{
	if (route->method != METHOD_GET || !route->reply)
		return false;
	if (!route->list && !route->whole)
		FIELDS_EACH (field, route->reply)
			if (field->etag)
				return false;
	return true;
}

/* Adds an ETag that is a digest of the body: to what has no version, and to public answers that have it for
 * callers only, for the caches on the way. The former is weak, because it stands for the rows and not for the
 * bytes. */
static void tag_body(struct call *call)
{
	uint8_t digest[SHA256_SIZE];
	char hex[2 * TAG_BYTES + 1];
	bool weak = shows_no_version(call->route), nobody = call->route->cache && !*call->caller.user;
	const char *tag;

	if (!weak && (call->route->need != NEED_ANYBODY || !nobody || has_version(call)))
		return;
	crypto_sha256(call->reply.body.data, call->reply.body.length, digest);
	crypto_hex(digest, TAG_BYTES, hex);
	tag = arena_printf(call->arena, "\"%s\"", hex);
	reply_header(&call->reply, "ETag", "%s%s", weak ? "W/" : "", tag);
	if (names_tag(call->request.if_none_match, tag))
		call->reply.answer = ANSWER_NOT_MODIFIED;
}

static void render_one(struct call *call)
{
	const char *instead = call->route->instead ? call_value(call, call->route->instead) : NULL;

	row_write(call, 0);
	if (instead) {
		buffer_clear(&call->reply.body);
		buffer_put_text(&call->reply.body, instead);
	}
	if (has_version(call)) {
		reply_header(&call->reply, "ETag", "\"%s\"", call->version);
		if (call->route->method == METHOD_GET)
			compare_versions(call);
	}
	if (call->route->accepted)
		call->reply.answer = ANSWER_ACCEPTED;
	if (call->route->location) {
		call->reply.answer = ANSWER_CREATED;
		put_location(call);
	}
}

enum status render_reply(struct call *call)
{
	if (call->route->content_type)
		call->reply.content_type = call->route->content_type;
	else if (call->route->list)
		list_write(call);
	else if (call->route->whole)
		list_write_whole(call);
	else if (call->route->reply)
		render_one(call);
	else
		call->reply.answer = ANSWER_NO_CONTENT;
	tag_body(call);
	return OK;
}
