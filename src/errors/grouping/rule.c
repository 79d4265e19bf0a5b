#include "errors/grouping/rule.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "errors/grouping/stack.h"

/* clang-format off */
const char *const rule_subjects[RULE__MAX] = {
	[RULE_TYPE] = "type", [RULE_VALUE] = "value", [RULE_MODULE] = "module",
	[RULE_FUNCTION] = "function", [RULE_PATH] = "path", [RULE_LOGGER] = "logger",
};
/* clang-format on */

static const char *text_of(struct arena *arena, struct json_object *value)
{
	return json_object_is_type(value, json_type_string)
		       ? arena_strdup(arena, json_object_get_string(value))
		       : NULL;
}

static void read_parts(struct arena *arena, struct json_object *list, struct rule *rule)
{
	size_t count = json_object_is_type(list, json_type_array) ? json_object_array_length(list) : 0;

	rule->parts = arena_alloc(arena, RULE_PARTS_MAX * sizeof(*rule->parts));
	for (size_t i = 0; i < count && rule->count < RULE_PARTS_MAX; i++) {
		const char *part = text_of(arena, json_object_array_get_idx(list, i));

		if (part)
			rule->parts[rule->count++] = part;
	}
}

static struct rule read_rule(struct arena *arena, struct json_object *object)
{
	struct rule rule = { 0 };
	struct json_object *member;

	for (enum rule_subject i = 0; i < RULE__MAX && !rule.pattern; i++)
		if (json_object_object_get_ex(object, rule_subjects[i], &member)) {
			rule.subject = i;
			rule.pattern = text_of(arena, member);
		}
	if (json_object_object_get_ex(object, "parts", &member))
		read_parts(arena, member, &rule);
	return rule;
}

const struct rules *rule_read(struct arena *arena, const char *json)
{
	struct rules *rules = arena_alloc(arena, sizeof(*rules));
	struct json_object *array = json ? json_tokener_parse(json) : NULL;
	size_t count = json_object_is_type(array, json_type_array) ? json_object_array_length(array) : 0;

	rules->list = arena_alloc(arena, (count + 1) * sizeof(*rules->list));
	for (size_t i = 0; i < count && i < RULE_MAX; i++) {
		struct json_object *object = json_object_array_get_idx(array, i);
		struct rule rule = { 0 };

		if (json_object_is_type(object, json_type_object))
			rule = read_rule(arena, object);
		if (rule.pattern && rule.count > 0)
			rules->list[rules->count++] = rule;
	}
	json_object_put(array);
	return rules;
}

/* The texts of a subject, collected when the first rule asks for them. */
struct texts {
	const char **list; /* NULL: not collected */
	size_t count;
};

struct matching {
	struct arena *arena;
	const struct event *event;
	const char *family;
	struct texts texts[RULE__MAX];
	size_t steps;
};

static void add(struct texts *texts, const char *text)
{
	bool same = text && texts->count > 0 && strcmp(texts->list[texts->count - 1], text) == 0;

	if (text && *text && !same)
		texts->list[texts->count++] = text;
}

static void collect_frame(const struct matching *matching, enum rule_subject subject,
			  const struct frame *frame, struct texts *texts)
{
	struct arena *arena = matching->arena;

	if (subject == RULE_MODULE) {
		add(texts, frame->module);
		add(texts, stack_module(arena, frame, matching->family));
	} else if (subject == RULE_FUNCTION) {
		add(texts, frame->function);
		add(texts, stack_function(arena, frame->function, matching->family));
	} else {
		add(texts, frame->filename);
		add(texts, frame->abs_path);
	}
}

static void collect_frames(const struct matching *matching, enum rule_subject subject, struct texts *texts)
{
	const struct event *event = matching->event;

	texts->list = arena_alloc(matching->arena,
				  (2 * RULE_FRAMES_MAX * event->exception_count + 1) * sizeof(*texts->list));
	for (size_t i = event->exception_count; i-- > 0;) {
		const struct exception *exception = &event->exceptions[i];
		size_t end = exception->frame_count;
		size_t first = end > RULE_FRAMES_MAX ? end - RULE_FRAMES_MAX : 0;

		for (size_t frame = end; frame-- > first;)
			collect_frame(matching, subject, &exception->frames[frame], texts);
	}
}

static void collect(const struct matching *matching, enum rule_subject subject, struct texts *texts)
{
	const struct event *event = matching->event;

	if (subject == RULE_MODULE || subject == RULE_FUNCTION || subject == RULE_PATH) {
		collect_frames(matching, subject, texts);
		return;
	}
	texts->list = arena_alloc(matching->arena, (event->exception_count + 2) * sizeof(*texts->list));
	if (subject == RULE_LOGGER)
		add(texts, event->logger);
	else if (subject == RULE_VALUE && event->exception_count == 0)
		add(texts, event->message ? event->message : event->template);
	for (size_t i = subject == RULE_LOGGER ? 0 : event->exception_count; i-- > 0;)
		add(texts, subject == RULE_TYPE ? event->exceptions[i].type : event->exceptions[i].value);
}

static const char *next(const char *text)
{
	do {
		text++;
	} while (((unsigned char)*text & 0xC0) == 0x80);
	return text;
}

/* Returns whether the whole `text` matches `pattern`. Each comparison of a character takes one of `*steps`; if
 * none is left, the text does not match. Only the last * must be tried again: what an earlier one took can't be taken in a better way. */
static bool is_match(const char *pattern, const char *text, size_t *steps)
{
	const char *star = NULL, *retry = NULL;

	while (*text && *steps > 0) {
		--*steps;
		if (*pattern == '*') {
			star = ++pattern;
			retry = text;
		} else if (*pattern == '?') {
			pattern++;
			text = next(text);
		} else if (*pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star;
			retry = next(retry);
			text = retry;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern && !*text;
}

static bool matches(struct matching *matching, const struct rule *rule)
{
	struct texts *texts = &matching->texts[rule->subject];

	if (!texts->list)
		collect(matching, rule->subject, texts);
	for (size_t i = 0; i < texts->count; i++)
		if (is_match(rule->pattern, texts->list[i], &matching->steps))
			return true;
	return false;
}

void rule_apply(struct arena *arena, const struct rules *rules, struct event *event)
{
	struct matching *matching;

	if (!rules || rules->count == 0)
		return;
	matching = arena_alloc(arena, sizeof(*matching));
	*matching = (struct matching){ .arena = arena,
				       .event = event,
				       .family = stack_family(arena, event->platform),
				       .steps = RULE_STEPS_MAX };
	for (size_t i = 0; i < rules->count; i++)
		if (matches(matching, &rules->list[i])) {
			event->fingerprint = rules->list[i].parts;
			event->fingerprint_count = rules->list[i].count;
			event->ruled = true;
			return;
		}
}
