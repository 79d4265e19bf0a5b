#include "errors/sentry/page/detail.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "errors/sentry/event/shape.h"

enum { ITEM_BYTES = 1024 /* what the last items of a list leave for each of the others */ };

struct detail *detail_new(struct arena *arena, struct buffer *out)
{
	struct detail *detail = arena_alloc(arena, sizeof(*detail));

	detail->reading = (struct reading){ .arena = arena, .notes = &detail->ignored };
	detail->to = (struct outline){ .arena = arena, .out = out, .limit = OUTLINE_BYTES };
	return detail;
}

void detail_text(struct detail *detail, const char *name, struct json_object *value, size_t max)
{
	json_member_text(detail->to.out, name, reading_any(&detail->reading, name, value, max));
}

void detail_count(struct detail *detail, const char *name, struct json_object *value)
{
	int64_t count = reading_count(value);

	json_member(detail->to.out, name);
	if (count < 0)
		buffer_put_text(detail->to.out, "null");
	else
		buffer_put_integer(detail->to.out, count);
}

void detail_boolean(struct detail *detail, const char *name, struct json_object *value)
{
	bool is, known = reading_boolean(value, &is);

	json_member(detail->to.out, name);
	buffer_put_text(detail->to.out, !known ? "null" : is ? "true" : "false");
}

void detail_any(struct detail *detail, const char *name, struct json_object *value)
{
	json_member(detail->to.out, name);
	outline_value(&detail->to, value && outline_is_full(&detail->to) ? NULL : value);
}

void detail_whole(struct detail *detail, const char *name, struct json_object *value)
{
	bool whole =
		json_object_is_type(value, json_type_object) || json_object_is_type(value, json_type_array);

	detail_any(detail, name, whole ? value : NULL);
}

static bool is_known(const char *name, const char *const known[])
{
	while (*known && strcmp(*known, name) != 0)
		known++;
	return *known != NULL;
}

void detail_other(struct detail *detail, const char *name, struct json_object *object,
		  const char *const known[])
{
	struct json_object *other = NULL;

	if (json_object_is_type(object, json_type_object)) {
		json_object_object_foreach (object, member, value) {
			if (is_known(member, known))
				continue;
			if (!other)
				other = json_object_new_object();
			json_object_object_add(other, member, json_object_get(value));
		}
	}
	detail_any(detail, name, other);
	json_object_put(other);
}

size_t detail_items(struct detail *detail, const struct shape_list *list, detail_put *put, void *context)
{
	struct buffer *out = detail->to.out, *pieces;
	size_t limit = detail->to.limit, left = limit > out->length ? limit - out->length : 0,
	       at = list->count;

	pieces = arena_alloc(detail->to.arena, (list->count + 1) * sizeof(*pieces));
	for (; at > 0 && left > 0; at--) {
		struct buffer *piece = &pieces[at - 1];
		size_t others = (at - 1) * ITEM_BYTES;

		piece->arena = detail->to.arena;
		detail->to.out = piece;
		detail->to.limit = left > others ? left - others : 0;
		put(detail, context, list, at - 1);
		left -= piece->length < left ? piece->length : left;
	}
	detail->to.out = out;
	detail->to.limit = limit;
	detail->to.cut |= at > 0;
	for (size_t i = at; i < list->count; i++) {
		if (pieces[i].length == 0)
			continue;
		json_item(out);
		buffer_put(out, pieces[i].data, pieces[i].length);
	}
	return at;
}
