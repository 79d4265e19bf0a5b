#include "errors/sentry/event/security.h"

#include <json-c/json.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "errors/grouping/event.h"
#include "errors/sentry/event/reading.h"

enum {
	DIRECTIVE_MAX = 128, /* code points */
	ADDRESS_MAX = 2048,
};

static const char *const wrappers[] = {
	"csp-report",
	"expect-ct-report",
	"expect-staple-report",
	"body",
};

struct shape_list security_list(struct json_object *body)
{
	struct shape_list list = { 0 };

	if (json_object_is_type(body, json_type_array))
		list = shape_values(body);
	else if (json_object_is_type(body, json_type_object))
		list = (struct shape_list){ .single = body, .count = 1 };
	shape_keep_last(&list, SECURITY_MAX);
	return list;
}

/* Compares names as security_field does; `name` is in lower case with hyphens. */
static bool is_same_name(const char *name, const char *spelt)
{
	for (; *name; name++) {
		char c = *spelt >= 'A' && *spelt <= 'Z' ? (char)(*spelt - 'A' + 'a') : *spelt;

		if (*name == '-') {
			spelt += *spelt == '-' || *spelt == '_';
			continue;
		}
		if (*name != c)
			return false;
		spelt++;
	}
	return *spelt == '\0';
}

struct json_object *security_field(struct json_object *report, const char *name)
{
	struct json_object *found = NULL;

	if (!json_object_is_type(report, json_type_object))
		return NULL;
	json_object_object_foreach (report, spelt, value) {
		if (!found && is_same_name(name, spelt))
			found = value;
	}
	return found;
}

/* Reads the member `name`, or else the member `other`. */
static const char *read_either(struct reading *reading, struct json_object *report, const char *name,
			       const char *other, size_t max)
{
	struct json_object *value = security_field(report, name);

	return reading_text(reading, name, value ? value : security_field(report, other), max);
}

struct json_object *security_body(struct json_object *report)
{
	for (size_t i = 0; i < COUNT(wrappers); i++) {
		struct json_object *body = reading_member(report, wrappers[i]);

		if (json_object_is_type(body, json_type_object))
			return body;
	}
	return report;
}

void security_read(struct reading *reading, struct json_object *csp, struct event *event)
{
	const char *directive, *blocked;

	if (!json_object_is_type(csp, json_type_object))
		return;
	directive = read_either(reading, csp, "effective-directive", "violated-directive", DIRECTIVE_MAX);
	if (!directive)
		return;
	blocked = read_either(reading, csp, "blocked-uri", "blocked-url", ADDRESS_MAX);
	/* In "violated-directive", the allowed sources follow the name. */
	event->directive = arena_strndup(reading->arena, directive, strcspn(directive, " "));
	event->blocked_uri = blocked ? blocked : "self";
}

/* Whether the address has one of the schemes of browsers' own; browsers also report a scheme alone. */
static bool has_foreign_scheme(struct json_object *value)
{
	static const char *const schemes[] = {
		"about",
		"chrome",
		"chrome-extension",
		"edge-extension",
		"moz-extension",
		"ms-browser-extension",
		"resource",
		"safari-extension",
		"safari-web-extension",
		"webkit-masked-url",
	};
	const char *text = json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
	size_t length = strcspn(text, ":");

	for (size_t i = 0; i < COUNT(schemes); i++)
		if (strlen(schemes[i]) == length && strncasecmp(text, schemes[i], length) == 0)
			return true;
	return false;
}

bool security_is_foreign(struct json_object *csp)
{
	static const char *const names[] = { "blocked-uri", "blocked-url", "source-file" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (has_foreign_scheme(security_field(csp, names[i])))
			return true;
	return false;
}

const char *security_kind(struct json_object *report)
{
	struct json_object *type = reading_member(report, "type");

	for (size_t i = 0; i < COUNT(wrappers) - 1; i++)
		if (reading_member(report, wrappers[i]))
			return wrappers[i];
	return json_object_is_type(type, json_type_string) ? json_object_get_string(type) : NULL;
}

/* Whether security_read finds a directive. */
static bool has_directive(struct json_object *body)
{
	struct json_object *value = security_field(body, "effective-directive");

	value = value ? value : security_field(body, "violated-directive");
	return json_object_is_type(value, json_type_string) && json_object_get_string_len(value) > 0;
}

bool security_is_report(struct json_object *report)
{
	struct json_object *body = security_body(report);
	const char *kind = security_kind(report);

	if (!json_object_is_type(report, json_type_object))
		return false;
	if (has_directive(body))
		return true;
	if (!kind || body == report || strcmp(kind, "csp-report") == 0 || strcmp(kind, "csp-violation") == 0)
		return false;
	return json_object_object_length(body) > 0 || reading_member(report, "type");
}

const char *security_message(struct reading *reading, struct json_object *report)
{
	struct json_object *body = security_body(report);
	const char *message = reading_text(reading, "message", security_field(body, "message"), ADDRESS_MAX);
	const char *kind = security_kind(report),
		   *url = read_either(reading, report, "url", "hostname", ADDRESS_MAX);

	if (message || !kind)
		return message;
	return url ? arena_printf(reading->arena, "%s: %s", kind, url) : kind;
}

void security_put_text(struct json_object *report, struct buffer *out)
{
	struct json_object *body = security_body(report);

	if (!json_object_is_type(body, json_type_object))
		return;
	json_object_object_foreach (body, name, value) {
		if (value && !json_object_is_type(value, json_type_object) &&
		    !json_object_is_type(value, json_type_array)) {
			buffer_put_text(out, name);
			buffer_put_text(out, ": ");
			buffer_put_text(out, json_object_get_string(value));
			buffer_put_char(out, '\n');
		}
	}
}
