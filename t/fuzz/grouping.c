/* Checks that grouping an event twice gives the same key; that events have equal evidence if and only if
 * they have equal keys; that inner frames are hashed before outer ones, and the value after them; and that all
 * evidence is UTF-8 of a bounded length.
 *
 * The input is lines of UTF-8. The first byte of a line names the member: P platform, L logger, X
 * transaction, M message, T template, D directive, B blocked URI, F a part of the fingerprint (N a null
 * part), R the project's rules as JSON, E the type of the next exception, S that of a synthetic one, G that of
 * a member of a group, V the exception's value, and for a frame of it a (of the application), l (of a library)
 * or u (unknown), followed by function, module, filename and abs_path with blanks between them; "-" stands for
 * a missing one. C is the source line of the last frame. */
#include "errors/grouping/grouping.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "errors/grouping/normal.h"
#include "errors/grouping/rule.h"
#include "errors/grouping/title.h"

enum {
	EXCEPTIONS = 8,
	FRAMES = 100,
	PARTS = 100,
	SHOWN_BYTES = 8192 + 100,        /* a template with its label */
};

struct input {
	struct event event;
	struct exception exceptions[EXCEPTIONS];
	struct frame frames[EXCEPTIONS][FRAMES];
	const char *parts[PARTS];
	const struct rules *rules;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_frame(struct arena *arena, struct input *input, enum in_app in_app, const char *text)
{
	size_t last = input->event.exception_count > 0 ? input->event.exception_count - 1 : 0;
	struct exception *exception = &input->exceptions[last];
	struct frame *frame = &input->frames[last][exception->frame_count];
	const char **members[] = { &frame->function, &frame->module, &frame->filename, &frame->abs_path };

	if (input->event.exception_count == 0 || exception->frame_count == FRAMES)
		return;
	for (size_t i = 0; i < 4 && *text; i++) {
		size_t length = strcspn(text, " ");

		*members[i] = length == 1 && *text == '-' ? NULL : arena_strndup(arena, text, length);
		text += length + (text[length] != '\0');
	}
	frame->in_app = in_app;
	exception->frames = input->frames[last];
	exception->frame_count++;
}

static void read_exception(struct input *input, const char *type, char kind)
{
	if (input->event.exception_count == EXCEPTIONS)
		return;
	input->exceptions[input->event.exception_count++] =
		(struct exception){ .type = type, .synthetic = kind == 'S', .member = kind == 'G' };
	input->event.exceptions = input->exceptions;
}

static void read_part(struct input *input, const char *part)
{
	if (input->event.fingerprint_count == PARTS)
		return;
	input->parts[input->event.fingerprint_count++] = part;
	input->event.fingerprint = input->parts;
}

static void read_source(struct input *input, const char *text)
{
	size_t last = input->event.exception_count > 0 ? input->event.exception_count - 1 : 0;
	size_t count = input->exceptions[last].frame_count;

	if (count > 0)
		input->frames[last][count - 1].line = text;
}

static void read_line(struct arena *arena, struct input *input, const char *line)
{
	struct event *event = &input->event;
	const char *text = line + 1;

	switch (*line) {
	case 'P':
		event->platform = text;
		break;
	case 'L':
		event->logger = text;
		break;
	case 'X':
		event->transaction = text;
		break;
	case 'M':
		event->message = text;
		break;
	case 'T':
		event->template = text;
		break;
	case 'D':
		event->directive = text;
		break;
	case 'B':
		event->blocked_uri = text;
		break;
	case 'F':
		read_part(input, text);
		break;
	case 'N':
		read_part(input, NULL);
		break;
	case 'E':
	case 'S':
	case 'G':
		read_exception(input, text, *line);
		break;
	case 'R':
		input->rules = rule_read(arena, text);
		break;
	case 'C':
		read_source(input, text);
		break;
	case 'V':
		if (event->exception_count > 0)
			input->exceptions[event->exception_count - 1].value = text;
		break;
	case 'a':
		read_frame(arena, input, IN_APP_YES, text);
		break;
	case 'l':
		read_frame(arena, input, IN_APP_NO, text);
		break;
	case 'u':
		read_frame(arena, input, IN_APP_UNKNOWN, text);
		break;
	}
}

static const struct event *read_input(struct arena *arena, const char *text)
{
	struct input *input = arena_alloc(arena, sizeof(*input));

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > 0)
			read_line(arena, input, arena_strndup(arena, text, length));
		text += length + (text[length] != '\0');
	}
	rule_apply(arena, input->rules, &input->event);
	return &input->event;
}

static void expect_text(const char *text, size_t bytes)
{
	assert(strlen(text) <= bytes && text_is_utf8(text, strlen(text)));
}

static bool is_same_evidence(const struct grouping *one, const struct grouping *other)
{
	if (one->evidence_count != other->evidence_count)
		return false;
	for (size_t i = 0; i < one->evidence_count; i++)
		if (strcmp(one->evidence[i], other->evidence[i]) != 0)
			return false;
	return true;
}

static bool is_same_key(const struct grouping *one, const struct grouping *other)
{
	return memcmp(one->key, other->key, SHA256_SIZE) == 0;
}

/* Behind fewer frames, the value may count that does not count behind more. */
static bool is_value(const char *evidence)
{
	return strncmp(evidence, "value: ", strlen("value: ")) == 0;
}

static void check_grouping(struct arena *arena, const struct event *event)
{
	const struct grouping *some = grouping_of(arena, event, 3),
			      *all = grouping_of(arena, event, STACK_TOKENS_MAX);

	assert(some->evidence_count > 0 && all->evidence_count > 0);
	assert(all->evidence_count <= GROUPING_EVIDENCE_MAX);
	for (size_t i = 0; i < all->evidence_count; i++)
		expect_text(all->evidence[i], SHOWN_BYTES);
	for (size_t i = 0; i < some->evidence_count && i < all->evidence_count; i++)
		assert(strcmp(some->evidence[i], all->evidence[i]) == 0 || is_value(some->evidence[i]));
	assert(is_same_evidence(some, all) == is_same_key(some, all));
}

static void check_normal(struct arena *arena, const char *text)
{
	const char *normal = normal_text(arena, text);

	expect_text(normal, NORMAL_BYTES);
	expect_text(normal_host(arena, text), strlen(text));
}

static void check_title(struct arena *arena, const struct event *event)
{
	const char *title = title_of(arena, event), *culprit = title_culprit(arena, event);

	expect_text(title, TITLE_LENGTH * 4);
	assert(*title && text_length(title, strlen(title)) <= TITLE_LENGTH);
	if (culprit) {
		expect_text(culprit, TITLE_LENGTH * 4);
		assert(*culprit && text_length(culprit, strlen(culprit)) <= TITLE_LENGTH);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(), *again = arena_new();
	char *text =
		malloc(size + 1); /* the text ends at the end of its memory, so that overreads are found */
	const struct grouping *grouping;

	if (size > 0)
		memcpy(text, data, size);
	text[size] = '\0';
	if (!memchr(text, '\0', size) && text_is_utf8(text, size)) {
		const struct event *event = read_input(arena, text);

		grouping = grouping_of(arena, event, GROUPING_FRAMES);
		assert(is_same_key(grouping, grouping_of(again, read_input(again, text), GROUPING_FRAMES)));
		check_grouping(arena, event);
		check_title(arena, event);
		check_normal(arena, text);
	}
	free(text);
	arena_free(again);
	arena_free(arena);
	return 0;
}
