#include "errors/agent/agent.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/text.h"
#include "errors/agent/rules.h"

enum {
	GROUPS = 10, /* the whole and $1 to $9 */
	MEMORY = 32, /* headers that are remembered: an application's users have few browsers */
};

/* What a process has met. The oldest is overwritten. */
static struct memory {
	char header[AGENT_MAX + 1];
	struct agent agent;
} met[MEMORY];
static size_t met_next;

static pcre2_code **codes; /* for each rule; NULL before the first use, and for an expression of no sense */
static pcre2_match_data *match;
static int groups; /* of the last match; 0: more than GROUPS */
static pcre2_match_context *limits;

static pcre2_code *compile(const struct agent_rule *rule)
{
	int error;
	PCRE2_SIZE at;

	return pcre2_compile((PCRE2_SPTR)rule->regex, PCRE2_ZERO_TERMINATED,
			     rule->caseless ? PCRE2_CASELESS : 0, &error, &at, NULL);
}

static void compile_all(void)
{
	size_t count = 0;

	while (agent_rules[count].kind)
		count++;
	codes = memory_resize(NULL, count, sizeof(*codes));
	for (size_t i = 0; i < count; i++)
		codes[i] = compile(&agent_rules[i]);
	match = pcre2_match_data_create(GROUPS, NULL);
	limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(limits, AGENT_STEPS);
}

/* Finds the first rule of the kind that the header satisfies; NULL: none does. `match` has its groups. */
static const struct agent_rule *find(enum agent_kind kind, const char *header)
{
	size_t length = strlen(header);

	for (size_t i = 0; agent_rules[i].kind; i++) {
		if (agent_rules[i].kind != kind || !codes[i])
			continue;
		groups = pcre2_match(codes[i], (PCRE2_SPTR)header, length, 0, 0, match, limits);
		if (groups >= 0)
			return &agent_rules[i];
	}
	return NULL;
}

static void put_group(struct buffer *out, const char *header, size_t group)
{
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(match);

	if (group < (size_t)(groups > 0 ? groups : GROUPS) && at[2 * group] != PCRE2_UNSET)
		buffer_put(out, header + at[2 * group], at[2 * group + 1] - at[2 * group]);
}

/* Writes a rule's text with its groups, or the group `otherwise` where the rule has no text. */
static void put_text(struct buffer *out, const char *text, const char *header, size_t otherwise)
{
	if (!text)
		put_group(out, header, otherwise);
	for (; text && *text; text++) {
		if (*text == '$' && text[1] >= '1' && text[1] <= '9')
			put_group(out, header, (size_t)(*++text - '0'));
		else
			buffer_put_char(out, *text);
	}
}

/* A version ends at the first number that is missing. */
static void put_version(struct buffer *out, const struct agent_rule *rule, const char *header)
{
	for (size_t i = 0; i < AGENT_NUMBERS; i++) {
		struct buffer number = { 0 };

		put_text(&number, rule->version[i], header, i + 2);
		if (number.length > 0)
			buffer_printf(out, "%c%s", i == 0 ? ' ' : '.', number.data);
		else
			i = AGENT_NUMBERS;
		buffer_release(&number);
	}
}

/* Writes at most `size` - 1 bytes of `out`, trimmed, in whole characters. */
static void keep(char *to, size_t size, const struct buffer *out)
{
	const char *text = out->data ? out->data : "";
	size_t length = out->length;

	text_trim(&text, &length);
	if (length >= size)
		for (length = size - 1; length > 0 && ((uint8_t)text[length] & 0xC0) == 0x80;)
			length--;
	memcpy(to, text, length);
	to[length] = '\0';
}

static void name(enum agent_kind kind, const char *header, char *to, size_t size)
{
	const struct agent_rule *rule = find(kind, header);
	struct buffer out = { 0 };

	if (rule)
		put_text(&out, rule->name, header, 1);
	if (rule && kind != AGENT_DEVICE)
		put_version(&out, rule, header);
	if (out.length > 0 && strcmp(out.data, "Other") == 0) /* uap-core's word for none */
		buffer_clear(&out);
	keep(to, size, &out);
	buffer_release(&out);
}

static const struct agent *remember(const char *header)
{
	struct memory *memory = &met[met_next++ % MEMORY];

	strcpy(memory->header, header);
	name(AGENT_BROWSER, header, memory->agent.browser, sizeof(memory->agent.browser));
	name(AGENT_SYSTEM, header, memory->agent.system, sizeof(memory->agent.system));
	name(AGENT_DEVICE, header, memory->agent.device, sizeof(memory->agent.device));
	return &memory->agent;
}

const struct agent *agent_of(const char *header)
{
	struct buffer cut = { 0 };
	char known[AGENT_MAX + 1];

	buffer_put_text(&cut, header);
	keep(known, sizeof(known), &cut);
	buffer_release(&cut);
	if (!codes)
		compile_all();
	for (size_t i = 0; i < MEMORY; i++)
		if (*known && strcmp(met[i].header, known) == 0)
			return &met[i].agent;
	return remember(known);
}
