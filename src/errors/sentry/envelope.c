#include "errors/sentry/envelope.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "errors/lenient/lenient.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/moment.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"

enum { DSN_MAX = 1024 /* code points */ };

enum state {
	IN_HEADER,
	IN_ITEM_HEADER,
	IN_PAYLOAD,      /* its `left` bytes are to come */
	IN_PAYLOAD_LINE, /* it ends at the next newline */
	AFTER_PAYLOAD,   /* of a known length, which a newline must follow */
};

struct envelope {
	struct arena *arena;
	struct arena *line_arena; /* for parsing one header; reset after each */
	const struct envelope_reader *reader;
	void *context;
	enum envelope_outcome outcome;
	enum state state;
	struct buffer held; /* the current header, or the current payload if it is wanted */
	struct envelope_item item;
	bool keep;     /* whether the reader wants the current payload */
	uint64_t left; /* bytes of the payload that are still to come */
	bool has_event;
	size_t blanks; /* empty lines between items; limited, as each takes as long as an item */
	struct envelope_counts counts;
};

static void release_arena(void *arena)
{
	arena_free(arena);
}

struct envelope *envelope_new(struct arena *arena, const struct envelope_reader *reader, void *context)
{
	struct envelope *envelope = arena_alloc(arena, sizeof(*envelope));

	envelope->arena = arena;
	envelope->line_arena = arena_new();
	arena_defer(arena, release_arena, envelope->line_arena);
	envelope->held.arena = arena;
	envelope->reader = reader;
	envelope->context = context;
	return envelope;
}

/* --- headers --- */

static struct json_object *parse_line(struct envelope *envelope)
{
	struct json_object *object;

	if (!lenient_parse(envelope->line_arena, envelope->held.data, envelope->held.length, NULL, &object))
		return NULL;
	return json_object_is_type(object, json_type_object) ? object : NULL;
}

static enum envelope_outcome take_header(struct envelope *envelope)
{
	struct json_object *object = parse_line(envelope);
	struct notes ignored = { 0 };
	struct reading reading = { .arena = envelope->arena, .notes = &ignored };
	struct envelope_header header = { .sent_at = MOMENT_UNKNOWN };
	const char *id;

	if (!object)
		return ENVELOPE_MALFORMED;
	id = reading_text(&reading, "event_id", reading_member(object, "event_id"), MAPPER_SHORT_MAX);
	if (!id || !mapper_id(id, header.event_id))
		header.event_id[0] = '\0';
	header.dsn = reading_text(&reading, "dsn", reading_member(object, "dsn"), DSN_MAX);
	if (!moment_read(reading_member(object, "sent_at"), &header.sent_at))
		header.sent_at = MOMENT_UNKNOWN;
	envelope->state = IN_ITEM_HEADER;
	return envelope->reader->header(envelope->context, &header) ? ENVELOPE_OK : ENVELOPE_STOPPED;
}

static void copy_type(struct json_object *value, char type[ENVELOPE_TYPE_SIZE])
{
	const char *whole = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
	size_t length = strlen(whole);

	if (length >= ENVELOPE_TYPE_SIZE)
		for (length = ENVELOPE_TYPE_SIZE - 1; ((unsigned char)whole[length] & 0xC0) == 0x80; length--)
			;
	memcpy(type, whole, length);
	type[length] = '\0';
}

static bool read_item(struct json_object *object, struct envelope_item *item)
{
	struct json_object *length = reading_member(object, "length");

	copy_type(reading_member(object, "type"), item->type);
	item->category = category_of(item->type);
	item->length = length ? reading_count(length) : -1;
	return item->type[0] && (!length || item->length >= 0);
}

static void offer_item(struct envelope *envelope)
{
	enum category category = envelope->item.category;
	bool event = category == CATEGORY_ERROR || category == CATEGORY_SECURITY;

	envelope->keep = false;
	if (event && envelope->has_event)
		return;
	envelope->has_event |= event;
	envelope->keep = envelope->reader->item(envelope->context, &envelope->item);
	envelope->counts.skipped[category] += !envelope->keep;
}

/* Returns ENVELOPE_TOO_LARGE if `more` bytes would make a wanted payload too long. */
static enum envelope_outcome check_length(const struct envelope *envelope, uint64_t more)
{
	bool fits = envelope->held.length + more <= ENVELOPE_PAYLOAD_MAX;

	return fits || !envelope->keep ? ENVELOPE_OK : ENVELOPE_TOO_LARGE;
}

static enum envelope_outcome end_payload(struct envelope *envelope, enum state next)
{
	struct buffer *held = &envelope->held;

	envelope->state = next;
	if (!envelope->keep)
		return ENVELOPE_OK;
	return envelope->reader->payload(envelope->context, &envelope->item, held->data ? held->data : "",
					 held->length)
		       ? ENVELOPE_OK
		       : ENVELOPE_STOPPED;
}

static enum envelope_outcome take_item_header(struct envelope *envelope)
{
	struct json_object *object = parse_line(envelope);
	enum envelope_outcome outcome;

	if (!object || !read_item(object, &envelope->item))
		return ENVELOPE_MALFORMED;
	if (++envelope->counts.items > ENVELOPE_ITEMS_MAX)
		return ENVELOPE_TOO_LARGE;
	buffer_clear(&envelope->held);
	offer_item(envelope);
	if (envelope->item.length < 0) {
		envelope->state = IN_PAYLOAD_LINE;
		return ENVELOPE_OK;
	}
	envelope->left = (uint64_t)envelope->item.length;
	envelope->state = IN_PAYLOAD;
	outcome = check_length(envelope, envelope->left);
	if (outcome == ENVELOPE_OK && envelope->keep)
		buffer_reserve(&envelope->held, envelope->left); /* growing would take twice as much */
	if (outcome == ENVELOPE_OK && envelope->left == 0)
		outcome = end_payload(envelope, AFTER_PAYLOAD);
	return outcome;
}

static bool is_blank(const struct buffer *line)
{
	return line->length == 0 || strspn(line->data, " \t\r") == line->length;
}

static enum envelope_outcome end_line(struct envelope *envelope)
{
	enum envelope_outcome outcome = ENVELOPE_OK;

	if (envelope->state == IN_HEADER)
		outcome = is_blank(&envelope->held) ? ENVELOPE_MALFORMED : take_header(envelope);
	else if (!is_blank(&envelope->held))
		outcome = take_item_header(envelope);
	else if (++envelope->blanks > ENVELOPE_BLANKS_MAX)
		outcome = ENVELOPE_TOO_LARGE;
	buffer_clear(&envelope->held);
	arena_reset(envelope->line_arena);
	return outcome;
}

/* --- pieces: each function consumes at least one byte, and sets `taken` to the number --- */

static enum envelope_outcome push_line(struct envelope *envelope, const char *bytes, size_t length,
				       size_t *taken)
{
	const char *newline = memchr(bytes, '\n', length);
	size_t part = newline ? (size_t)(newline - bytes) : length;

	if (envelope->held.length + part > ENVELOPE_LINE_MAX)
		return ENVELOPE_TOO_LARGE;
	buffer_put(&envelope->held, bytes, part);
	*taken = part + (newline != NULL);
	return newline ? end_line(envelope) : ENVELOPE_OK;
}

static enum envelope_outcome push_payload(struct envelope *envelope, const char *bytes, size_t length,
					  size_t *taken)
{
	size_t part = envelope->left < length ? (size_t)envelope->left : length;

	if (envelope->keep)
		buffer_put(&envelope->held, bytes, part);
	envelope->left -= part;
	*taken = part;
	return envelope->left == 0 ? end_payload(envelope, AFTER_PAYLOAD) : ENVELOPE_OK;
}

static enum envelope_outcome push_payload_line(struct envelope *envelope, const char *bytes, size_t length,
					       size_t *taken)
{
	const char *newline = memchr(bytes, '\n', length);
	size_t part = newline ? (size_t)(newline - bytes) : length;
	enum envelope_outcome outcome = check_length(envelope, part);

	if (outcome != ENVELOPE_OK)
		return outcome;
	if (envelope->keep)
		buffer_put(&envelope->held, bytes, part);
	*taken = part + (newline != NULL);
	return newline ? end_payload(envelope, IN_ITEM_HEADER) : ENVELOPE_OK;
}

static enum envelope_outcome push_separator(struct envelope *envelope, const char *bytes, size_t *taken)
{
	*taken = 1;
	envelope->state = IN_ITEM_HEADER;
	return *bytes == '\n' ? ENVELOPE_OK : ENVELOPE_MALFORMED;
}

static enum envelope_outcome push_some(struct envelope *envelope, const char *bytes, size_t length,
				       size_t *taken)
{
	if (envelope->state == IN_PAYLOAD)
		return push_payload(envelope, bytes, length, taken);
	if (envelope->state == IN_PAYLOAD_LINE)
		return push_payload_line(envelope, bytes, length, taken);
	if (envelope->state == AFTER_PAYLOAD)
		return push_separator(envelope, bytes, taken);
	return push_line(envelope, bytes, length, taken);
}

enum envelope_outcome envelope_push(struct envelope *envelope, const char *bytes, size_t length)
{
	while (envelope->outcome == ENVELOPE_OK && length > 0) {
		enum state before = envelope->state;
		size_t taken = 0;

		envelope->outcome = push_some(envelope, bytes, length, &taken);
		bytes += taken;
		length -= taken;
		/* A new state begins with an empty buffer. */
		if (envelope->state != before)
			buffer_clear(&envelope->held);
	}
	return envelope->outcome;
}

enum envelope_outcome envelope_finish(struct envelope *envelope)
{
	if (envelope->outcome != ENVELOPE_OK)
		return envelope->outcome;
	if (envelope->state == IN_HEADER || envelope->state == IN_ITEM_HEADER)
		envelope->outcome = end_line(envelope);
	if (envelope->outcome == ENVELOPE_OK && envelope->state == IN_PAYLOAD_LINE)
		envelope->outcome = end_payload(envelope, IN_ITEM_HEADER);
	if (envelope->outcome == ENVELOPE_OK && envelope->state == IN_PAYLOAD)
		envelope->outcome = ENVELOPE_MALFORMED;
	/* The caller may end the envelope twice. */
	buffer_clear(&envelope->held);
	return envelope->outcome;
}

const struct envelope_counts *envelope_counts(const struct envelope *envelope)
{
	return &envelope->counts;
}
