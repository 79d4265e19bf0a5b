#include "errors/lenient/ration.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "errors/lenient/parts.h"
#include "errors/lenient/reader.h"
#include "errors/lenient/span.h"

enum { BESIDES_MAX = 8 /* how many items are kept for one of their members */ };

/* A value whose members, or items, have no names that matter. */
static const struct kind plain = { 0 };

/* --- the limit --- */

static size_t least(size_t one, size_t other)
{
	return one < other ? one : other;
}

/* Whether a text of this length costs at most `units`. Nothing costs more than "{}," for each three bytes. */
static bool is_small(size_t length, size_t units)
{
	return READER_OBJECT * (length + 1) / 3 + 1 <= units;
}

/* Lets the reader spend what `others` more values don't need, if half of what was left at first is theirs in
 * equal shares. */
struct pot {
	size_t limit, share, each;
};

static struct pot make_pot(const struct reader *reader, size_t limit, size_t count, size_t each)
{
	size_t left = limit - least(limit, reader->spent);

	return (struct pot){ .limit = limit, .share = count > 0 ? left / 2 / count : 0, .each = each };
}

static void allow_from(const struct pot *pot, struct reader *reader, size_t others)
{
	size_t allowed = pot->limit - others * pot->share;

	reader_allow(reader, pot->each > 0 ? least(allowed, reader->spent + pot->each) : allowed);
}

/* --- one value --- */

static bool read_object(struct reader *reader, const struct kind *kind, struct json_object *object);
static bool read_list(struct reader *reader, const struct kind *kind, struct json_object *list);

static bool read_nested(struct reader *reader, const struct kind *kind, struct json_object **value,
			bool *kept)
{
	bool object = scan_peek(&reader->text) == '{', read;

	if (!reader_open(reader, value)) {
		*kept = !reader->full;
		reader->text.at = reader->text.end;
		return true;
	}
	*kept = true;
	reader->depth++;
	read = object ? read_object(reader, kind, *value) : read_list(reader, kind, *value);
	reader->depth--;
	return read;
}

/* Reads the value that is the whole of `span`. */
static bool read_span(struct reader *reader, const struct kind *kind, const struct scan *span,
		      struct json_object **value, bool *kept)
{
	char c = scan_peek(span);
	bool read;

	reader->text = *span;
	if (!is_small((size_t)(span->end - span->at), reader->limit - reader->spent) &&
	    (c == '{' || (c == '[' && kind->listed)))
		read = read_nested(reader, kind, value, kept);
	else
		read = reader_value(reader, value, kept);
	return read && reader->text.at == span->end;
}

/* --- objects --- */

/* Where the members with shares of their own are: by their names, and by their old names. */
struct index {
	struct scan spans[PARTS_MAX][2];
	size_t others;
};

static bool index_member(struct reader *reader, const struct kind *kind, struct index *index)
{
	const struct part *part;
	struct reader_name name;
	struct scan *span, value;
	bool read;

	if (!reader_name(reader, &name))
		return false;
	value = reader->text;
	read = span_skip(&reader->text);
	value.end = reader->text.at;
	part = parts_find(kind, name.text);
	if (part) {
		span = &index->spans[part - kind->parts][strcmp(part->name, name.text) != 0];
		reader->report.duplicates += span->at != NULL;
		*span = value;
	}
	index->others += !part;
	reader_release_name(&name);
	return read;
}

/* Reads the text from behind { to its end. */
static bool index_members(struct reader *reader, const struct kind *kind, struct index *index)
{
	struct quoted_faults faults = reader->faults;
	bool more;

	for (bool first = true; span_next(&reader->text, '}', first, &more); first = false) {
		if (!more) {
			reader->faults = faults; /* read_others counts them */
			return reader->text.at == reader->text.end;
		}
		if (!index_member(reader, kind, index))
			return false;
	}
	return false;
}

static bool is_present(const struct scan spans[2])
{
	return spans[0].at || spans[1].at;
}

static bool read_part(struct reader *reader, const struct part *part, const struct scan spans[2],
		      struct json_object *object)
{
	const char *const names[] = { part->name, part->old };
	const char *field = reader->field;
	bool read = true;

	reader->field = part->field ? part->field : field;
	for (size_t i = 0; i < COUNT(names) && read; i++) {
		struct json_object *value = NULL;
		bool kept = false;

		if (!spans[i].at)
			continue;
		read = read_span(reader, part->kind ? part->kind : &plain, &spans[i], &value, &kept);
		if (kept)
			json_object_object_add(object, names[i], value);
		reader_allow(reader, reader->limit);
	}
	reader->field = field;
	return read;
}

static size_t allowed(const struct reader *reader, const struct part *part, size_t limit, size_t reserved)
{
	size_t own = reader->spent + part->share, unreserved = limit - least(limit, reserved);
	size_t most = part->most > 0 ? reader->spent + part->most : limit;

	return least(most, least(limit, own > unreserved ? own : unreserved));
}

static bool read_parts(struct reader *reader, const struct kind *kind, const struct index *index,
		       size_t limit, struct json_object *object)
{
	size_t reserved = index->others > 0 ? kind->share : 0;

	for (const struct part *part = kind->parts; part && part->name; part++)
		reserved += is_present(index->spans[part - kind->parts]) ? part->share : 0;
	for (const struct part *part = kind->parts; part && part->name; part++) {
		const struct scan *spans = index->spans[part - kind->parts];

		if (!is_present(spans))
			continue;
		reserved -= part->share;
		reader_allow(reader, allowed(reader, part, limit, reserved));
		if (!read_part(reader, part, spans, object))
			return false;
	}
	return true;
}

static bool read_other(struct reader *reader, const struct kind *kind, const struct pot *pot, size_t *left,
		       struct json_object *object)
{
	struct json_object *value;
	struct reader_name name;
	bool read, kept;

	if (!reader_name(reader, &name))
		return false;
	if (parts_find(kind, name.text)) {
		reader_release_name(&name);
		return span_skip(&reader->text);
	}
	*left -= 1;
	allow_from(pot, reader, *left);
	read = reader_value(reader, &value, &kept);
	if (kept)
		reader_add(reader, object, name.text, value);
	reader_release_name(&name);
	return read;
}

/* Reads the members without shares of their own; `reader->text` is behind {. Once the limit is reached, only
 * a fault tells of the rest. */
static bool read_others(struct reader *reader, const struct kind *kind, size_t count, size_t limit,
			struct json_object *object)
{
	struct pot pot = make_pot(reader, limit, count, kind->each);
	bool more;

	reader->member = ""; /* faults name it only for members of the event, which have no other name here */
	for (bool first = true; count > 0 && span_next(&reader->text, '}', first, &more); first = false) {
		if (reader_is_wide(reader, object))
			return true;
		if (reader->spent >= limit) {
			reader_note_many(reader);
			return true;
		}
		if (!more || !read_other(reader, kind, &pot, &count, object))
			return false;
	}
	return count == 0;
}

/* Reads the text from behind { to its end. */
static bool read_object(struct reader *reader, const struct kind *kind, struct json_object *object)
{
	const struct scan text = reader->text;
	size_t limit = reader->limit;
	struct index index = { 0 };

	if (!index_members(reader, kind, &index) || !read_parts(reader, kind, &index, limit, object))
		return false;
	reader->text = text;
	if (!read_others(reader, kind, index.others, limit, object))
		return false;
	reader->text.at = reader->text.end;
	return true;
}

/* --- lists --- */

/* The items of a list that are kept, in its order: the first ones, those with a member that matters, and the
 * last ones, of which the newest has overwritten the oldest. */
struct items {
	struct scan *first, besides[BESIDES_MAX], *last;
	size_t first_count, besides_count;
	size_t last_count, last_kept; /* items behind the first ones; those of them that are kept */
	size_t all;
};

static bool has_one_of(struct reader *reader, const char *const *names, const struct scan *span)
{
	struct scan text = reader->text;
	struct reader_name name;
	bool has = false, more;

	reader->text = *span;
	if (scan_char(&reader->text, '{')) {
		for (bool first = true; !has && span_next(&reader->text, '}', first, &more); first = false) {
			if (!more || !reader_name(reader, &name))
				break;
			for (const char *const *wanted = names; *wanted; wanted++)
				has |= strcmp(*wanted, name.text) == 0 && scan_word(&reader->text, "true");
			reader_release_name(&name);
			if (!has && !span_skip(&reader->text))
				break;
		}
	}
	reader->text = text;
	return has;
}

static void keep_item(struct reader *reader, const struct kind *kind, struct items *items,
		      const struct scan *item)
{
	struct scan *place;

	if (items->first_count < kind->first) {
		items->first[items->first_count++] = *item;
		return;
	}
	place = &items->last[items->last_count++ % kind->last];
	if (kind->besides && place->at && items->besides_count < BESIDES_MAX &&
	    has_one_of(reader, kind->besides, place))
		items->besides[items->besides_count++] = *place;
	*place = *item;
}

/* Reads the text from behind [ to its end. */
static bool index_items(struct reader *reader, const struct kind *kind, struct items *items)
{
	bool more;

	items->first = arena_alloc(reader->arena, (kind->first + 1) * sizeof(*items->first));
	items->last = arena_alloc(reader->arena, kind->last * sizeof(*items->last));
	for (bool first = true; span_next(&reader->text, ']', first, &more); first = false) {
		struct scan item = reader->text;

		if (!more)
			return reader->text.at == reader->text.end;
		if (!span_skip(&reader->text))
			return false;
		item.end = reader->text.at;
		items->all++;
		keep_item(reader, kind, items, &item);
	}
	return false;
}

/* Drops kept items, first those that are nearest to the middle, until each of the others gets what it
 * needs. */
static void thin_out(const struct reader *reader, const struct kind *kind, struct items *items)
{
	size_t held = least(items->last_count, kind->last), most;

	items->last_kept = held;
	if (kind->least == 0)
		return;
	most = (reader->limit - reader->spent) / 2 / kind->least;
	if (items->first_count + held <= most)
		return;
	items->first_count = least(items->first_count, most * kind->first / (kind->first + kind->last));
	items->last_kept = least(held, most - items->first_count > 1 ? most - items->first_count : 1);
}

/* Returns the kept items in one list, the oldest first. */
static struct scan *order_items(struct reader *reader, const struct kind *kind, const struct items *items,
				size_t *count)
{
	struct scan *list = arena_alloc(reader->arena,
					(items->first_count + items->besides_count + items->last_kept + 1) *
						sizeof(*list));

	*count = 0;
	for (size_t i = 0; i < items->first_count; i++)
		list[(*count)++] = items->first[i];
	for (size_t i = 0; i < items->besides_count; i++)
		list[(*count)++] = items->besides[i];
	for (size_t i = items->last_count - items->last_kept; i < items->last_count; i++)
		list[(*count)++] = items->last[i % kind->last];
	return list;
}

static void note_left_out(struct reader *reader, struct json_object *list, size_t head, size_t count)
{
	struct lenient_gap *gap = arena_alloc(reader->arena, sizeof(*gap));

	*gap = (struct lenient_gap){ .head = head, .count = count };
	json_object_set_userdata(list, gap, NULL);
	reader_note_many(reader);
}

/* Builds `count` items from the last to the first, and adds them to the list in their order. Those of the
 * first `head` that are kept stand before the gap. */
static bool read_items(struct reader *reader, const struct kind *kind, const struct scan *spans, size_t count,
		       struct json_object **items, bool *kept)
{
	struct pot pot = make_pot(reader, reader->limit, count, kind->each);

	for (size_t i = count; i > 0; i--) {
		allow_from(&pot, reader, i - 1);
		if (!read_span(reader, kind->items ? kind->items : &plain, &spans[i - 1], &items[i - 1],
			       &kept[i - 1])) {
			json_object_put(items[i - 1]);
			kept[i - 1] = false;
			return false;
		}
	}
	return true;
}

/* Reads the text from behind [ to its end. */
static bool read_list(struct reader *reader, const struct kind *kind, struct json_object *list)
{
	const char *end = reader->text.end;
	struct items found = { 0 };
	size_t count, head = 0;
	struct json_object **items;
	struct scan *spans;
	bool *kept, read;

	if (!index_items(reader, kind, &found))
		return false;
	thin_out(reader, kind, &found);
	spans = order_items(reader, kind, &found, &count);
	items = arena_alloc(reader->arena, (count + 1) * sizeof(struct json_object *));
	kept = arena_alloc(reader->arena, count + 1);
	read = read_items(reader, kind, spans, count, items, kept);
	for (size_t i = 0; i < count; i++) {
		if (kept[i])
			json_object_array_add(list, items[i]);
		head += kept[i] && i < found.first_count + found.besides_count;
	}
	if (json_object_array_length(list) < found.all)
		note_left_out(reader, list, head, found.all - json_object_array_length(list));
	reader->text.at = end;
	return read;
}

bool ration_value(struct reader *reader, const struct kind *kind, struct json_object **value, bool *kept)
{
	struct scan rest, span = reader->text;
	bool read;

	if (!span_skip(&reader->text))
		return false;
	rest = reader->text;
	span.end = rest.at;
	read = read_span(reader, kind, &span, value, kept);
	reader->text = rest;
	return read;
}
