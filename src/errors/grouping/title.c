#include "errors/grouping/title.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "errors/grouping/normal.h"
#include "errors/grouping/stack.h"

/* Returns the first TITLE_LENGTH code points of `length` bytes. */
static const char *cut(struct arena *arena, const char *text, size_t length)
{
	size_t characters = 0, end = 0;

	for (; end < length; end++) {
		bool begins = ((unsigned char)text[end] & 0xC0) != 0x80;

		if (begins && characters++ == TITLE_LENGTH)
			break;
	}
	return arena_strndup(arena, text, end);
}

/* The functions below return NULL if the event lacks the text. */
static const char *first_line(struct arena *arena, const char *text)
{
	size_t length;
	const char *line = normal_line(&text, &length);

	return line ? cut(arena, line, length) : NULL;
}

static const char *joined(struct arena *arena, const char *first, const char *second)
{
	const char *text;

	if (!first || !second)
		return first ? first : second;
	text = arena_printf(arena, "%s: %s", first, second);
	return cut(arena, text, strlen(text));
}

static const char *from_exception(struct arena *arena, const struct event *event)
{
	const struct exception *newest;

	if (event->exception_count == 0)
		return NULL;
	newest = &event->exceptions[event->exception_count - 1];
	return joined(arena, first_line(arena, newest->type), first_line(arena, newest->value));
}

static const char *from_message(struct arena *arena, const struct event *event)
{
	const char *message = first_line(arena, event->message);

	return message ? message : first_line(arena, event->template);
}

static const char *from_report(struct arena *arena, const struct event *event)
{
	return joined(arena, first_line(arena, event->directive),
		      first_line(arena, normal_host(arena, event->blocked_uri)));
}

static const char *from_transaction(struct arena *arena, const struct event *event)
{
	return first_line(arena, event->transaction);
}

const char *title_of(struct arena *arena, const struct event *event)
{
	static const char *(*const sources[])(struct arena *, const struct event *) = {
		from_exception, from_message, from_report, from_transaction, NULL,
	};
	const char *title = NULL;

	for (size_t i = 0; !title && sources[i]; i++)
		title = sources[i](arena, event);
	return title ? title : "<unknown>";
}

static const struct frame *culprit_frame(const struct event *event)
{
	const struct exception *newest = NULL;
	enum in_app class;

	for (size_t i = event->exception_count; i-- > 0 && !newest;)
		if (event->exceptions[i].frame_count > 0)
			newest = &event->exceptions[i];
	class = newest ? stack_class(newest) : IN_APP_NO;
	if (class == IN_APP_NO)
		return NULL;
	for (size_t i = newest->frame_count; i-- > 0;)
		if (newest->frames[i].in_app == class)
			return &newest->frames[i];
	return NULL;
}

static const char *describe_frame(struct arena *arena, const struct event *event, const struct frame *frame)
{
	const char *family = stack_family(arena, event->platform);
	const char *function = stack_function(arena, frame->function, family);
	const char *module = first_line(arena, frame->module), *file = stack_file(arena, frame, family);

	if (!*function)
		return module ? module : first_line(arena, file);
	if (!module && !*file)
		return first_line(arena, function);
	return first_line(arena, module ? arena_printf(arena, "%s.%s", module, function)
					: arena_printf(arena, "%s (%s)", function, file));
}

const char *title_culprit(struct arena *arena, const struct event *event)
{
	const struct frame *frame = culprit_frame(event);
	const char *culprit = frame ? describe_frame(arena, event, frame) : NULL;

	return culprit ? culprit : from_transaction(arena, event);
}
