#include "errors/sentry/event/facts.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "errors/agent/agent.h"
#include "errors/sentry/event/mapper.h"
#include "errors/sentry/event/reading.h"
#include "errors/sentry/event/shape.h"

static void add(struct reading *reading, struct mapped *mapped, const char *name, const char *value)
{
	if (value && *value)
		tags_add(reading, &mapped->tags, name,
			 arena_strndup(reading->arena, value,
				       reading_prefix(value, strlen(value), TAGS_VALUE_MAX)));
}

/* Returns the text of a value, NULL if it is none. PHP's SDK sends a list of texts for each header. */
static const char *text_of(struct json_object *value)
{
	if (json_object_is_type(value, json_type_array))
		value = json_object_array_get_idx(value, 0);
	return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

static bool is_name(struct json_object *name, const char *wanted)
{
	return json_object_is_type(name, json_type_string) &&
	       strcasecmp(json_object_get_string(name), wanted) == 0;
}

/* Headers are an object, or a list of pairs. */
static const char *find_header(struct json_object *headers, const char *wanted)
{
	if (json_object_is_type(headers, json_type_object)) {
		json_object_object_foreach (headers, name, value)
			if (strcasecmp(name, wanted) == 0)
				return text_of(value);
	}
	for (size_t i = 0;
	     json_object_is_type(headers, json_type_array) && i < json_object_array_length(headers); i++) {
		struct json_object *pair = json_object_array_get_idx(headers, i);

		if (json_object_is_type(pair, json_type_array) &&
		    is_name(json_object_array_get_idx(pair, 0), wanted))
			return text_of(json_object_array_get_idx(pair, 1));
	}
	return NULL;
}

static void add_agent(struct reading *reading, struct json_object *request, const char *agent,
		      struct mapped *mapped)
{
	const char *own = find_header(reading_member(request, "headers"), "User-Agent");
	const struct agent *known;

	if (own || agent) {
		known = agent_of(own ? own : agent);
		add(reading, mapped, "browser", known->browser);
		add(reading, mapped, "os", known->system);
		add(reading, mapped, "device", known->device);
	}
}

/* The family is "iPhone", the model "iPhone15,2"; Android's SDK knows the model alone. */
static void add_device(struct reading *reading, struct json_object *event, struct mapped *mapped)
{
	struct json_object *device = reading_member(shape_part(event, "contexts"), "device");

	add(reading, mapped, "device", text_of(reading_member(device, "family")));
	add(reading, mapped, "device", text_of(reading_member(device, "model")));
}

static void add_url(struct reading *reading, struct json_object *request, struct mapped *mapped)
{
	const char *url = text_of(reading_member(request, "url"));

	if (url)
		add(reading, mapped, "url", arena_strndup(reading->arena, url, strcspn(url, "?#")));
}

/* How the newest exception came to the SDK. */
static void add_mechanism(struct reading *reading, struct json_object *event, struct mapped *mapped)
{
	struct shape_list list = shape_exceptions(event);
	struct json_object *mechanism;
	bool handled;

	if (list.count == 0)
		return;
	mechanism = reading_member(shape_at(&list, list.count - 1), "mechanism");
	add(reading, mapped, "mechanism", text_of(reading_member(mechanism, "type")));
	if (reading_boolean(reading_member(mechanism, "handled"), &handled))
		add(reading, mapped, "handled", handled ? "yes" : "no");
}

void facts_add(struct reading *reading, struct json_object *event, const char *agent, struct mapped *mapped)
{
	struct json_object *request = shape_part(event, "request");
	bool is_script = mapped->event.platform && strcmp(mapped->event.platform, "javascript") == 0;

	add(reading, mapped, "logger", mapped->event.logger);
	add(reading, mapped, "transaction", mapped->event.transaction);
	add(reading, mapped, "browser", mapped->browser);
	add(reading, mapped, "os", mapped->os);
	add(reading, mapped, "runtime", mapped->runtime);
	add(reading, mapped, "dist", mapped->dist);
	add(reading, mapped, "trace_id", mapped->trace_id);
	add_device(reading, event, mapped);
	add_url(reading, request, mapped);
	add_mechanism(reading, event, mapped);
	add_agent(reading, request, is_script ? agent : NULL, mapped);
}
