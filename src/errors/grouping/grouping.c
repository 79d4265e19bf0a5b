#include "errors/grouping/grouping.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"
#include "errors/grouping/kind.h"
#include "errors/grouping/normal.h"
#include "errors/grouping/suffix.h"
#include "errors/grouping/variable.h"

enum {
	FIELD_BYTES = 1024,
	TEMPLATE_BYTES = 8192,
	FRAME_BYTES = 4096,
	RECORD = 0x1e,
	UNIT = 0x1f,
};

/* What a field is: the letter that is hashed, and the word for people. */
enum mark {
	PLATFORM,
	TYPE,
	CHAIN,
	FRAME,
	VALUE,
	TEMPLATE,
	MESSAGE,
	DIRECTIVE,
	HOST,
	LOGGER,
	TRANSACTION,
	PART,
	RULED,
};

static const struct {
	char letter;
	const char *word;
} marks[] = {
	[PLATFORM] = { 'p', "platform" },
	[TYPE] = { 't', "type" },
	[CHAIN] = { 'c', "with" },
	[FRAME] = { 'f', "frame" },
	[VALUE] = { 'v', "value" },
	[TEMPLATE] = { 'm', "template" },
	[MESSAGE] = { 'm', "message" },
	[DIRECTIVE] = { 'd', "directive" },
	[HOST] = { 'h', "host" },
	[LOGGER] = { 'l', "logger" },
	[TRANSACTION] = { 'x', "transaction" },
	[PART] = { 'g', "fingerprint" },
	[RULED] = { 'g', "fingerprint by rule" },
};

/* Collects the fields of one key and their evidence. */
struct fields {
	struct arena *arena;
	const char *kind;
	const char *values[GROUPING_EVIDENCE_MAX]; /* each with its letter */
	size_t count;
	struct grouping *grouping; /* receives the evidence */
};

static char *field_text(struct arena *arena, const char *text, size_t bytes)
{
	char *field = arena_strndup(arena, text ? text : "", text ? normal_fit(text, bytes) : 0);

	for (char *c = field; *c; c++)
		if (*c == RECORD || *c == UNIT)
			*c = ' ';
	return field;
}

/* Adds a field whose evidence is not its text. */
static void add_shown(struct fields *fields, enum mark mark, const char *text, const char *shown)
{
	struct grouping *grouping = fields->grouping;

	fields->values[fields->count++] = arena_printf(fields->arena, "%c=%s", marks[mark].letter, text);
	grouping->evidence[grouping->evidence_count++] =
		arena_printf(fields->arena, "%s: %s", marks[mark].word, shown);
}

static void add(struct fields *fields, enum mark mark, const char *text)
{
	text = field_text(fields->arena, text, mark == TEMPLATE ? TEMPLATE_BYTES : FIELD_BYTES);
	add_shown(fields, mark, text, text);
}

static void hash(const struct fields *fields, uint8_t key[SHA256_SIZE])
{
	size_t size = strlen("g2") + 1 + strlen(fields->kind), length;
	char *bytes;

	for (size_t i = 0; i < fields->count; i++)
		size += 1 + strlen(fields->values[i]);
	bytes = arena_alloc(fields->arena, size + 1);
	length = (size_t)(stpcpy(bytes, "g2") - bytes);
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

/* Types that many different errors have. */
static bool says_nothing(const struct exception *exception)
{
	static const char *const types[] = {
		"Error",           "Exception",           "RuntimeError",        "ErrorException",
		"StandardError",   "*errors.errorString", "*errors.fundamental", "*fmt.wrapError",
		"*fmt.wrapErrors",
	};

	if (exception->synthetic || !has_text(exception->type))
		return true;
	for (size_t i = 0; i < COUNT(types); i++)
		if (strcmp(exception->type, types[i]) == 0)
			return true;
	return false;
}

/* Members of a group count only if there is nothing else. */
static bool counts(const struct event *event, const struct exception *exception)
{
	for (size_t i = 0; exception->member && i < event->exception_count; i++)
		if (!event->exceptions[i].member)
			return false;
	return true;
}

static const char *type_name(struct arena *arena, const struct exception *exception)
{
	char *name = field_text(arena, exception->type, FIELD_BYTES);

	suffix_cut(name);
	return name;
}

static void add_types(struct fields *fields, const struct event *event, const struct exception *chosen)
{
	size_t added = 0;

	if (!chosen->synthetic)
		add(fields, TYPE, type_name(fields->arena, chosen));
	for (size_t i = event->exception_count; i-- > 0 && added < GROUPING_CHAIN_MAX;) {
		const struct exception *other = &event->exceptions[i];

		if (other == chosen || other->synthetic || !has_text(other->type) || !counts(event, other))
			continue;
		add(fields, CHAIN, type_name(fields->arena, other));
		added++;
	}
}

/* "show in app.views, at return orders[key]" */
static const char *frame_in_words(struct arena *arena, const struct stack_token *token)
{
	bool both = *token->place && *token->function;

	return arena_printf(arena, "%s%s%s%s%s", token->function, both ? " in " : "", token->place,
			    *token->line ? ", at " : "", token->line);
}

static void add_frame(struct fields *fields, const struct stack_token *token)
{
	struct arena *arena = fields->arena;
	const char *text = arena_printf(arena, "%s|%s%s%s", token->place, token->function,
					*token->line ? "\n" : "", token->line);

	add_shown(fields, FRAME, field_text(arena, text, FRAME_BYTES),
		  field_text(arena, frame_in_words(arena, token), FRAME_BYTES));
}

static void add_value(struct fields *fields, const struct exception *exception)
{
	add(fields, VALUE, normal_text(fields->arena, exception->value));
}

/* Adds the fields of the newest exception whose stack has a token. */
static bool add_stack(struct fields *fields, const struct event *event, const char *family, size_t limit)
{
	struct stack *stack = arena_alloc(fields->arena, sizeof(*stack));

	for (size_t i = event->exception_count; i-- > 0;) {
		const struct exception *exception = &event->exceptions[i];

		stack_read(fields->arena, event, exception, limit, stack);
		if (stack->count == 0 || !counts(event, exception))
			continue;
		fields->kind = "st";
		add(fields, PLATFORM, family);
		add_types(fields, event, exception);
		for (size_t token = 0; token < stack->count; token++)
			add_frame(fields, &stack->tokens[token]);
		if (says_nothing(exception) || !stack->told || stack->unnamed)
			add_value(fields, exception);
		return true;
	}
	return false;
}

static bool add_exception(struct fields *fields, const struct event *event, const char *family)
{
	const struct exception *newest = NULL;

	for (size_t i = event->exception_count; i-- > 0 && !newest;)
		if (counts(event, &event->exceptions[i]))
			newest = &event->exceptions[i];
	if (!newest || (!has_text(newest->type) && !has_text(newest->value)))
		return false;
	fields->kind = "ex";
	add(fields, PLATFORM, family);
	add_types(fields, event, newest);
	add_value(fields, newest);
	return true;
}

/* Returns the text after a placeholder: %s, %(name)s, {}, {name}; or `text` if it begins with none. */
static const char *after_placeholder(const char *text)
{
	size_t length = 0;

	if (*text == '{')
		return text + strcspn(text, "}");
	if (*text != '%')
		return text;
	if (text[1] == '(')
		length = strcspn(text, ")");
	length += strspn(text + length, "%)0123456789.-+# *");
	return text[length] ? text + length + 1 : text + length;
}

static bool is_template(const char *text)
{
	if (!text)
		return false;
	while (*text) {
		const char *after = after_placeholder(text);

		if (after == text && (kind_is_word(*text) || (unsigned char)*text >= 0x80))
			return true;
		text = after == text ? text + 1 : after;
	}
	return false;
}

static bool add_text(struct fields *fields, const struct event *event)
{
	const char *message = has_text(event->message) ? event->message : event->template;
	const char *normal = normal_text(fields->arena, message);

	if (is_template(event->template)) {
		fields->kind = "tp";
		add(fields, TEMPLATE, event->template);
	} else if (*normal) {
		fields->kind = "ms";
		add(fields, MESSAGE, normal);
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
		add(fields, DIRECTIVE, directive_name(fields->arena, event->directive));
		add(fields, HOST, normal_host(fields->arena, event->blocked_uri));
	} else {
		fields->kind = "zz";
		add(fields, PLATFORM, event->platform);
		add(fields, LOGGER, event->logger);
		add(fields, TRANSACTION, event->transaction);
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

/* Reads the parts that are not NULL, and sets `defaults` to the number of those that are nothing but the
 * default. */
static size_t read_parts(const struct event *event, const char *parts[GROUPING_PARTS_MAX], size_t *defaults)
{
	size_t count = 0;

	*defaults = 0;
	for (size_t i = 0; i < event->fingerprint_count && count < GROUPING_PARTS_MAX; i++)
		if (event->fingerprint[i]) {
			parts[count++] = event->fingerprint[i];
			*defaults += variable_is_default(event->fingerprint[i]);
		}
	return count;
}

static bool needs_default(const char *const *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (variable_has_default(parts[i]))
			return true;
	return false;
}

/* `standard` is the default grouping; NULL if no part needs it. */
static struct grouping *group_by_parts(struct arena *arena, const struct event *event,
				       const char *const *parts, size_t count,
				       const struct grouping *standard)
{
	struct grouping *grouping = arena_alloc(arena, sizeof(*grouping));
	struct fields fields = { .arena = arena, .kind = "fp", .grouping = grouping };
	enum mark mark = event->ruled ? RULED : PART;
	char *hex = arena_alloc(arena, 2 * SHA256_SIZE + 1);

	if (standard)
		crypto_hex(standard->key, SHA256_SIZE, hex);
	for (size_t i = 0; i < count; i++) {
		const char *text = variable_fill(arena, event, parts[i], hex);
		const char *shown = variable_fill(arena, event, parts[i], "{{ default }}");

		add_shown(&fields, mark, field_text(arena, text, FIELD_BYTES),
			  field_text(arena, shown, FIELD_BYTES));
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
	bool needed = !own || needs_default(parts, count);
	struct grouping *standard = needed ? group_by_default(arena, event, limit) : NULL;

	return own ? group_by_parts(arena, event, parts, count, standard) : standard;
}
