#include "core/row.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "call/call.h"
#include "db/literal.h"

/* Writes a time that PostgreSQL prints as "2026-11-21 10:34:56.5+00" (ISO style, UTC) as
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

static void put_array(struct arena *arena, struct buffer *out, const char *text)
{
	struct buffer element = { .arena = arena };

	buffer_put_char(out, '[');
	for (text++; *text && *text != '}';) {
		text = literal_element(text, &element);
		json_item(out);
		json_put_string(out, element.data ? element.data : "", element.length);
	}
	buffer_put_char(out, ']');
}

static void put_value(struct call *call, enum field_type type, const char *text, size_t length)
{
	struct buffer *out = &call->reply.body;

	switch (type) {
	case F_INTEGER:
	case F_NUMBER:
	case F_OBJECTS:
	case F_MAP:
	case F_JSON:
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
	case F_INTEGERS: /* "{1,2}" */
		buffer_put_char(out, '[');
		buffer_put(out, text + 1, length - 2);
		buffer_put_char(out, ']');
		break;
	case F_TEXTS:
		put_array(call->arena, out, text);
		break;
	default:
		json_put_string(out, text, length);
	}
}

struct row_position {
	struct call *call;
	size_t row, column;
};

static void put_object(struct row_position *at, const struct field *fields);

static void put_member(struct row_position *at, const struct field *field)
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
			put_value(at->call, field->type, text, strlen(text));
		else
			buffer_put(out, "null", 4);
		return;
	}
	text = rows_cell(rows, at->row, at->column, &length);
	if (!text)
		buffer_put(out, "null", 4);
	else
		put_value(at->call, field->type, text, length);
	at->column++;
}

/* Whether the column of the field with .locks is true. That field comes before any F_OBJECT. */
static bool is_locked(const struct row_position *at, const struct field *fields)
{
	size_t column = at->column;

	FIELDS_EACH (field, fields) {
		if (field->locks)
			return *rows_cell(&at->call->rows, at->row, column, NULL) == 't';
		column += !field->sent;
	}
	return false;
}

static void put_object(struct row_position *at, const struct field *fields)
{
	struct buffer *out = &at->call->reply.body;
	bool locked = is_locked(at, fields);

	buffer_put_char(out, '{');
	FIELDS_EACH (field, fields) {
		if ((field->with && !call_has(at->call, field->with)) ||
		    (field->if_set && !call_has(at->call, field->sent)))
			continue;
		if (field->etag && !locked) /* not while locked: the lock may end without a new version */
			at->call->version = rows_cell(&at->call->rows, at->row, at->column, NULL);
		if (field->hidden || (locked && !field->locks && !field->locked)) {
			at->column++;
			continue;
		}
		json_member(out, field->name);
		put_member(at, field);
	}
	buffer_put_char(out, '}');
}

void row_write(struct call *call, size_t row)
{
	struct row_position at = { .call = call, .row = row };

	put_object(&at, call->route->reply);
}
