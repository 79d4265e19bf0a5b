/* Any text that lenient_parse accepts, mapped as an event and as a security report, gives valid texts within
 * their bounds, and its view is strict JSON. */
#include "errors/sentry/event/mapper.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/text.h"
#include "errors/lenient/lenient.h"
#include "errors/sentry/event/security.h"
#include "errors/sentry/event/trace.h"
#include "errors/sentry/event/transcript.h"
#include "errors/sentry/page/outline.h"
#include "errors/sentry/page/view.h"
#include "errors/sentry/security_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct mapper_source source = {
	.received = 1700000000000,
	.sent = 1700003600000,
	.client = "192.0.2.1",
};

static void check_text(const char *text, size_t max)
{
	assert(!text || (text_is_utf8(text, strlen(text)) && text_length(text, strlen(text)) <= max));
}

static void check_exceptions(const struct event *event)
{
	assert(event->exception_count <= SHAPE_EXCEPTIONS);
	for (size_t i = 0; i < event->exception_count; i++) {
		const struct exception *exception = &event->exceptions[i];

		check_text(exception->type, TRACE_TYPE_MAX);
		check_text(exception->value, TRACE_VALUE_MAX);
		assert(exception->type || exception->value || exception->frame_count > 0);
		assert(exception->frame_count <= SHAPE_FRAMES);
		for (size_t j = 0; j < exception->frame_count; j++)
			check_text(exception->frames[j].function, TRACE_NAME_MAX);
	}
}

static void check_mapped(const struct mapped *mapped)
{
	check_exceptions(&mapped->event);
	check_text(mapped->event.message, 8192);
	check_text(mapped->event.template, 8192);
	check_text(mapped->event.transaction, MAPPER_NAME_MAX);
	check_text(mapped->environment, MAPPER_SHORT_MAX);
	check_text(mapped->release, MAPPER_NAME_MAX);
	check_text(mapped->user.identity, USER_TEXT_MAX + 16);
	check_text(mapped->details, TRANSCRIPT_BYTES);
	assert(mapped->environment && mapped->level && strlen(mapped->details) <= TRANSCRIPT_BYTES);
	assert(mapped->occurred > 0 && mapped->occurred <= source.received);
	assert(mapped->tags.count <= TAGS_MAX && mapped->notes.count <= NOTES_MAX);
	for (size_t i = 0; i < mapped->tags.count; i++) {
		check_text(mapped->tags.list[i].key, TAGS_KEY_MAX);
		check_text(mapped->tags.list[i].value, TAGS_VALUE_MAX);
		assert(*mapped->tags.list[i].key);
	}
	for (size_t i = 0; i < mapped->event.fingerprint_count; i++)
		check_text(mapped->event.fingerprint[i], MAPPER_PART_MAX);
}

static void check_detail(struct arena *arena, struct json_object *object, const struct mapped *mapped,
			 void (*put)(struct arena *, struct json_object *, const struct notes *,
				     struct buffer *))
{
	struct buffer out = { 0 };

	put(arena, object, &mapped->notes, &out);
	assert(json_scan(out.data, out.length, NULL) && out.length < OUTLINE_BYTES + 512 * 1024);
	buffer_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct lenient_report report;
	struct json_object *object;
	struct mapped mapped;

	if (lenient_parse(arena, (const char *)data, size, &report, &object)) {
		struct shape_list reports = security_list(object);

		mapper_map(arena, object, &report, &source, &mapped);
		check_mapped(&mapped);
		check_detail(arena, object, &mapped, view_put);
		for (size_t i = 0; i < reports.count; i++) {
			security_report_map(arena, shape_at(&reports, i), &report, &source, &mapped);
			check_mapped(&mapped);
			check_detail(arena, shape_at(&reports, i), &mapped, view_put_report);
		}
	}
	arena_free(arena);
	return 0;
}
