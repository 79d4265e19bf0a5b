#include "core/list.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "call/call.h"
#include "core/parameter.h"
#include "core/row.h"
#include "http/cursor.h"
#include "http/url.h"
#include "table/endpoint.h"

static void blame(struct call *call, enum list_field field, const struct fault_kind *code, const char *text)
{
	faults_add(&call->faults, (struct fault){ .kind = code,
						  .in_query = true,
						  .name = endpoint_list_fields[field].name,
						  .text = text });
}

static const char *sort_choices(struct call *call)
{
	const struct statement *statement = call->endpoint->statement;
	const char *text = "";

	for (size_t i = 0; i < statement->sorts; i++)
		text = arena_printf(call->arena, "%s%s%s, -%s", text, i > 0 ? ", " : "",
				    statement->sort[i].name, statement->sort[i].name);
	return text;
}

static void read_sort(struct call *call, const char *text)
{
	const struct statement *statement = call->endpoint->statement;

	call->descending = *text == '-';
	text += call->descending;
	for (call->sort = 0; call->sort < statement->sorts; call->sort++)
		if (strcmp(statement->sort[call->sort].name, text) == 0)
			return;
	call->sort = 0;
	blame(call, LIST_SORT, &fault_not_allowed, sort_choices(call));
}

/* Writes the text that identifies the list a cursor belongs to: the caller, the route, the sort and the
 * filters. A NUL ends each part, so that the texts of different lists differ. */
static void put_list_identity(struct call *call, struct buffer *identity)
{
	const struct endpoint *endpoint = call->endpoint;

	buffer_put(identity, call->caller.user, sizeof(call->caller.user));
	buffer_put(identity, call->caller.organization, sizeof(call->caller.organization));
	buffer_put(identity, call->route->path, strlen(call->route->path) + 1);
	buffer_printf(identity, "%zu%c", call->sort, call->descending ? '-' : '+');
	/* Values of hooks would belong to it too, but may not be set yet. */
	for (size_t i = VALUE__BUILTINS; i < endpoint->first_value; i++) {
		if (!call->value[i].present)
			continue;
		buffer_put(identity, endpoint->name[i], strlen(endpoint->name[i]) + 1);
		if (call->value[i].text)
			buffer_put(identity, call->value[i].text, strlen(call->value[i].text) + 1);
	}
}

static void read_cursor(struct call *call, const char *text)
{
	struct buffer identity = { .arena = call->arena };
	struct cursor cursor;

	put_list_identity(call, &identity);
	if (cursor_read(call->arena, text, strlen(text), identity.data, identity.length, &cursor)) {
		call->value[VALUE_AFTER_KEY] = (struct value){ .text = cursor.key, .present = true };
		call->value[VALUE_AFTER_ID] = (struct value){ .text = cursor.id, .present = true };
	} else {
		blame(call, LIST_CURSOR, &fault_cursor_invalid, "");
	}
}

/* Counting costs more the more rows there are, so nobody may ask for it without an access token. */
static void read_count(struct call *call, bool count)
{
	call->count = count;
	if (count && call->route->need == NEED_ANYBODY && !*call->caller.user)
		blame(call, LIST_COUNT, &fault_token_required, "");
}

void list_read(struct call *call, const struct url_pair *pairs, size_t count)
{
	const char *text;

	if (parameter_read(call, &endpoint_list_fields[LIST_LIMIT], pairs, count, &text)) {
		call->limit = strtoul(text, NULL, 10);
		/* One row more than the page shows whether another page follows. */
		text = arena_printf(call->arena, "%zu", call->limit + 1);
		call->value[VALUE_LIMIT] = (struct value){ .text = text, .present = true };
	}
	if (!parameter_read(call, &endpoint_list_fields[LIST_SORT], pairs, count, &text))
		text = call->route->sort;
	read_sort(call, text);
	if (parameter_read(call, &endpoint_list_fields[LIST_COUNT], pairs, count, &text))
		read_count(call, strcmp(text, "true") == 0);
	if (parameter_read(call, &endpoint_list_fields[LIST_CURSOR], pairs, count, &text))
		read_cursor(call, text);
}

/* The cursor behind the last row of the page. The first column of a list is the id. */
static const char *next_cursor(struct call *call)
{
	const struct rows *rows = &call->rows;
	struct cursor cursor = { .id = rows_cell(rows, call->limit - 1, 0, NULL),
				 .key = rows_text(rows, call->limit - 1, "sort_key") };
	struct buffer identity = { .arena = call->arena };

	put_list_identity(call, &identity);
	return cursor_write(call->arena, cursor, identity.data, identity.length);
}

/* Adds the header Link (RFC 8288) to the next page: the same query with another cursor. */
static void put_link(struct call *call, const char *cursor)
{
	struct url_pair pairs[URL_PAIRS];
	struct buffer link = { .arena = call->arena };
	size_t count;

	if (url_query(call->arena, call->request.query, pairs, &count) != OK)
		return; /* cannot happen: the query was read before */
	for (size_t i = 0; i < count; i++) {
		if (strcmp(pairs[i].name, endpoint_list_fields[LIST_CURSOR].name) == 0)
			continue;
		url_encode(&link, pairs[i].name);
		buffer_put_char(&link, '=');
		url_encode(&link, pairs[i].value);
		buffer_put_char(&link, '&');
	}
	buffer_printf(&link, "cursor=%s", cursor);
	reply_header(&call->reply, "Link", "<%s?%s>; rel=\"next\"", call->request.path, link.data);
}

static void put_items(struct call *call, size_t count)
{
	struct buffer *out = &call->reply.body;

	buffer_put_char(out, '{');
	json_member_open(out, "items", '[');
	for (size_t i = 0; i < count; i++) {
		json_item(out);
		row_write(call, i);
	}
	buffer_put_char(out, ']');
}

void list_write_whole(struct call *call)
{
	put_items(call, call->rows.count);
	buffer_put_char(&call->reply.body, '}');
}

void list_write(struct call *call)
{
	bool more = call->rows.count > call->limit;
	struct buffer *out = &call->reply.body;
	const char *cursor = more ? next_cursor(call) : NULL;

	put_items(call, more ? call->limit : call->rows.count);
	json_member_text(out, "next_cursor", cursor);
	if (cursor)
		put_link(call, cursor);
	if (call->count)
		json_member_integer(out, "total", call->total);
	buffer_put_char(out, '}');
}
