#include "errors/sentry/event/message.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/shape.h"

enum {
	NAME_SIZE = 128,
	FORMATTED_MAX = 4 * MESSAGE_MAX, /* bytes */
	PLACEHOLDERS_MAX = 64,           /* how many are filled in */
};

struct formatter {
	struct reading *reading;
	struct json_object *params;
	size_t next;   /* index into a list of parameters */
	size_t filled; /* placeholders */
	struct buffer out;
};

static struct json_object *param_at(const struct formatter *formatter, size_t index)
{
	if (!json_object_is_type(formatter->params, json_type_array))
		return NULL;
	return json_object_array_get_idx(formatter->params, index);
}

/* Returns the parameter for a placeholder: if `name` is empty the next item of the list, if it is a number
 * the item with that index, else the member `name`. */
static struct json_object *find_param(struct formatter *formatter, const char *name)
{
	if (*name == '\0')
		return param_at(formatter, formatter->next++);
	if (strspn(name, "0123456789") == strlen(name) &&
	    json_object_is_type(formatter->params, json_type_array))
		return param_at(formatter, strtoul(name, NULL, 10));
	return reading_member(formatter->params, name);
}

/* Appends the parameter `name`, or, without such a parameter, the `length` bytes of its placeholder. */
static void put_param(struct formatter *formatter, const char *name, const char *placeholder, size_t length)
{
	const char *text = NULL;

	if (formatter->filled++ < PLACEHOLDERS_MAX)
		text = reading_any(formatter->reading, "logentry.params", find_param(formatter, name),
				   MESSAGE_MAX);
	if (text)
		buffer_put_text(&formatter->out, text);
	else
		buffer_put(&formatter->out, placeholder, length);
}

/* Copies the name between `from` and the first `close`. Returns its length with `close`, or 0 if there is no
 * `close` or the text before it can't be a name. */
static size_t read_name(const char *from, char close, char name[NAME_SIZE])
{
	const char *end = strchr(from, close);
	size_t length = end ? (size_t)(end - from) : 0;

	if (!end || length >= NAME_SIZE || strcspn(from, " \n{\"'") < length)
		return 0;
	memcpy(name, from, length);
	name[length] = '\0';
	return length + 1;
}

/* put_percent and put_brace replace the placeholder at `at` and return its length in bytes; they return 0 if
 * there is no placeholder of their kind. */
static size_t put_percent(struct formatter *formatter, const char *at)
{
	char name[NAME_SIZE] = "";
	size_t length = 1;

	if (at[1] == '%') {
		buffer_put_char(&formatter->out, '%');
		return 2;
	}
	if (at[1] == '(') {
		length = read_name(at + 2, ')', name);
		if (length == 0)
			return 0;
		length += 2;
	}
	length += strspn(at + length, "0123456789.-+#lhzj");
	if (at[length] == '\0' || !strchr("sdifrcxXouaeEgG@", at[length]))
		return 0;
	put_param(formatter, name, at, length + 1);
	return length + 1;
}

static size_t put_brace(struct formatter *formatter, const char *at)
{
	char name[NAME_SIZE];
	size_t length = read_name(at + 1, '}', name);

	if (length == 0)
		return 0;
	put_param(formatter, name, at, length + 1);
	return length + 1;
}

const char *message_format(struct reading *reading, const char *template, struct json_object *params)
{
	struct formatter *formatter = arena_alloc(reading->arena, sizeof(*formatter));

	formatter->reading = reading;
	formatter->params = params;
	formatter->out.arena = reading->arena;
	while (*template && formatter->out.length < FORMATTED_MAX) {
		size_t length = strcspn(template, "%{"), taken = 0;

		buffer_put(&formatter->out, template, length);
		template += length;
		if (*template)
			taken = *template == '%' ? put_percent(formatter, template)
						 : put_brace(formatter, template);
		if (*template && taken == 0)
			buffer_put_char(&formatter->out, *template);
		template += taken > 0 ? taken : *template != '\0';
	}
	return formatter->out.data ? formatter->out.data : "";
}

static bool has_params(struct json_object *params)
{
	return json_object_is_type(params, json_type_array) ? json_object_array_length(params) > 0
							    : json_object_is_type(params, json_type_object);
}

static bool is_entry(struct json_object *value)
{
	return reading_member(value, "message") || reading_member(value, "formatted");
}

static struct message read_entry(struct reading *reading, struct json_object *entry)
{
	struct json_object *params = reading_member(entry, "params");
	struct message message = { 0 };

	if (json_object_is_type(entry, json_type_boolean) && !json_object_get_boolean(entry))
		return message;
	if (!is_entry(entry)) {
		message.text = reading_any(reading, "message", entry, MESSAGE_MAX);
		return message;
	}
	message.template =
		reading_any(reading, "logentry.message", reading_member(entry, "message"), MESSAGE_MAX);
	message.text =
		reading_any(reading, "logentry.formatted", reading_member(entry, "formatted"), MESSAGE_MAX);
	if (!message.text && message.template && has_params(params)) {
		struct json_object *formatted =
			json_object_new_string(message_format(reading, message.template, params));

		message.text = reading_text(reading, "logentry.formatted", formatted, MESSAGE_MAX);
		json_object_put(formatted);
	}
	if (!message.text)
		message.text = message.template;
	return message;
}

struct message message_read(struct reading *reading, struct json_object *event)
{
	struct json_object *entry = shape_part(event, "logentry");
	struct message message = { 0 };

	if (!json_object_is_type(entry, json_type_object) || is_entry(entry))
		message = read_entry(reading, entry);
	return message.text ? message : read_entry(reading, reading_member(event, "message"));
}
