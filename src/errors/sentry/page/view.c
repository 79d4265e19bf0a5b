#include "errors/sentry/page/view.h"

#include <json-c/json.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "errors/sentry/event/message.h"
#include "errors/sentry/event/moment.h"
#include "errors/sentry/event/notes.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/shape.h"
#include "errors/sentry/event/tags.h"
#include "errors/sentry/page/detail.h"
#include "errors/sentry/page/outline.h"
#include "errors/sentry/page/stack.h"

enum { OTHER_BYTES = 50000 /* what the parts of an event leave for its other members */ };

/* --- parts --- */

static void put_breadcrumb(struct detail *detail, void *context, const struct shape_list *list, size_t index)
{
	static const char *const texts[] = { "type", "category", "level", "message" };
	static const char *const known[] = {
		"timestamp", "type", "category", "level", "message", "data", NULL
	};
	struct json_object *breadcrumb = shape_at(list, index);
	char at[CLOCK_TEXT_SIZE];
	int64_t ms;
	bool dated = moment_read(reading_member(breadcrumb, "timestamp"), &ms);

	(void)context;
	if (!json_object_is_type(breadcrumb, json_type_object))
		return;
	if (dated)
		clock_format(ms, at);
	json_item_open(detail->to.out, '{');
	json_member_text(detail->to.out, "timestamp", dated ? at : NULL);
	for (size_t i = 0; i < COUNT(texts); i++)
		detail_text(detail, texts[i], reading_member(breadcrumb, texts[i]), MESSAGE_MAX);
	detail_any(detail, "data", reading_member(breadcrumb, "data"));
	detail_other(detail, "other", breadcrumb, known);
	buffer_put_char(detail->to.out, '}');
}

static void put_breadcrumbs(struct detail *detail, struct json_object *event)
{
	struct shape_list list = shape_breadcrumbs(event);

	detail_items(detail, &list, put_breadcrumb, NULL);
}

static void put_tags(struct detail *detail, struct json_object *event)
{
	struct tags tags = { 0 };

	tags_read(&detail->reading, reading_member(event, "tags"), &tags);
	for (size_t i = 0; i < tags.count; i++)
		json_member_text(detail->to.out, tags.list[i].key, tags.list[i].value);
}

static void put_message(struct detail *detail, struct json_object *event)
{
	static const char *const known[] = { "message", "formatted", "params", NULL };
	struct message message = message_read(&detail->reading, event);
	struct json_object *entry = shape_part(event, "logentry");

	if (!entry)
		entry = reading_member(event, "message");
	json_member_text(detail->to.out, "text", message.text);
	json_member_text(detail->to.out, "template", message.template);
	detail_whole(detail, "params", reading_member(entry, "params"));
	detail_other(detail, "other", message.template ? entry : NULL, known);
}

static void put_request(struct detail *detail, struct json_object *event)
{
	struct json_object *request = shape_part(event, "request");
	static const char *const known[] = { "url",     "method", "query_string", "headers",
					     "cookies", "data",   "env",          NULL };
	static const struct {
		const char *name, *sent;
		char between;
	} pairs[] = { { "query", "query_string", '&' },
		      { "headers", "headers", '\n' },
		      { "cookies", "cookies", ';' } };

	detail_text(detail, "url", reading_member(request, "url"), VIEW_TEXT_MAX);
	detail_text(detail, "method", reading_member(request, "method"), VIEW_TEXT_MAX);
	for (size_t i = 0; i < COUNT(pairs); i++) {
		json_member(detail->to.out, pairs[i].name);
		outline_pairs(&detail->to, reading_member(request, pairs[i].sent), pairs[i].between);
	}
	detail_any(detail, "data", reading_member(request, "data"));
	detail_whole(detail, "env", reading_member(request, "env"));
	detail_other(detail, "other", request, known);
}

static void put_sdk(struct detail *detail, struct json_object *event)
{
	static const char *const known[] = { "name", "version", "packages", "integrations", NULL };
	struct json_object *sdk = reading_member(event, "sdk");

	detail_text(detail, "name", reading_member(sdk, "name"), VIEW_TEXT_MAX);
	detail_text(detail, "version", reading_member(sdk, "version"), VIEW_TEXT_MAX);
	detail_whole(detail, "packages", reading_member(sdk, "packages"));
	detail_whole(detail, "integrations", reading_member(sdk, "integrations"));
	detail_other(detail, "other", sdk, known);
}

/* --- the whole --- */

/* clang-format off */
/* The parts by importance: if an event is too big to be shown whole, each part leaves room for the later
 * ones. */
static const struct part {
	const char *name;
	const char *brackets; /* stand around what `put` writes; NULL: the part is shown as it was sent */
	void (*put)(struct detail *, struct json_object *event);
	size_t reserved; /* bytes that the parts before it leave for it, if it is there; together less than
			    OUTLINE_BYTES */
} parts[] = {
	{ "message", "{}", put_message, 100000 },
	{ "tags", "{}", put_tags, 50000 },
	{ "user", NULL, NULL, 30000 },
	{ "exceptions", "[]", stack_put_exceptions, 300000 },
	{ "request", "{}", put_request, 80000 },
	{ "threads", "[]", stack_put_threads, 80000 },
	{ "breadcrumbs", "[]", put_breadcrumbs, 100000 },
	{ "contexts", NULL, NULL, 60000 },
	{ "sdk", "{}", put_sdk, 20000 },
	{ "extra", NULL, NULL, 80000 },
	{ "modules", NULL, NULL, 40000 },
	{ "debug_meta", NULL, NULL, 30000 },
	{ 0 },
};
/* clang-format on */

/* Scalars of the event, which the service has no field of its own for. */
static const char *const scalars[] = { "platform", "logger", "transaction", "server_name", "dist" };

/* Members whose meaning the service's own fields or the parts above tell. */
static const char *const told[] = {
	"event_id", "timestamp", "level",   "environment", "release", "fingerprint", "message",
	"logentry", "exception", "threads", "stacktrace",  "csp",     NULL,
};

static bool is_one_of(const char *name, const char *const names[])
{
	while (*names && strcmp(*names, name) != 0)
		names++;
	return *names != NULL;
}

/* Whether a member of the event is shown elsewhere. An old name is not, if the new one is there too; nor is a
 * message beside a log entry. */
static bool is_told(struct json_object *event, const char *member)
{
	const char *name = shape_name(member);
	bool told_so = is_one_of(name, told);

	if (name != member && reading_member(event, name))
		return false;
	if (strcmp(member, "message") == 0 && shape_part(event, "logentry"))
		return false;
	for (size_t i = 0; i < COUNT(scalars) && !told_so; i++)
		told_so = strcmp(scalars[i], name) == 0;
	for (const struct part *part = parts; part->name && !told_so; part++)
		told_so = strcmp(part->name, name) == 0;
	return told_so;
}

/* Puts the members of the event that nothing else shows. */
static void put_other(struct detail *detail, struct json_object *event)
{
	struct json_object *other = NULL;

	if (json_object_is_type(event, json_type_object)) {
		json_object_object_foreach (event, name, value) {
			if (is_told(event, name))
				continue;
			if (!other)
				other = json_object_new_object();
			json_object_object_add(other, name, json_object_get(value));
		}
	}
	detail_any(detail, "other", other);
	json_object_put(other);
}

static void put_errors(struct buffer *out, const struct notes *notes)
{
	json_member_open(out, "errors", '[');
	for (size_t i = 0; i < notes->count; i++) {
		json_item_open(out, '{');
		json_member_text(out, "field", notes->list[i].field);
		json_member_text(out, "fault", note_name(notes->list[i].fault));
		buffer_put_char(out, '}');
	}
	buffer_put_char(out, ']');
}

static void put_part(struct detail *detail, const struct part *part, struct json_object *event)
{
	if (!part->put) {
		detail_whole(detail, part->name, shape_part(event, part->name));
		return;
	}
	json_member_open(detail->to.out, part->name, part->brackets[0]);
	part->put(detail, event);
	buffer_put_char(detail->to.out, part->brackets[1]);
}

/* What the parts behind `part` may need. */
static size_t reserve_behind(const struct part *part, struct json_object *event)
{
	size_t reserved = OTHER_BYTES;

	for (part++; part->name; part++) {
		bool present = shape_part(event, part->name) || part->put == stack_put_threads;

		reserved += present ? part->reserved : 0;
	}
	return reserved;
}

/* Adds what the outline noted about the part `name` since the last time. */
static void note_cuts(struct outline *outline, const char *name, struct notes *faults)
{
	if (outline->cut)
		notes_add(faults, name, NOTE_TOO_MANY);
	if (outline->shortened)
		notes_add(faults, name, NOTE_CUT);
	if (outline->too_deep)
		notes_add(faults, name, NOTE_TOO_DEEP);
	outline->cut = outline->shortened = outline->too_deep = false;
}

static void put_all(struct arena *arena, struct json_object *event, struct json_object *report,
		    const struct notes *notes, struct buffer *out)
{
	struct detail *detail = detail_new(arena, out);
	struct notes faults = notes ? *notes : (struct notes){ 0 };

	buffer_put_char(out, '{');
	for (size_t i = 0; i < COUNT(scalars); i++)
		detail_text(detail, scalars[i], shape_part(event, scalars[i]), VIEW_TEXT_MAX);
	for (const struct part *part = parts; part->name; part++) {
		detail->to.limit = OUTLINE_BYTES - reserve_behind(part, event);
		put_part(detail, part, event);
		note_cuts(&detail->to, part->name, &faults);
	}
	detail->to.limit = OUTLINE_BYTES;
	detail_whole(detail, "report", report);
	put_other(detail, event);
	note_cuts(&detail->to, "other", &faults);
	put_errors(out, &faults);
	buffer_put_char(out, '}');
}

void view_put(struct arena *arena, struct json_object *event, const struct notes *notes, struct buffer *out)
{
	put_all(arena, event, shape_part(event, "csp"), notes, out);
}

void view_put_report(struct arena *arena, struct json_object *report, const struct notes *notes,
		     struct buffer *out)
{
	put_all(arena, NULL, security_body(report), notes, out);
}
