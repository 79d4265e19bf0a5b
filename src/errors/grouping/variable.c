#include "errors/grouping/variable.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "errors/grouping/normal.h"
#include "errors/grouping/stack.h"

enum {
	NAME_BYTES = 256,
	VALUE_BYTES = 1024, /* of a value */
	FILLED_BYTES = 4096,
};

static const char blanks[] = " \t\r\n";

static const struct exception *newest(const struct event *event)
{
	return event->exception_count > 0 ? &event->exceptions[event->exception_count - 1] : NULL;
}

static const struct frame *innermost(const struct event *event)
{
	for (size_t i = event->exception_count; i-- > 0;) {
		const struct exception *exception = &event->exceptions[i];
		enum in_app class = stack_class(exception);

		for (size_t frame = exception->frame_count; frame-- > 0;)
			if (exception->frames[frame].in_app == class)
				return &exception->frames[frame];
	}
	return NULL;
}

/* The functions of the table below return NULL or "" if the event lacks the value. */
typedef const char *reader(struct arena *arena, const struct event *event);

static const char *read_transaction(struct arena *arena, const struct event *event)
{
	(void)arena;
	return event->transaction;
}

static const char *read_level(struct arena *arena, const struct event *event)
{
	(void)arena;
	return event->level;
}

static const char *read_logger(struct arena *arena, const struct event *event)
{
	(void)arena;
	return event->logger;
}

static const char *read_message(struct arena *arena, const struct event *event)
{
	(void)arena;
	return event->message ? event->message : event->template;
}

static const char *read_type(struct arena *arena, const struct event *event)
{
	(void)arena;
	return newest(event) ? newest(event)->type : NULL;
}

static const char *read_value(struct arena *arena, const struct event *event)
{
	(void)arena;
	return newest(event) ? newest(event)->value : NULL;
}

static const char *read_function(struct arena *arena, const struct event *event)
{
	const struct frame *frame = innermost(event);

	return frame ? stack_function(arena, frame->function, stack_family(arena, event->platform)) : NULL;
}

static const char *read_module(struct arena *arena, const struct event *event)
{
	const struct frame *frame = innermost(event);

	return frame ? stack_module(arena, frame, stack_family(arena, event->platform)) : NULL;
}

/* clang-format off */
static const struct variable {
	const char *name;
	reader *read;
} variables[] = {
	{ "transaction", read_transaction }, { "level", read_level },
	{ "logger", read_logger },           { "message", read_message },
	{ "error.type", read_type },         { "type", read_type },
	{ "error.value", read_value },       { "value", read_value },
	{ "function", read_function },       { "stack.function", read_function },
	{ "module", read_module },           { "stack.module", read_module },
	{ 0 }
};
/* clang-format on */

static const char *find_tag(const struct event *event, const char *key)
{
	for (size_t i = 0; i < event->tag_count; i++)
		if (strcmp(event->tags[i].key, key) == 0)
			return event->tags[i].value;
	return NULL;
}

/* Reads the variable at the beginning of `text` and copies its name. Returns its length, or 0. */
static size_t read_name(const char *text, char name[NAME_BYTES])
{
	const char *end = strncmp(text, "{{", 2) == 0 ? strstr(text, "}}") : NULL;
	const char *from = text + 2;
	size_t length;

	if (!end)
		return 0;
	from += strspn(from, blanks);
	for (length = from < end ? (size_t)(end - from) : 0; length > 0 && strchr(blanks, from[length - 1]);)
		length--;
	if (length == 0 || length >= NAME_BYTES)
		return 0;
	memcpy(name, from, length);
	name[length] = '\0';
	return (size_t)(end - text) + 2;
}

bool variable_is_default(const char *part)
{
	char name[NAME_BYTES];
	size_t length = read_name(part, name);

	return length > 0 && part[length] == '\0' && strcmp(name, "default") == 0;
}

bool variable_has_default(const char *part)
{
	char name[NAME_BYTES];

	for (; (part = strstr(part, "{{")); part++)
		if (read_name(part, name) > 0 && strcmp(name, "default") == 0)
			return true;
	return false;
}

/* Appends the value of the variable `name`. Returns false if there is no such variable. */
static bool put(struct arena *arena, const struct event *event, const char *name, const char *standard,
		struct buffer *out)
{
	const struct variable *variable = variables;
	const char *value;

	while (variable->name && strcmp(variable->name, name) != 0)
		variable++;
	if (variable->name)
		value = variable->read(arena, event);
	else if (strncmp(name, "tags.", strlen("tags.")) == 0)
		value = find_tag(event, name + strlen("tags."));
	else if (strcmp(name, "default") == 0)
		value = standard;
	else
		return false;
	if (value && *value)
		buffer_put(out, value, normal_fit(value, VALUE_BYTES));
	else
		buffer_printf(out, "<no %s>", name);
	return true;
}

const char *variable_fill(struct arena *arena, const struct event *event, const char *part,
			  const char *standard)
{
	struct buffer out = { .arena = arena };
	char name[NAME_BYTES];

	buffer_put(&out, "", 0);
	while (*part && out.length < FILLED_BYTES) {
		size_t plain = strcspn(part, "{"), length;

		buffer_put(&out, part, plain);
		part += plain;
		length = read_name(part, name);
		if (length > 0 && put(arena, event, name, standard, &out))
			part += length;
		else if (*part)
			buffer_put_char(&out, *part++);
	}
	return out.data;
}
