#include "errors/scrub/copy.h"

#include <string.h>

#include "base/arena.h"
#include "errors/scrub/scrub.h"

/* A mark, and what stands for it once the copy may not grow any more. */
struct mark {
	const char *text, *shortest;
};

static const struct mark plain = { SCRUB_MARK, "*" }, value_mark = { "\"" SCRUB_MARK "\"", "0" };

struct copy copy_begin(struct arena *arena, const char *text, size_t length)
{
	size_t growth = 2 * length + sizeof("\"" SCRUB_MARK "\"");

	if (growth > SCRUB_GROWTH)
		growth = SCRUB_GROWTH;
	return (struct copy){ .text = text,
			      .length = length,
			      .out = arena_alloc(arena, length + growth + 1),
			      .growth = growth };
}

static void copy_until(struct copy *copy, size_t at)
{
	memcpy(copy->out + copy->written, copy->text + copy->read, at - copy->read);
	copy->written += at - copy->read;
	copy->read = at;
}

/* Chooses the text that takes the place of `length` bytes. */
static const char *choose(struct copy *copy, const struct mark *mark, size_t length)
{
	size_t more = strlen(mark->text) > length ? strlen(mark->text) - length : 0;

	if (more > copy->growth)
		return mark->shortest;
	copy->growth -= more;
	return mark->text;
}

static void hide(struct copy *copy, const struct mark *mark, struct span part)
{
	const char *text = choose(copy, mark, part.to - part.from);

	copy_until(copy, part.from);
	memcpy(copy->out + copy->written, text, strlen(text));
	copy->written += strlen(text);
	copy->read = part.to;
}

void copy_hide(struct copy *copy, struct span part)
{
	hide(copy, &plain, part);
}

void copy_hide_value(struct copy *copy, struct span value)
{
	hide(copy, &value_mark, value);
}

size_t copy_place(const struct copy *copy, size_t at)
{
	return copy->written + (at - copy->read);
}

void copy_hide_written(struct copy *copy, size_t at, struct span written)
{
	const char *text = choose(copy, &value_mark, written.to - written.from);
	char *from = copy->out + written.from, *to = copy->out + written.to;

	copy_until(copy, at);
	memmove(from + strlen(text), to, (size_t)(copy->out + copy->written - to));
	memcpy(from, text, strlen(text));
	copy->written = copy->written - (written.to - written.from) + strlen(text);
}

const char *copy_finish(struct copy *copy)
{
	copy_until(copy, copy->length);
	copy->out[copy->written] = '\0';
	return copy->out;
}
