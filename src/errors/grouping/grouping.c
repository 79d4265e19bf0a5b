#include "errors/grouping/grouping.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "errors/grouping/normal.h"

enum {
	FIELD_BYTES = 1024,
	TEMPLATE_BYTES = 8192,
	RECORD = 0x1e,
	UNIT = 0x1f,
};

/* Collects the fields of one key and their evidence. */
struct fields {
	struct arena *arena;
	const char *kind;
	const char *values[GROUPING_EVIDENCE_MAX];
	size_t count;
	struct grouping *grouping; /* receives the evidence */
};

static const char *field_text(struct arena *arena, const char *text, size_t bytes)
{
	char *field = arena_strndup(arena, text ? text : "", text ? normal_fit(text, bytes) : 0);

	for (char *c = field; *c; c++)
		if (*c == RECORD || *c == UNIT)
			*c = ' ';
	return field;
}

static void add_evidence(struct fields *fields, const char *label, const char *text)
{
	fields->grouping->evidence[fields->grouping->evidence_count++] =
		arena_printf(fields->arena, "%s: %s", label, text);
}

static void add(struct fields *fields, const char *label, const char *text)
{
	text = field_text(fields->arena, text, FIELD_BYTES);
	fields->values[fields->count++] = text;
	add_evidence(fields, label, text);
}

static void hash(const struct fields *fields, uint8_t key[SHA256_SIZE])
{
	size_t size = strlen("g1") + 1 + strlen(fields->kind), length;
	char *bytes;

	for (size_t i = 0; i < fields->count; i++)
		size += 1 + strlen(fields->values[i]);
	bytes = arena_alloc(fields->arena, size + 1);
	length = (size_t)(stpcpy(bytes, "g1") - bytes);
	bytes[length++] = RECORD;
	length += (size_t)(stpcpy(bytes + length, fields->kind) - (bytes + length));
	for (size_t i = 0; i < fields->count; i++) {
		bytes[length++] = UNIT;
		length += (size_t)(stpcpy(bytes + length, fields->values[i]) - (bytes + length));
	}
	crypto_sha256(bytes, size, key);
}

static bool has_text(const char *text)
{
	return text && *text;
}

/* Adds the fields of the newest exception whose stack has a token. */
static bool add_stack(struct fields *fields, const struct event *event, const char *family, size_t limit)
{
	const char *tokens[STACK_TOKENS_MAX];

	for (size_t i = event->exception_count; i-- > 0;) {
		const struct exception *exception = &event->exceptions[i];
		size_t count = stack_tokens(fields->arena, exception, family, limit, tokens);

		if (count == 0)
			continue;
		fields->kind = "st";
		add(fields, "platform", family);
		if (!exception->synthetic)
			add(fields, "type", exception->type);
		for (size_t token = 0; token < count; token++)
			add(fields, "frame", tokens[token]);
		return true;
	}
	return false;
}

static bool add_exception(struct fields *fields, const struct event *event, const char *family)
{
	const struct exception *last;

	if (event->exception_count == 0)
		return false;
	last = &event->exceptions[event->exception_count - 1];
	if (!has_text(last->type) && !has_text(last->value))
		return false;
	fields->kind = "ex";
	add(fields, "platform", family);
	add(fields, "type", last->type);
	add(fields, "value", normal_text(fields->arena, last->value));
	return true;
}

static bool add_text(struct fields *fields, const struct event *event)
{
	const char *normal = normal_text(fields->arena, event->message);

	if (has_text(event->template)) {
		fields->kind = "tp";
		fields->values[fields->count++] = field_text(fields->arena, event->template, TEMPLATE_BYTES);
		add_evidence(fields, "template", fields->values[0]);
	} else if (*normal) {
		fields->kind = "ms";
		add(fields, "message", normal);
	}
	return fields->kind != NULL;
}

/* In a violated-directive (CSP Level 2), the allowed sources follow the name. */
static const char *directive_name(struct arena *arena, const char *directive)
{
	return directive ? normal_lower(arena, directive, strcspn(directive, " ")) : "";
}

static void add_rest(struct fields *fields, const struct event *event)
{
	if (has_text(event->directive) || has_text(event->blocked_uri)) {
		fields->kind = "csp";
		add(fields, "directive", directive_name(fields->arena, event->directive));
		add(fields, "host", normal_host(fields->arena, event->blocked_uri));
	} else {
		fields->kind = "zz";
		add(fields, "platform", event->platform);
		add(fields, "logger", event->logger);
		add(fields, "transaction", event->transaction);
	}
}

static struct grouping *group_by_default(struct arena *arena, const struct event *event, size_t limit)
{
	struct grouping *grouping = arena_alloc(arena, sizeof(*grouping));
	struct fields fields = { .arena = arena, .grouping = grouping };
	const char *family = stack_family(arena, event->platform);

	if (!add_stack(&fields, event, family, limit) && !add_exception(&fields, event, family) &&
	    !add_text(&fields, event))
		add_rest(&fields, event);
	hash(&fields, grouping->key);
	return grouping;
}

static bool is_default(const char *part)
{
	return strcmp(part, "{{ default }}") == 0 || strcmp(part, "{{default}}") == 0;
}

/* Reads the parts that are not NULL, and sets `defaults` to the number of those that are the default. */
static size_t read_parts(const struct event *event, const char *parts[GROUPING_PARTS_MAX], size_t *defaults)
{
	size_t count = 0;

	*defaults = 0;
	for (size_t i = 0; i < event->fingerprint_count && count < GROUPING_PARTS_MAX; i++)
		if (event->fingerprint[i]) {
			parts[count++] = event->fingerprint[i];
			*defaults += is_default(event->fingerprint[i]);
		}
	return count;
}

/* `standard` is the default grouping; NULL if no part needs it. */
static struct grouping *group_by_parts(struct arena *arena, const char *const *parts, size_t count,
				       const struct grouping *standard)
{
	struct grouping *grouping = arena_alloc(arena, sizeof(*grouping));
	struct fields fields = { .arena = arena, .kind = "fp", .grouping = grouping };
	char *hex = arena_alloc(arena, 2 * SHA256_SIZE + 1);

	if (standard)
		crypto_hex(standard->key, SHA256_SIZE, hex);
	for (size_t i = 0; i < count; i++)
		if (is_default(parts[i])) {
			fields.values[fields.count++] = hex;
			add_evidence(&fields, "fingerprint", "{{ default }}");
		} else {
			add(&fields, "fingerprint", parts[i]);
		}
	for (size_t i = 0; standard && i < standard->evidence_count; i++)
		grouping->evidence[grouping->evidence_count++] = standard->evidence[i];
	hash(&fields, grouping->key);
	return grouping;
}

const struct grouping *grouping_of(struct arena *arena, const struct event *event, int frames)
{
	const char *parts[GROUPING_PARTS_MAX];
	size_t limit = frames < 1 ? 1 : frames > STACK_TOKENS_MAX ? STACK_TOKENS_MAX : (size_t)frames;
	size_t defaults, count = read_parts(event, parts, &defaults);
	bool own = count > 1 || defaults < count;
	struct grouping *standard = defaults > 0 || !own ? group_by_default(arena, event, limit) : NULL;

	return own ? group_by_parts(arena, parts, count, standard) : standard;
}
