#include "errors/feedback/feedback.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/crypto.h"
#include "base/text.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/shape.h"
#include "http/url.h"

enum { MARK_BYTES = (MAPPER_ID_SIZE - 1) / 2 };

/* Copies the text without control characters. One line has blanks in place of its line breaks. */
static void put_plain(struct buffer *out, const char *text, size_t length, bool lines)
{
	size_t size;

	for (size_t at = 0; at < length; at += size) {
		size = text_sequence(text + at, length - at);
		if (text_has_control(text + at, size))
			continue;
		if (!lines && text_has_break(text + at, size))
			buffer_put_char(out, ' ');
		else
			buffer_put(out, text + at, size);
	}
}

/* Brings a text, valid UTF-8 or NULL, into the form of all texts, cut to `max` code points. Returns NULL if
 * it shows nothing. */
static const char *tidy(struct arena *arena, const char *text, size_t max, bool lines)
{
	struct buffer plain = { .arena = arena };
	const char *start, *normal;
	size_t length;

	if (!text)
		return NULL;
	buffer_put(&plain, "", 0);
	/* The bound of 2 * max saves the walk through a text that is cut anyway. */
	put_plain(&plain, text, reading_prefix(text, strlen(text), 2 * max), lines);
	start = plain.data;
	length = plain.length;
	text_trim(&start, &length);
	normal = text_to_nfc(arena, start, length);
	length = reading_prefix(normal, strlen(normal), max);
	text_trim(&normal, &length);
	return text_shows(normal, length) ? arena_strndup(arena, normal, length) : NULL;
}

static const char *read_text(struct arena *arena, struct json_object *object, const char *name, size_t max,
			     bool lines)
{
	struct reading reading = { .arena = arena };

	return tidy(arena, reading_scalar(&reading, reading_member(object, name)), max, lines);
}

/* Writes the id in the member `name`, or `otherwise` if there is none; "" if neither is an id. */
static void read_id(struct json_object *object, const char *name, const char *otherwise,
		    char id[MAPPER_ID_SIZE])
{
	struct json_object *member = reading_member(object, name);
	const char *text =
		json_object_is_type(member, json_type_string) ? json_object_get_string(member) : "";

	if (!mapper_id(text, id) && !(otherwise && mapper_id(otherwise, id)))
		id[0] = '\0';
}

/* The mark of feedback without an id of its own. */
static void mark(struct arena *arena, struct feedback *feedback)
{
	const char *parts[] = { feedback->event, feedback->name, feedback->email, feedback->text,
				feedback->url };
	struct buffer all = { .arena = arena };
	uint8_t digest[SHA256_SIZE];

	for (size_t i = 0; i < COUNT(parts); i++) {
		buffer_put_text(&all, parts[i] ? parts[i] : "");
		buffer_put_char(&all, '\0');
	}
	crypto_sha256(all.data, all.length, digest);
	crypto_hex(digest, MARK_BYTES, feedback->mark);
}

bool feedback_of_report(struct arena *arena, struct json_object *report, const char *id,
			struct feedback *feedback)
{
	*feedback = (struct feedback){
		.name = read_text(arena, report, "name", FEEDBACK_NAME_MAX, false),
		.email = read_text(arena, report, "email", FEEDBACK_EMAIL_MAX, false),
		.text = read_text(arena, report, "comments", FEEDBACK_TEXT_MAX, true),
		.source = "user_report",
	};
	read_id(report, "event_id", id, feedback->event);
	mark(arena, feedback);
	return feedback->text != NULL;
}

static const char *either(const char *first, const char *second)
{
	return first ? first : second;
}

bool feedback_of_event(struct arena *arena, struct json_object *event, const char *id,
		       struct feedback *feedback)
{
	struct json_object *context = reading_member(shape_part(event, "contexts"), "feedback");
	struct json_object *user = shape_part(event, "user");
	const char *name = read_text(arena, user, "name", FEEDBACK_NAME_MAX, false);

	name = either(name, read_text(arena, user, "username", FEEDBACK_NAME_MAX, false));
	*feedback = (struct feedback){
		.name = either(read_text(arena, context, "name", FEEDBACK_NAME_MAX, false), name),
		.email = either(read_text(arena, context, "contact_email", FEEDBACK_EMAIL_MAX, false),
				read_text(arena, user, "email", FEEDBACK_EMAIL_MAX, false)),
		.text = read_text(arena, context, "message", FEEDBACK_TEXT_MAX, true),
		.url = read_text(arena, context, "url", FEEDBACK_URL_MAX, false),
		.source = read_text(arena, context, "source", FEEDBACK_SOURCE_MAX, false),
	};
	read_id(context, "associated_event_id", NULL, feedback->event);
	read_id(event, "event_id", id, feedback->mark);
	if (!*feedback->mark)
		mark(arena, feedback);
	return feedback->text != NULL;
}

static const char *find(const struct url_pair *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}

bool feedback_of_form(struct arena *arena, const struct url_pair *pairs, size_t count, const char *id,
		      struct feedback *feedback)
{
	*feedback = (struct feedback){
		.name = tidy(arena, find(pairs, count, "name"), FEEDBACK_NAME_MAX, false),
		.email = tidy(arena, find(pairs, count, "email"), FEEDBACK_EMAIL_MAX, false),
		.text = tidy(arena, find(pairs, count, "comments"), FEEDBACK_TEXT_MAX, true),
		.source = "dialog",
	};
	snprintf(feedback->event, sizeof(feedback->event), "%s", id ? id : "");
	mark(arena, feedback);
	return feedback->text != NULL;
}
