#include "errors/feedback/box.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/json.h"
#include "base/uuid.h"
#include "call/call.h"
#include "call/query.h"
#include "errors/feedback/feedback.h"
#include "errors/reporting/key.h"
#include "errors/scrub/scrub.h"
#include "errors/sentry/event/reading.h"

struct box {
	struct call *call;
	struct buffer rows; /* a JSON array, without its end */
	size_t count;
};

struct box *box_new(struct call *call)
{
	struct box *box = arena_alloc(call->arena, sizeof(*box));

	box->call = call;
	box->rows.arena = call->arena;
	buffer_put_char(&box->rows, '[');
	return box;
}

/* Hides the secrets of a text, which may make it longer, and cuts it again to `max` code points. */
static const char *hide(struct box *box, const char *text, size_t max)
{
	struct arena *arena = box->call->arena;
	const char *clean = scrub_text(arena, &key_current(box->call)->scrub, text);

	return clean ? arena_strndup(arena, clean, reading_prefix(clean, strlen(clean), max)) : NULL;
}

void box_add(struct box *box, const struct feedback *feedback)
{
	struct buffer *row = &box->rows;
	char id[UUID_TEXT_SIZE];

	uuid_new(box->call->now_ms, id);
	json_item_open(row, '{');
	json_member_text(row, "id", id);
	json_member_text(row, "mark", feedback->mark);
	json_member_text(row, "event", *feedback->event ? feedback->event : NULL);
	json_member_text(row, "name", hide(box, feedback->name, FEEDBACK_NAME_MAX));
	json_member_text(row, "email", feedback->email);
	json_member_text(row, "text", hide(box, feedback->text, FEEDBACK_TEXT_MAX));
	json_member_text(row, "url", hide(box, feedback->url, FEEDBACK_URL_MAX));
	json_member_text(row, "source", feedback->source);
	buffer_put_char(row, '}');
	box->count++;
}

size_t box_count(const struct box *box)
{
	return box->count;
}

enum status box_keep(struct box *box)
{
	struct rows rows;

	if (box->count == 0)
		return OK;
	buffer_put_char(&box->rows, ']');
	call_set(box->call, BOX_VALUE, box->rows.data);
	return query_run(box->call, Q_FEEDBACK_APPEND, &rows);
}
